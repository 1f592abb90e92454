package core

import (
	"context"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/problem"
)

// row is a download's own view of its entry, a download.Row.
type row struct {
	mu    *sync.Mutex // Manager.mu, which guards the rest
	queue *queue
	e     *entry

	places   *places
	schedule func() // starts others when a place is free; mu is held
}

var _ download.Row = (*row)(nil)

// Status returns the status as it is now.
func (r *row) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.e.status
}

// Update edits the status, unless a command has stopped or removed the download:
// the state that it set stays.
func (r *row) Update(edit func(*Status)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.e.removed || !r.e.status.State.Active() {
		return
	}
	r.queue.change(r.e, edit)
}

// Note sets Status.Note.
func (r *row) Note(note string) { r.Update(func(s *Status) { s.Note = note }) }

// Wait waits until done is closed, which another download of the same file does,
// with NoteSameFile and without a place, and then for a place. The error is the
// cause of ctx when that ends first.
func (r *row) Wait(ctx context.Context, done <-chan struct{}) error {
	before := r.Status().Note
	r.Note(NoteSameFile)
	r.mu.Lock()
	r.places.leave(r.e)
	r.schedule()
	r.mu.Unlock()
	select {
	case <-done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	r.mu.Lock()
	back := r.places.comeBack(r.e)
	r.schedule()
	r.mu.Unlock()
	select {
	case <-back.granted:
	case <-ctx.Done():
		r.mu.Lock()
		r.places.forget(back)
		r.mu.Unlock()
		return context.Cause(ctx)
	}
	r.Note(before)
	return nil
}

// Own records the partial file and discards another one of an earlier wish.
func (r *row) Own(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.e.partial != path {
		r.queue.discard(r.e)
	}
	r.e.partial = path
	if !r.e.removed {
		r.queue.persister.entry(r.e)
	}
}

// Progress sets the progress, ten times a second. It is not stored.
func (r *row) Progress(received, speed int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.e.status
	if r.e.removed || s.State != Downloading || (received == s.Received && speed == s.Speed) {
		return
	}
	if received > s.Received {
		r.e.retries = problem.Retries{}
		r.queue.received = time.Now()
	}
	r.queue.show(r.e, func(s *Status) {
		s.Received, s.Speed, s.ETA = received, speed, 0
		if speed > 0 {
			s.ETA = time.Duration(float64(s.Total-received) / float64(speed) * float64(time.Second))
		}
	})
}
