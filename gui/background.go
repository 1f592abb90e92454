package gui

import (
	"context"
	"sync"
)

// background runs what must not keep the UI goroutine waiting, and brings results
// back to it with the next update of the window. Any goroutine may use it.
type background struct {
	ctx     context.Context
	cancel  context.CancelFunc
	workers sync.WaitGroup
	stopped sync.Once

	mu      sync.Mutex
	results []func()
	wake    func() // ends a rest of the UI goroutine; nil before the first and after stop
}

func newBackground() *background {
	b := &background{}
	b.ctx, b.cancel = context.WithCancel(context.Background())
	return b
}

// Go runs f in a goroutine that stop waits for. It has to end soon after ctx.
func (b *background) Go(f func()) { b.workers.Go(f) }

// Later calls f on the UI goroutine with the next update.
func (b *background) Later(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.results = append(b.results, f)
	if b.wake != nil {
		b.wake()
	}
}

// wakeWith has Later end a rest of the UI goroutine by a call of wake.
func (b *background) wakeWith(wake func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ctx.Err() == nil {
		b.wake = wake
	}
}

// deliver calls what Later was given. Only the UI goroutine may call it.
func (b *background) deliver() {
	b.mu.Lock()
	results := b.results
	b.results = nil
	b.mu.Unlock()
	for _, f := range results {
		f()
	}
}

// stop ends ctx and waits for what runs.
func (b *background) stop() {
	b.stopped.Do(func() {
		b.cancel()
		b.mu.Lock()
		b.wake = nil
		b.mu.Unlock()
		b.workers.Wait()
	})
}
