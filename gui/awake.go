package gui

import (
	"context"
	"log/slog"
	"time"

	"github.com/hilo-app/hilo/gui/desktop"
)

const (
	awakeStays = time.Minute      // after the last active download, while others wait
	awakeRetry = 10 * time.Minute // after the system refused
)

// awake keeps the computer from sleeping while downloads run. set is for the UI
// goroutine, run for one in the background: the system may take seconds to answer.
type awake struct {
	keep   func(context.Context) (release func(), err error)
	log    *slog.Logger
	now    func() time.Time
	wanted chan bool // the newest wish

	active time.Time // when a download was last active
	busy   bool      // the wish before
}

func newAwake(why func() string, log *slog.Logger, now func() time.Time) *awake {
	keep := func(ctx context.Context) (func(), error) { return desktop.KeepAwake(ctx, why()) }
	return &awake{keep: keep, log: log, now: now, wanted: make(chan bool, 1)}
}

// set tells how many downloads are active and how many wait. What waits for longer
// than awakeStays, such as for the network, keeps nothing awake.
func (a *awake) set(active, waiting int) {
	now := a.now()
	if active > 0 {
		a.active = now
	}
	busy := active > 0 || waiting > 0 && now.Sub(a.active) < awakeStays
	if !busy && !a.busy {
		return
	}
	a.busy = busy
	select {
	case <-a.wanted: // an older wish that was not taken yet
	default:
	}
	a.wanted <- busy
}

// run does what set wishes until ctx ends, and then lets the computer sleep.
func (a *awake) run(ctx context.Context) {
	var release func()
	allow := func() {
		if release != nil {
			release()
			release = nil
		}
	}
	defer allow()
	var refused time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case busy := <-a.wanted:
			switch {
			case !busy:
				allow()
			case release == nil && (refused.IsZero() || a.now().Sub(refused) >= awakeRetry):
				var err error
				if release, err = a.keep(ctx); err != nil {
					refused = a.now()
					a.log.Info("the computer may sleep during downloads", "err", err)
				}
			}
		}
	}
}
