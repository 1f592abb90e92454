// Package background runs what must not keep the UI goroutine waiting.
package background

import (
	"context"
	"sync"
)

// Runner runs what must not keep the UI goroutine waiting, and brings results
// back to it with the next update of the window. Any goroutine may use it.
type Runner struct {
	ctx     context.Context
	cancel  context.CancelFunc
	workers sync.WaitGroup
	stopped sync.Once

	mu      sync.Mutex
	results []func()
	wake    func() // ends a rest of the UI goroutine; nil before the first and after Stop
}

// New returns a Runner that runs until Stop.
func New() *Runner {
	b := &Runner{}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	return b
}

// Context ends with Stop.
func (b *Runner) Context() context.Context { return b.ctx }

// Go runs f in a goroutine that Stop waits for. It has to end soon after Context.
func (b *Runner) Go(f func()) { b.workers.Go(f) }

// Later calls f on the UI goroutine with the next update.
func (b *Runner) Later(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.results = append(b.results, f)
	if b.wake != nil {
		b.wake()
	}
}

// WakeWith has Later end a rest of the UI goroutine by a call of wake.
func (b *Runner) WakeWith(wake func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ctx.Err() == nil {
		b.wake = wake
	}
}

// Deliver calls what Later was given. Only the UI goroutine may call it.
func (b *Runner) Deliver() {
	b.mu.Lock()
	results := b.results
	b.results = nil
	b.mu.Unlock()
	for _, f := range results {
		f()
	}
}

// Wait returns when nothing runs.
func (b *Runner) Wait() { b.workers.Wait() }

// Stop ends Context and waits for what runs.
func (b *Runner) Stop() {
	b.stopped.Do(func() {
		b.cancel()
		b.mu.Lock()
		b.wake = nil
		b.mu.Unlock()
		b.Wait()
	})
}
