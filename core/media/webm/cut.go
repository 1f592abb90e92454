package webm

import (
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// blockCut is a part of the streams that the file leaves out, in units of their time.
type blockCut struct {
	from, to int64
	before   int64 // how much is left out in front of it
}

// blockCuts are all of them; nil is none.
type blockCuts struct {
	begin int64 // when the file begins
	list  []blockCut
	left  media.Cuts // the same as times of the video
}

// packetTime is how long the packets of YouTube's Opus last.
const packetTime = 20 * time.Millisecond

// moves returns how much earlier than in the streams a block is in the file, and whether it
// is left out. A packet of sound counts by its middle.
func (x *blockCuts) moves(at int64, video bool, scale time.Duration) (earlier int64, out bool) {
	if x == nil {
		return 0, false
	}
	half := int64(packetTime / 2 / scale)
	for _, c := range x.list {
		middle := at
		if !video && c.from > x.begin { // else nothing is before it that the file could begin with
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
func (x *blockCuts) removed() time.Duration {
	if x == nil {
		return 0
	}
	return x.left.Length()
}
