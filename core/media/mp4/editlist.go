package mp4

import (
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// origin returns when the first of some tracks starts, in seconds, or 0 if that
// is earlier than a second. The starts are in units of each track's timescale.
func origin(tracks []*track, starts []int64) float64 {
	first := math.Inf(1)
	for i, t := range tracks {
		first = min(first, float64(starts[i])/float64(t.timescale))
	}
	if first < 1 {
		return 0
	}
	return first
}

// edit is an entry of an edit list (§8.6.6).
type edit struct {
	length uint64 // in units of the movie
	media  int64  // media time in the track's timescale, -1 for nothing
}

// played is how long the samples of a track, which are shown from begin up to end
// in units of its timescale, are shown by its edit list in units of the movie.
func played(edits []edit, movie uint32, begin, end int64, timescale uint32) time.Duration {
	begin = max(0, begin)
	if len(edits) == 0 {
		return bin.Duration(uint64(max(0, end-begin)), timescale)
	}
	sum := time.Duration(0)
	for _, e := range edits {
		if e.media >= 0 {
			there := bin.Duration(uint64(max(0, end-max(begin, e.media))), timescale)
			sum = bounded(sum + bounded(min(bin.Duration(e.length, movie), there)))
		}
	}
	return sum
}

// roundedUp turns units of a timescale into units of the movie.
func roundedUp(units int64, timescale uint64) uint64 {
	return (uint64(units)*movieScale + timescale - 1) / timescale
}

// elst appends an edit list (§8.6.5, §8.6.6).
func elst(w *builder, edits []edit) {
	version := byte(0)
	for _, e := range edits {
		if e.length >= 1<<32 || e.media >= 1<<31 {
			version = 1
		}
	}
	w.box("edts", func() {
		w.full("elst", version, 0, func() {
			w.u32(uint32(len(edits)))
			for _, e := range edits {
				w.time(version, e.length)
				w.time(version, uint64(e.media))
				w.u32(0x10000) // rate 1
			}
		})
	})
}
