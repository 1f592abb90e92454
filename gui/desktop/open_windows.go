package desktop

import (
	"net/url"
	"os"
	"runtime"

	"golang.org/x/sys/windows"
)

// Flags of CoInitializeEx that ShellExecute wants (Microsoft, "ShellExecuteW").
const (
	apartmentThreaded = 0x2
	disableOLE1DDE    = 0x4
)

// Open opens a file with the program that the system has for it, and a folder with
// the file manager. It does not wait for the program. Windows reads the octets of a
// file: address in the system's code page and so finds no name with other letters
// than those of ASCII (Microsoft, "File URIs in Windows"): it gets the path.
func Open(path string, _ func(*url.URL) error) error {
	file, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	runtime.LockOSThread() // what CoInitializeEx prepares is one thread
	defer runtime.UnlockOSThread()
	if windows.CoInitializeEx(0, apartmentThreaded|disableOLE1DDE) == nil {
		defer windows.CoUninitialize()
	}
	if err := windows.ShellExecute(0, nil, file, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return &os.PathError{Op: "ShellExecute", Path: path, Err: err}
	}
	return nil
}
