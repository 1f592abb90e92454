package mp4

import (
	"fmt"
	"math"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// found is what trimAt has to know of the fragments that were chosen for a clip. A
// sample that does not exist is -1.
type found struct {
	count   int
	key     int   // the last that can be decoded on its own and is shown when the clip begins, or before
	shown   int   // the one on display when the clip begins
	shownAt int64 // when that appears
	sync    int   // the first that can be decoded on its own
	early   int   // the one shown first, of those that can be decoded
	earlyAt int64
	behind  int   // behind the last one that appears before the clip ends
	end     int64 // when the last one has been shown
}

// findTrim reads the fragments' headers to find where a clip is in them.
func (r fragmentReader) findTrim(t *track, at []placement, c *partClock) (*selection, error) {
	p := c.now
	f := found{key: -1, shown: -1, sync: -1, early: -1, shownAt: math.MinInt64}
	s := &samples{selection: &selection{}} // none
	s.visit = func(x mp4.Sample, _ int64) {
		i := f.count
		f.count++
		at := int64(s.next) - int64(x.Dur) + int64(x.CompositionTimeOffset)
		sync := t.kind == "soun" || isSync(x) || i == 0 && p.first
		if sync && f.sync < 0 {
			f.sync = i
		}
		if sync && at <= p.from {
			f.key = i
		}
		if at <= p.from && at >= f.shownAt {
			f.shown, f.shownAt = i, at
		}
		if f.sync >= 0 && (f.early < 0 || at < f.earlyAt) {
			f.early, f.earlyAt = i, at
		}
		if at < p.to {
			f.behind = i + 1
		}
		f.end = max(f.end, at+int64(x.Dur))
	}
	if err := r.readFragments(t, at, s); err != nil {
		return nil, err
	}
	if f.count == 0 {
		return nil, fmt.Errorf("%w: no samples", media.ErrDamaged)
	}
	missing := int64(0)
	if !p.first && f.key < 0 {
		missing = f.earlyAt - p.from
	}
	if !p.last && p.to > f.end {
		missing = max(missing, p.to-f.end)
	}
	if f.sync < 0 || t.time(missing) > maxMissing {
		return nil, fmt.Errorf("%w: clip is not where it says", media.ErrIndex)
	}
	k := t.trimAt(f, c)
	c.end(k, 0)
	return k, nil
}

// trimAt selects the samples that a clip takes of those that were found.
func (t *track) trimAt(f found, c *partClock) *selection {
	p := c.now
	k := &selection{from: max(0, f.key), to: f.behind, shown: f.shown, media: p.from}
	at := f.shownAt
	switch {
	case t.kind == "soun":
		k.from = max(0, f.shown-1) // which the decoder needs for the next one
	case f.key < 0:
		k.from = f.sync
	}
	total := c.total
	if f.shown < k.from { // nothing to show yet
		k.shown, at = f.early, f.earlyAt
		lead := max(0, at-p.from)
		k.wait = bmff.ScaleUp(lead, c.scale, uint64(t.timescale))
		k.media += int64(bin.Scale(k.wait, uint64(t.timescale), c.scale))
		if at >= p.to { // nor at any time
			k.wait, k.media = max(total, 1)-1, at
		}
	} else if k.media >= f.end { // nothing to show any more: the last moment of it
		k.media = max(at, f.end-1)
	}
	k.to = max(k.to, k.shown+1)
	if late := k.media - at; t.kind != "soun" && late <= math.MaxInt32 {
		k.late = int32(late)
	}
	if p.to < noEnd && (f.end >= p.to || !p.last) {
		k.end, k.length = p.to, max(total, k.wait+1)-k.wait
	} else {
		k.end, k.length = f.end, bmff.ScaleUp(max(1, f.end-k.media), c.scale, uint64(t.timescale))
	}
	return k
}

// lengthen makes the last sample last as long as its part: in the source there is
// another one behind it, maybe after a gap.
func (s *samples) lengthen() {
	start := int64(s.next) - int64(s.last) + int64(int32(s.ctts.Last))
	last := s.selection.end - start
	if int64(s.first)+s.end >= s.selection.end || last <= int64(s.last) || last > math.MaxUint32 {
		return
	}
	s.next += uint64(last) - uint64(s.last)
	s.last, s.end = uint32(last), s.selection.end-int64(s.first)
}
