package mp4

import (
	"cmp"
	"math"
	"slices"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// plan is where the parts of a file are.
type plan struct {
	ftyp    []byte
	reserve int64         // bytes between ftyp and mdat, a free box until Finish
	mdat    []byte        // its header
	data    int64         // offset of the mdat's content
	end     int64         // offset of the first byte behind the content
	ranges  []media.Range // what to fetch, in output order
}

// newPlan determines the places of the reserve, the mdat and, by the indexes, of all
// fragments. Sequential boxes get their places as they arrive.
func newPlan(tracks []*track, sequential bool, reserve int64) plan {
	p := plan{ftyp: fileType(tracks)}
	var media int64
	for _, t := range tracks {
		reserve += t.tableReserve()
		if sequential {
			t.next = t.begin
			media += t.size - t.begin
			continue
		}
		for _, f := range t.frags {
			media += f.size
		}
	}
	w := &bmff.Builder{}
	if media+8 < 1<<32 {
		w.U32(uint32(media + 8))
		w.Text("mdat")
	} else {
		w.U32(1)
		w.Text("mdat")
		w.U64(uint64(media + 16))
	}
	p.mdat = w.B
	// The media begin at a multiple of a page.
	start := bin.RoundUp(int64(len(p.ftyp))+reserve+2048+int64(len(p.mdat)), 4096)
	p.reserve = start - int64(len(p.ftyp)) - int64(len(p.mdat))
	p.data, p.end = start, start+media
	if sequential {
		p.ranges = proportional(tracks, bin.SliceSize)
	} else {
		p.ranges = placeFragments(tracks, start)
	}
	return p
}

// fileType is the ftyp box (§4.3). iso4 stands for signed composition offsets.
func fileType(tracks []*track) []byte {
	brands := []string{"isom", "isom", "iso2", "iso4", "mp41"}
	for _, t := range tracks {
		if t.codec == "avc1" || t.codec == "av01" {
			brands = append(brands, t.codec)
		}
	}
	if len(tracks) == 1 && tracks[0].kind == "soun" {
		brands = []string{"M4A ", "M4A ", "mp42", "isom", "iso2"}
	}
	w := &bmff.Builder{}
	w.Box("ftyp", func() {
		w.Text(brands[0])
		w.U32(512)
		for _, b := range brands[1:] {
			w.Text(b)
		}
	})
	return w.B
}

// placeFragments gives every fragment its place, by time. Sound goes first
// among equals: it is small, and a reader does not have to queue video while it
// looks for sound. The first one is at the offset at. It returns what to fetch, in the
// order of the places.
func placeFragments(tracks []*track, at int64) (ranges []media.Range) {
	type entry struct {
		track int
		fragment
	}
	var all []entry
	for i, t := range tracks {
		for _, f := range t.frags {
			all = append(all, entry{i, f})
		}
	}
	rank := func(e entry) int {
		if tracks[e.track].kind == "soun" {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(rank(a), rank(b)))
	})
	for _, e := range all {
		t := tracks[e.track]
		t.placements = append(t.placements, placement{e.src, e.size, at})
		at += e.size
		ranges = bin.AppendRange(ranges, media.Range{Track: e.track, From: e.src, To: e.src + e.size})
	}
	for _, t := range tracks { // times need not rise with offsets
		slices.SortFunc(t.placements, func(a, b placement) int { return cmp.Compare(a.src, b.src) })
	}
	return ranges
}

// proportional interleaves the streams in parts of at most slice bytes, in proportion to
// their sizes, since without an index nothing is known of their times.
func proportional(tracks []*track, slice int64) []media.Range {
	var largest int64
	for _, t := range tracks {
		largest = max(largest, t.size-t.begin)
	}
	n := (largest + slice - 1) / slice
	var list []media.Range
	for k := range n {
		for _, kind := range []string{"soun", "vide"} {
			for i, t := range tracks {
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

// tableReserve estimates how many bytes the track takes in the moov, by what its
// head says. Where it is too low, Finish writes the moov behind the media.
func (t *track) tableReserve() int64 {
	length := t.duration.Seconds()
	if length == 0 { // assume a low bit rate
		length = float64(t.size) / 25_000
	}
	rate, each := 60.0, int64(4+8+8) // samples a second of video at most, if nothing is known; stsz, ctts, stts
	if t.kind == "soun" {
		rate, each = float64(t.timescale)/1024, 4 // AAC frames are 1024 samples long
	}
	if r, e := t.firstRate(); r > 0 {
		rate, each = r, e
	}
	fragments := int64(len(t.frags))
	if fragments == 0 {
		fragments = int64(length)
	}
	const perFragment = 8 + 12 + 4 + 8 // chunk offset, stsc, stss, stts
	n := int64(min(length*rate*1.01+64, bmff.MaxSamples))*each + fragments*perFragment
	// Durations may be false; tables are a small part of any real stream.
	return min(n, bin.MaxReserve, 64<<10+t.size/4) + int64(len(t.stsd)) + 1024
}

// firstRate returns the highest rate of samples in the first fragment, in
// samples a second, and the bytes that each takes in the tables; or 0.
func (t *track) firstRate() (rate float64, each int64) {
	moof := t.firstMoof()
	if moof == nil {
		return 0, 0
	}
	traf := bmff.Find(moof, "traf")
	tfhd, err1 := bmff.Decode[*mp4.TfhdBox](bmff.Find(traf, "tfhd"))
	trun, err2 := bmff.Decode[*mp4.TrunBox](bmff.Find(traf, "trun"))
	if err1 != nil || err2 != nil {
		return 0, 0
	}
	trun.AddSampleDefaultValues(tfhd, t.trex)
	shortest, longest := uint32(math.MaxUint32), uint32(0)
	each = 4
	for _, s := range trun.Samples {
		if s.Dur > 0 {
			shortest, longest = min(shortest, s.Dur), max(longest, s.Dur)
		}
		if s.CompositionTimeOffset != 0 {
			each = 4 + 8
		}
	}
	if longest == 0 {
		return 0, 0
	}
	if shortest != longest {
		each += 8
	}
	return float64(t.timescale) / float64(shortest), each
}
