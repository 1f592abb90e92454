package progressive

import (
	"fmt"
	"io"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

const (
	maxTopBoxes = 1 << 16
	maxMoov     = 256 << 20 // bytes
)

// File is the top level of a file.
type File struct {
	Moov   []byte            // the whole box
	MoovAt int64             // its offset in the file
	Media  []byterange.Range // what is inside the mdat boxes

	sampleRanges []byterange.Range // where in that samples may be
	used         []byterange.Range // where they are
}

// ReadTop reads the top level of a file of the given size. The error wraps
// media.ErrDamaged for bytes that are no MP4 file with one moov and some mdat.
func ReadTop(r io.ReaderAt, size int64) (*File, error) {
	f := &File{}
	err := Walk(r, size, func(pos int64, h bmff.Header, _ []byte) error {
		switch h.Kind {
		case "mdat":
			f.Media = append(f.Media, byterange.Range{From: pos + h.Head, To: pos + h.Size})
		case "moov":
			if f.Moov != nil || h.Size > maxMoov {
				return fmt.Errorf("%w: moov twice or too large", media.ErrDamaged)
			}
			f.Moov, f.MoovAt = make([]byte, h.Size), pos
			return bin.ReadFull(r, f.Moov, pos)
		}
		return nil
	})
	if err == nil && (f.Moov == nil || len(f.Media) == 0) {
		err = fmt.Errorf("%w: no moov or no mdat in the file", media.ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// Walk visits the boxes of a file's top level, with their offsets and first
// bytes, 16 at most. The error wraps media.ErrDamaged if they are no MP4 file.
func Walk(r io.ReaderAt, size int64, visit func(pos int64, h bmff.Header, b []byte) error) error {
	if err := bin.HasEnd(r, size); err != nil {
		return err
	}
	n := 0
	return walkBoxes(r, byterange.Range{To: size}, func(pos int64, h bmff.Header, b []byte) error {
		if n++; (n == 1) != (h.Kind == "ftyp") || n > maxTopBoxes {
			return fmt.Errorf("%w: not an MP4 file", media.ErrDamaged)
		}
		return visit(pos, h, b)
	})
}

// walkBoxes visits the boxes that a range of a file is made of, like walk.
func walkBoxes(r io.ReaderAt, e byterange.Range, visit func(pos int64, h bmff.Header, b []byte) error) error {
	w := bin.NewWindow(r, 16)
	for pos := e.From; pos < e.To; {
		b, err := w.Read(pos, min(16, e.To-pos), e.To-pos)
		if err != nil {
			return err
		}
		h, err := bmff.ReadHeader(b, e.To-pos)
		if err != nil {
			return fmt.Errorf("%w: at byte %d: %w", media.ErrDamaged, pos, err)
		}
		if err := visit(pos, h, b); err != nil {
			return err
		}
		pos += h.Size
	}
	return nil
}
