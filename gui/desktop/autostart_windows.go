package desktop

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// The keys of the registry, under HKEY_CURRENT_USER: what starts at login (Microsoft,
// "Run and RunOnce Registry Keys"), and what the task manager has switched off of it,
// whose first byte is odd.
const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
	runName     = "Hilo"
)

// SetAutostart makes Hilo start when this person logs in, in the tray, or not any
// more. It writes or removes a value of the key Run of the registry, and returns the
// error of that.
func SetAutostart(on bool) error {
	if err := deleteValue(approvedKey); err != nil {
		return err
	}
	if !on {
		return deleteValue(runKey)
	}
	exe, err := program()
	if err != nil {
		return err
	}
	key, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer func() { _ = key.Close() }()
	return key.SetStringValue(runName, `"`+exe+`" `+inTray)
}

// deleteValue removes Hilo's value of a key, if there is one.
func deleteValue(path string) error {
	key, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = key.Close() }()
	if err := key.DeleteValue(runName); err != nil && !errors.Is(err, registry.ErrNotExist) {
		return err
	}
	return nil
}

// CanAutostart says whether SetAutostart can do its work here.
func CanAutostart() bool { return true }

// Autostart says whether Hilo starts when this person logs in.
func Autostart() bool {
	run, err := registry.OpenKey(registry.CURRENT_USER, runKey, registry.QUERY_VALUE)
	if err != nil {
		return false
	}
	defer func() { _ = run.Close() }()
	if _, _, err := run.GetStringValue(runName); err != nil {
		return false
	}
	approved, err := registry.OpenKey(registry.CURRENT_USER, approvedKey, registry.QUERY_VALUE)
	if err != nil {
		return true
	}
	defer func() { _ = approved.Close() }()
	value, _, err := approved.GetBinaryValue(runName)
	return err != nil || len(value) == 0 || value[0]&1 == 0
}
