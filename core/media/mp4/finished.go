package mp4

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

// finishedFile is the top level of a file.
type finishedFile struct {
	moov   []byte
	moovAt int64
	media  []byterange.Range // what is inside the mdat boxes

	sampleRanges []byterange.Range // where in that samples may be
	used         []byterange.Range // where they are
}

func readTop(r io.ReaderAt, size int64) (*finishedFile, error) {
	f := &finishedFile{}
	err := walk(r, size, func(pos int64, h bmff.Header, _ []byte) error {
		switch h.Kind {
		case "mdat":
			f.media = append(f.media, byterange.Range{From: pos + h.Head, To: pos + h.Size})
		case "moov":
			if f.moov != nil || h.Size > maxMoov {
				return fmt.Errorf("%w: moov twice or too large", media.ErrDamaged)
			}
			f.moov, f.moovAt = make([]byte, h.Size), pos
			return bin.ReadFull(r, f.moov, pos)
		}
		return nil
	})
	if err == nil && (f.moov == nil || len(f.media) == 0) {
		err = fmt.Errorf("%w: no moov or no mdat in the file", media.ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// walk visits the boxes of a file's top level, with their offsets and first
// bytes, 16 at most.
func walk(r io.ReaderAt, size int64, visit func(pos int64, h bmff.Header, b []byte) error) error {
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
