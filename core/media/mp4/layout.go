package mp4

import (
	"bytes"
	"fmt"
	"slices"
	"sync"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
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
// What Options.Cuts leaves out is made the same way: fragments that are wholly within a
// cut are not placed, and the edit lists have an entry for each part between the cuts.
// Of pictures with sound, a cut between two parts begins and ends where a packet of sound
// does, at most half a packet (12 ms at 44.1 kHz, 23 ms at 22.05 kHz) from where it was asked
// for, so that the sound stays in step to the unit of its timescale; Summary.Cuts has the
// cuts that are made. Where the stream's packets are not where its first fragment lets
// expect, the sound is cut at the packet that keeps it in step: half a packet early or
// late at most. Of sound alone, nothing has to be in step: a part begins and ends within half
// a packet of where it should, and the errors do not add up.
//
// The same heads and Options.Reserve, Clip, Cuts and InOrder always make the same layout.
// Errors about the streams wrap ErrDamaged.
func New(f media.File, heads []media.Head, o media.Options) (l media.Layout, err error) {
	defer bin.RecoverDamage(&err)
	if len(heads) == 0 || len(heads) > bin.MaxTracks {
		return nil, fmt.Errorf("%d streams cannot make a file", len(heads))
	}
	m := &layout{file: f, sequential: o.InOrder, resumed: o.Resume, clip: o.Clip}
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
	if o.Clip != (media.Clip{}) || len(o.Cuts) > 0 {
		if m.parts, m.cuts, err = chooseFragments(m.tracks, m.sequential, o.Clip, o.Cuts); err != nil {
			return nil, err
		}
	}
	m.plan = newPlan(m.tracks, m.sequential, max(0, min(o.Reserve, bin.MaxReserve)))
	m.boxes = boxPlacer{file: f, tracks: m.tracks, data: m.plan.data, end: m.plan.end, tail: m.plan.data}
	if m.sequential && len(o.State) > 0 {
		if err := m.boxes.restore(o.State); err != nil {
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
	plan       plan
	sequential bool // the layout is one in order
	resumed    bool // the file is of an earlier start
	clip       media.Clip
	cuts       media.Cuts   // that are made
	parts      []media.Clip // what is left of the clip; nil for all of the video

	mu    sync.Mutex // guards what changes as bytes arrive in order: boxes and the tracks' placements, next and held
	boxes boxPlacer
}

// writeFront writes what is known before any media: ftyp, the reserve as a free
// box (§8.1.2) and the header of the mdat.
func (m *layout) writeFront(resume bool) error {
	front := &bmff.Builder{B: slices.Clone(m.plan.ftyp)}
	front.U32(uint32(m.plan.reserve))
	front.Text("free")
	parts := []struct {
		b  []byte
		at int64
	}{{front.B, 0}, {m.plan.mdat, m.plan.data - int64(len(m.plan.mdat))}}
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
		return slices.Clone(m.plan.ranges)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var rest []media.Range
	for _, r := range m.plan.ranges {
		r.From = max(r.From, m.tracks[r.Track].next)
		if r.From < r.To {
			rest = bin.AppendRange(rest, r)
		}
	}
	return rest
}

// Total implements media.Layout.
func (m *layout) Total() int64 { return bin.TotalBytes(m.plan.ranges) }

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
		if err := m.boxes.placeBoxes(t, p, off); err != nil {
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
		if n == 0 && m.sequential {
			if i := off - t.next + int64(len(t.held)); i >= 0 && i+int64(len(p)) <= int64(len(t.held)) {
				copy(p, t.held[i:])
				return nil
			}
		}
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

// Place implements media.Placer.
func (m *layout) Place(track int, off int64) (at, n int64) {
	if m.sequential || track < 0 || track >= len(m.tracks) {
		return 0, 0
	}
	return m.tracks[track].place(off)
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
	return m.boxes.state()
}
