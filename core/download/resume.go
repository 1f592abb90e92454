package download

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

// openPartial continues the partial file of an earlier start, or creates one.
// Where only some of the streams have changed since, the bytes of the others are
// copied.
func (a *attempt) openPartial(ctx context.Context) (*partial, error) {
	path := partialPath(a.initial.Dir, a.video, a.choice)
	if err := os.MkdirAll(a.initial.Dir, 0o777); err != nil {
		return nil, &problem.Problem{Class: problem.NotWritable, Err: err}
	}
	old, err := a.earlierPartial(path)
	if err != nil {
		return nil, err
	}
	if old == nil {
		heads, err := a.heads(ctx)
		if err != nil {
			return nil, err
		}
		return a.createPartial(path, heads, a.inOrder)
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
	return a.replacePartial(ctx, old, inOrder)
}

// earlierPartial opens the partial file of an earlier start, nil if there is
// none that can be continued.
func (a *attempt) earlierPartial(path string) (*partial, error) {
	old, err := reopen(path, a.video.ID)
	if errors.Is(err, journal.ErrBusy) {
		return nil, &problem.Problem{Class: problem.Busy, Err: err}
	}
	a.row.Own(path)
	var unreadable *fs.PathError
	switch {
	case err == nil:
		return old, nil
	case errors.Is(err, fs.ErrNotExist):
	case errors.As(err, &unreadable): // the disk or its permissions: the bytes may still be valid
		return nil, &problem.Problem{Class: problem.NotWritable, Err: err}
	default:
		a.Log.Warn("partial file cannot be resumed", "path", path, "why", err)
	}
	Discard(path)
	return nil, nil
}

// createPartial creates a partial file, its layout and its journal.
func (a *attempt) createPartial(path string, heads [][]byte, inOrder bool) (*partial, error) {
	meta := a.metadata()
	if a.container.converted {
		meta.Cover = a.cover() // the reserve of these formats cannot be given back later
	}
	var embedded []subtitle.Track
	if a.container.subtitles == subtitlesBetween && a.initial.Wish.Subtitles.Embed {
		embedded = a.subtitles()
	}
	return create(path, identityOf(a.video, a.choice, a.container.reserve(meta), inOrder), heads, embedded)
}

// replacePartial creates the successor of a partial file and copies what is
// still valid from it. The old one is closed and deleted, unless the heads of
// the new one cannot be fetched.
func (a *attempt) replacePartial(ctx context.Context, old *partial, inOrder bool) (*partial, error) {
	defer old.close()
	heads, err := a.heads(ctx)
	if err != nil {
		return nil, err
	}
	path := old.path
	defer Discard(asidePath(path))
	aside := old.moveAside()
	if aside != nil { // Windows renames no open file
		a.Log.Warn("partial file cannot be resumed", "path", path, "why", aside)
		old.close()
		Discard(path)
	}
	p, err := a.createPartial(path, heads, inOrder)
	if err != nil {
		return nil, err
	}
	if aside == nil && !old.layout.InOrder() && !p.layout.InOrder() {
		if err := p.salvage(old); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

// moveAside renames the partial file and its journal, so that a successor can
// take the name. Both stay open.
func (p *partial) moveAside() error {
	p.stop()
	aside := asidePath(p.path)
	return errors.Join(os.Rename(p.path, aside), os.Rename(journalPath(p.path), journalPath(aside)))
}

// salvage copies what old has of the streams that both share. What cannot be
// read is left out, to be fetched again.
func (p *partial) salvage(old *partial) error {
	var taken []journal.Range
	mine, theirs := p.journal.Identity().Streams, old.journal.Identity().Streams
	for i := range mine {
		if len(mine) != len(theirs) || mine[i] != theirs[i] {
			continue
		}
		for _, r := range old.journal.Done(i) {
			readable, err := copyRange(p.layout, old.layout, r)
			if err != nil {
				return problem.OfWrite(err)
			}
			if readable {
				taken = append(taken, r)
			}
		}
	}
	if err := p.file.Sync(); err != nil {
		return problem.OfWrite(err)
	}
	return problem.OfWrite(p.journal.Mark(taken))
}

// copyRange copies source bytes from one layout to another. It returns false
// when they cannot be read, and an error when they cannot be written.
func copyRange(to, from media.Layout, r journal.Range) (readable bool, err error) {
	buf := make([]byte, 1<<20)
	for at := r.From; at < r.To; at += int64(len(buf)) {
		chunk := buf[:min(int64(len(buf)), r.To-at)]
		if from.ReadAt(r.Stream, chunk, at) != nil {
			return false, nil
		}
		if err := to.WriteAt(r.Stream, chunk, at); err != nil {
			return false, err
		}
	}
	return true, nil
}
