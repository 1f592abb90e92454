package gui

import (
	"context"
	"sync"
	"time"
)

// How often the window is updated: while something is downloaded or its progress could
// be, and while there is nothing to do and nobody uses the window.
const (
	updatePeriod = 100 * time.Millisecond
	idlePeriod   = 500 * time.Millisecond
)

// Fyne's loop looks for events sixty times a second, which alone is 1 to 2.5 % of a
// core. attentive is how long it continues so after an event: Fyne's animations of what
// was pressed end in that time. drawing is how long after a rest the next update comes
// at the earliest: the loop, which is late by then, draws first.
const (
	attentive = time.Second
	drawing   = time.Millisecond
)

// updating updates the window, and has the UI goroutine rest in between.
type updating struct {
	update func()
	idle   func() bool // nothing is downloaded, and no cursor blinks
	// rest waits on the UI goroutine for the next event of the system or background.Later,
	// at most that long, and says whether one came: it was taken care of then. Nil where
	// the driver cannot.
	rest func(time.Duration) bool
	now  func() time.Time
	do   func(func()) // fyne.Do

	until time.Time // when the next rest may begin
}

// run updates the window until ctx ends. It calls the UI goroutine and is none.
func (u *updating) run(ctx context.Context) {
	next := make(chan time.Duration, 1)
	for {
		u.onUI(ctx, func() {
			u.update()
			// Listeners of bound data are called one by one, and the loop would draw
			// between them. What comes behind all of them rests.
			u.do(func() {
				if ctx.Err() == nil {
					next <- u.pause()
				}
			})
		})
		var wait time.Duration
		select {
		case <-ctx.Done():
			return
		case wait = <-next:
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// onUI calls f on the UI goroutine, unless ctx ends before. When Fyne 2.8.1 quits, fyne.Do
// panics for a moment, and from then on it calls what it is given on the goroutine of its
// caller: f is called in neither case.
func (u *updating) onUI(ctx context.Context, f func()) {
	returned := make(chan struct{})
	defer func() {
		if recover() != nil {
			<-ctx.Done()
		}
	}()
	u.do(func() {
		select {
		case <-returned: // not on the goroutine of the caller, which was still in u.do
		case <-ctx.Done():
		}
		if ctx.Err() == nil {
			f()
		}
	})
	close(returned)
}

// pause rests after an update, and returns how long the UI goroutine has to be
// left to Fyne before the next one. What the update changed is drawn after the rest,
// in one frame: the loop cannot be told to draw before.
func (u *updating) pause() time.Duration {
	began := u.now()
	if u.rest == nil || began.Before(u.until) {
		return updatePeriod
	}
	period := updatePeriod
	if u.idle() {
		period = idlePeriod
	}
	if u.rest(period - drawing) {
		u.until = u.now().Add(attentive)
	}
	return drawing
}

// resting has the UI goroutine wait for events of the system.
type resting struct {
	wait func(most time.Duration) // for an event
	post func()                   // posts one, which has no effect; from any goroutine

	mu             sync.Mutex
	waiting, woken bool
}

// rest waits for an event or wake, at most that long, and says whether one came.
func (r *resting) rest(most time.Duration) (event bool) {
	began := time.Now()
	if !r.begin() {
		return true
	}
	r.wait(most)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting, r.woken = false, false
	return time.Since(began) < most-time.Millisecond
}

// begin begins a rest, unless wake was called since the last one.
func (r *resting) begin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.woken {
		r.woken = false
		return false
	}
	r.waiting = true
	return true
}

// wake ends the rest under way, or the next one at once. Any goroutine may call it, also
// when the app has quit: post, which must not be called then, is called in a rest alone.
func (r *resting) wake() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.woken = true
	if r.waiting {
		r.post()
	}
}
