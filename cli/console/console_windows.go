package console

import (
	"os"

	"golang.org/x/sys/windows"
)

var (
	kernel32              = windows.NewLazySystemDLL("kernel32.dll")
	attachConsole         = kernel32.NewProc("AttachConsole")
	setConsoleCtrlHandler = kernel32.NewProc("SetConsoleCtrlHandler")
)

// attachParent is the argument of AttachConsole for the console of the program that
// started this one.
const attachParent = ^uintptr(0)

// Use connects the standard streams to the console of the program that
// started Hilo: hilo.exe is built without a console of its own, which would be a
// black window beside Hilo's. Streams that lead to a file or a pipe stay. interrupt
// is called for Ctrl+C, because AttachConsole removes the handler of Go's runtime.
// Without such a console it does nothing.
func Use(interrupt func()) {
	if attached, _, _ := attachConsole.Call(attachParent); attached == 0 {
		return
	}
	_, _, _ = setConsoleCtrlHandler.Call(windows.NewCallback(func(uintptr) uintptr {
		interrupt()
		return 1
	}), 1)
	os.Stdin = consoleStream(windows.STD_INPUT_HANDLE, "CONIN$", os.Stdin)
	os.Stdout = consoleStream(windows.STD_OUTPUT_HANDLE, "CONOUT$", os.Stdout)
	os.Stderr = consoleStream(windows.STD_ERROR_HANDLE, "CONOUT$", os.Stderr)
}

// consoleStream returns the stream that a standard handle leads to, and opens the
// console where it leads nowhere. A handle of the console is made a stream anew:
// package os saw no console when the program started, and would write UTF-8 that the
// console reads in another code page.
func consoleStream(standard uint32, console string, old *os.File) *os.File {
	handle, err := windows.GetStdHandle(standard)
	if err == nil {
		if kind, err := windows.GetFileType(handle); err == nil && kind != windows.FILE_TYPE_UNKNOWN {
			return os.NewFile(uintptr(handle), old.Name())
		}
	}
	f, err := os.OpenFile(console, os.O_RDWR, 0)
	if err != nil {
		return old
	}
	return f
}
