package bmff

import (
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// Edit is an entry of an edit list (§8.6.6).
type Edit struct {
	Length uint64 // in units of the movie
	Media  int64  // media time in the track's timescale, -1 for nothing
}

// Played is how long the samples of a track, which are shown from begin up to end
// in units of its timescale, are shown by its edit list in units of the movie.
func Played(edits []Edit, movie uint32, begin, end int64, timescale uint32) time.Duration {
	begin = max(0, begin)
	if len(edits) == 0 {
		return bin.Duration(uint64(max(0, end-begin)), timescale)
	}
	sum := time.Duration(0)
	for _, e := range edits {
		if e.Media >= 0 {
			there := bin.Duration(uint64(max(0, end-max(begin, e.Media))), timescale)
			sum = Bounded(sum + Bounded(min(bin.Duration(e.Length, movie), there)))
		}
	}
	return sum
}

// ScaleUp turns units of a timescale into units of a movie's, rounded up.
func ScaleUp(units int64, movie, timescale uint64) uint64 {
	whole := uint64(units) / timescale // so that nothing overflows
	return whole*movie + ((uint64(units)%timescale)*movie+timescale-1)/timescale
}

// AppendEdts appends an edit list (§8.6.5, §8.6.6).
func AppendEdts(w *Builder, edits []Edit) {
	version := byte(0)
	for _, e := range edits {
		if e.Length >= 1<<32 || e.Media >= 1<<31 {
			version = 1
		}
	}
	w.Box("edts", func() {
		w.Full("elst", version, 0, func() {
			w.U32(uint32(len(edits)))
			for _, e := range edits {
				w.Time(version, e.Length)
				w.Time(version, uint64(e.Media))
				w.U32(0x10000) // rate 1
			}
		})
	})
}

// EditsLength returns the length of an edit list.
func EditsLength(list []Edit) (n uint64) {
	for _, e := range list {
		n += e.Length
	}
	return n
}

// MaxTime keeps sums of times far from overflow.
const MaxTime = 1 << 60

// Bounded returns d, or the bound nearest to it.
func Bounded(d time.Duration) time.Duration { return max(-MaxTime, min(d, MaxTime)) }
