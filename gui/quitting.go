package gui

import (
	"context"
	"os"
	"runtime/debug"
	"sync"
	"time"
)

// quitPatience is how long the app may take to quit.
const quitPatience = 5 * time.Second

// startTime is when a start is over, since the window was shown.
const startTime = 2 * time.Second

// Quit has the app quit. Any goroutine may call it.
func (w *Window) Quit() {
	w.background.Later(func() { w.Stop(); w.app.Quit() })
	w.quitNow()
}

// Run runs the app until it quits, stops the window, and returns what closeQueue returns. When
// the app does not end within some seconds of quitting, it ends the process after that: an
// event of the system that comes while Fyne 2.8.1 quits can be lost to its loop, and
// Lifecycle.WaitForEvents waits for it.
func (w *Window) Run(closeQueue func() error) error {
	end := sync.OnceValue(func() error { w.Stop(); return closeQueue() })
	start := time.AfterFunc(startTime, debug.FreeOSMemory) // of the garbage that the start made
	defer start.Stop()
	runUntil(w.quits, w.app.Run, func() {
		w.opts.Log.Warn("the window did not quit", "err", end())
		os.Exit(0)
	})
	return end()
}

// runUntil calls run, and stuck when run has not returned quitPatience after the end of
// quits.
func runUntil(quits context.Context, run, stuck func()) {
	ended := make(chan struct{})
	go func() {
		select {
		case <-ended:
			return
		case <-quits.Done():
		}
		select {
		case <-ended:
		case <-time.After(quitPatience):
			stuck()
		}
	}()
	run()
	close(ended)
}
