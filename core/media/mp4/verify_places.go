package mp4

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
)

// findPlaces finds where samples may be: in the mdat boxes, or if one of them holds
// whole fragments, in the mdat boxes of those.
func (f *finishedFile) findPlaces(r io.ReaderAt) error {
	for _, e := range f.media {
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

// fragmentsIn returns the contents of the mdat boxes in a range of bytes that holds
// whole fragments, and nil if it does not.
func fragmentsIn(r io.ReaderAt, e byterange.Range) (list []byterange.Range, err error) {
	boxes, moofs := 0, 0
	err = walkBoxes(r, e, func(pos int64, h header, _ []byte) error {
		boxes++
		switch h.kind {
		case "moof":
			moofs++
		case "mdat":
			list = append(list, byterange.Range{From: pos + h.head, To: pos + h.size})
		case "styp", "sidx", "ssix", "prft", "emsg", "free", "skip", "uuid", "mfra":
		default:
			return errNotFragments
		}
		if boxes > maxBoxes {
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
func (f *finishedFile) checkOverlap() error {
	slices.SortFunc(f.used, func(a, b byterange.Range) int { return cmp.Compare(a.From, b.From) })
	for i := 1; i < len(f.used); i++ {
		if f.used[i].From < f.used[i-1].To {
			return fmt.Errorf("byte %d is part of two samples", f.used[i].From)
		}
	}
	return nil
}
