package download

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

// claim is the right of one attempt to a partial file.
type claim struct {
	path    string
	lock    *journal.Lock // without effect while the journal of a partial has it
	release func()
}

// partialPath returns the n-th path that the partial file can have. It is named
// by the streams in it. The title cannot serve: it can change, and two videos can
// share it.
func (a *attempt) partialPath(n int) string {
	var itags []string
	for _, s := range a.choice.Streams {
		itags = append(itags, fmt.Sprint(s.Itag))
	}
	number := ""
	if n > 1 {
		number = fmt.Sprintf(".%d", n)
	}
	return filepath.Join(a.initial.Dir, fmt.Sprintf(".hilo-%s-%s.%s%s.part", a.video.ID, strings.Join(itags, "+"), kindOf(a.choice).short(), number))
}

// maxPartials bounds the names that a partial file can have, see claim.
const maxPartials = 9

// discardPartials deletes the partial files of the attempt.
func (a *attempt) discardPartials() {
	for n := 1; n <= maxPartials; n++ {
		a.Claims.Discard(a.partialPath(n))
	}
}

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
	release, err := a.Claims.take(ctx, path, a.row.Wait)
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
