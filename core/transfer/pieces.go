package transfer

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/hilo-app/hilo/core/byterange"
)

// minPiece is the fewest bytes that are worth a request of their own.
const minPiece = 256 << 10

// planPieces divides what a job wants into pieces for single requests, in the
// order in which they are handed out. Ranges that touch in the source are joined
// first: they lie apart in an interleaved file, but one request fetches them all.
// For InOrder over one connection it joins only ranges that are also wanted one
// after the other; for InOrder over more see planInOrder.
func planPieces(j Job, connections int) ([]Range, error) {
	if err := checkJob(j); err != nil {
		return nil, err
	}
	if j.InOrder {
		if connections > 1 && len(j.Addresses) < reorderPieces {
			return planInOrder(j, connections), nil
		}
		var pieces []Range
		for _, r := range joinRanges(j.Ranges) {
			pieces = append(pieces, cutRange(r, MaxRange)...)
		}
		return pieces, nil
	}

	most := int64(MaxRange)
	if j.Piece > 0 {
		most = min(most, max(j.Piece, minPiece))
	}
	type placed struct {
		Range
		place int
	}
	bySource := func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.From, b.From))
	}
	wanted := make([]placed, len(j.Ranges))
	bytes := make([]int64, len(j.Addresses))
	for i, r := range j.Ranges {
		wanted[i] = placed{r, i}
		bytes[r.Stream] += r.To - r.From
	}
	slices.SortStableFunc(wanted, bySource)
	sorted := make([]Range, len(wanted))
	for i, w := range wanted {
		sorted[i] = w.Range
	}
	var pieces []placed
	for _, r := range joinRanges(sorted) {
		for _, p := range cutRange(r, min(pieceSize(bytes[r.Stream], connections), most)) {
			i, exact := slices.BinarySearchFunc(wanted, placed{p, 0}, bySource)
			if !exact {
				i-- // it begins inside a wanted range
			}
			pieces = append(pieces, placed{p, wanted[i].place})
		}
	}
	slices.SortStableFunc(pieces, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	out := make([]Range, len(pieces))
	for i, p := range pieces {
		out[i] = p.Range
	}
	return out, nil
}

// checkJob returns an error for a job that is a mistake of the caller.
func checkJob(j Job) error {
	wanted := make([]byterange.Set, len(j.Addresses))
	for _, r := range j.Ranges {
		if r.Stream < 0 || r.Stream >= len(j.Addresses) {
			return fmt.Errorf("transfer: range of stream %d of %d", r.Stream, len(j.Addresses))
		}
		size := j.Addresses[r.Stream].Size
		if r.From < 0 || r.From > r.To || r.To > size {
			return fmt.Errorf("transfer: range %d-%d of a stream of %d bytes", r.From, r.To, size)
		}
		bytes := byterange.Range{From: r.From, To: r.To}
		if wanted[r.Stream].Overlaps(bytes) {
			return fmt.Errorf("transfer: range %d-%d of stream %d is wanted twice", r.From, r.To, r.Stream)
		}
		wanted[r.Stream].Add(bytes)
	}
	if j.Journal != nil {
		if n := len(j.Journal.Identity().Streams); n != len(j.Addresses) {
			return fmt.Errorf("transfer: journal of %d streams for %d", n, len(j.Addresses))
		}
	}
	return nil
}

// joinRanges joins each range with the one before it if it starts where that ends,
// and leaves out empty ranges.
func joinRanges(ranges []Range) []Range {
	var out []Range
	for _, r := range ranges {
		last := len(out) - 1
		switch {
		case r.From == r.To:
		case last >= 0 && out[last].Stream == r.Stream && out[last].To == r.From:
			out[last].To = r.To
		default:
			out = append(out, r)
		}
	}
	return out
}

// cutRange divides a range into equal parts of at most each bytes.
func cutRange(r Range, each int64) []Range {
	n := (r.To - r.From + each - 1) / each
	size := (r.To - r.From + n - 1) / n
	out := make([]Range, 0, n)
	for from := r.From; from < r.To; from += size {
		out = append(out, Range{Stream: r.Stream, From: from, To: min(from+size, r.To)})
	}
	return out
}

// pieceSize is how many of a stream's bytes to ask for in one request, so that all
// connections get the same number of pieces, none below minPiece.
func pieceSize(bytes int64, connections int) int64 {
	n := (bytes + MaxRange - 1) / MaxRange
	c := int64(connections)
	n = (n + c - 1) / c * c
	return min(max((bytes+n-1)/n, minPiece), MaxRange)
}

// An InOrder job holds at most reorderPieces pieces in memory that were handed out
// and are not written yet, each of at most reorderPiece bytes.
const (
	reorderPiece  = 512 << 10
	reorderPieces = 32
)

// planInOrder divides what a job wants into pieces for a reorder buffer. The
// pieces of one stream are needed one after the other, each to its end, so only
// one of each stream can be half written and occupy memory for long. The pieces
// of a small stream are smaller, because they last as long as those of a large
// one.
func planInOrder(j Job, connections int) []Range {
	type placed struct {
		Range
		place int
	}
	var pieces []placed
	largest := int64(1)
	for _, a := range j.Addresses {
		largest = max(largest, a.Size)
	}
	for stream := range j.Addresses {
		var wanted []Range
		var places []int
		var bytes int64
		for i, r := range j.Ranges {
			if r.Stream == stream && r.From < r.To {
				wanted, places = append(wanted, r), append(places, i)
				bytes += r.To - r.From
			}
		}
		i := 0
		for _, run := range joinRanges(wanted) {
			share := max(int64(float64(reorderPiece)*float64(j.Addresses[stream].Size)/float64(largest)), minPiece)
			for _, p := range cutRange(run, min(pieceSize(bytes, connections), share)) {
				for p.From < wanted[i].From || p.From >= wanted[i].To {
					i++
				}
				pieces = append(pieces, placed{p, places[i]})
			}
		}
	}
	slices.SortStableFunc(pieces, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	out := make([]Range, len(pieces))
	for i, p := range pieces {
		out[i] = p.Range
	}
	return out
}
