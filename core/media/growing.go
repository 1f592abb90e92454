package media

import (
	"io"
	"sync"
	"sync/atomic"

	"github.com/hilo-app/hilo/core/byterange"
)

// growingFile says which bytes of a span of a stream are there, and waits for those
// that are not. It reads them one after the other.
type growingFile struct {
	byterange.Range
	src      File
	consumed atomic.Int64 // offset behind the last byte read

	mu     sync.Mutex
	more   sync.Cond // there are more bytes from the first on, or err is set
	stored byterange.Set
	err    error
	broken atomic.Bool // err is set
}

func newGrowingFile(src File, r byterange.Range) *growingFile {
	a := &growingFile{Range: r, src: src}
	a.more.L = &a.mu
	a.consumed.Store(r.From)
	return a
}

// add notes that bytes are there.
func (a *growingFile) add(from, to int64) {
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

// prefix is up to where the bytes are there from the first on.
func (a *growingFile) prefix() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.first()
}

func (a *growingFile) first() int64 { return a.stored.End(a.From) }

// wait returns up to where the bytes are there from the first on, as soon as that
// is as far as need, or the end.
func (a *growingFile) wait(need int64) (int64, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for a.err == nil && a.first() < min(need, a.To) {
		a.more.Wait()
	}
	return a.first(), a.err
}

// consume notes that the bytes before to have been read.
func (a *growingFile) consume(to int64) { a.consumed.Store(max(a.consumed.Load(), to)) }

// progress is how much of the range has been read, from 0 to 1.
func (a *growingFile) progress() float64 {
	return float64(a.consumed.Load()-a.From) / float64(a.To-a.From)
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
	if at >= a.To {
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
