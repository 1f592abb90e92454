package core

import (
	"sync"
	"time"
)

// DefaultSlow is the speed of downloads that are slowed down, in bytes per second,
// until the user chooses another.
const DefaultSlow = 2_000_000

// SlowDown is the user's choice of when downloads leave the network to others, and how
// much of it they then take. The zero value never slows down.
type SlowDown struct {
	Limit     int64 `json:"limit,omitempty"` // bytes per second of all downloads together; 0 is DefaultSlow
	Scheduled bool  `json:"scheduled,omitempty"`
	// From and To are when the schedule begins and ends to slow down, in minutes after
	// midnight of the local time, 0-1439. A To before From is of the next day; the same
	// time for both never slows down.
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
	// Manual is whether the user slowed down, or did not want to, at a time. It holds
	// until the schedule changes the next time, without a schedule for ever. Empty is as
	// the schedule says.
	Manual Choice    `json:"manual,omitempty"`
	Since  time.Time `json:"since,omitzero"`
}

// On says whether downloads are slowed down at a time.
func (d SlowDown) On(at time.Time) bool {
	scheduled, last, _ := d.schedule(at)
	if d.Manual != "" && d.Since.After(last) || last.IsZero() {
		return d.Manual == Yes
	}
	return scheduled
}

// Toggled returns d after the user changed at a time whether downloads are slowed down.
func (d SlowDown) Toggled(at time.Time) SlowDown {
	d.Manual, d.Since = ChoiceOf(!d.On(at)), at
	return d
}

// Speed returns the speed of downloads that are slowed down, in bytes per second.
func (d SlowDown) Speed() int64 {
	if d.Limit > 0 {
		return d.Limit
	}
	return DefaultSlow
}

// schedule returns what the schedule says for a time, when it changed last before, and
// when it changes next. Without a schedule both times are zero.
func (d SlowDown) schedule(at time.Time) (on bool, last, next time.Time) {
	if !d.Scheduled || d.From == d.To {
		return false, time.Time{}, time.Time{}
	}
	year, month, day := at.Date()
	for offset := -1; offset <= 1; offset++ {
		for _, change := range []struct {
			minute int
			on     bool
		}{{d.From, true}, {d.To, false}} {
			when := time.Date(year, month, day+offset, 0, change.minute, 0, 0, at.Location())
			if !when.After(at) && (last.IsZero() || when.After(last)) {
				on, last = change.on, when
			}
			if when.After(at) && (next.IsZero() || when.Before(next)) {
				next = when
			}
		}
	}
	return on, last, next
}

// withinRanges brings the numbers into their ranges.
func (d SlowDown) withinRanges() SlowDown {
	const lastMinute = 24*60 - 1
	d.Limit = max(d.Limit, 0)
	d.From, d.To = min(max(d.From, 0), lastMinute), min(max(d.To, 0), lastMinute)
	return d
}

// speedLimit keeps a limit as the settings and the time of day say. Its methods may be
// called by any goroutine.
type speedLimit struct {
	apply func(bytesPerSecond int64)
	slow  func(on bool) // told whether downloads are slowed down; may be nil

	mu      sync.Mutex
	limit   func(time.Time) int64 // at a time, see Settings.LimitAt
	hours   SlowDown              // when it changes
	timer   *time.Timer           // nil while nothing will change
	stopped bool
}

// clockCheck is how often the time of day is looked at: a timer does not run while the
// computer sleeps, and somebody may set the clock.
const clockCheck = time.Minute

// set applies a limit, now and whenever the schedule changes it.
func (l *speedLimit) set(limit func(time.Time) int64, hours SlowDown) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit, l.hours = limit, hours
	l.update()
}

// update applies the limit of now. The caller holds mu.
func (l *speedLimit) update() {
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	if l.stopped {
		return
	}
	now := time.Now()
	l.apply(l.limit(now))
	if l.slow != nil {
		l.slow(l.hours.On(now))
	}
	if _, _, next := l.hours.schedule(now); !next.IsZero() {
		l.timer = time.AfterFunc(min(next.Sub(now), clockCheck), func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.update()
		})
	}
}

// stop ends all changes.
func (l *speedLimit) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopped = true
	l.update()
}
