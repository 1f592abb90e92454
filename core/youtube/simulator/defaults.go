package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/dash"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/hash"
)

// withDefaults fills in the empty fields of a Video. The values depend only on the
// other fields, so that they are the same in every process.
func withDefaults(v Video) Video {
	if v.Title == "" {
		v.Title = "Video " + v.ID
	}
	if v.Author == "" {
		v.Author = "Simulated Channel"
	}
	if v.ChannelID == "" {
		v.ChannelID = channelID(v.Author)
	}
	if v.Hue == 0 {
		v.Hue = int(hash.Number(v.ID) % 360)
	}
	v.Media = append([]Media(nil), v.Media...)
	for i := range v.Media {
		m := &v.Media[i]
		if m.LMT == "" {
			m.LMT = inventedLMT(fmt.Sprint(v.ID, m.Itag, m.xtags()))
		}
		if m.FPS == 0 && m.Height > 0 {
			m.FPS = 30
		}
		if m.Content == nil {
			continue
		}
		if m.Bitrate == 0 && v.Duration > 0 {
			m.Bitrate = int(float64(m.Content.Size()) * 8 / v.Duration.Seconds())
		}
		if m.Init == [2]int64{} && m.Index == [2]int64{} && !m.NoIndex && !m.muxed() {
			m.Init, m.Index, _ = dash.Ranges(m.Content)
		}
	}
	return v
}

// channelID derives a channel's ID of 24 characters from its name.
func channelID(name string) string {
	sum := sha256.Sum256([]byte("channel " + name))
	return "UC" + base64.RawURLEncoding.EncodeToString(sum[:])[:22]
}

// inventedLMT derives a time in 2025 or 2026, in microseconds, from a name.
func inventedLMT(name string) string {
	return strconv.FormatUint(1735689600_000000+hash.Number(name)%50_000_000_000000, 10)
}

// nextLMT returns a later version than old.
func nextLMT(old string) string {
	n, _ := strconv.ParseUint(old, 10, 64)
	return strconv.FormatUint(n+3600_000000, 10)
}

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
