package cli

import (
	"os"

	"golang.org/x/sys/windows"
)

// isScreen reports whether a file is a console on which lines can be drawn anew with
// escape sequences, which it makes the console obey: without being told, it prints
// them.
func isScreen(f *os.File) bool {
	console := windows.Handle(f.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return false // not a console
	}
	const obey = windows.ENABLE_PROCESSED_OUTPUT | windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING
	return windows.SetConsoleMode(console, mode|obey) == nil
}
