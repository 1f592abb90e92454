//go:build cgo

package gui

import (
	"runtime"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// canOpen reports whether the system could make a window that is not shown yet. It
// makes another one, which is never seen, with the OpenGL that Fyne asks for: when
// Fyne cannot make a window after it started, it ends the program without a word.
func canOpen(w fyne.Window) bool {
	if _, ok := w.(driver.NativeWindow); !ok {
		return true
	}
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	if arm := runtime.GOARCH == "arm" || runtime.GOARCH == "arm64"; arm && runtime.GOOS != "darwin" {
		glfw.WindowHint(glfw.ClientAPI, glfw.OpenGLESAPI)
		glfw.WindowHint(glfw.ContextVersionMinor, 0)
	}
	probe, err := glfw.CreateWindow(10, 10, "Hilo", nil, nil)
	if err != nil || probe == nil { // on Windows, go-gl drops the error of the platform
		return false
	}
	probe.Destroy()
	return true
}

// loadOpenGL loads the libraries of OpenGL and of the graphics card's driver, which is a
// third of what a start takes, while the fonts are loaded in the background. Fyne would
// when it shows the window. It was measured on Linux alone, and does nothing elsewhere.
// It returns false when the system cannot make a window.
func loadOpenGL(w fyne.Window) bool { return runtime.GOOS != "linux" || canOpen(w) }

// restOf returns what waits for an event of the system: see updating. It returns nil for
// a driver that has no events of a system. It may rest once the app runs, and until it
// quits.
func restOf(d fyne.Driver) *resting {
	if _, ok := d.(desktop.Driver); !ok {
		return nil
	}
	return &resting{wait: func(most time.Duration) { glfw.WaitEventsTimeout(most.Seconds()) }, post: glfw.PostEmptyEvent}
}
