// Package taskbar shows progress on the button of the window in the taskbar or the
// dock: by com.canonical.Unity.LauncherEntry, which KDE's Plasma, Ubuntu's dock, Dash to
// Dock and Plank read, by ITaskbarList3 of Windows, and on macOS by the badge of the icon
// in the Dock.
//
//	New -> Set, whenever something changes -> Close
//
// The package knows neither Fyne nor Hilo.
package taskbar

import (
	"context"
	"errors"
	"math"
)

// ErrUnsupported is what is logged of a system without progress on its taskbar.
var ErrUnsupported = errors.New("progress on the taskbar is not supported on this system")

// Hidden is the state without progress.
const Hidden = -1

// shower shows progress in per cent from 0 to 100, or Hidden.
type shower interface {
	show(percent int) error
	close()
}

// Bar is the progress of one window. Any goroutine may call its methods.
type Bar struct {
	wanted chan int // the newest state
	cancel context.CancelFunc
	ended  chan struct{}
}

// start serves a bar until Close. open makes what shows it, once there is progress; its
// error and those of show are told once, and nothing is shown from then on.
func start(open func() (shower, error), fail func(error)) *Bar {
	ctx, cancel := context.WithCancel(context.Background())
	b := &Bar{wanted: make(chan int, 1), cancel: cancel, ended: make(chan struct{})}
	go func() {
		defer close(b.ended)
		if err := b.serve(ctx, open); err != nil {
			fail(err)
		}
	}()
	return b
}

// Set shows a part from 0 to 1, or nothing if that is negative. It does not block.
func (b *Bar) Set(part float64) {
	percent := Hidden
	if part >= 0 {
		percent = int(math.Floor(min(part, 1) * 100))
	}
	for {
		select {
		case b.wanted <- percent:
			return
		default:
		}
		select {
		case <-b.wanted: // an older state that was not taken yet
		default:
		}
	}
}

// Close takes the progress back. It blocks until the system was told.
func (b *Bar) Close() {
	b.cancel()
	<-b.ended
}

// serve shows each state that differs from the one before.
func (b *Bar) serve(ctx context.Context, open func() (shower, error)) error {
	shown := Hidden
	var s shower
	defer func() {
		if s == nil {
			return
		}
		if shown != Hidden {
			_ = s.show(Hidden)
		}
		s.close()
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case percent := <-b.wanted:
			if percent == shown {
				continue
			}
			var err error
			if s == nil {
				if s, err = open(); err != nil {
					s = nil
					return err
				}
			}
			if err = s.show(percent); err != nil {
				return err
			}
			shown = percent
		}
	}
}
