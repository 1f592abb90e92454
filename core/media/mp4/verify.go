package mp4

import (
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

const (
	maxTopBoxes = 1 << 16
	maxMoov     = 256 << 20 // bytes
)

// Verify checks a finished MP4 file of the given size without reading the media:
// that boxes fill it to its last byte, that its sample tables are complete, that
// each sample is in an mdat, and in that of its fragment if there are fragments,
// that no byte belongs to two samples, and that it is want (see media.Compare).
// Errors that are not of reading wrap ErrDamaged.
func Verify(r io.ReaderAt, size int64, want media.Summary) error {
	got, err := Inspect(r, size)
	if err != nil {
		return err
	}
	return media.Compare(got, want)
}

// Inspect checks a finished MP4 file as Verify does and returns what is in it.
func Inspect(r io.ReaderAt, size int64) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	f, err := readTop(r, size)
	if err != nil {
		return s, err
	}
	list, err := split(f.moov[8:])
	if err != nil {
		return s, fmt.Errorf("%w: moov: %w", media.ErrDamaged, err)
	}
	mvhd, err := decode[*mp4.MvhdBox](find(f.moov, "mvhd"))
	if err != nil {
		return s, fmt.Errorf("%w: mvhd: %w", media.ErrDamaged, err)
	}
	if err := f.findPlaces(r); err != nil {
		return s, err
	}
	s.Size, s.Duration = size, bin.Duration(mvhd.Duration, mvhd.Timescale)
	for _, c := range list {
		if c.kind != "trak" {
			continue
		}
		t, err := f.inspectTrak(c.bytes, mvhd.Timescale)
		if err != nil {
			return s, fmt.Errorf("%w: %s track: %w", media.ErrDamaged, t.Kind, err)
		}
		if t.Kind == "video" || t.Kind == "audio" {
			s.Tracks = append(s.Tracks, t)
		}
	}
	if err := f.checkOverlap(); err != nil {
		return s, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	if len(s.Tracks) == 0 {
		return s, fmt.Errorf("%w: neither video nor sound in the file", media.ErrDamaged)
	}
	return s, nil
}

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
