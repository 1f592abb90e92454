package transfer

import (
	"slices"

	"github.com/hilo-app/hilo/core/byterange"
)

// needsReorder reports whether a job needs a reorder buffer. A single connection,
// or piece, keeps the order by itself.
func needsReorder(j Job, connections, pieces int) bool {
	return j.InOrder && connections > 1 && pieces > 1 && len(j.Addresses) < reorderPieces
}

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
