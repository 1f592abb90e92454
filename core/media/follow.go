package media

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sync"
	"sync/atomic"
)

// Follower is a Layout that stores a stream as it is, in any order, in one file,
// while a goroutine of its own makes another file of it: it follows the bytes
// that are there without a gap from the first on. What it makes is as good as
// done when the last byte has come, if the bytes came more or less in order.
//
// After a restart, what has been stored is told with Have, and the other file
// is made again from its start, which costs no more than a moment of computing.
//
// Finish waits for that goroutine. WriteAt returns its error if it has failed.
type Follower interface {
	Layout
	Have(r []Range)    // bytes that are stored already; those of track 0 count
	Progress() float64 // how much of the stream has been used, from 0 to 1
	// Close stops the goroutine at once; Finish then fails, also one that is
	// waiting. It may be called again, also after Finish. The files stay open.
	Close() error
}

// maker makes a file of a stream.
type maker interface {
	run(in *arrival) error // of all bytes, as they come
	finish(m Meta) (Summary, error)
}

type follower struct {
	in    *arrival
	maker maker

	finishing sync.Mutex // held by Finish
	done      chan struct{}
	err       error // of run; set when done is closed
}

// follow starts the goroutine.
func follow(src File, size int64, m maker) (Follower, error) {
	if size <= 0 || size > maxSize {
		return nil, fmt.Errorf("%w: stream of %d bytes", ErrDamaged, size)
	}
	in := &arrival{src: src, size: size}
	in.more.L = &in.mu
	f := &follower{in: in, maker: m, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		if f.err = f.run(); f.err != nil {
			f.in.stop(f.err)
		}
	}()
	return f, nil
}

func (f *follower) run() (err error) {
	defer catch(&err)
	return f.maker.run(f.in)
}

// Ranges implements Layout.
func (f *follower) Ranges() []Range { return []Range{{0, 0, f.in.size}} }

// Ordered implements Layout.
func (f *follower) Ordered() bool { return false }

// State implements Layout.
func (f *follower) State() []byte { return nil }

// WriteAt implements Layout.
func (f *follower) WriteAt(track int, p []byte, off int64) error {
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
func (f *follower) ReadAt(track int, p []byte, off int64) error {
	if err := f.check(track, len(p), off); err != nil {
		return err
	}
	return readFull(f.in.src, p, off)
}

func (f *follower) check(track, n int, off int64) error {
	if track != 0 || off < 0 || off+int64(n) > f.in.size {
		return fmt.Errorf("bytes %d to %d of stream %d are outside the file", off, off+int64(n), track)
	}
	return nil
}

// Have implements Follower.
func (f *follower) Have(ranges []Range) {
	for _, r := range ranges {
		if r.Track == 0 {
			f.in.add(max(r.From, 0), min(r.To, f.in.size))
		}
	}
}

// Progress implements Follower.
func (f *follower) Progress() float64 {
	return float64(f.in.used.Load()) / float64(f.in.size)
}

// Finish implements Layout.
func (f *follower) Finish(m Meta) (s Summary, err error) {
	defer catch(&err)
	f.finishing.Lock()
	defer f.finishing.Unlock()
	if have := f.in.prefix(); have < f.in.size && f.in.failure() == nil {
		return s, fmt.Errorf("%w: stream is not complete, byte %d is missing", ErrDamaged, have)
	}
	<-f.done
	if f.err != nil {
		return s, f.err
	}
	return f.maker.finish(m.tidy())
}

// Close implements Follower.
func (f *follower) Close() error {
	f.in.stop(fmt.Errorf("file in the making: %w", fs.ErrClosed))
	<-f.done
	return nil
}

// arrival says which bytes of a stream are there, and waits for those that are
// not. It reads them one after the other.
type arrival struct {
	src  File
	size int64
	used atomic.Int64 // bytes read

	mu     sync.Mutex
	more   sync.Cond // the first of there has grown, or err is set
	there  []span    // in order, without overlap or touch
	err    error
	broken atomic.Bool // err is set
}

// span is the bytes from up to but not including to.
type span struct{ from, to int64 }

// add notes that bytes are there.
func (a *arrival) add(from, to int64) {
	if from >= to {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	i, _ := slices.BinarySearchFunc(a.there, from, func(s span, from int64) int {
		if s.to < from {
			return -1
		}
		return 1
	})
	j := i
	for ; j < len(a.there) && a.there[j].from <= to; j++ {
		from, to = min(from, a.there[j].from), max(to, a.there[j].to)
	}
	a.there = slices.Replace(a.there, i, j, span{from, to})
	if from == 0 {
		a.more.Broadcast()
	}
}

// prefix is how many bytes are there from the first on.
func (a *arrival) prefix() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.first()
}

func (a *arrival) first() int64 {
	if len(a.there) == 0 || a.there[0].from > 0 {
		return 0
	}
	return a.there[0].to
}

// wait returns how many bytes are there from the first on as soon as they are
// as many as need, or all.
func (a *arrival) wait(need int64) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.err == nil && a.first() < min(need, a.size) {
		a.more.Wait()
	}
	return a.first(), a.err
}

// stop makes all that wait, and those that will, return err.
func (a *arrival) stop(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err == nil {
		a.err = err
		a.broken.Store(true)
		a.more.Broadcast()
	}
}

// failure is what stop was told. It costs nothing while there is none.
func (a *arrival) failure() error {
	if !a.broken.Load() {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Read implements io.Reader: it returns what is there, and waits if that is
// nothing.
func (a *arrival) Read(p []byte) (int, error) {
	at := a.used.Load()
	if at >= a.size {
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
	a.used.Store(at + int64(len(p)))
	return len(p), nil
}
