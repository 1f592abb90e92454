package media

import (
	"fmt"
	"io/fs"
	"sync"
)

// Encoder makes a file of a stream.
type Encoder interface {
	Run(in *growingFile) error // of all bytes, as they come
	Finish(m Meta) (Summary, error)
}

type converter struct {
	in      *growingFile
	encoder Encoder
	size    int64 // bytes of the stream
	clip    Clip

	finishing sync.Mutex // held by Finish
	done      chan struct{}
	err       error // of run; set when done is closed
}

// newConverter starts the goroutine.
func newConverter(src File, e *clipSource, m Encoder) Converter {
	f := &converter{in: newGrowingFile(src, e.Range), encoder: m, size: e.size, clip: e.clip, done: make(chan struct{})}
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
	if err := f.encoder.Run(f.in); err != nil {
		return err
	}
	f.in.consume(f.in.To) // of the last bytes, not all need be read
	return nil
}

// Ranges implements Layout.
func (f *converter) Ranges() []Range { return []Range{{0, f.in.From, f.in.To}} }

// Total implements Layout.
func (f *converter) Total() int64 { return total(f.Ranges()) }

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
	return f.in.progress()
}

// Finish implements Layout.
func (f *converter) Finish(m Meta) (s Summary, err error) {
	defer recoverDamage(&err)
	f.finishing.Lock()
	defer f.finishing.Unlock()
	if have := f.in.prefix(); have < f.in.To && f.in.failure() == nil {
		return s, fmt.Errorf("%w: stream is not complete, byte %d is missing", ErrDamaged, have)
	}
	<-f.done
	if f.err != nil {
		return s, f.err
	}
	s, err = f.encoder.Finish(clipMeta(normalize(m), f.clip.From, f.clip.To))
	s.Start = f.clip.From
	return s, err
}

// Close implements Follower.
func (f *converter) Close() error {
	f.in.stop(fmt.Errorf("file in the making: %w", fs.ErrClosed))
	<-f.done
	return nil
}
