package bin

import (
	"io"
	"sync"
	"sync/atomic"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
)

// GrowingFile records which bytes of a range of a stream are present in a file, and
// reads them in sequence: Read and Wait block until bytes are present without a gap
// from the first of the range on.
type GrowingFile struct {
	byterange.Range
	Src      media.File
	consumed atomic.Int64 // offset behind the last byte read

	mu     sync.Mutex
	more   sync.Cond // the bytes from the first on have become more, or err is set
	stored byterange.Set
	err    error
	broken atomic.Bool // err is set
}

// NewGrowingFile returns a GrowingFile of the range r, of which nothing is present.
func NewGrowingFile(src media.File, r byterange.Range) *GrowingFile {
	a := &GrowingFile{Range: r, Src: src}
	a.more.L = &a.mu
	a.consumed.Store(r.From)
	return a
}

// Add records that the bytes from from up to to are present.
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

// Prefix returns the offset up to which the bytes are present from the first on.
func (a *GrowingFile) Prefix() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.first()
}

func (a *GrowingFile) first() int64 { return a.stored.End(a.From) }

// Wait waits until the bytes from the first on are present up to need, or up to the
// end of the range if need is behind it, and returns up to where they are.
func (a *GrowingFile) Wait(need int64) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.err == nil && a.first() < min(need, a.To) {
		a.more.Wait()
	}
	return a.first(), a.err
}

// Consume records that the bytes before to have been read.
func (a *GrowingFile) Consume(to int64) { a.consumed.Store(max(a.consumed.Load(), to)) }

// Rewind makes Read continue at an offset, which may be before or behind what has been
// read. It must not be called while another goroutine reads.
func (a *GrowingFile) Rewind(to int64) { a.consumed.Store(to) }

// Progress returns how much of the range has been read, from 0 to 1.
func (a *GrowingFile) Progress() float64 {
	return float64(a.consumed.Load()-a.From) / float64(a.To-a.From)
}

// Ahead reports whether n bytes behind those that have been read are present, or all
// that there are.
func (a *GrowingFile) Ahead(n int64) bool {
	return a.Prefix() >= min(a.consumed.Load()+n, a.To)
}

// Stop makes all calls that wait, now or later, return err.
func (a *GrowingFile) Stop(err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.err == nil {
		a.err = err
		a.broken.Store(true)
		a.more.Broadcast()
	}
}

// Failure returns the error that Stop was given. It takes no lock while there is none.
func (a *GrowingFile) Failure() error {
	if !a.broken.Load() {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Read implements io.Reader: it returns what is present, and waits if that is
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
