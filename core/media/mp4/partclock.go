package mp4

import (
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// maxMissing is how much of a clip may be missing at either end because of a wrong
// index. If more is missing, the clip fails with ErrIndex.
const maxMissing = time.Second

// timescaleOf returns the timescale of a movie that consists of so many parts. Of several, it
// is that of the sound, so that the length of that is exact.
func timescaleOf(tracks []*track, parts int) uint32 {
	if parts < 2 {
		return bmff.MovieScale
	}
	scale := tracks[0].timescale
	for _, t := range tracks {
		if t.kind == "soun" {
			scale = t.timescale
			break
		}
	}
	if scale < bmff.MovieScale || scale > 1<<20 { // of no real stream
		return bmff.MovieScale
	}
	return scale
}

// partClock follows the time of a file from one part of a track to the next.
type partClock struct {
	track *track
	scale uint64 // of the movie

	now    clipRange
	open   bool          // the part ends where the track does
	last   bool          // no other part follows
	before time.Duration // how long the parts before this one are
	until  time.Duration // with this one
	total  uint64        // how long the part is in units of the movie
	ended  uint64        // how long what there is of the track is, up to this part, in units of the movie
}

// begin starts the next part.
func (c *partClock) begin(r clipRange, part media.Clip, last bool) {
	c.now, c.open, c.last = r, part.To == 0, last
	c.before = c.until
	if c.total = 0; !c.open {
		c.until = c.before + bmff.Bounded(part.To-part.From)
		c.total = c.units(c.until) - c.units(c.before)
	}
}

// units turns time into units of the movie, to the nearest.
func (c *partClock) units(d time.Duration) uint64 {
	return (bin.Scale(2*uint64(d), c.scale, uint64(time.Second)) + 1) / 2
}

// end says how a part is shown. What is missing at its end, if it is more than some units
// of the movie, becomes a pause.
func (c *partClock) end(k *selection, tolerance uint64) {
	c.ended += k.wait + k.length
	if want := c.units(c.until); !c.last && c.ended+tolerance < want {
		k.pause = want - c.ended
		c.ended = want
	}
}

// inTrack turns units of the movie into those of the track.
func (c *partClock) inTrack(units uint64) int64 {
	return int64(bin.Scale(units, uint64(c.track.timescale), c.scale))
}
