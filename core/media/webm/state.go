package webm

import (
	"errors"
	"math"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// The first byte of a saved state. Earlier versions had no marks, and the first one no
// checksums either.
const (
	stateVersion      = 0x84
	stateWithoutMarks = 0x83
	stateWithoutSums  = 0x82
)

// appendState appends where the last cluster in the file ends, at which byte of each
// stream the first block begins that is not in it, the cues, in some 8 bytes for
// each cluster, and the checksums of the clusters.
func (v *interleaver) appendState(b []byte) []byte {
	b = appendNumbers(b, v.out)
	for i, s := range v.streams {
		p := v.saved[i]
		b = appendPosition(appendNumbers(b, s.size), p)
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
	return v.appendMarks(v.sums.appendState(b))
}

// appendMarks appends the marks behind the first one, in some 30 bytes each.
func (v *interleaver) appendMarks(b []byte) []byte {
	list := v.marks.list[1:]
	b = appendNumbers(b, v.marks.spacing, int64(len(list)))
	for _, m := range list {
		b = appendNumbers(b, m.out)
		for _, p := range m.streams {
			b = appendPosition(b, p)
		}
		for _, n := range m.texts {
			b = appendNumbers(b, int64(n))
		}
	}
	return b
}

func appendPosition(b []byte, p position) []byte {
	done := int64(0)
	if p.done {
		done = 1
	}
	return appendNumbers(b, p.pos, p.cluster, p.time, done)
}

// readPosition reads what appendPosition appended.
func (s *stream) readPosition(r *bin.StateReader) position {
	p := position{pos: r.Signed(s.from.off, s.to)}
	p.cluster = r.Signed(unknownSize, math.MaxInt64/2)
	p.time = r.Signed(0, maxTime)
	p.done = r.Signed(0, 1) == 1
	return p
}

// restoreMarks reads what appendMarks appended, behind the first mark.
func (v *interleaver) restoreMarks(r *bin.StateReader) error {
	v.marks.spacing = r.Signed(1, math.MaxInt64/2)
	last := v.marks.list[0].out
	for n := r.Signed(0, maxMarks); n > 0 && r.Err == nil; n-- {
		m := mark{out: r.Signed(last, v.out)}
		for _, s := range v.streams {
			m.streams = append(m.streams, s.readPosition(r))
		}
		for _, t := range v.texts.list {
			m.texts = append(m.texts, int(r.Signed(0, int64(len(t.Cues)))))
		}
		if m.out == last && r.Err == nil {
			return errors.New("two marks are at one place")
		}
		last = m.out
		v.marks.list = append(v.marks.list, m)
	}
	return nil
}

// restore continues from what appendState appended for a version of the state. size is
// that of the whole state.
func (v *interleaver) restore(r *bin.StateReader, size int, version byte) error {
	v.out = r.Signed(v.start, math.MaxInt64/2)
	for _, s := range v.streams {
		if r.Signed(0, bin.MaxSize) != s.size {
			return errors.New("of another stream")
		}
		p := s.readPosition(r)
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
	if version > stateWithoutSums {
		if err := v.sums.restore(r, v.start, v.out); err != nil {
			return err
		}
	}
	if version > stateWithoutMarks {
		if err := v.restoreMarks(r); err != nil {
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
	if err := bin.HasEnd(v.file, v.out); err != nil && version == stateWithoutSums {
		return err // else the checksums tell what is missing
	}
	return bin.Truncate(v.file, v.out) // what is fetched again is written again
}
