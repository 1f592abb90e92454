package mp4

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// slices interleaves the streams in parts of at most slice bytes, in proportion to
// their sizes, since without an index nothing is known of their times.
func (m *layout) slices(slice int64) []media.Range {
	var largest int64
	for _, t := range m.tracks {
		largest = max(largest, t.size-t.begin)
	}
	n := (largest + slice - 1) / slice
	var list []media.Range
	for k := range n {
		for _, kind := range []string{"soun", "vide"} {
			for i, t := range m.tracks {
				size := uint64(t.size - t.begin)
				from := t.begin + int64(bin.Scale(size, uint64(k), uint64(n)))
				to := t.begin + int64(bin.Scale(size, uint64(k+1), uint64(n)))
				if t.kind == kind && from < to {
					list = bin.AppendRange(list, media.Range{Track: i, From: from, To: to})
				}
			}
		}
	}
	return list
}

// placed returns the offset of the first byte of t that has no place yet,
// which is where its next box starts.
func (t *track) placed() int64 {
	if len(t.placements) == 0 {
		return t.begin
	}
	last := t.placements[len(t.placements)-1]
	return last.src + last.size
}

// placeBoxes gives every box whose header is complete with p, the bytes at
// off, a place at the tail of the file. All bytes before off must have arrived.
func (m *layout) placeBoxes(t *track, p []byte, off int64) error {
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
			h, err := readHeader(head, size)
			if errors.Is(err, errShort) && at+int64(len(head)) < t.size {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%w: at byte %d: %w", media.ErrDamaged, at, err)
			}
			size = h.size
		}
		if len(t.held) > 0 {
			if _, err := m.file.WriteAt(t.held, m.tail); err != nil {
				return err
			}
			t.held = nil
		}
		t.add(placement{at, size, m.tail})
		m.tail += size
	}
}

// add appends a placement, as one with the last if they are adjacent.
func (t *track) add(p placement) {
	if n := len(t.placements); n > 0 {
		if last := &t.placements[n-1]; last.src+last.size == p.src && last.out+last.size == p.out {
			last.size += p.size
			return
		}
	}
	t.placements = append(t.placements, p)
}

// arrived records that p, the bytes at off, are in the file, except for the part
// of a box header at their end that has no place yet.
func (t *track) arrived(p []byte, off int64) {
	end := off + int64(len(p))
	if end <= t.next {
		return
	}
	if from := max(t.placed(), t.next); from < end {
		t.held = append(t.held, p[from-off:]...)
	}
	t.next = end
}

// stateVersion is the first byte of a saved state.
const stateVersion = 1

// State implements media.Layout. It says up to which byte each stream was passed to
// WriteAt and where the boxes so far were placed, in some 10 bytes for each
// slice fetched. It may be called at any moment, also during WriteAt. See
// media.Options.State.
func (m *layout) State() []byte {
	if !m.sequential {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	b := []byte{stateVersion}
	b = binary.AppendUvarint(b, uint64(m.end))
	for _, t := range m.tracks {
		b = binary.AppendUvarint(b, uint64(t.next))
		b = binary.AppendUvarint(b, uint64(len(t.held)))
		b = append(b, t.held...)
		b = binary.AppendUvarint(b, uint64(len(t.placements)))
		for _, p := range t.placements {
			b = binary.AppendUvarint(b, uint64(p.size))
			b = binary.AppendUvarint(b, uint64(p.out-m.data))
		}
	}
	return b
}

// restore continues from what State returned for the same layout.
func (m *layout) restore(state []byte) error {
	r := bin.NewStateReader(state)
	if r.Byte() != stateVersion {
		return errors.New("of another version")
	}
	if r.Int(m.end) != m.end {
		return errors.New("of another file")
	}
	for _, t := range m.tracks {
		t.next = r.Int(t.size)
		t.held = r.Bytes(r.Int(15))
		for n := r.Int(int64(len(state))); n > 0 && r.Err == nil; n-- {
			p := placement{src: t.placed(), size: r.Int(t.size), out: m.data + r.Int(m.end)}
			if p.size == 0 || p.size > t.size-p.src || p.size > m.end-p.out {
				return errors.New("a box is out of bounds")
			}
			t.add(p)
			m.tail += p.size
		}
		if held := max(0, t.next-t.placed()); t.next < t.begin || int64(len(t.held)) != held {
			return errors.New("offsets contradict each other")
		}
	}
	return r.End()
}
