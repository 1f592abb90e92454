//go:build bench

package gui

import "time"

// What follows is for tools/windowbench alone, which lets an hour pass in minutes.

// WithClock returns o with another clock.
func (o Options) WithClock(now func() time.Time) Options {
	o.now = now
	return o
}

// ShowStill opens the window, as Show does, but does not update it.
func (w *Window) ShowStill() { w.win.Show() }

// Update does what the window does ten times a second. Only the UI goroutine may call it.
func (w *Window) Update() { w.update() }
