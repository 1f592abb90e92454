package download

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestClipNames(t *testing.T) {
	for want, c := range map[string]format.Clip{
		"0.00-1.30":       {To: 90 * sec},
		"1.30-end":        {From: 90 * sec},
		"1.02.03,5-2.00":  {From: time.Hour + 2*time.Minute + 3500*time.Millisecond, To: 2 * time.Minute},
		"0.00,05-1.00.00": {From: 50 * time.Millisecond, To: time.Hour},
	} {
		if got := clipName(c); got != want {
			t.Errorf("%v is %q, want %q", c, got, want)
		}
		k := kind{string(format.MP3), format.MP3V2, c, "1000-2000"}
		if got, err := parseKind(k.String()); got != k || err != nil {
			t.Errorf("%v comes back as %v, %v", k, got, err)
		}
	}
}

// The texts are part of stored journals, names and tags: they must not change.
func TestKind(t *testing.T) {
	clip := format.Clip{From: 90 * sec, To: 165 * sec}
	sound := []youtube.Stream{{HasAudio: true}}
	for want, c := range map[string]format.Choice{
		"mp4":               {Format: format.MP4, Streams: sound},
		"webm@90000-165000": {Format: format.WebM, Streams: sound, Clip: clip},
		"mp3":               {Format: format.MP3, Streams: sound},
		"mp3-320@90000-0":   {Format: format.MP3, MP3: format.MP3320, Streams: sound, Clip: format.Clip{From: 90 * sec}},
		"opus":              {Format: format.Opus, Streams: sound},
		"copy":              {Format: format.MP4, Streams: []youtube.Stream{{HasAudio: true, HasVideo: true}}},
		"sound":             {Format: format.M4A, Streams: []youtube.Stream{{HasAudio: true, HasVideo: true}}},
		"mp3-v2":            {Format: format.MP3, MP3: format.MP3V2, Streams: []youtube.Stream{{HasAudio: true, HasVideo: true}}},
		"mp3-v2@0-165000":   {Format: format.MP3, MP3: format.MP3V2, Streams: sound, Clip: format.Clip{To: 165 * sec}},
		"m4a":               {Format: format.M4A, Streams: sound},

		"mp3~1000-2000": {Format: format.MP3, Streams: sound, Cuts: []format.Clip{{From: sec, To: 2 * sec}}},
		"mp3-v2@0-9000~1000-2000,3000-4500": {Format: format.MP3, MP3: format.MP3V2, Streams: sound, Clip: format.Clip{To: 9 * sec},
			Cuts: []format.Clip{{From: sec, To: 2 * sec}, {From: 3 * sec, To: 4500 * time.Millisecond}}},
	} {
		k := kindOf(c)
		if k.String() != want {
			t.Errorf("%+v is %q, want %q", c, k, want)
		}
		if got, err := parseKind(want); got != k || err != nil {
			t.Errorf("%q comes back as %v, %v", want, got, err)
		}
	}
	for _, bad := range []string{"mp4@", "mp4@1", "mp4@x-y", "mp4@99999999999999-1", "mp3~1", "mp3~2-1", "mp3~1-2,2-3", "mp3~-1-2", "mp3~1-99999999999999"} {
		if k, err := parseKind(bad); err == nil {
			t.Errorf("%q is %v", bad, k)
		}
	}
}

// Every format has an entry that is whole.
func TestContainers(t *testing.T) {
	for _, f := range []format.Format{format.MP4, format.M4A, format.WebM, format.MP3, format.Opus, kindCopy, kindSound} {
		c, ok := containers[string(f)]
		if !ok || c.layout == nil || c.reserve == nil || c.verify == nil || c.source == nil {
			t.Errorf("%s: %+v", f, c)
		}
	}
	for _, name := range []string{"", "avi"} {
		if _, err := containerNamed(name); err == nil {
			t.Errorf("%q is a format", name)
		}
	}
}
