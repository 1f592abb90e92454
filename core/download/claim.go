package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"syscall"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

// Claims says which partial files the downloads of one process work on, so that
// two of the same file wait for each other. Against other processes the lock on
// the journal protects a file. The zero value has none.
type Claims struct {
	mu   sync.Mutex
	held map[string]chan struct{} // closed when the claim ends
}

// take waits until no other download of this process has the partial file at
// path. release ends the claim.
func (c *Claims) take(ctx context.Context, path string) (release func(), err error) {
	for {
		release, wait := c.try(path)
		if wait == nil {
			return release, nil
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
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

// claim is the right of one attempt to a partial file.
type claim struct {
	path    string
	lock    *journal.Lock // without effect while the journal of a partial has it
	release func()
}

// maxPartials bounds the names that a partial file can have, see claim.
const maxPartials = 9

// claim takes the partial file of the attempt and waits for another download of
// this process that has it. Where there is something of another user, or a link
// or pipe, it stays there: the file then gets a numbered name.
func (a *attempt) claim(ctx context.Context) (*claim, error) {
	if err := os.MkdirAll(a.initial.Dir, 0o777); err != nil {
		return nil, &problem.Problem{Class: problem.NotWritable, Err: err}
	}
	var err error
	for n := 1; n <= maxPartials; n++ {
		var c *claim
		if c, err = a.claimAt(ctx, a.partialPath(n)); err == nil {
			a.row.Own(c.path)
			return c, nil
		}
		if !errors.Is(err, disk.ErrForeign) && !errors.Is(err, disk.ErrNotPlain) {
			break
		}
		a.Log.Warn("partial file cannot have its name", "why", err)
	}
	if errors.Is(err, journal.ErrBusy) {
		return nil, &problem.Problem{Class: problem.Busy, Err: err}
	}
	return nil, problem.OfWrite(err)
}

// claimAt takes the partial file at path. The error is disk.ErrForeign or
// disk.ErrNotPlain when something else is there: at the name of the journal,
// where nothing can be removed because nothing can be locked, or at another name
// from which it cannot be removed.
func (a *attempt) claimAt(ctx context.Context, path string) (*claim, error) {
	release, err := a.Claims.take(ctx, path)
	if err != nil {
		return nil, err
	}
	lock, err := journal.Acquire(journalPath(path))
	if err != nil {
		release()
		return nil, err
	}
	if err := clearNames(path); err != nil {
		if lock.Empty() {
			_ = lock.Remove()
		}
		_ = lock.Close()
		release()
		return nil, err
	}
	return &claim{path, lock, release}, nil
}

// clearNames removes what stands at the names of a partial file and of what a
// converter makes from it, and is no plain file of this user.
func clearNames(path string) error {
	for _, name := range []string{path, outputPath(path)} {
		err := disk.CheckOwn(name)
		ours := !errors.Is(err, disk.ErrForeign) && !errors.Is(err, disk.ErrNotPlain) && !errors.Is(err, syscall.EISDIR)
		if !ours && os.Remove(name) != nil {
			return fmt.Errorf("%w: %w", disk.ErrForeign, err)
		}
	}
	return nil
}

// end gives up the claim. A journal without a partial file is removed.
func (c *claim) end() {
	if _, err := os.Lstat(c.path); errors.Is(err, fs.ErrNotExist) {
		_ = c.lock.Remove()
	}
	_ = c.lock.Close()
	c.release()
}
