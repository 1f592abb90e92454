package instance

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

// isSocket reports whether a file is a socket. Go calls one "irregular", because it
// is a reparse point of a kind that it does not know.
func isSocket(info fs.FileInfo) bool { return info.Mode()&(fs.ModeSocket|fs.ModeIrregular) != 0 }

// asfwAny stands for every process in AllowSetForegroundWindow.
const asfwAny = ^uintptr(0)

// allowForeground lets the other Hilo bring its window to the front, which Windows
// allows only the process that the user just started, and those that this one names.
func allowForeground() {
	_, _, _ = windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow").Call(asfwAny)
}
