package media

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
)

// extent is the bytes from up to but not including to.
type extent struct{ from, to int64 }

// appendExtent adds bytes to list, as one with the last if they go on where that
// ends.
func appendExtent(list []extent, from, to int64) []extent {
	if n := len(list); n > 0 && list[n-1].to == from {
		list[n-1].to = to
		return list
	}
	if from == to {
		return list
	}
	return append(list, extent{from, to})
}

// lies tells whether all bytes of e are in one of a list of extents in order.
func lies(e extent, list []extent) bool {
	i := sort.Search(len(list), func(i int) bool { return list[i].to >= e.to })
	return i < len(list) && list[i].from <= e.from && e.from <= e.to
}

// findSamplePlaces finds where samples may be: in the mdat boxes, or if fragments were put
// into one as they are, in theirs.
func (f *movieFile) findSamplePlaces(r io.ReaderAt) error {
	for _, e := range f.media {
		inner, err := fragmentsIn(r, e)
		if err != nil {
			return err
		}
		if inner == nil {
			inner = []extent{e}
		}
		f.places = append(f.places, inner...)
	}
	return nil
}

// errNotFragments says that bytes are something else than fragments.
var errNotFragments = errors.New("not made of fragments")

// fragmentsIn returns what is inside the mdat boxes that some bytes are made of,
// and nil if they are not made of fragments.
func fragmentsIn(r io.ReaderAt, e extent) (list []extent, err error) {
	boxes, moofs := 0, 0
	err = walkBoxes(r, e, func(pos int64, h header, _ []byte) error {
		boxes++
		switch h.kind {
		case "moof":
			moofs++
		case "mdat":
			list = append(list, extent{pos + h.head, pos + h.size})
		case "styp", "sidx", "ssix", "prft", "emsg", "free", "skip", "uuid", "mfra":
		default:
			return errNotFragments
		}
		if boxes > maxBoxes {
			return errNotFragments
		}
		return nil
	})
	if errors.Is(err, errNotFragments) || errors.Is(err, ErrDamaged) || err == nil && moofs == 0 {
		return nil, nil
	}
	return list, err
}

// checkOverlap checks that no byte belongs to two samples.
func (f *movieFile) checkOverlap() error {
	slices.SortFunc(f.used, func(a, b extent) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(f.used); i++ {
		if f.used[i].from < f.used[i-1].to {
			return fmt.Errorf("byte %d is part of two samples", f.used[i].from)
		}
	}
	return nil
}
