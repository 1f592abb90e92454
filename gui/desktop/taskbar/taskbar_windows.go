package taskbar

import (
	"fmt"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

var coCreateInstance = windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")

// Identifiers and flags of Microsoft's shobjidl_core.h.
var (
	clsidTaskbarList = windows.GUID{Data1: 0x56fdf344, Data2: 0xfd6d, Data3: 0x11d0, Data4: [8]byte{0x95, 0x8a, 0x00, 0x60, 0x97, 0xc9, 0xa0, 0x90}}
	iidTaskbarList3  = windows.GUID{Data1: 0xea1afb91, Data2: 0x9e28, Data3: 0x4b86, Data4: [8]byte{0x90, 0xe9, 0x9e, 0x9f, 0x8a, 0x5e, 0xef, 0xaf}}
)

const (
	clsctxInprocServer = 0x1
	stateNoProgress    = 0
	stateNormal        = 2
)

// taskbarList is an ITaskbarList3. Its methods are in the order of the interface.
type taskbarList struct{ methods *taskbarMethods }

type taskbarMethods struct {
	queryInterface, addRef, release                      uintptr // IUnknown
	hrInit, addTab, deleteTab, activateTab, setActiveAlt uintptr // ITaskbarList
	markFullscreenWindow                                 uintptr // ITaskbarList2
	setProgressValue, setProgressState                   uintptr
}

// New returns the bar of a window, whose handle is asked for when there is progress to
// show. fail is told, once and on another goroutine, why nothing can be shown.
func New(_ string, window func() uintptr, fail func(error)) *Bar {
	return start(func() (shower, error) { return newButton(window()) }, fail)
}

// button is the button of a window on the taskbar. COM wants all calls on one thread.
type button struct {
	window uintptr
	list   *taskbarList
}

func newButton(window uintptr) (*button, error) {
	if window == 0 {
		return nil, ErrUnsupported
	}
	if err := coCreateInstance.Find(); err != nil {
		return nil, err
	}
	runtime.LockOSThread() // until close
	if err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED); err != nil && err != syscall.Errno(windows.S_FALSE) {
		runtime.UnlockOSThread()
		return nil, fmt.Errorf("CoInitializeEx: %w", err)
	}
	b := &button{window: window}
	result, _, _ := coCreateInstance.Call(uintptr(unsafe.Pointer(&clsidTaskbarList)), 0, clsctxInprocServer,
		uintptr(unsafe.Pointer(&iidTaskbarList3)), uintptr(unsafe.Pointer(&b.list)))
	if err := failure("CoCreateInstance", result); err != nil {
		b.list = nil
		b.close()
		return nil, err
	}
	result, _, _ = syscall.SyscallN(b.list.methods.hrInit, uintptr(unsafe.Pointer(b.list)))
	if err := failure("HrInit", result); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// failure returns the error of an HRESULT; nil for success.
func failure(what string, result uintptr) error {
	if int32(result) >= 0 {
		return nil
	}
	return fmt.Errorf("%s: %w", what, syscall.Errno(uint32(result)))
}

func (b *button) show(percent int) error {
	list := uintptr(unsafe.Pointer(b.list))
	state := uintptr(stateNormal)
	if percent == Hidden {
		state = stateNoProgress
	}
	result, _, _ := syscall.SyscallN(b.list.methods.setProgressState, list, b.window, state)
	if err := failure("SetProgressState", result); err != nil || percent == Hidden {
		return err
	}
	completed, total := uintptr(percent), uintptr(100)
	args := []uintptr{list, b.window, completed, total}
	if unsafe.Sizeof(list) == 4 { // of 64 bits each, low half first
		args = []uintptr{list, b.window, completed, 0, total, 0}
	}
	result, _, _ = syscall.SyscallN(b.list.methods.setProgressValue, args...)
	return failure("SetProgressValue", result)
}

func (b *button) close() {
	if b.list != nil {
		_, _, _ = syscall.SyscallN(b.list.methods.release, uintptr(unsafe.Pointer(b.list)))
	}
	windows.CoUninitialize()
	runtime.UnlockOSThread()
}
