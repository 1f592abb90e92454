package mp4

import (
	"fmt"
	"slices"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// readSamples makes the tables of a track; parts are those that the file has of the
// video, nil for all, and scale is the timescale of the movie.
func (r fragmentReader) readSamples(t *track, parts []media.Clip, scale uint64) (*samples, error) {
	if len(parts) == 0 {
		s := &samples{}
		return s, r.readPart(t, t.placements, s)
	}
	var list []*samples
	clock := partClock{track: t, scale: scale}
	for i, p := range t.parts {
		at := t.placementsOf(p.src)
		find := r.findTrim
		if t.kind == "soun" && len(parts) > 1 {
			find = r.findSound
		}
		clock.begin(p, parts[i], i == len(parts)-1)
		selected, err := find(t, at, &clock)
		if err != nil {
			return nil, err
		}
		s := &samples{selection: selected}
		if err := r.readPart(t, at, s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return t.join(list, scale)
}

// readPart makes the tables of fragments.
func (r fragmentReader) readPart(t *track, at []placement, s *samples) error {
	if err := r.readFragments(t, at, s); err != nil {
		return err
	}
	if s.count == 0 {
		return fmt.Errorf("%w: no samples", media.ErrDamaged)
	}
	if s.selection != nil {
		s.lengthen()
	} else {
		s.stts.Add(s.last)
	}
	return nil
}

// findSound finds the packets of a part that is joined with others. It begins and ends
// with the packet that keeps the sound in step: how much the sound of the parts before
// is too long or too short counts. The first part begins, and the last one ends, at
// the sample.
func (r fragmentReader) findSound(t *track, at []placement, c *partClock) (*selection, error) {
	p := c.now
	var times []int64                      // of the packets, and behind the last one
	s := &samples{selection: &selection{}} // none
	s.visit = func(x mp4.Sample, _ int64) { times = append(times, int64(s.next)-int64(x.Dur)) }
	if err := r.readFragments(t, at, s); err != nil {
		return nil, err
	}
	n := len(times)
	if n == 0 {
		return nil, fmt.Errorf("%w: no samples", media.ErrDamaged)
	}
	times = append(times, int64(s.next))
	if missing := max(times[0]-p.from, p.to-times[n]); !p.first && t.time(times[0]-p.from) > maxMissing ||
		!p.last && p.to < noEnd && t.time(missing) > maxMissing {
		return nil, fmt.Errorf("%w: part is not where it says", media.ErrIndex)
	}
	ahead := c.inTrack(c.ended) - t.units(c.before) // of the picture
	k := &selection{shown: -1}
	var first int
	from := p.from
	if c.before > 0 {
		from += ahead
		first = nearest(times[:n], from)
		k.media = times[first]
	} else {
		first = max(0, nearest(times[:n], from)-1)
		for first+1 < n && times[first+1] <= from {
			first++
		}
		k.media = min(max(from, times[first]), times[n]-1)
	}
	packet := times[first+1] - times[first]
	if late := times[first] - from; late > packet/2 { // there is no sound yet
		k.wait = bin.Scale(uint64(late), c.scale, uint64(t.timescale))
	}
	behind := n
	k.end = times[n]
	if !c.open {
		// As long as what makes the sound and the picture end together.
		want := k.media + t.units(c.until) - c.inTrack(c.ended+k.wait)
		behind = first + 1 + nearest(times[first+1:], want)
		k.end = times[behind]
		if c.last && want > k.media && want < times[n] {
			behind = first + 1
			for times[behind] < want {
				behind++
			}
			k.end = want
		}
	}
	k.from, k.to = first, behind
	if c.before == 0 {
		k.from = max(0, first-1) // the decoder needs the one before; of other parts it has another
	}
	k.length = bin.Scale(uint64(max(1, k.end-k.media)), c.scale, uint64(t.timescale))
	c.end(k, bin.Scale(uint64(max(packet, 0)), c.scale, uint64(t.timescale)))
	return k, nil
}

// nearest returns the index of the time that is nearest to t, in a list in order.
func nearest(times []int64, t int64) int {
	i, _ := slices.BinarySearch(times, t)
	if i == len(times) || i > 0 && t-times[i-1] <= times[i]-t {
		i--
	}
	return i
}

// join makes one table of those of the parts. The media times of the file have no gaps
// where parts were left out.
func (t *track) join(list []*samples, scale uint64) (*samples, error) {
	if t.kind != "soun" && len(list) > 1 {
		return t.joinPictures(list, scale)
	}
	all := &samples{finer: 1}
	for _, s := range list {
		if all.count > 0 {
			all.stts.Add(all.last)
		}
		all.append(s)
	}
	all.stts.Add(all.last)
	return all, nil
}

// append adds the samples of a part and its edit list.
func (s *samples) append(part *samples) {
	start := int64(s.next)
	edits := part.selection.edits(start + part.selection.media - int64(part.first))
	if n := len(s.edits); n > 0 && part.selection.wait == 0 && s.edits[n-1].Media >= 0 {
		s.edits[n-1].Length += edits[0].Length // the sound continues without a gap
		edits = edits[1:]
	}
	s.edits = append(s.edits, edits...)
	s.addRows(part)
	s.stts.AddAll(part.stts)
	s.ctts.AddAll(part.ctts)
	s.composed = s.composed || part.composed
	s.signed = s.signed || part.signed
	if begin := start + part.begin; s.count == part.count || begin < s.begin {
		s.begin = begin
	}
	s.end = max(s.end, start+part.end)
	s.next += part.next - part.first
	s.last = part.last
}
