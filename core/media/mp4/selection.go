package mp4

import (
	"math"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

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
func (c *selection) edits(media int64) []bmff.Edit {
	var list []bmff.Edit
	if c.wait > 0 {
		list = append(list, bmff.Edit{Length: c.wait, Media: -1})
	}
	list = append(list, bmff.Edit{Length: c.length, Media: max(0, media)})
	if c.pause > 0 {
		list = append(list, bmff.Edit{Length: c.pause, Media: -1})
	}
	return list
}
