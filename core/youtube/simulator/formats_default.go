package simulator

import (
	"fmt"
	"time"
)

// FixtureLength is the duration of the fixtures.
const FixtureLength = 12 * time.Second

// defaultFormats are the formats of most videos.
var defaultFormats = map[int]Media{
	18:  {MIME: `video/mp4; codecs="avc1.42C01E, mp4a.40.2"`, Width: 640, Height: 360},
	137: {MIME: `video/mp4; codecs="avc1.640028"`, Width: 1920, Height: 1080},
	136: {MIME: `video/mp4; codecs="avc1.4D401F"`, Width: 1280, Height: 720},
	134: {MIME: `video/mp4; codecs="avc1.4D401E"`, Width: 640, Height: 360},
	160: {MIME: `video/mp4; codecs="avc1.4D400C"`, Width: 256, Height: 144},
	401: {MIME: `video/mp4; codecs="av01.0.12M.08"`, Width: 3840, Height: 2160},
	247: {MIME: `video/webm; codecs="vp9"`, Width: 1280, Height: 720},
	139: {MIME: `audio/mp4; codecs="mp4a.40.5"`},
	140: {MIME: `audio/mp4; codecs="mp4a.40.2"`},
	251: {MIME: `audio/webm; codecs="opus"`},
}

// defaultFixtures are the contents of defaultFormats.
var defaultFixtures = map[int]Fixture{
	18: Muxed, 137: H264x1080, 136: H264x720, 134: H264x360, 160: H264x144, 401: AV1x2160, 247: VP9x720,
	139: AACLow, 140: AAC, 251: Opus,
}

// Formats returns default formats of a video of length d, by itag: 18 (360p with
// sound), 137 (1080p), 136 (720p), 134 (360p), 160 (144p), 401 (2160p AV1), 247
// (720p VP9), 139 and 140 (AAC), 251 (Opus). Long cannot repeat 18, 247 and 251;
// they are left out unless d is FixtureLength. Formats panics for any other itag.
func Formats(d time.Duration, itags ...int) []Media {
	var list []Media
	for _, itag := range itags {
		m, known := defaultFormats[itag]
		if !known {
			panic(fmt.Sprintf("simulator: itag %d is not a default format", itag))
		}
		fixture := defaultFixtures[itag]
		m.Itag = itag
		switch {
		case d == FixtureLength:
			m.Content = fixture.Content()
		case itag == 18 || itag == 247 || itag == 251:
			continue
		default:
			m.Content = Long(fixture, d)
		}
		list = append(list, m)
	}
	return list
}
