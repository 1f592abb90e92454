package bin

import (
	"io"
	"sync"
	"sync/atomic"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
)

// GrowingFile says which bytes of a span of a stream are there, and waits for those
// that are not. It reads them one after the other.
type GrowingFile struct {
	byterange.Range
	Src      media.File
	consumed atomic.Int64 // offset behind the last byte read

	mu     sync.Mutex
	more   sync.Cond // there are more bytes from the first on, or err is set
	stored byterange.Set
	err    error
	broken atomic.Bool // err is set
}

func NewGrowingFile(src media.File, r byterange.Range) *GrowingFile {
	a := &GrowingFile{Range: r, Src: src}
	a.more.L = &a.mu
	a.consumed.Store(r.From)
	return a
}

// Add notes that bytes are there.
func (a *GrowingFile) Add(from, to int64) {
	from, to = max(from, a.From), min(to, a.To)
	if from >= to {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	before := a.first()
	a.stored.Add(byterange.Range{From: from, To: to})
	if a.first() > before {
		a.more.Broadcast()
	}
}

// Prefix is up to where the bytes are there from the first on.
func (a *GrowingFile) Prefix() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.first()
}

func (a *GrowingFile) first() int64 { return a.stored.End(a.From) }

// Wait returns up to where the bytes are there from the first on, as soon as that
// is as far as need, or the end.
func (a *GrowingFile) Wait(need int64) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.err == nil && a.first() < min(need, a.To) {
		a.more.Wait()
	}
	return a.first(), a.err
}

// Consume notes that the bytes before to have been read.
func (a *GrowingFile) Consume(to int64) { a.consumed.Store(max(a.consumed.Load(), to)) }

// Progress is how much of the range has been read, from 0 to 1.
func (a *GrowingFile) Progress() float64 {
	return float64(a.consumed.Load()-a.From) / float64(a.To-a.From)
}

// Stop makes all that wait, and those that will, return err.
func (a *GrowingFile) Stop(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err == nil {
		a.err = err
		a.broken.Store(true)
		a.more.Broadcast()
	}
}

// Failure is what stop was told. It costs nothing while there is none.
func (a *GrowingFile) Failure() error {
	if !a.broken.Load() {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Read implements io.Reader: it returns what is there, and waits if that is
// nothing.
func (a *GrowingFile) Read(p []byte) (int, error) {
	at := a.consumed.Load()
	if at >= a.To {
		return 0, io.EOF
	}
	to, err := a.Wait(at + 1)
	if err != nil {
		return 0, err
	}
	p = p[:min(int64(len(p)), to-at)]
	if err := ReadFull(a.Src, p, at); err != nil {
		return 0, err
	}
	a.consumed.Store(at + int64(len(p)))
	return len(p), nil
}
