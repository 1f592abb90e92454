package picker

import (
	"time"

	"github.com/hilo-app/hilo/core/format"
)

// Typical bit rates of what YouTube serves, in bit/s, with sound. Single videos
// differ by half or double; over a list it evens out.
var typicalPicture = map[int]int64{360: 500e3, 480: 800e3, 720: 1500e3, 1080: 2800e3}

const (
	typicalBest    = 9000e3 // 1440p to 2160p in VP9 or AV1
	typicalSound   = 130e3  // M4A and Opus
	typicalMP3     = 240e3
	typicalMP3V2   = 190e3
	constantMP3320 = 320e3
)

// bitrate returns the typical bit rate of what a wish makes.
func bitrate(w format.Wish) int64 {
	switch {
	case w.Kind == format.Audio && w.Format != "" && w.Format != format.MP3:
		return typicalSound
	case w.Kind == format.Audio:
		return map[format.MP3Quality]int64{format.MP3V2: typicalMP3V2, format.MP3320: constantMP3320, format.MP3V0: typicalMP3}[w.MP3]
	case w.Best && w.MaxHeight == 0:
		return typicalBest
	}
	for _, height := range []int{360, 480, 720} {
		if w.MaxHeight > 0 && w.MaxHeight <= height {
			return typicalPicture[height]
		}
	}
	return typicalPicture[1080]
}

// bytesOf returns about how many bytes so much of a wish takes.
func bytesOf(w format.Wish, d time.Duration) int64 {
	return int64(d.Seconds() * float64(bitrate(w)) / 8)
}
