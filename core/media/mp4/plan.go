package mp4

import (
	"cmp"
	"slices"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// plan determines the places of the reserve, the mdat and, by the indexes, of all
// fragments.
func (m *layout) plan(reserve int64) {
	m.ftyp = m.fileType()
	var media int64
	for _, t := range m.tracks {
		reserve += t.tableReserve()
		if m.sequential {
			t.next = t.begin
			media += t.size - t.begin
			continue
		}
		for _, f := range t.frags {
			media += f.size
		}
	}
	w := &builder{}
	if media+8 < 1<<32 {
		w.u32(uint32(media + 8))
		w.text("mdat")
	} else {
		w.u32(1)
		w.text("mdat")
		w.u64(uint64(media + 16))
	}
	m.mdat = w.b
	// The media begin at a multiple of a page.
	start := bin.RoundUp(int64(len(m.ftyp))+reserve+2048+int64(len(m.mdat)), 4096)
	m.reserve = start - int64(len(m.ftyp)) - int64(len(m.mdat))
	m.data, m.tail, m.end = start, start, start+media
	if m.sequential {
		m.ranges = m.slices(bin.SliceSize)
	} else {
		m.placeFragments()
	}
}

// fileType is the ftyp box (§4.3). iso4 stands for signed composition offsets.
func (m *layout) fileType() []byte {
	brands := []string{"isom", "isom", "iso2", "iso4", "mp41"}
	for _, t := range m.tracks {
		if t.codec == "avc1" || t.codec == "av01" {
			brands = append(brands, t.codec)
		}
	}
	if len(m.tracks) == 1 && m.tracks[0].kind == "soun" {
		brands = []string{"M4A ", "M4A ", "mp42", "isom", "iso2"}
	}
	w := &builder{}
	w.box("ftyp", func() {
		w.text(brands[0])
		w.u32(512)
		for _, b := range brands[1:] {
			w.text(b)
		}
	})
	return w.b
}

// placeFragments gives every fragment its place, by time. Sound goes first
// among equals: it is small, and a reader does not have to queue video while it
// looks for sound.
func (m *layout) placeFragments() {
	type entry struct {
		track int
		fragment
	}
	var all []entry
	for i, t := range m.tracks {
		for _, f := range t.frags {
			all = append(all, entry{i, f})
		}
	}
	rank := func(e entry) int {
		if m.tracks[e.track].kind == "soun" {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(rank(a), rank(b)))
	})
	for _, e := range all {
		t := m.tracks[e.track]
		t.placements = append(t.placements, placement{e.src, e.size, m.tail})
		m.tail += e.size
		m.ranges = bin.AppendRange(m.ranges, media.Range{Track: e.track, From: e.src, To: e.src + e.size})
	}
	for _, t := range m.tracks { // times need not rise with offsets
		slices.SortFunc(t.placements, func(a, b placement) int { return cmp.Compare(a.src, b.src) })
	}
}
