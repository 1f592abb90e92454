package ogg

import (
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/webm"
)

// packetCutter says which packets are in cuts. A packet is kept or left out as a whole;
// what is left out in all is as close to the cuts as that allows, so that errors do not
// add up. All numbers are of samples.
type packetCutter struct {
	cuts    []sampleRange // those that are not over
	inside  bool          // packets are being left out
	want    int64         // how much is to be left out up to the end of the cut
	removed int64         // how much was
}

// sampleRange is the samples from from up to to.
type sampleRange struct{ from, to int64 }

// newPacketCutter returns one for what is left of the part of a video from a time on. The
// sample 0 of the video is behind so many of the stream.
func newPacketCutter(cuts media.Cuts, clip media.Clip, skip int64) *packetCutter {
	c := &packetCutter{}
	from := bin.SamplesIn(clip.From, opus.Rate) + skip
	for _, x := range cuts {
		r := sampleRange{bin.SamplesIn(x.From, opus.Rate) + skip, bin.SamplesIn(x.To, opus.Rate) + skip}
		if r.from = max(r.from, from); r.from < r.to {
			c.cuts = append(c.cuts, r)
		}
	}
	return c
}

// drops reports whether a packet, the next one in order, is left out.
func (c *packetCutter) drops(p webm.OpusPacket) bool {
	half := int64(p.Samples) / 2
	for len(c.cuts) > 0 {
		if !c.inside {
			if p.At+half < c.cuts[0].from {
				return false
			}
			c.inside = true
			c.want += c.cuts[0].to - c.cuts[0].from
		}
		if c.removed+half < c.want {
			c.removed += int64(p.Samples)
			return true
		}
		c.inside, c.cuts = false, c.cuts[1:]
	}
	return false
}
