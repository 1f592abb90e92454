package webm

import (
	"errors"
	"math"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// appendState appends where the last cluster in the file ends, at which byte of each
// stream the first block begins that is not in it, the cues, in some 8 bytes for
// each cluster, and the checksums of the clusters.
func (v *interleaver) appendState(b []byte) []byte {
	b = appendNumbers(b, v.out)
	for i, s := range v.streams {
		p := v.saved[i]
		done := int64(0)
		if p.done {
			done = 1
		}
		b = appendNumbers(b, s.size, p.pos, p.cluster, p.time, done)
		b = appendNumbers(b, int64(p.tally.count), p.tally.first, p.tally.last, p.tally.step, p.tally.length)
	}
	for _, t := range v.texts.list {
		b = appendNumbers(b, int64(t.saved))
	}
	b = appendNumbers(b, int64(v.known))
	last := cue{}
	for _, c := range v.cues[:v.known] {
		b = appendNumbers(b, c.time-last.time, c.cluster-last.cluster)
		last = c
	}
	return v.sums.appendState(b)
}

// restore continues from what appendState appended. size is that of the whole state,
// which has no checksums unless summed.
func (v *interleaver) restore(r *bin.StateReader, size int, summed bool) error {
	v.out = r.Signed(v.start, math.MaxInt64/2)
	for _, s := range v.streams {
		if r.Signed(0, bin.MaxSize) != s.size {
			return errors.New("of another stream")
		}
		p := position{pos: r.Signed(s.from.off, s.to)}
		p.cluster = r.Signed(unknownSize, math.MaxInt64/2)
		p.time = r.Signed(0, maxTime)
		p.done = r.Signed(0, 1) == 1
		const most = 2 * maxTime
		p.tally = tally{int(r.Signed(0, math.MaxInt32)), r.Signed(-most, most), r.Signed(-most, most), r.Signed(0, 2*most), r.Signed(0, most)}
		s.goTo(p)
	}
	for _, t := range v.texts.list {
		t.next = int(r.Signed(0, int64(len(t.Cues))))
	}
	var last cue
	for n := r.Signed(0, int64(size)); n > 0 && r.Err == nil; n-- {
		last = cue{last.time + r.Signed(-maxTime, maxTime), last.cluster + r.Signed(0, bin.MaxSize)}
		if last.cluster < v.start || last.cluster >= v.out || last.time < 0 {
			return errors.New("a cue is out of bounds")
		}
		v.cues = append(v.cues, last)
	}
	v.sums = blockSums{from: v.out}
	if summed {
		if err := v.sums.restore(r, v.start, v.out); err != nil {
			return err
		}
	}
	if err := r.End(); err != nil {
		return err
	}
	v.checkpoint()
	if v.out == v.start {
		return nil
	}
	if err := bin.HasEnd(v.file, v.out); err != nil {
		return err
	}
	return bin.Truncate(v.file, v.out) // what is fetched again is written again
}
