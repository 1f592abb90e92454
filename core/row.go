package core

import (
	"context"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/queue"
)

// row is a download's own view of its entry, a download.Row.
type row struct {
	mu    *sync.Mutex // scheduler.mu, which guards the rest
	queue *queue.Queue
	e     *queue.Entry

	places   *queue.Places
	schedule func() // starts others when a place is free; mu is held
}

var _ download.Row = (*row)(nil)

// Status returns the status as it is now.
func (r *row) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return *r.e.Status
}

// Update edits the status, unless a command has stopped or removed the download:
// the state that it set stays.
func (r *row) Update(edit func(*Status)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.e.Removed || !r.e.Status.State.Active() {
		return
	}
	r.queue.Change(r.e, edit)
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
	r.places.Leave(r.e)
	r.schedule()
	r.mu.Unlock()
	select {
	case <-done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	r.mu.Lock()
	back := r.places.ComeBack(r.e)
	r.schedule()
	r.mu.Unlock()
	select {
	case <-back.Granted:
	case <-ctx.Done():
		r.mu.Lock()
		r.places.Forget(back)
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
	r.queue.Own(r.e, path)
}

// Progress sets the progress, ten times a second. It is not stored.
func (r *row) Progress(received, speed int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.e.Status
	if r.e.Removed || s.State != Downloading || (received == s.Received && speed == s.Speed) {
		return
	}
	if received > s.Received {
		r.e.Retries = problem.Retries{}
		r.queue.Received = time.Now()
	}
	r.queue.Show(r.e, func(s *Status) {
		s.Received, s.Speed, s.ETA = received, speed, 0
		if speed > 0 {
			s.ETA = time.Duration(float64(s.Total-received) / float64(speed) * float64(time.Second))
		}
	})
}
