package core

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// part is a file in the making: the hidden partial file, the journal beside
// it that says what of it is there, and the layout that both follow.
type part struct {
	path    string
	file    *os.File
	made    *os.File // where the finished file is made of the partial one; nil where they are the same
	journal *transfer.Journal
	layout  media.Layout
	inside  []subtitle.Track // of a new WebM file; later the journal's state has them
	resumed bool             // has bytes of an earlier start
}

// partPath names the partial file after what is in it. The title would not
// do: it can change, and two videos can share it.
func partPath(dir string, v *youtube.Video, c format.Choice) string {
	var itags []string
	for _, s := range c.Streams {
		itags = append(itags, fmt.Sprint(s.Itag))
	}
	return filepath.Join(dir, fmt.Sprintf(".hilo-%s-%s.%s.part", v.ID, strings.Join(itags, "+"), kindOf(c)))
}

func journalPath(path string) string { return path + ".journal" }

// madePath is where the finished file is made of a partial one whose bytes are
// of another format.
func madePath(path string) string { return path + ".made" }

// retired is where a partial file stands while its successor takes over the
// bytes that are still good.
func retired(path string) string { return path + ".old" }

// discard deletes a partial file, its journal and what a crash may have left
// of its predecessor.
func discard(path string) {
	for _, p := range []string{path, retired(path)} {
		_ = os.Remove(p)
		_ = os.Remove(madePath(p))
		_ = os.Remove(journalPath(p))
		_ = os.Remove(journalPath(p) + ".new") // of a rewrite that was cut off
	}
}

// muxed says whether a choice is one stream with both picture and sound, which
// is a finished file already.
func muxed(c format.Choice) bool {
	return len(c.Streams) == 1 && c.Streams[0].HasVideo && c.Streams[0].HasAudio
}

// kindOf names what is made, and how, for journals and names of partial files.
func kindOf(c format.Choice) string {
	switch {
	case muxed(c):
		return kindCopy
	case c.MP3 != "":
		return withClip(string(c.Format)+"-"+string(c.MP3), c.Clip)
	}
	return withClip(string(c.Format), c.Clip)
}

// kindCopy is the kind of a stream that is a finished file already.
const kindCopy = "copy"

// inOrderSuffix marks, in a journal's container, a file that is laid out as
// its bytes come.
const inOrderSuffix = "/in-order"

func identityOf(v *youtube.Video, c format.Choice, room int64, inOrder bool) transfer.Identity {
	id := transfer.Identity{Video: v.ID, Container: kindOf(c), Room: room}
	if inOrder {
		id.Container += inOrderSuffix
	}
	for _, s := range c.Streams {
		id.Streams = append(id.Streams, transfer.StreamID{Itag: s.Itag, Size: s.Size, Version: s.Version})
	}
	return id
}

// openPart goes on with the partial file of an earlier start, or begins one.
// Where only some of the streams have changed since, the others' bytes are
// taken over.
func (m *Manager) openPart(ctx context.Context, d *download, v *youtube.Video, c format.Choice, inOrder bool, e extras) (*part, error) {
	path := partPath(d.status.Dir, v, c)
	if err := os.MkdirAll(d.status.Dir, 0o777); err != nil {
		return nil, &Problem{Class: NotWritable, Err: err}
	}
	old, err := reopen(path, v.ID)
	if errors.Is(err, transfer.ErrBusy) {
		return nil, &Problem{Class: Busy, Err: err}
	}
	m.ownPart(d, path)
	var unreadable *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		discard(path)
	case errors.As(err, &unreadable): // a disk or its rights, not the bytes: they may still be good
		return nil, &Problem{Class: NotWritable, Err: err}
	case err != nil:
		m.log.Warn("partial file begins anew", "path", path, "why", err)
		discard(path)
	default:
		id := old.journal.Identity()
		wasInOrder := strings.HasSuffix(id.Container, inOrderSuffix)
		inOrder = inOrder || wasInOrder
		same := slices.Equal(id.Streams, identityOf(v, c, 0, false).Streams)
		if same && inOrder == wasInOrder {
			return old, nil
		}
		if !same {
			m.note(d, NoteChanged)
		}
		defer old.close()
	}
	heads, err := m.heads(ctx, v, c)
	if err != nil {
		return nil, err
	}
	if old != nil {
		defer discard(retired(path))
		if err := old.retire(); err != nil { // Windows renames no open file
			m.log.Warn("partial file begins anew", "path", path, "why", err)
			old.close()
			discard(path)
			old = nil
		}
	}
	meta := metaOf(m.now(d), v, c, nil)
	if isMade(c) {
		meta.Cover = e.cover() // room for it cannot be given back later
	}
	var inside []subtitle.Track
	if c.Format == format.WebM && d.status.Wish.Subtitles.Embed {
		inside = e.subtitles() // they lie between the media
	}
	p, err := create(path, identityOf(v, c, room(c, meta), inOrder), heads, inside)
	if err != nil {
		return nil, err
	}
	if old != nil && !old.layout.InOrder() && !p.layout.InOrder() {
		if err := p.adopt(old); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

// ownPart notes which partial file belongs to a download; one that it owned
// before and has no more use for goes.
func (m *Manager) ownPart(d *download, path string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.part != "" && d.part != path {
		discard(d.part)
	}
	d.part = path
	if !d.gone {
		m.saveDownload(d)
	}
}

// headSize is how much of a stream's start is fetched before anything else:
// its index and, the better to foresee the file, the first fragment's header.
const (
	headSize    = 64 << 10
	maxHeadSize = 8 << 20
)

func (m *Manager) heads(ctx context.Context, v *youtube.Video, c format.Choice) ([][]byte, error) {
	heads := make([][]byte, len(c.Streams))
	g, ctx := errgroup.WithContext(ctx)
	for i, a := range addresses(v, c) {
		n := min(max(headSize, c.Streams[i].Index.To+headSize/4), maxHeadSize)
		g.Go(func() (err error) {
			heads[i], err = m.client.Head(ctx, a, n)
			return err
		})
	}
	return heads, g.Wait()
}

// reopen opens a partial file and its journal as an earlier start left them.
func reopen(path, video string) (*part, error) {
	journal, err := transfer.Open(journalPath(path))
	if err != nil {
		return nil, err
	}
	p := &part{path: path, journal: journal, resumed: true}
	if err := p.reopen(video); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *part) reopen(video string) (err error) {
	id := p.journal.Identity()
	if id.Video != video {
		return fmt.Errorf("journal is about %q", id.Video)
	}
	if p.file, err = os.OpenFile(p.path, os.O_RDWR, 0); err != nil {
		return err
	}
	if err := p.lay(id, p.journal.Heads(), p.journal.State()); err != nil {
		return err
	}
	if p.layout.InOrder() && len(p.journal.State()) == 0 {
		return errors.New("nothing of it is known to be there")
	}
	return nil
}

// create begins a partial file and its journal.
func create(path string, id transfer.Identity, heads [][]byte, inside []subtitle.Track) (*part, error) {
	p := &part{path: path, inside: inside}
	if err := p.create(id, heads); err != nil {
		p.close()
		discard(path)
		return nil, err
	}
	return p, nil
}

func (p *part) create(id transfer.Identity, heads [][]byte) (err error) {
	if p.file, err = os.OpenFile(p.path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666); err != nil {
		return writeProblem(err)
	}
	prepare(p.file)
	if err := p.lay(id, heads, nil); err != nil {
		return err
	}
	p.journal, err = transfer.Create(journalPath(p.path), id, heads)
	return writeProblem(err)
}

// missing is what must still be fetched, in the order it is wanted. A layout
// that takes bytes in order knows by itself what it has; for the others the
// journal does, and the heads are there.
func (p *part) missing() []transfer.Range {
	var want []transfer.Range
	heads := p.journal.Heads()
	ordered := p.layout.InOrder()
	for _, r := range p.layout.Ranges() {
		if !ordered {
			r.From = max(r.From, min(int64(len(heads[r.Track])), r.To))
		}
		if r.From < r.To {
			want = append(want, transfer.Range{Stream: r.Track, From: r.From, To: r.To})
		}
	}
	if ordered {
		return want
	}
	return p.journal.Missing(want)
}

// size is the bytes of what the file is made of.
func (p *part) size() int64 { return p.layout.Total() }

func bytesOf(ranges []transfer.Range) (n int64) {
	for _, r := range ranges {
		n += r.To - r.From
	}
	return n
}

// inPlace fails when the partial file is not where it was made: somebody
// removed its folder, or pulled the drive.
func (p *part) inPlace() error {
	if _, err := os.Lstat(p.path); err != nil {
		return &Problem{Class: NotWritable, Err: err}
	}
	return nil
}

// stop ends what a layout does by itself.
func (p *part) stop() {
	if f, ok := p.layout.(media.Converter); ok {
		_ = f.Close()
	}
}

// close lets go of the files and leaves them for a later start.
func (p *part) close() {
	p.stop()
	if p.made != nil {
		_ = p.made.Close()
	}
	if p.file != nil {
		_ = p.file.Close()
	}
	if p.journal != nil {
		_ = p.journal.Close()
	}
}

// writeProblem classes an error of this computer's file system.
func writeProblem(err error) error {
	switch {
	case err == nil:
		return nil
	case isDiskFull(err):
		return &Problem{Class: DiskFull, Err: err}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, fs.ErrNotExist), isReadOnly(err):
		return &Problem{Class: NotWritable, Err: err}
	}
	return err
}
