package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/test"
)

// nativeWindow is a window that tells its handle, as those of a system do.
type nativeWindow struct {
	fyne.Window
	context any
}

func (w nativeWindow) RunNative(f func(any)) { f(w.context) }
func (nativeWindow) Show()                   {}

// A window that the system did not make has the handle 0. Show says so.
func TestShowTellsOfAWindowThatIsNotThere(t *testing.T) {
	for _, tt := range []struct {
		context any
		want    bool
	}{
		{driver.X11WindowContext{}, false},
		{driver.X11WindowContext{WindowHandle: 1}, true},
		{driver.WaylandWindowContext{}, false},
		{driver.WaylandWindowContext{WaylandSurface: 1}, true},
		{driver.WindowsWindowContext{}, false},
		{driver.WindowsWindowContext{HWND: 1}, true},
		{driver.MacWindowContext{}, false},
		{driver.MacWindowContext{NSWindow: 1}, true},
		{driver.UnknownContext{}, true},
	} {
		q := newFakeQueue()
		w := New(test.NewTempApp(t), q, q, withoutDesktop(Options{}))
		w.win = nativeWindow{w.win, tt.context}
		if got := w.Show(); got != tt.want {
			t.Errorf("%T%+v: %v", tt.context, tt.context, got)
		}
		w.Stop()
	}
}
