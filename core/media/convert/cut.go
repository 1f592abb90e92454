package convert

import (
	"math"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// fadesPerSecond is one over the length of the cross-fade at a cut: 5 ms, so that
// the wave does not jump.
const fadesPerSecond = 200

// cutter leaves ranges out of decoded sound. What follows a cut is faded in while the
// first moment of what is left out is faded out, so that the result is exactly as much
// shorter as the cuts are long.
type cutter struct {
	cuts     []sampleRange // those that are not over
	from     int64         // the first sample that is wanted at all
	channels int
	fade     int       // samples of a cross-fade
	tail     []float32 // of what is left out, interleaved
	faded    int       // how many samples of tail have been used
}

// sampleRange is the samples from from up to to.
type sampleRange struct{ from, to int64 }

func newCutter(cuts media.Cuts, from int64, rate, channels int) *cutter {
	c := &cutter{from: from, channels: channels, fade: rate / fadesPerSecond}
	for _, x := range cuts {
		c.cuts = append(c.cuts, sampleRange{bin.SamplesIn(x.From, rate), bin.SamplesIn(x.To, rate)})
	}
	return c
}

// cut returns what is left of sound whose first sample has the number at, in the same
// memory. Sound must come in order.
func (c *cutter) cut(pcm []float32, at int64) []float32 {
	kept := pcm[:0]
	for len(pcm) > 0 {
		for len(c.cuts) > 0 && c.cuts[0].to <= at {
			c.cuts = c.cuts[1:]
		}
		n := int64(len(pcm) / c.channels)
		inside := false
		if len(c.cuts) > 0 {
			next := c.cuts[0]
			if inside = at >= next.from; inside {
				n = min(n, next.to-at)
			} else {
				n = min(n, next.from-at)
			}
		}
		part := pcm[:n*int64(c.channels)]
		pcm = pcm[len(part):]
		if inside {
			c.leaveOut(part, at)
		} else {
			c.crossFade(part)
			kept = append(kept, part...)
		}
		at += n
	}
	return kept
}

// leaveOut keeps the first moment of what is left out, unless nothing is before it.
func (c *cutter) leaveOut(part []float32, at int64) {
	begin := c.cuts[0].from
	if at == begin {
		c.tail, c.faded = c.tail[:0], 0
	}
	if begin <= c.from {
		return
	}
	missing := c.fade*c.channels - len(c.tail)
	c.tail = append(c.tail, part[:min(len(part), max(missing, 0))]...)
}

// crossFade mixes what follows a cut with the tail, which is used up.
func (c *cutter) crossFade(part []float32) {
	length := len(c.tail) / c.channels
	for i := 0; i < len(part) && c.faded < length; c.faded++ {
		tail := c.tail[c.faded*c.channels:]
		in := float32(0.5 - 0.5*math.Cos(math.Pi*(float64(c.faded)+0.5)/float64(length))) // without corners
		for ch := range c.channels {
			part[i] = part[i]*in + tail[ch]*(1-in)
			i++
		}
	}
}
