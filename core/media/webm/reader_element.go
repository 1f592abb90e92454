package webm

import (
	"errors"
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/media"
)

// maxHeadElement is how many bytes of an element of the head are read.
const maxHeadElement = 1 << 20

// byteSource is what a reader reads from; *bufio.Reader is one.
type byteSource interface {
	io.Reader
	io.ByteReader
	Discard(n int) (int, error)
}

// elementReader reads elements forward. Its errors wrap ErrDamaged, or are those of
// the source.
type elementReader struct {
	r   byteSource
	pos int64 // offset of the next byte
	buf []byte
}

// header reads the id and size of an element (RFC 8794 §5, §6). io.EOF says that
// there is none.
func (w *elementReader) header() (id uint32, size int64, err error) {
	var b [8]byte
	n, err := w.readVint(b[:4])
	if err != nil {
		return 0, 0, err
	}
	for _, c := range b[:n] {
		id = id<<8 | uint32(c)
	}
	if n, err = w.readVint(b[:]); errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return 0, 0, err
	}
	return id, vint(b[:n]), nil
}

func (w *elementReader) readVint(b []byte) (n int, err error) {
	if b[0], err = w.r.ReadByte(); err != nil {
		return 0, err
	}
	if n = vintLength(b[0]); n == 0 || n > len(b) {
		return 0, w.damaged("%w", errElement)
	}
	if _, err := io.ReadFull(w.r, b[1:n]); err != nil {
		return 0, unexpected(err)
	}
	w.pos += int64(n)
	return n, nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// master reads an element of the head.
func (w *elementReader) master(size int64) ([]element, error) {
	if size == unknownSize {
		return nil, w.damaged("head has no size")
	}
	b, err := w.read(size, maxHeadElement)
	if err != nil {
		return nil, err
	}
	w.buf = nil // the elements stay
	list, err := elements(b)
	if err != nil {
		return nil, w.damaged("head: %w", err)
	}
	return list, nil
}

// read returns the next bytes, valid until the next call. Memory grows with what
// arrives, not with what is announced.
func (w *elementReader) read(size, most int64) ([]byte, error) {
	if size > most {
		return nil, w.damaged("element of %d bytes", size)
	}
	const step = 1 << 20
	w.buf = w.buf[:0]
	for int64(len(w.buf)) < size {
		have := len(w.buf)
		n := int(min(size-int64(have), step))
		if cap(w.buf) < have+n {
			w.buf = append(make([]byte, 0, max(have+n, 2*have, 4096)), w.buf...)
		}
		w.buf = w.buf[:have+n]
		if _, err := io.ReadFull(w.r, w.buf[have:]); err != nil {
			return nil, w.cut(err)
		}
	}
	w.pos += size
	return w.buf, nil
}

func (w *elementReader) skip(size int64) error {
	for size > 0 {
		n, err := w.r.Discard(int(min(size, 1<<30)))
		w.pos += int64(n)
		size -= int64(n)
		if err != nil {
			return w.cut(err)
		}
	}
	return nil
}

// fits checks that an element ends before its parent, of which end may be
// unknownSize.
func (w *elementReader) fits(id uint32, size, end int64) error {
	if size != unknownSize && end != unknownSize && size > end-w.pos {
		return w.damaged("element %x of %d bytes does not fit into %d", id, size, end-w.pos)
	}
	return nil
}

// cut turns the end of bytes within an element into damage.
func (w *elementReader) cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return w.damaged("stream ends early")
	}
	return err
}

func (w *elementReader) damaged(format string, a ...any) error {
	return fmt.Errorf("%w: at byte %d: "+format, append([]any{media.ErrDamaged, w.pos}, a...)...)
}
