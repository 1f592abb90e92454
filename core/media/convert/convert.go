package convert

import (
	"fmt"
	"io/fs"
	"sync"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
)

// Encoder makes a file of a stream.
type Encoder interface {
	// Run reads all bytes as they arrive, and returns when the media are written.
	Run(in *bin.GrowingFile) error
	// Finish writes the tags of a file for which Run has succeeded.
	Finish(m media.Meta) (media.Summary, error)
}

// converter is the media.Converter of all encoders.

type converter struct {
	in      *bin.GrowingFile
	encoder Encoder
	size    int64 // bytes of the stream
	clip    media.Clip
	cuts    media.Cuts

	finishing sync.Mutex // held by Finish
	done      chan struct{}
	err       error // of run; set when done is closed
}

// Start returns a converter that stores a stream in src, and starts the goroutine
// that runs an encoder.
func Start(src media.File, e *Source, m Encoder) media.Converter {
	f := &converter{in: bin.NewGrowingFile(src, e.Range), encoder: m, size: e.Size, clip: e.Clip, cuts: e.Cuts, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		if f.err = f.run(); f.err != nil {
			f.in.Stop(f.err)
		}
	}()
	return f
}

func (f *converter) run() (err error) {
	defer bin.RecoverDamage(&err)
	if err := f.encoder.Run(f.in); err != nil {
		return err
	}
	f.in.Consume(f.in.To) // an encoder does not have to read the last bytes
	return nil
}

// Ranges implements media.Layout.
func (f *converter) Ranges() []media.Range {
	return []media.Range{{Track: 0, From: f.in.From, To: f.in.To}}
}

// Total implements media.Layout.
func (f *converter) Total() int64 { return bin.TotalBytes(f.Ranges()) }

// InOrder implements media.Layout.
func (f *converter) InOrder() bool { return false }

// State implements media.Layout.
func (f *converter) State() []byte { return nil }

// WriteAt implements media.Layout.
func (f *converter) WriteAt(track int, p []byte, off int64) error {
	if err := f.check(track, len(p), off); err != nil {
		return err
	}
	if err := f.in.Failure(); err != nil {
		return err
	}
	if _, err := f.in.Src.WriteAt(p, off); err != nil {
		return err
	}
	f.in.Add(off, off+int64(len(p)))
	return nil
}

// ReadAt implements media.Layout.
func (f *converter) ReadAt(track int, p []byte, off int64) error {
	if err := f.check(track, len(p), off); err != nil {
		return err
	}
	return bin.ReadFull(f.in.Src, p, off)
}

// Place implements media.Placer: the stream is stored as it is.
func (f *converter) Place(track int, off int64) (at, n int64) {
	if track != 0 || off < f.in.From || off >= f.in.To {
		return 0, 0
	}
	return off, f.in.To - off
}

func (f *converter) check(track, n int, off int64) error {
	if track != 0 || off < 0 || off+int64(n) > f.size {
		return fmt.Errorf("bytes %d to %d of stream %d are outside the file", off, off+int64(n), track)
	}
	return nil
}

// Stored implements media.Converter.
func (f *converter) Stored(ranges []media.Range) {
	for _, r := range ranges {
		if r.Track == 0 {
			f.in.Add(r.From, r.To)
		}
	}
}

// Progress implements media.Converter.
func (f *converter) Progress() float64 {
	return f.in.Progress()
}

// Finish implements media.Layout.
func (f *converter) Finish(m media.Meta) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	f.finishing.Lock()
	defer f.finishing.Unlock()
	if have := f.in.Prefix(); have < f.in.To && f.in.Failure() == nil {
		return s, fmt.Errorf("%w: stream is not complete, byte %d is missing", media.ErrDamaged, have)
	}
	<-f.done
	if f.err != nil {
		return s, f.err
	}
	part := f.cuts.Clip(f.clip)
	s, err = f.encoder.Finish(metadata.Clip(f.cuts.Meta(metadata.Normalize(m)), part.From, part.To))
	s.Start = f.clip.From
	return s, err
}

// Close implements media.Converter.
func (f *converter) Close() error {
	f.in.Stop(fmt.Errorf("file is not finished: %w", fs.ErrClosed))
	<-f.done
	return nil
}
