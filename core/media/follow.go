package media

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
)

// Converter is a Layout that stores a stream as it is, in any order, in one file,
// while a goroutine of its own makes another file of it: it follows the bytes
// that are there without a gap from the first on. What it makes is as good as
// done when the last byte has come, if the bytes came more or less in order. For
// a clip, it stores and follows only what that needs.
//
// After a restart, what has been stored is told with Have, and the other file
// is made again from its start, which costs no more than a moment of computing.
//
// Finish waits for that goroutine. WriteAt returns its error if it has failed.
type Converter interface {
	Layout
	Stored(r []Range)  // bytes that are stored already; those of track 0 count
	Progress() float64 // how much of what Ranges gives has been used, from 0 to 1
	// Close stops the goroutine at once; Finish then fails, also one that is
	// waiting. It may be called again, also after Finish. The files stay open.
	Close() error
}

// encoder makes a file of a stream.
type encoder interface {
	run(in *growingFile) error // of all bytes, as they come
	finish(m Meta) (Summary, error)
}

type converter struct {
	in      *growingFile
	encoder encoder
	size    int64 // bytes of the stream
	clip    Clip

	finishing sync.Mutex // held by Finish
	done      chan struct{}
	err       error // of run; set when done is closed
}

// newConverter starts the goroutine.
func newConverter(src File, e *clipSource, m encoder) Converter {
	f := &converter{in: newGrowingFile(src, e.span), encoder: m, size: e.size, clip: e.clip, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		if f.err = f.run(); f.err != nil {
			f.in.stop(f.err)
		}
	}()
	return f
}

func (f *converter) run() (err error) {
	defer recoverDamage(&err)
	if err := f.encoder.run(f.in); err != nil {
		return err
	}
	f.in.consumed.Store(f.in.to) // of the last bytes, not all need be read
	return nil
}

// Ranges implements Layout.
func (f *converter) Ranges() []Range { return []Range{{0, f.in.from, f.in.to}} }

// InOrder implements Layout.
func (f *converter) InOrder() bool { return false }

// State implements Layout.
func (f *converter) State() []byte { return nil }

// WriteAt implements Layout.
func (f *converter) WriteAt(track int, p []byte, off int64) error {
	if err := f.check(track, len(p), off); err != nil {
		return err
	}
	if err := f.in.failure(); err != nil {
		return err
	}
	if _, err := f.in.src.WriteAt(p, off); err != nil {
		return err
	}
	f.in.add(off, off+int64(len(p)))
	return nil
}

// ReadAt implements Layout.
func (f *converter) ReadAt(track int, p []byte, off int64) error {
	if err := f.check(track, len(p), off); err != nil {
		return err
	}
	return readFull(f.in.src, p, off)
}

func (f *converter) check(track, n int, off int64) error {
	if track != 0 || off < 0 || off+int64(n) > f.size {
		return fmt.Errorf("bytes %d to %d of stream %d are outside the file", off, off+int64(n), track)
	}
	return nil
}

// Stored implements Follower.
func (f *converter) Stored(ranges []Range) {
	for _, r := range ranges {
		if r.Track == 0 {
			f.in.add(r.From, r.To)
		}
	}
}

// Progress implements Follower.
func (f *converter) Progress() float64 {
	return float64(f.in.consumed.Load()-f.in.from) / float64(f.in.to-f.in.from)
}

// Finish implements Layout.
func (f *converter) Finish(m Meta) (s Summary, err error) {
	defer recoverDamage(&err)
	f.finishing.Lock()
	defer f.finishing.Unlock()
	if have := f.in.prefix(); have < f.in.to && f.in.failure() == nil {
		return s, fmt.Errorf("%w: stream is not complete, byte %d is missing", ErrDamaged, have)
	}
	<-f.done
	if f.err != nil {
		return s, f.err
	}
	s, err = f.encoder.finish(m.tidy().cut(f.clip.From, f.clip.To))
	s.Start = f.clip.From
	return s, err
}

// Close implements Follower.
func (f *converter) Close() error {
	f.in.stop(fmt.Errorf("file in the making: %w", fs.ErrClosed))
	<-f.done
	return nil
}

// growingFile says which bytes of a span of a stream are there, and waits for those
// that are not. It reads them one after the other.
type growingFile struct {
	span
	src      File
	consumed atomic.Int64 // offset behind the last byte read

	mu     sync.Mutex
	more   sync.Cond // there are more bytes from the first on, or err is set
	stored []span    // in order, without overlap or touch
	err    error
	broken atomic.Bool // err is set
}

// span is the bytes from up to but not including to.
type span struct{ from, to int64 }

func newGrowingFile(src File, s span) *growingFile {
	a := &growingFile{span: s, src: src}
	a.more.L = &a.mu
	a.consumed.Store(s.from)
	return a
}

// add notes that bytes are there.
func (a *growingFile) add(from, to int64) {
	from, to = max(from, a.from), min(to, a.to)
	if from >= to {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	i, _ := slices.BinarySearchFunc(a.stored, from, func(s span, from int64) int {
		if s.to < from {
			return -1
		}
		return 1
	})
	j := i
	for ; j < len(a.stored) && a.stored[j].from <= to; j++ {
		from, to = min(from, a.stored[j].from), max(to, a.stored[j].to)
	}
	a.stored = slices.Replace(a.stored, i, j, span{from, to})
	if from == a.from {
		a.more.Broadcast()
	}
}

// prefix is up to where the bytes are there from the first on.
func (a *growingFile) prefix() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.first()
}

func (a *growingFile) first() int64 {
	if len(a.stored) == 0 || a.stored[0].from > a.from {
		return a.from
	}
	return a.stored[0].to
}

// wait returns up to where the bytes are there from the first on, as soon as that
// is as far as need, or the end.
func (a *growingFile) wait(need int64) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.err == nil && a.first() < min(need, a.to) {
		a.more.Wait()
	}
	return a.first(), a.err
}

// stop makes all that wait, and those that will, return err.
func (a *growingFile) stop(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err == nil {
		a.err = err
		a.broken.Store(true)
		a.more.Broadcast()
	}
}

// failure is what stop was told. It costs nothing while there is none.
func (a *growingFile) failure() error {
	if !a.broken.Load() {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Read implements io.Reader: it returns what is there, and waits if that is
// nothing.
func (a *growingFile) Read(p []byte) (int, error) {
	at := a.consumed.Load()
	if at >= a.to {
		return 0, io.EOF
	}
	to, err := a.wait(at + 1)
	if err != nil {
		return 0, err
	}
	p = p[:min(int64(len(p)), to-at)]
	if err := readFull(a.src, p, at); err != nil {
		return 0, err
	}
	a.consumed.Store(at + int64(len(p)))
	return len(p), nil
}
