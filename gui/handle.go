package gui

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// windowHandle is the handle of the window on Windows, and 0 elsewhere. Any goroutine
// may read it.
type windowHandle struct{ value atomic.Uintptr }

func (h *windowHandle) get() uintptr { return h.value.Load() }

// find asks for the handle until there is one. Only the UI goroutine may call it.
func (h *windowHandle) find(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok || h.value.Load() != 0 {
		return
	}
	native.RunNative(func(context any) {
		if c, ok := context.(driver.WindowsWindowContext); ok {
			h.value.Store(c.HWND)
		}
	})
}

// exists reports whether the system made a window that was shown. When it could not,
// because there is no OpenGL, Fyne logs that and continues without the window.
func exists(w fyne.Window) bool {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true
	}
	handle := ^uintptr(0)
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			handle = c.WindowHandle
		case driver.WaylandWindowContext:
			handle = c.WaylandSurface
		case driver.WindowsWindowContext:
			handle = c.HWND
		case driver.MacWindowContext:
			handle = c.NSWindow
		}
	})
	return handle != 0
}
