package download

import (
	"context"
	"sync"

	"github.com/hilo-app/hilo/core/transfer/journal"
)

// Claims says which partial files the downloads of one process work on, so that
// two of the same file wait for each other. Against other processes the lock on
// the journal protects a file. The zero value has none.
type Claims struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the claim ends
}

// take waits, by the function that it is given, until no other download of this
// process has the partial file at path. release ends the claim.
func (c *Claims) take(ctx context.Context, path string, wait func(context.Context, <-chan struct{}) error) (release func(), err error) {
	for {
		release, ended := c.try(path)
		if ended == nil {
			return release, nil
		}
		if err := wait(ctx, ended); err != nil {
			return nil, err
		}
	}
}

// try takes the claim unless another download has it; wait is closed when that
// ends.
func (c *Claims) try(path string) (release func(), wait <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ended, taken := c.held[path]; taken {
		return nil, ended
	}
	if c.held == nil {
		c.held = map[string]chan struct{}{}
	}
	ended := make(chan struct{})
	c.held[path] = ended
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.held, path)
		close(ended)
	}, nil
}

// Discard deletes a partial file and its journal, unless somebody works on it,
// in this process or another.
func (c *Claims) Discard(path string) {
	if !leftOver(path) {
		return
	}
	release, wait := c.try(path)
	if wait != nil {
		return
	}
	defer release()
	lock, err := journal.Acquire(journalPath(path))
	if err != nil {
		return
	}
	removeFiles(path)
	_ = lock.Remove()
}
