package mp4

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// boxPlacer gives the boxes of streams their places in the order in which they arrive.
type boxPlacer struct {
	file   media.File
	tracks []*track
	data   int64 // offset of the first place
	end    int64 // offset behind the last one
	tail   int64 // where the next box goes
}

// placeBoxes gives every box whose header is complete with p, the bytes at
// off, a place at the tail of the file. All bytes before off must have arrived.
func (q *boxPlacer) placeBoxes(t *track, p []byte, off int64) error {
	if off > t.next {
		return fmt.Errorf("bytes %d to %d of a stream that must come in order are left out", t.next, off)
	}
	end := off + int64(len(p))
	for {
		at := t.placed()
		if at >= end || at >= t.size {
			return nil
		}
		head := append(make([]byte, 0, 16), t.held...)
		if from := at + int64(len(head)); from < end {
			rest := p[from-off:]
			head = append(head, rest[:min(len(rest), 16-len(head))]...)
		}
		size := t.size - at
		if size >= 8 { // else a few stray bytes at the end
			h, err := bmff.ReadHeader(head, size)
			if errors.Is(err, bmff.ErrShort) && at+int64(len(head)) < t.size {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%w: at byte %d: %w", media.ErrDamaged, at, err)
			}
			size = h.Size
		}
		if len(t.held) > 0 {
			if _, err := q.file.WriteAt(t.held, q.tail); err != nil {
				return err
			}
			t.held = nil
		}
		t.add(placement{at, size, q.tail})
		q.tail += size
	}
}

// stateVersion is the first byte of a saved state.
const stateVersion = 1

// state returns up to which byte each stream has arrived, and where its boxes are.
func (q *boxPlacer) state() []byte {
	b := []byte{stateVersion}
	b = binary.AppendUvarint(b, uint64(q.end))
	for _, t := range q.tracks {
		b = binary.AppendUvarint(b, uint64(t.next))
		b = binary.AppendUvarint(b, uint64(len(t.held)))
		b = append(b, t.held...)
		b = binary.AppendUvarint(b, uint64(len(t.placements)))
		for _, p := range t.placements {
			b = binary.AppendUvarint(b, uint64(p.size))
			b = binary.AppendUvarint(b, uint64(p.out-q.data))
		}
	}
	return b
}

// restore continues from what state returned for the same streams.
func (q *boxPlacer) restore(state []byte) error {
	r := bin.NewStateReader(state)
	if r.Byte() != stateVersion {
		return errors.New("of another version")
	}
	if r.Int(q.end) != q.end {
		return errors.New("of another file")
	}
	for _, t := range q.tracks {
		t.next = r.Int(t.size)
		t.held = r.Bytes(r.Int(15))
		for n := r.Int(int64(len(state))); n > 0 && r.Err == nil; n-- {
			p := placement{src: t.placed(), size: r.Int(t.size), out: q.data + r.Int(q.end)}
			if p.size == 0 || p.size > t.size-p.src || p.size > q.end-p.out {
				return errors.New("a box is out of bounds")
			}
			t.add(p)
			q.tail += p.size
		}
		if held := max(0, t.next-t.placed()); t.next < t.begin || int64(len(t.held)) != held {
			return errors.New("offsets contradict each other")
		}
	}
	return r.End()
}
