package download

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

// Playback gives a player the bytes of a download while it runs. One belongs to one
// row of the queue and lasts from one Run to the next; its zero value is ready. All
// methods may be called from any goroutine, and on nil they do nothing.
//
// What a player gets depends on the format:
//
//	MP4, M4A           a mp4.Movie of the streams: its length is known, players can seek; it
//	                   has also what the file leaves out, which is fetched only for players
//	MP3, Opus          the stream that the file is converted from, as it is
//	WebM               the file as it grows, without a length
//	clips, the others  nothing before they are finished
//
// Opened, it is a watch.Media. It reads through a handle of its own, which stays
// valid when the file gets its final name.
type Playback struct {
	priority transfer.Priority

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced when anything below changes; nil until somebody waits
	source   *playbackSource
	arrived  []byterange.Set // by stream
	finished bool            // all has arrived
	opened   *openPlayback   // nil until Open
}

// playbackSource is what a Run says about its partial file.
type playbackSource struct {
	path     string
	identity journal.Identity
	heads    [][]byte
	place    func(track int, off int64) (at, n int64) // nil: the file grows
	unkept   *unkept                                  // of a movie, what has no place; nil for nothing
	movie    bool
	name     string
	mime     string
}

// openPlayback is what a player reads.
type openPlayback struct {
	*playbackSource
	file  *os.File
	movie *mp4.Movie // nil: the bytes of the first stream, or of the file, as they are
	err   error      // why there is nothing more to read
}

// ErrNotPlayable says that a download cannot be watched before it is finished, or
// not yet.
var ErrNotPlayable = errors.New("download cannot be watched now")

// errOtherStreams ends a playback whose streams changed on YouTube.
var errOtherStreams = fmt.Errorf("%w: the streams changed", ErrNotPlayable)

// watchAhead is how much of a movie is fetched first in front of a reader, and
// bytesAhead of a stream that is read as it is.
const (
	watchAhead = 30 * time.Second
	bytesAhead = 2 << 20
)

// Open makes p a watch.Media. Without an error it stays open until Close. The error
// is ErrNotPlayable, or of the file.
func (p *Playback) Open() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.opened != nil:
		return p.opened.err
	case p.source == nil || p.finished:
		return ErrNotPlayable
	}
	o := &openPlayback{playbackSource: p.source}
	if p.source.movie {
		var heads []media.Head
		for i, b := range p.source.heads {
			heads = append(heads, media.Head{Bytes: b, Size: p.source.identity.Streams[i].Size})
		}
		var err error
		if o.movie, err = mp4.NewMovie(heads); err != nil {
			return fmt.Errorf("%w: %w", ErrNotPlayable, err)
		}
	}
	f, err := disk.OpenOwnMovable(p.source.path)
	if err != nil {
		return err
	}
	o.file = f
	p.opened = o
	return nil
}

// Close ends all reads. It may be called again.
func (p *Playback) Close() {
	if p == nil {
		return
	}
	p.priority.Set(nil)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.opened != nil {
		_ = p.opened.file.Close()
		p.opened = nil
		p.signal()
	}
}

// Name returns a file name with the extension of what is read.
func (p *Playback) Name() string { return p.now().name }

// Type returns the MIME type of what is read.
func (p *Playback) Type() string { return p.now().mime }

// Size returns the bytes of what is read, -1 when a growing file is.
func (p *Playback) Size() int64 {
	switch o := p.now(); {
	case o.movie != nil:
		return o.movie.Size()
	case o.place != nil:
		return o.identity.Streams[0].Size
	}
	return -1
}

// now returns what is open, something empty if nothing is.
func (p *Playback) now() openPlayback {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.opened == nil {
		return openPlayback{playbackSource: &playbackSource{}}
	}
	return *p.opened
}

// ReadAt waits for the byte at off and returns how many bytes it read from there on:
// at least one, or an error, which is io.EOF at the end.
func (p *Playback) ReadAt(ctx context.Context, b []byte, off int64) (int, error) {
	switch o := p.now(); {
	case o.movie != nil:
		return o.movie.ReadAt(ctx, arriving{p}, b, off)
	case o.place != nil:
		return arriving{p}.ReadAt(ctx, 0, b, off)
	}
	return p.readGrowing(ctx, b, off)
}

// Wanted makes the transfer fetch first what readers at these places need.
func (p *Playback) Wanted(places []int64) {
	o := p.now()
	var list []transfer.Range
	for _, at := range places {
		switch {
		case o.movie != nil:
			for _, r := range o.movie.Ahead(at, watchAhead) {
				list = append(list, transfer.Range{Stream: r.Track, From: r.From, To: r.To})
			}
		case o.place != nil:
			list = append(list, transfer.Range{From: at, To: at + bytesAhead})
		}
	}
	p.priority.Set(list)
}

// arriving reads the streams of a Playback, an mp4.Arriving.
type arriving struct{ p *Playback }

// ReadAt implements mp4.Arriving.
func (a arriving) ReadAt(ctx context.Context, track int, b []byte, off int64) (int, error) {
	p := a.p
	for {
		p.mu.Lock()
		o, changed := p.opened, p.wait()
		if o == nil || o.err != nil {
			p.mu.Unlock()
			return 0, readError(o)
		}
		if track >= len(p.arrived) || off >= o.identity.Streams[track].Size {
			p.mu.Unlock()
			return 0, io.EOF
		}
		n := p.arrived[track].End(off) - off
		p.mu.Unlock()
		if o.unkept != nil {
			if n, err := a.readUnkept(ctx, o, track, b, off); n > 0 || err != nil {
				return n, err
			}
		}
		if n > 0 {
			at, together := o.place(track, off)
			if together == 0 {
				return 0, fmt.Errorf("%w: byte %d of stream %d is not kept", ErrNotPlayable, off, track)
			}
			return readSome(o.file, b[:min(int64(len(b)), n, together)], at)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}

// readUnkept reads what has no place in the partial file; it returns 0 for what has one.
func (a arriving) readUnkept(ctx context.Context, o *openPlayback, track int, b []byte, off int64) (int, error) {
	if head := o.heads[track]; off < int64(len(head)) {
		return copy(b, head[off:]), nil
	}
	if _, kept := o.place(track, off); kept > 0 {
		return 0, nil
	}
	return o.unkept.readAt(ctx, track, b, off)
}

// readGrowing reads a file that is written from its start to its end.
func (p *Playback) readGrowing(ctx context.Context, b []byte, off int64) (int, error) {
	for {
		p.mu.Lock()
		o, finished, changed := p.opened, p.finished, p.wait()
		p.mu.Unlock()
		if o == nil || o.err != nil {
			return 0, readError(o)
		}
		n, err := readSome(o.file, b, off)
		if n > 0 || finished || !errors.Is(err, io.EOF) {
			return n, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	}
}

// readSome reads at least one byte, or returns an error.
func readSome(f *os.File, b []byte, at int64) (int, error) {
	n, err := f.ReadAt(b, at)
	if n > 0 {
		err = nil
	}
	return n, err
}

// readError says why there is nothing to read.
func readError(o *openPlayback) error {
	if o == nil {
		return os.ErrClosed
	}
	return o.err
}

// wait returns what is closed with the next change. p.mu is held.
func (p *Playback) wait() <-chan struct{} {
	if p.changed == nil {
		p.changed = make(chan struct{})
	}
	return p.changed
}

// signal wakes who waits. p.mu is held.
func (p *Playback) signal() {
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

// begin tells of the partial file of an attempt, nil for one that cannot be watched, and
// what has arrived of it. A player that reads another one already, of other streams,
// gets an error from now on.
func (p *Playback) begin(s *playbackSource, arrived []byterange.Set) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.signal()
	p.finished = false
	if p.opened != nil && !p.opened.same(s) {
		p.opened.err = errOtherStreams
	}
	p.source, p.arrived = s, arrived
}

// same reports whether s is about the same bytes.
func (o *openPlayback) same(s *playbackSource) bool {
	return s != nil && o.path == s.path && o.identity.Container == s.identity.Container && slices.Equal(o.identity.Streams, s.identity.Streams)
}

// writing returns write, followed by word of what arrived.
func (p *Playback) writing(write func(stream int, b []byte, off int64) error) func(stream int, b []byte, off int64) error {
	if p == nil {
		return write
	}
	return func(stream int, b []byte, off int64) error {
		if err := write(stream, b, off); err != nil {
			return err
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if stream < len(p.arrived) {
			p.arrived[stream].Add(byterange.Range{From: off, To: off + int64(len(b))})
		}
		p.signal()
		return nil
	}
}

// lost tells of bytes that must be fetched again.
func (p *Playback) lost(ranges []journal.Range) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range ranges {
		if r.Stream < len(p.arrived) {
			p.arrived[r.Stream].Remove(byterange.Range{From: r.From, To: r.To})
		}
	}
}

// end tells that the file is complete.
func (p *Playback) end() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished = true
	p.signal()
}

// first returns the Priority of the transfers.
func (p *Playback) first() *transfer.Priority {
	if p == nil {
		return nil
	}
	return &p.priority
}
