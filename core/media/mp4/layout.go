package mp4

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"sync"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// New returns the layout of an MP4 file made of one fragmented stream for each
// track, or of an M4A file if the only one is sound:
//
//	ftyp | reserve for moov and chapter text, a free box until Finish | one mdat: the fragments of all tracks by time
//
// Every byte is written once, at its final place. Fragments are placed whole:
// their moof boxes stay as unused bytes of the mdat, which ISO/IEC 14496-12
// §8.1.1 allows. The sidx of each stream determines the places. A stream whose
// sidx is missing, hierarchical or in contradiction to the head makes the layout
// one in order: boxes get their places as they arrive.
//
// Of a clip, only the fragments that hold it are placed, and its edit lists begin
// and end it between two key frames. That takes an index: without one in each
// stream, and with Options.InOrder, the error wraps ErrNoIndex. For a clip that
// begins behind the end of all streams it wraps ErrOutside; one that ends behind
// it lasts to the end.
//
// The same heads and Options.Reserve, Clip and InOrder always make the same layout.
// Errors about the streams wrap ErrDamaged.
func New(f media.File, heads []media.Head, o media.Options) (l media.Layout, err error) {
	defer bin.RecoverDamage(&err)
	if len(heads) == 0 || len(heads) > bin.MaxTracks {
		return nil, fmt.Errorf("%d streams cannot make a file", len(heads))
	}
	m := &layout{file: f, sequential: o.InOrder, clip: o.Clip}
	for i, h := range heads {
		if h.Size > bin.MaxSize {
			return nil, fmt.Errorf("%w: stream %d is too large", media.ErrDamaged, i)
		}
		s, err := readHead(h)
		if err != nil {
			return nil, fmt.Errorf("%w: stream %d: %w", media.ErrDamaged, i, err)
		}
		m.sequential = m.sequential || s.frags == nil
		m.tracks = append(m.tracks, &track{streamInfo: s})
	}
	if o.Clip != (media.Clip{}) {
		if err := m.chooseFragments(o.Clip); err != nil {
			return nil, err
		}
	}
	m.plan(max(0, min(o.Reserve, bin.MaxReserve)))
	if m.sequential && len(o.State) > 0 {
		if err := m.restore(o.State); err != nil {
			return nil, fmt.Errorf("%w: saved state: %w", media.ErrDamaged, err)
		}
	}
	if err := m.writeFront(o.Resume); err != nil {
		return nil, err
	}
	return m, nil
}

// layout is the media.Layout of an MP4 file.
type layout struct {
	file       media.File
	tracks     []*track
	ftyp       []byte
	reserve    int64         // bytes between ftyp and mdat, a free box until Finish
	mdat       []byte        // its header
	data       int64         // offset of the mdat's content
	end        int64         // offset of the first byte behind the content
	ranges     []media.Range // what to fetch, in output order
	sequential bool
	clip       media.Clip

	mu   sync.Mutex // guards what changes as bytes arrive in order: tail and the tracks' placements, next and held
	tail int64      // where the next box goes
}

// track is one stream and the places of its bytes.
type track struct {
	*streamInfo
	placements []placement // by source offset, without overlap
	clip       *clipRange  // what a clip takes; nil for all of it

	next int64  // in order: offset of the first byte that has not arrived
	held []byte // in order: the bytes before next if they are only a part of a box header
}

// placement is bytes that are contiguous both in the stream and in the file.
type placement struct{ src, size, out int64 }

// writeFront writes what is known before any media: ftyp, the reserve as a free
// box (§8.1.2) and the header of the mdat.
func (m *layout) writeFront(resume bool) error {
	front := &builder{b: slices.Clone(m.ftyp)}
	front.u32(uint32(m.reserve))
	front.text("free")
	parts := []struct {
		b  []byte
		at int64
	}{{front.b, 0}, {m.mdat, m.data - int64(len(m.mdat))}}
	for _, p := range parts {
		if resume {
			there := make([]byte, len(p.b))
			if err := bin.ReadFull(m.file, there, p.at); err == nil && bytes.Equal(there, p.b) {
				continue
			}
		}
		if _, err := m.file.WriteAt(p.b, p.at); err != nil {
			return err
		}
	}
	return nil
}

// Ranges implements media.Layout. The ranges of a layout in order that was given a state
// begin behind the bytes that the state covers.
func (m *layout) Ranges() []media.Range {
	if !m.sequential {
		return slices.Clone(m.ranges)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var rest []media.Range
	for _, r := range m.ranges {
		r.From = max(r.From, m.tracks[r.Track].next)
		if r.From < r.To {
			rest = bin.AppendRange(rest, r)
		}
	}
	return rest
}

// Total implements media.Layout.
func (m *layout) Total() int64 { return bin.TotalBytes(m.ranges) }

// InOrder implements media.Layout.
func (m *layout) InOrder() bool { return m.sequential }

// WriteAt implements media.Layout. Bytes that the file does not need, such as the
// init segment and the index, are accepted and ignored.
func (m *layout) WriteAt(track int, p []byte, off int64) (err error) {
	defer bin.RecoverDamage(&err)
	t, err := m.stream(track, len(p), off)
	if err != nil {
		return err
	}
	if m.sequential {
		m.mu.Lock()
		defer m.mu.Unlock()
		if err := m.placeBoxes(t, p, off); err != nil {
			return err
		}
	}
	if err := m.put(t, p, off); err != nil {
		return err
	}
	if m.sequential {
		t.arrived(p, off)
	}
	return nil
}

// put writes those of the bytes p at the source offset off that have a place.
func (m *layout) put(t *track, p []byte, off int64) error {
	for i := t.from(off); i < len(t.placements); i++ {
		c := t.placements[i]
		skip := max(0, c.src-off)
		if skip >= int64(len(p)) {
			return nil
		}
		p, off = p[skip:], off+skip
		n := min(int64(len(p)), c.src+c.size-off)
		if _, err := m.file.WriteAt(p[:n], c.out+off-c.src); err != nil {
			return err
		}
		p, off = p[n:], off+n
	}
	return nil
}

// ReadAt implements media.Layout. It fails on bytes that have no place in the file.
func (m *layout) ReadAt(track int, p []byte, off int64) error {
	t, err := m.stream(track, len(p), off)
	if err != nil {
		return err
	}
	if m.sequential {
		m.mu.Lock()
		defer m.mu.Unlock()
	}
	if off < int64(len(t.head)) {
		n := copy(p, t.head[off:])
		p, off = p[n:], off+int64(n)
	}
	for len(p) > 0 {
		out, n := t.place(off)
		if n == 0 {
			return fmt.Errorf("no bytes at %d of stream %d", off, track)
		}
		n = min(n, int64(len(p)))
		if err := bin.ReadFull(m.file, p[:n], out); err != nil {
			return err
		}
		p, off = p[n:], off+n
	}
	return nil
}

func (m *layout) stream(track, n int, off int64) (*track, error) {
	if track < 0 || track >= len(m.tracks) {
		return nil, fmt.Errorf("no stream %d", track)
	}
	t := m.tracks[track]
	if off < 0 || off+int64(n) > t.size {
		return nil, fmt.Errorf("bytes %d to %d are outside stream %d", off, off+int64(n), track)
	}
	return t, nil
}

// from returns the index of the first placement that ends behind the source offset.
func (t *track) from(off int64) int {
	return sort.Search(len(t.placements), func(i int) bool { return t.placements[i].src+t.placements[i].size > off })
}

// place returns the offset in the file of a source offset, and how many bytes are
// contiguous from there on; 0 if it has no place.
func (t *track) place(off int64) (out, n int64) {
	i := t.from(off)
	if i == len(t.placements) || t.placements[i].src > off {
		return 0, 0
	}
	c := t.placements[i]
	return c.out + off - c.src, c.src + c.size - off
}
