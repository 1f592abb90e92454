package texttrack

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/subtitle"
)

// FuzzSubtitleTrack makes a track of whatever cues the parser returns.
func FuzzSubtitleTrack(f *testing.F) {
	f.Add([]byte("<timedtext><p t='1' d='1'>x</p><p t='5' d='4000000'>y</p></timedtext>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		cues, err := subtitle.Parse(b)
		if err != nil {
			return
		}
		track := newSubtitle(subtitle.Track{Cues: cues}, time.Hour, Shape{})
		if track != nil && time.Duration(track.total)*time.Millisecond != time.Hour {
			t.Fatalf("track of %d ms", track.total)
		}
	})
}
