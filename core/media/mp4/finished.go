package mp4

import (
	"fmt"
	"io"
	"sort"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
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
	err := walk(r, size, func(pos int64, h header, _ []byte) error {
		switch h.kind {
		case "mdat":
			f.media = append(f.media, byterange.Range{From: pos + h.head, To: pos + h.size})
		case "moov":
			if f.moov != nil || h.size > maxMoov {
				return fmt.Errorf("%w: moov twice or too large", media.ErrDamaged)
			}
			f.moov, f.moovAt = make([]byte, h.size), pos
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
func walk(r io.ReaderAt, size int64, visit func(pos int64, h header, b []byte) error) error {
	if err := bin.HasEnd(r, size); err != nil {
		return err
	}
	n := 0
	return walkBoxes(r, byterange.Range{To: size}, func(pos int64, h header, b []byte) error {
		if n++; (n == 1) != (h.kind == "ftyp") || n > maxTopBoxes {
			return fmt.Errorf("%w: not an MP4 file", media.ErrDamaged)
		}
		return visit(pos, h, b)
	})
}

// walkBoxes visits the boxes that a range of a file is made of, like walk.
func walkBoxes(r io.ReaderAt, e byterange.Range, visit func(pos int64, h header, b []byte) error) error {
	w := bin.NewWindow(r, 16)
	for pos := e.From; pos < e.To; {
		b, err := w.Read(pos, min(16, e.To-pos), e.To-pos)
		if err != nil {
			return err
		}
		h, err := readHeader(b, e.To-pos)
		if err != nil {
			return fmt.Errorf("%w: at byte %d: %w", media.ErrDamaged, pos, err)
		}
		if err := visit(pos, h, b); err != nil {
			return err
		}
		pos += h.size
	}
	return nil
}

// appendRange adds bytes to list, as one with the last if they begin where that
// ends.
func appendRange(list []byterange.Range, from, to int64) []byterange.Range {
	if n := len(list); n > 0 && list[n-1].To == from {
		list[n-1].To = to
		return list
	}
	if from == to {
		return list
	}
	return append(list, byterange.Range{From: from, To: to})
}

// inRanges reports whether all bytes of e are in one of a list of ranges in order.
func inRanges(e byterange.Range, list []byterange.Range) bool {
	i := sort.Search(len(list), func(i int) bool { return list[i].To >= e.To })
	return i < len(list) && list[i].From <= e.From && e.From <= e.To
}
