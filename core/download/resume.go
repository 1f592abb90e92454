package download

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

// openPartial continues the partial file of an earlier start, or creates one.
// Where only some of the streams have changed since, the bytes of the others are
// copied.
func (a *attempt) openPartial(ctx context.Context, c *claim) (*partial, error) {
	old, err := a.earlierPartial(c)
	if err != nil {
		return nil, err
	}
	if old == nil {
		heads, err := a.heads(ctx)
		if err != nil {
			return nil, err
		}
		return a.createPartial(c, heads, a.inOrder)
	}
	id := old.journal.Identity()
	wasInOrder := strings.HasSuffix(id.Container, inOrderSuffix)
	inOrder := a.inOrder || wasInOrder
	same := slices.Equal(id.Streams, identityOf(a.video, a.choice, 0, false).Streams)
	if same && inOrder == wasInOrder {
		return old, nil
	}
	if !same {
		a.row.Note(status.NoteChanged)
	}
	return a.replacePartial(ctx, c, old, inOrder)
}

// earlierPartial opens the partial file of an earlier start, nil if there is
// none that can be continued.
func (a *attempt) earlierPartial(c *claim) (*partial, error) {
	if c.lock.Empty() {
		removeFiles(c.path)
		return nil, nil
	}
	old, err := reopen(c, a.video.ID)
	var unreadable *fs.PathError
	switch {
	case err == nil:
		return old, nil
	case errors.Is(err, journal.ErrBusy): // the lock was lost
		return nil, &problem.Problem{Class: problem.Busy, Err: err}
	case errors.Is(err, fs.ErrNotExist):
	case errors.As(err, &unreadable): // the disk or its permissions: the bytes may still be valid
		_ = c.lock.Close()
		return nil, &problem.Problem{Class: problem.NotWritable, Err: err}
	default:
		a.Log.Warn("partial file cannot be resumed", "path", c.path, "why", err)
	}
	removeFiles(c.path)
	return nil, nil
}

// createPartial creates a partial file, its layout and its journal.
func (a *attempt) createPartial(c *claim, heads [][]byte, inOrder bool) (*partial, error) {
	meta := a.metadata()
	if a.container.converted {
		meta.Cover = a.cover() // the reserve of these formats cannot be given back later
	}
	var embedded []subtitle.Track
	if a.container.subtitles == subtitlesBetween && a.initial.Wish.Subtitles.Embed {
		embedded = a.subtitles()
	}
	return create(c, identityOf(a.video, a.choice, a.container.reserve(meta), inOrder), heads, embedded)
}

// replacePartial creates the successor of a partial file and copies what is
// still valid from it. The old one is closed and deleted, unless the heads of
// the new one cannot be fetched. The lock stays on the journal, in which the
// successor's takes the place of the old one.
func (a *attempt) replacePartial(ctx context.Context, c *claim, old *partial, inOrder bool) (*partial, error) {
	defer old.close()
	heads, err := a.heads(ctx)
	if err != nil {
		return nil, err
	}
	c.lock = old.journal.Detach()
	defer os.Remove(asidePath(c.path))
	aside := old.moveAside()
	if aside != nil {
		a.Log.Warn("partial file cannot be resumed", "path", c.path, "why", aside)
		old.close()
		removeFiles(c.path)
	}
	p, err := a.createPartial(c, heads, inOrder)
	if err != nil {
		return nil, err
	}
	if aside == nil && !old.layout.InOrder() && !p.layout.InOrder() {
		if err := p.salvage(ctx, old); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

// moveAside renames the partial file, so that a successor can take the name. It
// stays open.
func (p *partial) moveAside() error {
	p.stop()
	return disk.Rename(p.path, asidePath(p.path))
}

// salvage copies what old has of the streams that both share. What cannot be
// read or has another checksum is left out, to be fetched again.
func (p *partial) salvage(ctx context.Context, old *partial) error {
	mine, theirs := p.journal.Identity().Streams, old.journal.Identity().Streams
	taken := make([]journal.Sums, len(mine))
	for i := range mine {
		if len(mine) != len(theirs) || mine[i] != theirs[i] {
			continue
		}
		write := func(b []byte, off int64) error { return problem.OfWrite(p.layout.WriteAt(i, b, off)) }
		for _, s := range old.journal.Sums(i) {
			right, err := compareSum(ctx, old.layout, i, s, write)
			if err != nil {
				return err
			}
			if right {
				taken[i].Add(s)
			}
		}
		for _, r := range old.journal.Unchecked(i) {
			if err := copyRange(old.layout, r, &taken[i], write); err != nil {
				return err
			}
		}
	}
	if err := p.file.Sync(); err != nil {
		return problem.OfWrite(err)
	}
	return problem.OfWrite(p.journal.Checkpoint(taken, nil))
}

// copyRange passes the bytes of a range that can be read to write, and adds their
// checksums to taken.
func copyRange(from media.Layout, r journal.Range, taken *journal.Sums, write func(b []byte, off int64) error) error {
	buf := make([]byte, 64<<10)
	for at := r.From; at < r.To; at += int64(len(buf)) {
		chunk := buf[:min(int64(len(buf)), r.To-at)]
		if from.ReadAt(r.Stream, chunk, at) != nil {
			continue
		}
		if err := write(chunk, at); err != nil {
			return err
		}
		taken.Add(journal.SumOf(at, chunk))
	}
	return nil
}
