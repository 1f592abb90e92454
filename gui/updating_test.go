package gui

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestUpdatingRests holds that the UI goroutine rests between updates, shorter while
// something is downloaded, and not for a second after an event.
func TestUpdatingRests(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	var rested []time.Duration
	event, idle := false, false
	u := &updating{
		idle: func() bool { return idle },
		rest: func(d time.Duration) bool {
			rested = append(rested, d)
			at = at.Add(d)
			return event
		},
		now: func() time.Time { return at },
	}
	pause := func(what string, wait time.Duration, rests ...time.Duration) {
		t.Helper()
		rested = nil
		got := u.pause()
		if got != wait || len(rested) != len(rests) || len(rests) == 1 && rested[0] != rests[0] {
			t.Errorf("%s: %v left to Fyne, rests of %v; want %v and %v", what, got, rested, wait, rests)
		}
		at = at.Add(got)
	}
	pause("active", drawing, updatePeriod-drawing)
	idle = true
	pause("idle", drawing, idlePeriod-drawing)
	event = true
	pause("an event", drawing, idlePeriod-drawing)
	event = false
	for range 9 {
		pause("soon after", updatePeriod)
	}
	at = at.Add(updatePeriod)
	pause("a second after", drawing, idlePeriod-drawing)
	u.rest = nil
	pause("a driver that cannot", updatePeriod)
}

// TestListenersBeforeTheRest holds that the UI goroutine rests when it has called the
// listeners of what an update changed, so that one frame shows all of it.
func TestListenersBeforeTheRest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	queue := make(chan func(), 8)
	var order []string
	u := &updating{do: func(f func()) { queue <- f }, idle: func() bool { return false }, now: time.Now}
	u.update = func() {
		order = append(order, "update")
		u.do(func() { order = append(order, "first listener") })
		u.do(func() { order = append(order, "second listener") })
	}
	u.rest = func(time.Duration) bool {
		order = append(order, "rest")
		cancel()
		return false
	}
	var ended sync.WaitGroup
	ended.Go(func() { u.run(ctx) })
	for ctx.Err() == nil {
		(<-queue)()
	}
	ended.Wait()
	want := []string{"update", "first listener", "second listener", "rest"}
	if !slices.Equal(order, want) {
		t.Errorf("%q, want %q", order, want)
	}
}

// TestNoUpdateAfterTheLoop holds that nothing of the window is touched once Fyne's loop has
// ended: fyne.Do panics then, or calls what it is given on the goroutine of the caller.
func TestNoUpdateAfterTheLoop(t *testing.T) {
	for name, do := range map[string]func(func()){
		"called by the caller": func(f func()) { f() },
		"panics":               func(func()) { panic("send on closed channel") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				u := &updating{update: func() { t.Error("updated") }, idle: func() bool { return false }, now: time.Now, do: do}
				var ended sync.WaitGroup
				ended.Go(func() { u.run(ctx) })
				synctest.Wait()
				cancel()
				ended.Wait()
			})
		})
	}
}

// TestWake holds that a rest is ended by wake, also by one that came just before it, and
// that the system is told of it in no other case: it must not be once GLFW has ended.
func TestWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		events := make(chan struct{}, 8)
		r := &resting{
			wait: func(most time.Duration) {
				select {
				case <-events:
				case <-time.After(most):
				}
			},
			post: func() { events <- struct{}{} },
		}
		rest := func(what string, want time.Duration, event bool) {
			t.Helper()
			began := time.Now()
			got := r.rest(time.Second)
			if took := time.Since(began); got != event || took != want {
				t.Errorf("%s: rested %v, event %v; want %v, %v", what, took, got, want, event)
			}
		}
		rest("nothing comes", time.Second, false)
		r.wake()
		if len(events) != 0 {
			t.Error("an event was posted while nobody waited")
		}
		rest("woken before", 0, true)
		rest("not woken again", time.Second, false)
		time.AfterFunc(300*time.Millisecond, r.wake)
		rest("woken", 300*time.Millisecond, true)
		events <- struct{}{}
		rest("an event", 0, true)
	})
}
