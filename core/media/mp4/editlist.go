package mp4

import (
	"math"
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// align computes when each track starts. Media time 0 of the finished track is
// the first sample's decode time, so a track starts at that time, less what its
// edit list skips, plus what it delays. An origin common to all tracks is dropped
// when it is a second or more, as in parts of a broadcast.
func (v *movie) align() {
	for i, t := range v.tracks {
		v.starts = append(v.starts, int64(v.samples[i].first)-t.mediaTime+t.delay)
	}
	begin := origin(v.tracks, v.starts)
	for i, t := range v.tracks {
		v.starts[i] -= int64(math.Round(begin * float64(t.timescale)))
	}
}

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

// edits returns a track's edit list, empty when it starts at 0 as it is, and
// the length of its presentation in units of the movie.
func (v *movie) edits(i int) ([]edit, uint64) {
	if k := v.samples[i].selection; k != nil {
		return k.edits(v.samples[i].first)
	}
	ts := uint64(v.tracks[i].timescale)
	start, begin, end := v.starts[i], max(0, v.samples[i].begin), max(0, v.samples[i].end)
	switch {
	case start < 0: // the edit list of the source skips the beginning
		length := roundedUp(max(0, end+start), ts)
		return []edit{{length, -start}}, length
	case start == 0:
		return nil, roundedUp(end, ts)
	}
	// An edit begins with its first frame: FFmpeg removes a gap there.
	wait := bin.Scale(uint64(start+begin)*2+1, movieScale, ts*2) // to the nearest
	if wait == 0 {
		return nil, roundedUp(end, ts)
	}
	length := roundedUp(end-begin, ts)
	return []edit{{wait, -1}, {length, begin}}, wait + length
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
