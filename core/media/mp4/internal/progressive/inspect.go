package progressive

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// Inspect checks a finished MP4 file of the given size without reading the media:
// that boxes fill it to its last byte, that its sample tables are complete, that
// each sample is in an mdat, and in that of its fragment if there are fragments,
// and that no byte belongs to two samples. It returns what is in the file. Errors
// that are not of reading wrap media.ErrDamaged.
func Inspect(r io.ReaderAt, size int64) (s media.Summary, err error) {
	defer bin.RecoverDamage(&err)
	f, err := ReadTop(r, size)
	if err != nil {
		return s, err
	}
	list, err := bmff.Split(f.Moov[8:])
	if err != nil {
		return s, fmt.Errorf("%w: moov: %w", media.ErrDamaged, err)
	}
	mvhd, err := bmff.Decode[*mp4.MvhdBox](bmff.Find(f.Moov, "mvhd"))
	if err != nil {
		return s, fmt.Errorf("%w: mvhd: %w", media.ErrDamaged, err)
	}
	if err := f.findPlaces(r); err != nil {
		return s, err
	}
	s.Size, s.Duration = size, bin.Duration(mvhd.Duration, mvhd.Timescale)
	for _, c := range list {
		if c.Kind != "trak" {
			continue
		}
		t, err := f.inspectTrak(c.Bytes, mvhd.Timescale)
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

// findPlaces finds where samples may be: in the mdat boxes, or if one of them holds
// whole fragments, in the mdat boxes of those.
func (f *File) findPlaces(r io.ReaderAt) error {
	for _, e := range f.Media {
		inner, err := fragmentsIn(r, e)
		if err != nil {
			return err
		}
		if inner == nil {
			inner = []byterange.Range{e}
		}
		f.sampleRanges = append(f.sampleRanges, inner...)
	}
	return nil
}

// errNotFragments says that bytes are not fragments.
var errNotFragments = errors.New("not made of fragments")

// fragmentsIn returns what is inside the mdat boxes that some bytes are made of,
// and nil if they are not made of fragments.
func fragmentsIn(r io.ReaderAt, e byterange.Range) (list []byterange.Range, err error) {
	boxes, moofs := 0, 0
	err = walkBoxes(r, e, func(pos int64, h bmff.Header, _ []byte) error {
		boxes++
		switch h.Kind {
		case "moof":
			moofs++
		case "mdat":
			list = append(list, byterange.Range{From: pos + h.Head, To: pos + h.Size})
		case "styp", "sidx", "ssix", "prft", "emsg", "free", "skip", "uuid", "mfra":
		default:
			return errNotFragments
		}
		if boxes > bmff.MaxBoxes {
			return errNotFragments
		}
		return nil
	})
	if errors.Is(err, errNotFragments) || errors.Is(err, media.ErrDamaged) || err == nil && moofs == 0 {
		return nil, nil
	}
	return list, err
}

// checkOverlap checks that no byte belongs to two samples.
func (f *File) checkOverlap() error {
	slices.SortFunc(f.used, func(a, b byterange.Range) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(f.used); i++ {
		if f.used[i].From < f.used[i-1].To {
			return fmt.Errorf("byte %d is part of two samples", f.used[i].From)
		}
	}
	return nil
}
