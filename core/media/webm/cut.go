package webm

import (
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// blockCut is a part of the streams that the file leaves out, in units of their time.
type blockCut struct {
	from, to int64
	before   int64 // how much is left out in front of it
}

// packetTime is how long the packets of YouTube's Opus last.
const packetTime = 20 * time.Millisecond

// setCuts determines what the file leaves out. A part that is kept begins with the last
// key frame that is not behind the end of the cut, as a WebM file cannot hide what is
// before. The part in front of it ends so that what is left out is a number of packets of
// sound: within 10 ms of where the cut begins.
func (x *selection) setCuts(set *streamSet, cuts media.Cuts) error {
	x.wished = cuts
	begin, sum, end := x.from, int64(0), inTime(x.from, set.scale)+set.length
	for _, c := range cuts {
		from, to := max(set.units(c.From), begin), set.units(c.To)
		switch {
		case set.length > 0 && c.To >= end: // nothing is behind it
			to = math.MaxInt64 / 2
		case set.main.video:
			key, _, err := set.main.between(c.To, 0)
			if err != nil {
				return err
			}
			to = set.units(key.time)
		}
		if grain := set.units(packetTime); grain > 0 && to < math.MaxInt64/2 && from > begin {
			from = max(begin, to-(to-from+grain/2)/grain*grain)
		}
		if to <= from {
			continue
		}
		x.cuts = append(x.cuts, blockCut{from, to, sum})
		x.left = append(x.left, media.Clip{From: inTime(from, set.scale), To: inTime(min(to, max(set.units(end), from+1)), set.scale)})
		sum, begin = sum+to-from, to
	}
	for _, s := range set.streams {
		s.cuts = x
	}
	return nil
}

// moves returns how much earlier than in the streams a block is in the file, and whether it
// is left out. A packet of sound counts by its middle.
func (x *selection) moves(at int64, video bool, scale time.Duration) (earlier int64, out bool) {
	if x == nil {
		return 0, false
	}
	half := int64(packetTime / 2 / scale)
	for _, c := range x.cuts {
		middle := at
		if !video && c.from > x.from { // else nothing is before it that the file could begin with
			middle += half
		}
		switch {
		case middle < c.from:
			return earlier, false
		case middle < c.to:
			return earlier, true
		}
		earlier = c.before + c.to - c.from
	}
	return earlier, false
}

// removed returns how long what is left out is.
func (x *selection) removed() time.Duration {
	if x == nil {
		return 0
	}
	return x.left.Length()
}
