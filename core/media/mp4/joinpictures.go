package mp4

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// tick is what a picture lasts that is only decoded: one unit of a timescale of about a
// million.
const ticksPerSecond = 1_000_000

// joinPictures makes one table of those of parts, each of which begins with the key frame
// before it: a sample may be in two of them. What is decoded but not shown, in front of
// a part or for pictures before its end, lasts a tick each, between the parts. So
// players that know one entry of an edit list, such as mpv, show the same as
// those that know all: no more than a millisecond is between two parts.
//
// FFmpeg counts the pictures of an entry from the first one that is decoded. So that one is
// decoded when its part begins, in all parts, and everything is shown later.
func (t *track) joinPictures(list []*samples, scale uint64) (*samples, error) {
	all := &samples{finer: max(1, ticksPerSecond/t.timescale), composed: true}
	ticks := uint64(all.finer) * uint64(t.timescale)
	j := pictureJoiner{fine: int64(all.finer), guard: int64(ticks/scale) + 1}
	var entries []int64 // the times at which parts begin
	for i, s := range list {
		if all.count+s.count > bmff.MaxSamples {
			return nil, fmt.Errorf("%w: too many samples", media.ErrDamaged)
		}
		wait := int64(bin.Scale(s.selection.wait, uint64(t.timescale), scale))
		length := int64(bin.Scale(s.selection.wait+s.selection.length, ticks, scale)) + 1
		entries = append(entries, j.add(s, wait, length, i == len(list)-1)+wait*j.fine)
		all.addRows(s)
	}
	lead := int64(0)
	for i, at := range j.decoded {
		lead = max(lead, at-j.shown[i])
	}
	for i, at := range j.decoded {
		length := j.ends - at
		if i+1 < len(j.decoded) {
			length = j.decoded[i+1] - at
		}
		offset := j.shown[i] + lead - at
		if length < 0 || length > math.MaxUint32 || offset < 0 || offset > math.MaxInt32 {
			return nil, fmt.Errorf("%w: pictures last too long or too short", media.ErrDamaged)
		}
		all.stts.Add(uint32(length))
		all.ctts.Add(uint32(offset))
	}
	all.next = uint64(j.ends - j.decoded[0])
	all.begin, all.end = slices.Min(j.shown)+lead-j.decoded[0], j.end+lead-j.decoded[0]
	for i, s := range list {
		k := *s.selection
		k.length += k.pause
		k.pause = 0
		edits := k.edits(entries[i] + lead - j.decoded[0])
		if i > 0 && t.codec == "av01" { // FFmpeg before version 6 shows what other entries leave out
			all.edits[len(all.edits)-1].Length += k.wait + k.length
			continue
		}
		all.edits = append(all.edits, edits...)
	}
	return all, nil
}

// pictureJoiner gives the samples of one part after the other their times in the file, in
// ticks.
type pictureJoiner struct {
	fine  int64 // ticks in a unit of the stream
	guard int64 // ticks that are more than a unit of the movie, in which edit lists are rounded

	decoded, shown []int64
	behind         int64 // all of the parts before is decoded and shown before this
	end            int64 // when the last picture has been shown
	ends           int64 // when the last sample has been decoded
}

// add adds a part and returns when it begins, which is wait units of the stream before the first
// picture. Its entries of the edit list last length ticks, rounded up.
func (j *pictureJoiner) add(s *samples, wait, length int64, last bool) (base int64) {
	n, k := s.count, s.selection
	lengths, offsets := append(s.stts.Values(), s.last), s.ctts.Values()
	at, shown := make([]int64, n), make([]int64, n) // counted from the beginning of the part
	now, total := int64(s.first)-k.media+wait, int64(math.MaxInt64/2)
	if !last {
		total = (k.end - k.media + wait) * j.fine
	}
	before, after := []int{}, []int{}
	first := -1 // that is shown
	for i := range n {
		at[i], shown[i] = now*j.fine, (now+int64(int32(offsets[i])))*j.fine
		now += int64(lengths[i])
		switch {
		case shown[i] < 0:
			before = append(before, i)
		case shown[i] >= total:
			after = append(after, i)
		case first < 0:
			first = i
		}
	}
	first = max(first, 0)
	byTime := func(a, b int) int { return cmp.Compare(shown[a], shown[b]) }
	slices.SortFunc(before, byTime)
	slices.SortFunc(after, byTime)
	base = j.behind + j.guard + int64(max(len(before), first))
	end := int64(0)
	for i := range n {
		if shown[i] >= 0 && shown[i] < total {
			end = max(end, min(base+shown[i]+int64(lengths[i])*j.fine, base+total))
		}
	}
	// The length in units of the stream and that in the edit list are both rounded.
	if total = max(total, length); last {
		total = end - base
	}
	j.end = max(j.end, end)
	j.behind = base + total + j.guard + int64(len(after))
	begin, origin := base+wait*j.fine, at[first]
	for i := range n {
		decode := begin + at[i] - origin
		if i < first {
			decode = begin - int64(first-i)
		}
		if !last {
			decode = min(decode, j.behind-int64(n-i))
		}
		at[i], shown[i] = decode, shown[i]+base
	}
	for i, x := range before {
		shown[x] = base - int64(len(before)-i)
	}
	for i, x := range after {
		shown[x] = base + total + j.guard + int64(i)
	}
	j.decoded, j.shown = append(j.decoded, at...), append(j.shown, shown...)
	j.ends = at[n-1] + int64(lengths[n-1])*j.fine
	return base
}
