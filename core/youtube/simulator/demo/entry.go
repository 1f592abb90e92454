package demo

import (
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// entry is a video of the catalogue and what to expect of it.
type entry struct {
	simulator.Video
	expect string
}

// shortVideo returns a video of 12 seconds with all default formats.
func shortVideo(id, title, author string) entry {
	return entry{Video: simulator.Video{
		ID: id, Title: title, Author: author, Published: "2026-09-12", Duration: simulator.FixtureLength,
		Media: simulator.Formats(simulator.FixtureLength, 137, 247, 136, 134, 160, 251, 140, 139, 18),
	}}
}

// longVideo returns a video that takes some time to download. Its picture has
// bitrate bits per second, and each connection gets pace bytes per second.
func longVideo(id, title, author string, d time.Duration, bitrate int, pace int64) entry {
	media := simulator.Formats(d, 137, 136, 134, 140)
	media[0].Content = simulator.LongAt(simulator.H264x1080, d, bitrate)
	media[1].Content = simulator.LongAt(simulator.H264x720, d, bitrate/2)
	for i := range media {
		media[i].Pace = pace
	}
	return entry{Video: simulator.Video{ID: id, Title: title, Author: author, Published: "2026-04-21", Duration: d, Media: media}}
}
