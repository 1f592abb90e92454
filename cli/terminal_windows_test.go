package cli

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"
)

// A console obeys escape sequences before anything is drawn on it; a file is no
// screen.
func TestIsScreen(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if isScreen(f) {
		t.Error("a file is a screen")
	}

	console, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if err != nil { // the test was started without a console
		kernel32 := windows.NewLazySystemDLL("kernel32.dll")
		_, _, _ = kernel32.NewProc("FreeConsole").Call()
		_, _, _ = kernel32.NewProc("AllocConsole").Call()
		if console, err = os.OpenFile("CONOUT$", os.O_RDWR, 0); err != nil {
			t.Skip("no console: ", err)
		}
	}
	defer console.Close()
	handle := windows.Handle(console.Fd())
	var mode uint32
	if err := windows.GetConsoleMode(handle, &mode); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = windows.SetConsoleMode(handle, mode) }()
	if err := windows.SetConsoleMode(handle, mode&^windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING); err != nil {
		t.Fatal(err)
	}
	if !isScreen(console) {
		t.Error("a console is no screen")
	}
	var now uint32
	if err := windows.GetConsoleMode(handle, &now); err != nil || now&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING == 0 {
		t.Errorf("the console prints escape sequences: mode %#x, %v", now, err)
	}
}
