package desktop

import (
	"context"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

var setSuspendState = windows.NewLazySystemDLL("powrprof.dll").NewProc("SetSuspendState")

// Sleep sends the computer to sleep, and returns when it is awake again. It returns
// the error of Windows.
func Sleep(context.Context) error {
	if err := mayShutDown(); err != nil {
		return err
	}
	if err := setSuspendState.Find(); err != nil {
		return err
	}
	const hibernate, force, noWakeEvents = 0, 0, 0
	if done, _, err := setSuspendState.Call(hibernate, force, noWakeEvents); done&0xff == 0 {
		return fmt.Errorf("SetSuspendState: %w", err)
	}
	return nil
}

// ShutDown shuts the computer down; other programs may ask the person first. It
// returns the error of Windows.
func ShutDown(context.Context) error {
	if err := mayShutDown(); err != nil {
		return err
	}
	const planned = windows.SHTDN_REASON_MAJOR_OTHER | windows.SHTDN_REASON_MINOR_OTHER | windows.SHTDN_REASON_FLAG_PLANNED
	if err := windows.ExitWindowsEx(windows.EWX_SHUTDOWN|windows.EWX_POWEROFF, planned); err != nil {
		return fmt.Errorf("ExitWindowsEx: %w", err)
	}
	return nil
}

// mayShutDown gives this process the privilege to do so, which its user has.
func mayShutDown() error {
	var token windows.Token
	if err := windows.OpenProcessToken(windows.CurrentProcess(), windows.TOKEN_ADJUST_PRIVILEGES|windows.TOKEN_QUERY, &token); err != nil {
		return fmt.Errorf("OpenProcessToken: %w", err)
	}
	defer func() { _ = token.Close() }()
	name, err := windows.UTF16PtrFromString("SeShutdownPrivilege")
	if err != nil {
		return err
	}
	privileges := windows.Tokenprivileges{PrivilegeCount: 1}
	privileges.Privileges[0].Attributes = windows.SE_PRIVILEGE_ENABLED
	if err := windows.LookupPrivilegeValue(nil, name, &privileges.Privileges[0].Luid); err != nil {
		return fmt.Errorf("LookupPrivilegeValue: %w", err)
	}
	if err := windows.AdjustTokenPrivileges(token, false, &privileges, uint32(unsafe.Sizeof(privileges)), nil, nil); err != nil {
		return fmt.Errorf("AdjustTokenPrivileges: %w", err)
	}
	return nil
}
