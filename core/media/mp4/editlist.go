package mp4

import (
	"math"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

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

// roundedUp turns units of a timescale into units of a movie's.
func roundedUp(units int64, movie, timescale uint64) uint64 {
	whole := uint64(units) / timescale // so that nothing overflows
	return whole*movie + ((uint64(units)%timescale)*movie+timescale-1)/timescale
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

// selection is the samples of a track that go into one part, and how they are shown.
type selection struct {
	from, to int // samples, in the order of decoding, counted from 0

	// The sample that is on display when the part begins is shown later by late, so
	// that it appears at that moment: players drop pictures that appear before the
	// edit list begins.
	shown int
	late  int32

	wait   uint64 // before there is something to show, in units of the movie
	media  int64  // media time of the stream at which presentation begins
	length uint64 // of the presentation, in units of the movie
	pause  uint64 // behind it, until the next part begins, in units of the movie
	end    int64  // media time up to which it must last, if the samples allow
}

func (c *selection) holds(i int) bool { return c == nil || i >= c.from && i < c.to }

// moved returns the sample i as it is shown in the part.
func (c *selection) moved(x mp4.Sample, i int) mp4.Sample {
	if c != nil && i == c.shown && x.CompositionTimeOffset <= math.MaxInt32-c.late {
		x.CompositionTimeOffset += c.late
	}
	return x
}

// edits returns the edit list of a part that begins at a media time of the file.
func (c *selection) edits(media int64) []edit {
	var list []edit
	if c.wait > 0 {
		list = append(list, edit{c.wait, -1})
	}
	list = append(list, edit{c.length, max(0, media)})
	if c.pause > 0 {
		list = append(list, edit{c.pause, -1})
	}
	return list
}

// lengthOf returns the length of an edit list.
func lengthOf(list []edit) (n uint64) {
	for _, e := range list {
		n += e.length
	}
	return n
}
