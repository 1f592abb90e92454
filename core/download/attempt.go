package download

import (
	"sync/atomic"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/sponsorblock"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/youtube"
)

// job is one Run.
type job struct {
	Tools
	row     Row
	initial status.Status // of the row at the start: its wish, folder, album, track and chapter do not change

	sponsored []sponsorblock.Segment // of the video, if the wish is about them
	uncut     bool                   // they cannot be left out of the streams
}

// attempt is one try at a job, with one answer of YouTube's.
type attempt struct {
	*job
	video     *youtube.Video
	choice    format.Choice
	container container
	inOrder   bool
	// markedOnly says that sponsored parts were to be left out, which the format cannot.
	markedOnly bool

	// The cover and the subtitles are fetched while the media are; these
	// functions wait for them.
	cover     func() []byte
	subtitles func() []subtitle.Track

	received atomic.Int64 // bytes of the partial file's size
}
