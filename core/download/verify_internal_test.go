package download

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
)

const sec = time.Second

func TestVerifyLength(t *testing.T) {
	const ms = time.Millisecond
	for _, tt := range []struct {
		name      string
		kind      string
		got       time.Duration
		index     time.Duration
		announced time.Duration
		clip      format.Clip
		cuts      string
		ok        bool
	}{
		{"exact", "audio", 60 * sec, 60 * sec, 60 * sec, format.Clip{}, "", true},
		{"a frame less", "audio", 60*sec - 50*ms, 60 * sec, 60 * sec, format.Clip{}, "", true},
		{"a quarter of a second less than both", "audio", 60*sec - 250*ms, 60 * sec, 60 * sec, format.Clip{}, "", false},
		{"as its index says", "audio", 60*sec - 250*ms, 60*sec - 250*ms, 60 * sec, format.Clip{}, "", true},
		{"no index", "audio", 60*sec - 250*ms, 0, 60 * sec, format.Clip{}, "", true},
		{"another video", "audio", 30 * sec, 30 * sec, 60 * sec, format.Clip{}, "", false},
		{"pictures begin late", "video", 60*sec - 400*ms, 60 * sec, 60 * sec, format.Clip{}, "", true},
		{"pictures are missing", "video", 58 * sec, 60 * sec, 60 * sec, format.Clip{}, "", false},
		{"not announced", "audio", sec, 0, 0, format.Clip{}, "", true},
		{"clip", "audio", 10 * sec, 0, 60 * sec, format.Clip{From: 5 * sec, To: 15 * sec}, "", true},
		{"clip too short", "audio", 9 * sec, 0, 60 * sec, format.Clip{From: 5 * sec, To: 15 * sec}, "", false},
		{"clip to the end", "audio", 5 * sec, 0, 60 * sec, format.Clip{From: 55 * sec}, "", true},
		{"clip to an end that is not there", "audio", 4 * sec, 0, 60 * sec, format.Clip{From: 55 * sec}, "", false},
		{"cuts", "audio", 50 * sec, 0, 60 * sec, format.Clip{}, "1000-6000,8000-13000", true},
		{"more is left out", "audio", 49*sec + 800*ms, 0, 60 * sec, format.Clip{}, "1000-6000,8000-13000", false},
		{"more is left out, and the file says so", "audio", 49*sec + 800*ms, 0, 60 * sec, format.Clip{}, "1000-6100,7900-13000", true},
	} {
		cuts, err := media.ParseCuts(tt.cuts)
		if err != nil {
			t.Fatal(err)
		}
		track := media.Track{Kind: tt.kind, Duration: tt.got, Announced: tt.index}
		err = verifyLength(track, tt.announced, tt.clip, cuts, tt.clip.From, clipEnd(tt.clip, 60*sec))
		if (err == nil) != tt.ok {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}
