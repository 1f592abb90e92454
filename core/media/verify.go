package media

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"
)

const (
	maxTopBoxes = 1 << 16
	maxMoov     = 256 << 20 // bytes
)

// Verify checks a finished MP4 file of the given size, without reading the
// media: that it is made of boxes up to its last byte, that its sample tables are
// complete, that each sample lies in an mdat, also in that of its fragment if they
// are there, that no byte belongs to two, and that it is what want says. The tracks must be those of want, with as many samples
// and the same durations, give or take a tenth of a second; what is zero in want
// is not compared. Errors that are not of reading wrap ErrDamaged.
func Verify(r io.ReaderAt, size int64, want Summary) error {
	got, err := Inspect(r, size)
	if err != nil {
		return err
	}
	return compare(got, want)
}

// compare says in what a file is not what was wanted, see Verify.
func compare(got, want Summary) error {
	if want.Size != 0 && got.Size != want.Size {
		return fmt.Errorf("%w: file has %d bytes instead of %d", ErrDamaged, got.Size, want.Size)
	}
	if !near(got.Duration, want.Duration) {
		return fmt.Errorf("%w: file lasts %v instead of %v", ErrDamaged, got.Duration, want.Duration)
	}
	if len(want.Tracks) != 0 && len(got.Tracks) != len(want.Tracks) {
		return fmt.Errorf("%w: file has %d tracks instead of %d", ErrDamaged, len(got.Tracks), len(want.Tracks))
	}
	for i, w := range want.Tracks {
		g := got.Tracks[i]
		if w.Kind != "" && g.Kind != w.Kind || w.Codec != "" && g.Codec != w.Codec {
			return fmt.Errorf("%w: track %d is %s %s instead of %s %s", ErrDamaged, i, g.Kind, g.Codec, w.Kind, w.Codec)
		}
		if w.Samples != 0 && g.Samples != w.Samples || !near(g.Duration, w.Duration) {
			return fmt.Errorf("%w: %s has %d samples in %v instead of %d in %v", ErrDamaged, g.Kind, g.Samples, g.Duration, w.Samples, w.Duration)
		}
	}
	return nil
}

func near(got, want time.Duration) bool {
	return want == 0 || (got-want).Abs() <= time.Second/10
}

// Inspect checks a finished MP4 file as Verify does and says what is in it.
func Inspect(r io.ReaderAt, size int64) (s Summary, err error) {
	defer recoverDamage(&err)
	f, err := readTop(r, size)
	if err != nil {
		return s, err
	}
	list, err := split(f.moov[8:])
	if err != nil {
		return s, fmt.Errorf("%w: moov: %w", ErrDamaged, err)
	}
	mvhd, err := decode[*mp4.MvhdBox](find(f.moov, "mvhd"))
	if err != nil {
		return s, fmt.Errorf("%w: mvhd: %w", ErrDamaged, err)
	}
	if err := f.findSamplePlaces(r); err != nil {
		return s, err
	}
	s.Size, s.Duration = size, duration(mvhd.Duration, mvhd.Timescale)
	for _, c := range list {
		if c.kind != "trak" {
			continue
		}
		t, err := f.inspectTrak(c.bytes, mvhd.Timescale)
		if err != nil {
			return s, fmt.Errorf("%w: %s track: %w", ErrDamaged, t.Kind, err)
		}
		if t.Kind == "video" || t.Kind == "audio" {
			s.Tracks = append(s.Tracks, t)
		}
	}
	if err := f.checkOverlap(); err != nil {
		return s, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(s.Tracks) == 0 {
		return s, fmt.Errorf("%w: neither video nor sound in the file", ErrDamaged)
	}
	return s, nil
}

// movieFile is the top level of a file.
type movieFile struct {
	moov   []byte
	moovAt int64
	media  []extent // what is inside the mdat boxes

	places []extent // where in that samples may be
	used   []extent // where they are
}

func readTop(r io.ReaderAt, size int64) (*movieFile, error) {
	f := &movieFile{}
	err := walk(r, size, func(pos int64, h header, _ []byte) error {
		switch h.kind {
		case "mdat":
			f.media = append(f.media, extent{pos + h.head, pos + h.size})
		case "moov":
			if f.moov != nil || h.size > maxMoov {
				return fmt.Errorf("%w: moov twice or too large", ErrDamaged)
			}
			f.moov, f.moovAt = make([]byte, h.size), pos
			return readFull(r, f.moov, pos)
		}
		return nil
	})
	if err == nil && (f.moov == nil || len(f.media) == 0) {
		err = fmt.Errorf("%w: no moov or no mdat in the file", ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// walk visits the boxes of a file's top level, with their offsets and first
// bytes, 16 at most.
func walk(r io.ReaderAt, size int64, visit func(pos int64, h header, b []byte) error) error {
	if err := hasEnd(r, size); err != nil {
		return err
	}
	n := 0
	return walkBoxes(r, extent{0, size}, func(pos int64, h header, b []byte) error {
		if n++; (n == 1) != (h.kind == "ftyp") || n > maxTopBoxes {
			return fmt.Errorf("%w: not an MP4 file", ErrDamaged)
		}
		return visit(pos, h, b)
	})
}

// walkBoxes visits the boxes that a part of a file is made of, like walk.
func walkBoxes(r io.ReaderAt, e extent, visit func(pos int64, h header, b []byte) error) error {
	w := window{file: r, buf: make([]byte, 16)}
	for pos := e.from; pos < e.to; {
		b, err := w.read(pos, min(16, e.to-pos), e.to-pos)
		if err != nil {
			return err
		}
		h, err := readHeader(b, e.to-pos)
		if err != nil {
			return fmt.Errorf("%w: at byte %d: %w", ErrDamaged, pos, err)
		}
		if err := visit(pos, h, b); err != nil {
			return err
		}
		pos += h.size
	}
	return nil
}

// hasEnd checks that there are as many bytes as should be.
func hasEnd(r io.ReaderAt, size int64) error {
	if size <= 0 {
		return fmt.Errorf("%w: file is empty", ErrDamaged)
	}
	err := readFull(r, make([]byte, 1), size-1)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("%w: file ends before byte %d", ErrDamaged, size)
	}
	return err
}
