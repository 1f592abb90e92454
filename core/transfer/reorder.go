package transfer

import (
	"cmp"
	"slices"

	"github.com/hilo-app/hilo/core/byterange"
)

// An InOrder job holds at most reorderPieces pieces in memory that were handed out
// and are not written yet, each of at most reorderPiece bytes.
const (
	reorderPiece  = 512 << 10
	reorderPieces = 32
)

// reorderBuffer puts pieces that come over several connections at once back into
// the order of the job. Pieces are handed out in the order in which the job needs
// their first bytes, and only while there is space, so that the piece needed next
// is always being fetched or already held.
type reorderBuffer struct {
	order []Range          // what is left to be written; guarded by fetch.gate
	held  []*bufferedPiece // guarded by fetch.mu
}

// bufferedPiece is a piece and the memory for its bytes.
type bufferedPiece struct {
	Range
	buf  *[]byte // reorderPiece long
	got  byterange.Set
	left int64 // bytes not written
}

// needsReorder reports whether a job needs a reorder buffer. A single connection,
// or piece, keeps the order by itself.
func needsReorder(j Job, connections, pieces int) bool {
	return j.InOrder && connections > 1 && pieces > 1 && len(j.Addresses) < reorderPieces
}

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

// admits reports whether there is space for one more piece. A nil buffer has.
func (w *reorderBuffer) admits() bool { return w == nil || len(w.held) < reorderPieces }

// buffer allocates the memory of a piece.
func (f *fetch) buffer(r Range) {
	if f.reorder != nil {
		f.reorder.held = append(f.reorder.held, &bufferedPiece{Range: r, buf: f.c.pieces.Get().(*[]byte), left: r.To - r.From})
	}
}

// buffered returns the piece that contains a byte; nil when it was not handed out.
func (f *fetch) buffered(stream int, off int64) *bufferedPiece {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, h := range f.reorder.held {
		if h.Stream == stream && h.From <= off && off < h.To {
			return h
		}
	}
	return nil
}

// writeInOrder stores bytes of a piece, and writes all that come next in the order
// of the job. The caller holds gate.
func (f *fetch) writeInOrder(stream int, b []byte, off int64) error {
	h := f.buffered(stream, off)
	copy((*h.buf)[off-h.From:], b)
	h.got.Add(byterange.Range{From: off, To: off + int64(len(b))})
	for w := f.reorder; len(w.order) > 0; {
		r := &w.order[0]
		h := f.buffered(r.Stream, r.From)
		if h == nil {
			return nil
		}
		to := min(r.To, h.To, h.got.End(r.From))
		if to == r.From {
			return nil
		}
		if err := f.write(r.Stream, (*h.buf)[r.From-h.From:to-h.From], r.From); err != nil {
			return err
		}
		h.left -= to - r.From
		if r.From = to; r.From == r.To {
			w.order = w.order[1:]
		}
		if h.left == 0 {
			f.release(h)
		}
	}
	return nil
}

// release frees the memory of a piece for another one.
func (f *fetch) release(h *bufferedPiece) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.reorder.held = slices.DeleteFunc(f.reorder.held, func(x *bufferedPiece) bool { return x == h })
	f.c.pieces.Put(h.buf)
	f.signal()
}

// closeReorder drops what could not be written. No worker is running any more.
func (f *fetch) closeReorder() {
	if f.reorder == nil {
		return
	}
	for _, h := range f.reorder.held {
		f.c.pieces.Put(h.buf)
	}
	f.reorder.held = nil
}
