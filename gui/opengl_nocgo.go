//go:build !cgo

package gui

import "fyne.io/fyne/v2"

// Without cgo there is no OpenGL, and no window but that of tests.

func canOpen(fyne.Window) bool    { return true }
func loadOpenGL(fyne.Window) bool { return true }
func restOf(fyne.Driver) *resting { return nil }
