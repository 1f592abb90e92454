package mp4

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// indexSlack is how far the times of an index may be off: some count by the
// order of decoding, some leave out what an edit list skips.
const indexSlack = 500 * time.Millisecond

// timing relates the times of a stream's index to those of its samples.
type timing struct {
	head  firstFragment
	zero  int64         // the media time at which the video begins
	shift time.Duration // from the index to the video
	exact bool          // else within indexSlack
}

// chooseFragments keeps only those fragments of each track that some parts of the
// video need, and returns the parts without those behind the end, and the cuts that are
// made between them. When the layout is sequential, or without an index in each stream,
// the error wraps ErrNoIndex.
func chooseFragments(tracks []*track, sequential bool, clip media.Clip, cuts media.Cuts) ([]media.Clip, media.Cuts, error) {
	parts := cuts.Parts(clip)
	if len(parts) == 0 {
		return nil, nil, fmt.Errorf("%w: nothing is left", media.ErrOutside)
	}
	for _, c := range parts {
		if err := c.Validate(0); err != nil {
			return nil, nil, err
		}
	}
	times := make([]timing, len(tracks))
	starts := make([]int64, len(tracks))
	for i, t := range tracks {
		if t.frags == nil || sequential {
			return nil, nil, fmt.Errorf("%w: stream %d", media.ErrNoIndex, i)
		}
		times[i].head = t.firstFragment()
		starts[i] = t.units(bmff.Bounded(t.frags[0].start))
		if s := times[i].head.samples; s != nil {
			starts[i] = int64(s.first) - t.mediaTime + t.delay
		}
	}
	begin := origin(tracks, starts)
	length := time.Duration(0)
	for i, t := range tracks {
		dropped := int64(math.Round(begin * float64(t.timescale)))
		x := &times[i]
		x.zero = t.mediaTime - t.delay + dropped
		if x.head.samples == nil {
			x.shift = -t.time(dropped)
		} else {
			x.shift, x.exact = t.indexShift(x.head, x.zero)
		}
		length = max(length, bmff.Bounded(t.frags[t.indexed()-1].end)+x.shift)
	}
	if err := parts[0].Validate(length); err != nil {
		return nil, nil, err
	}
	cuts = alignCuts(tracks, times, clip, cuts, length)
	parts = cuts.Parts(clip)
	for len(parts) > 1 && parts[len(parts)-1].From >= length {
		parts = parts[:len(parts)-1]
	}
	for i, t := range tracks {
		t.setParts(parts, times[i].zero)
		t.choose(parts, times[i])
	}
	return parts, cuts, nil
}

// alignCuts moves both ends of each cut between two parts of pictures with sound to where
// the nearest packet of sound begins, half a packet at most, so that the sound that is left
// out, which consists of whole packets, lasts as long as the pictures that are. What remains
// between two cuts and is shorter than a packet may be left out, too. Of sound alone,
// or whose packets are not known or not equally long, the cuts stay as they are.
func alignCuts(tracks []*track, times []timing, clip media.Clip, cuts media.Cuts, length time.Duration) media.Cuts {
	sound := slices.IndexFunc(tracks, func(t *track) bool { return t.kind == "soun" })
	if len(tracks) < 2 || sound < 0 {
		return cuts
	}
	t, x := tracks[sound], times[sound]
	if x.head.samples == nil || x.head.samples.last == 0 || !x.head.samples.steady() {
		return cuts
	}
	packet, first := int64(x.head.samples.last), int64(x.head.samples.first)-x.zero
	nearest := func(d time.Duration) time.Duration {
		n := t.units(d) - first + packet/2
		if n < 0 { // before there is sound
			return d
		}
		return max(0, t.time(first+n/packet*packet))
	}
	var list media.Cuts
	for _, c := range cuts {
		if c.From > clip.From && (clip.To == 0 || c.To < clip.To) && c.To < length {
			c.From, c.To = nearest(c.From), nearest(c.To)
		}
		n := len(list)
		switch {
		case c.To <= c.From:
		case n > 0 && c.From <= list[n-1].To:
			list[n-1].To = max(list[n-1].To, c.To)
		default:
			list = append(list, c)
		}
	}
	if parts := list.Parts(clip); len(parts) == 0 || parts[0].From >= length {
		return cuts
	}
	return list
}

// setParts turns the times of parts into those of a track in which the video begins at
// the media time zero.
func (t *track) setParts(parts []media.Clip, zero int64) {
	t.parts = make([]clipRange, len(parts))
	for i, c := range parts {
		r := &t.parts[i]
		r.from, r.to = zero+t.units(bmff.Bounded(c.From)), noEnd
		if c.To > 0 {
			r.to = max(zero+t.units(bmff.Bounded(c.To)), r.from+1)
		}
	}
}

// choose keeps only those fragments that hold some parts.
func (t *track) choose(parts []media.Clip, x timing) {
	all, taken := t.frags, 0
	var kept []fragment
	length := time.Duration(0)
	for i, c := range parts {
		first, end, n := t.hold(&t.parts[i], media.Clip{From: bmff.Bounded(c.From), To: bmff.Bounded(c.To)}, x, len(parts) > 1)
		t.parts[i].src = byterange.Range{From: all[first].src, To: all[end-1].src + all[end-1].size}
		length = bmff.Bounded(length + n)
		if first = max(first, taken); first < end {
			kept, taken = append(kept, all[first:end]...), end
		}
	}
	t.frags, t.duration = kept, length
}

// hold returns which fragments hold a part, from first up to end, and how long they
// last. Sound that is joined with other parts begins and ends a little earlier or later.
func (t *track) hold(p *clipRange, c media.Clip, x timing, joined bool) (first, end int, length time.Duration) {
	slack, before := indexSlack, indexSlack
	if x.exact {
		slack, before = 0, 0
		if t.kind == "soun" { // a frame of sound is needed to decode the next
			frame := t.time(int64(x.head.samples.last))
			before = frame
			if joined {
				slack, before = 2*frame, 3*frame
			}
		}
	}
	// A From between two units of the timescale is rounded later.
	const rounding = 10 * time.Nanosecond
	n := t.indexed()
	last := 0
	for i := 1; i < n; i++ {
		start := bmff.Bounded(t.frags[i].start) + x.shift
		if start+before <= c.From+rounding {
			first = i
		}
		if c.To == 0 || start-slack+rounding < c.To {
			last = i
		}
	}
	for keys := t.keys(); keys > 0 && first > 0 && !t.frags[first].key; {
		first--
	}
	last = max(first, last)
	p.first, p.last = first == 0, last == n-1
	end = last + 1
	if p.last && (c.To == 0 || c.To > bmff.Bounded(t.frags[last].end)+x.shift) {
		end = len(t.frags) // with what the index does not describe
	}
	return first, end, bmff.Bounded(t.frags[last].end) - bmff.Bounded(t.frags[first].start)
}

// indexed is how many fragments the index describes.
func (s *streamInfo) indexed() int {
	if n := len(s.frags); !s.frags[n-1].rest {
		return n
	}
	return len(s.frags) - 1
}

// keys is how many fragments begin with a key frame as the index says: 0 if it
// does not say.
func (s *streamInfo) keys() (n int) {
	for _, f := range s.frags {
		if f.key {
			n++
		}
	}
	return n
}

// firstFragment is what the head holds of a stream's first fragment.
type firstFragment struct {
	samples *samples // nil if nothing
	whole   bool     // all of them
}

func (s *streamInfo) firstFragment() (first firstFragment) {
	f := s.frags[0]
	t := &track{streamInfo: s, placements: []placement{{0, s.size, 0}}}
	for pos := f.src; pos < f.src+f.size; {
		if pos >= int64(len(s.head)) {
			return first
		}
		box, err := bmff.ReadHeader(s.head[pos:], f.src+f.size-pos)
		end := pos + box.Size
		if err != nil || box.Kind == "moof" && end > int64(len(s.head)) {
			return first
		}
		if box.Kind == "moof" {
			table := first.samples
			if table == nil {
				table = &samples{}
			}
			if table.addMoof(t, s.head[pos+box.Head:end], pos) != nil || table.count == 0 {
				return firstFragment{}
			}
			first.samples = table
		}
		pos = end
	}
	first.whole = first.samples != nil
	return first
}

// indexShift returns what to add to the time of a fragment in the index to get
// the time at which it is shown, counted from the media time zero, and whether
// that is exact. It compares what is known of the first fragment with what the
// index says of it.
func (s *streamInfo) indexShift(first firstFragment, zero int64) (shift time.Duration, exact bool) {
	begin := int64(first.samples.first) + first.samples.begin - zero
	shift = max(0, s.time(begin)) - bmff.Bounded(s.frags[0].start)
	if keys := s.keys(); !first.whole || !first.samples.steady() || keys > 0 && keys < s.indexed() {
		return shift, false
	}
	// The second one is shown when the first has been. The index may leave out
	// what is before zero.
	next := begin + int64(first.samples.next-first.samples.first)
	better := s.time(next) - bmff.Bounded(s.frags[0].end)
	if (better - shift).Abs() > indexSlack {
		return shift, false
	}
	return better, true
}

// steady reports whether all samples last equally long.
func (s *samples) steady() bool { return s.stts.N == 0 || s.stts.N == 1 && s.stts.Last == s.last }
