package gui

import (
	"testing"
	"time"
)

// TestUpdatingRests holds that the UI goroutine rests between updates, shorter while
// something is downloaded, and not for a second after an event.
func TestUpdatingRests(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	var rested []time.Duration
	event, idle, updates := false, false, 0
	u := &updating{
		update: func() { updates++ },
		idle:   func() bool { return idle },
		rest: func(d time.Duration) bool {
			rested = append(rested, d)
			at = at.Add(d)
			return event
		},
		now: func() time.Time { return at },
	}
	turn := func(what string, wait time.Duration, rests ...time.Duration) {
		t.Helper()
		rested = nil
		before := updates
		got := u.turn()
		if got != wait || updates != before+1 || len(rested) != len(rests) || len(rests) == 1 && rested[0] != rests[0] {
			t.Errorf("%s: %v left to Fyne, %d updates, rests of %v; want %v, one and %v", what, got, updates-before, rested, wait, rests)
		}
		at = at.Add(got)
	}
	turn("active", drawing, updatePeriod-drawing)
	idle = true
	turn("idle", drawing, idlePeriod-drawing)
	event = true
	turn("an event", drawing, idlePeriod-drawing)
	event = false
	for range 9 {
		turn("soon after", updatePeriod)
	}
	at = at.Add(updatePeriod)
	turn("a second after", drawing, idlePeriod-drawing)
	u.rest = nil
	turn("a driver that cannot", updatePeriod)
}
