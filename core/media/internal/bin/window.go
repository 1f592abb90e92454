package bin

import (
	"errors"
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/media"
)

// NewWindow returns a Window of a file with a buffer of n bytes, which grows when
// more is read in one call.
func NewWindow(r io.ReaderAt, n int) *Window { return &Window{File: r, buf: make([]byte, n)} }

// Window reads a file forward in few steps.
type Window struct {
	File io.ReaderAt
	buf  []byte
	at   int64 // offset of what is in buf
	n    int64 // bytes of it
}

// Read returns n bytes at off, valid until the next call. It may read more
// into the buffer, up to most bytes from off. A file that ends before is damaged.
func (w *Window) Read(off, n, most int64) ([]byte, error) {
	if off < w.at || off+n > w.at+w.n {
		if n > int64(len(w.buf)) {
			w.buf = make([]byte, n)
		}
		w.at, w.n = off, min(most, int64(len(w.buf)))
		if err := ReadFull(w.File, w.buf[:w.n], off); err != nil {
			w.n = 0
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = fmt.Errorf("%w: file ends before byte %d", media.ErrDamaged, off+n)
			}
			return nil, err
		}
	}
	return w.buf[off-w.at:][:n], nil
}
