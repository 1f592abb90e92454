package transfer

import (
	"slices"
	"sync"

	"github.com/hilo-app/hilo/core/byterange"
)

// reorderBuffer puts pieces that come over several connections at once back into
// the order of the job. Pieces are handed out in the order in which the job needs
// their first bytes, and only while there is space, so that the piece needed next
// is always being fetched or already held.
type reorderBuffer struct {
	order []Range    // what is left to be written; used by store only
	pool  *sync.Pool // of the memory of pieces

	mu   sync.Mutex
	held []*bufferedPiece
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

// admits reports whether there is space for one more piece. A nil buffer has.
func (w *reorderBuffer) admits() bool {
	if w == nil {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.held) < reorderPieces
}

// hold allocates the memory of a piece. A nil buffer needs none.
func (w *reorderBuffer) hold(r Range) {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = append(w.held, &bufferedPiece{Range: r, buf: w.pool.Get().(*[]byte), left: r.To - r.From})
}

// find returns the piece that contains a byte; nil when it was not handed out.
func (w *reorderBuffer) find(stream int, off int64) *bufferedPiece {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.held {
		if h.Stream == stream && h.From <= off && off < h.To {
			return h
		}
	}
	return nil
}

// store keeps bytes of a piece, and writes all that come next in the order of the
// job. freed says that there is space for another piece. It must not be called
// twice at once.
func (w *reorderBuffer) store(stream int, b []byte, off int64, write func(stream int, b []byte, off int64) error) (freed bool, err error) {
	h := w.find(stream, off)
	copy((*h.buf)[off-h.From:], b)
	h.got.Add(byterange.Range{From: off, To: off + int64(len(b))})
	for len(w.order) > 0 {
		r := &w.order[0]
		h := w.find(r.Stream, r.From)
		if h == nil {
			return freed, nil
		}
		to := min(r.To, h.To, h.got.End(r.From))
		if to == r.From {
			return freed, nil
		}
		if err := write(r.Stream, (*h.buf)[r.From-h.From:to-h.From], r.From); err != nil {
			return freed, err
		}
		h.left -= to - r.From
		if r.From = to; r.From == r.To {
			w.order = w.order[1:]
		}
		if h.left == 0 {
			w.release(h)
			freed = true
		}
	}
	return freed, nil
}

// release frees the memory of a piece for another one.
func (w *reorderBuffer) release(h *bufferedPiece) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held = slices.DeleteFunc(w.held, func(x *bufferedPiece) bool { return x == h })
	w.pool.Put(h.buf)
}

// close drops what could not be written. A nil buffer has nothing.
func (w *reorderBuffer) close() {
	if w == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.held {
		w.pool.Put(h.buf)
	}
	w.held = nil
}
