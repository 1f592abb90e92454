package mp4

import (
	"math"
	"sort"

	"github.com/hilo-app/hilo/core/byterange"
)

// track is one stream and where its bytes go.
type track struct {
	*streamInfo
	placements []placement // by source offset, without overlap
	parts      []clipRange // what the file has of it; nil for all

	next int64  // in order: offset of the first byte that has not arrived
	held []byte // in order: the bytes before next if they are only a part of a box header
}

// placement is bytes that lie together both in the stream and in the file.
type placement struct{ src, size, out int64 }

// clipRange is what a clip, or a part between cuts, takes of a track: what is shown from one media time of
// the stream up to another, in its timescale.
type clipRange struct {
	from, to int64
	// Whether the fragments that were chosen are the first and the last ones.
	first, last bool
	src         byterange.Range // of the fragments
}

// noEnd is a media time behind all others.
const noEnd = 1 << 62

// from returns the index of the first placement that ends behind the source offset.
func (t *track) from(off int64) int {
	return sort.Search(len(t.placements), func(i int) bool { return t.placements[i].src+t.placements[i].size > off })
}

// place returns where the source offset is in the file, and how many bytes lie
// together from there on; none if it has no place.
func (t *track) place(off int64) (out, n int64) {
	i := t.from(off)
	if i == len(t.placements) || t.placements[i].src > off {
		return 0, 0
	}
	c := t.placements[i]
	return c.out + off - c.src, c.src + c.size - off
}

// placementsOf returns the placements of bytes of the stream.
func (t *track) placementsOf(r byterange.Range) []placement {
	to := t.from(r.To)
	for to < len(t.placements) && t.placements[to].src < r.To {
		to++
	}
	return t.placements[t.from(r.From):to]
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

// add appends a placement, as one with the last if they lie together.
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

// origin returns when the first of some tracks starts, in seconds, or 0 if that
// is earlier than a second. The starts are in units of each track's timescale.
func origin(tracks []*track, starts []int64) float64 {
	first := math.Inf(1)
	for i, t := range tracks {
		first = min(first, float64(starts[i])/float64(t.timescale))
	}
	if first < 1 {
		return 0
	}
	return first
}
