package core_test

import (
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// Songs that are played as their tags say are equally loud to an independent meter,
// in every format. No video and no clip has such a tag.
func TestSongsAreEquallyLoud(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Song")
	v.Media = v.Media[:1]
	for itag, m := range map[int]simulator.Media{
		140: {MIME: mp4AAC, Content: simulator.AAC.Content()},
		251: {MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()},
	} {
		m.Itag = itag
		path := filepath.Join(t.TempDir(), "source")
		source, err := io.ReadAll(io.NewSectionReader(m.Content, 0, m.Content.Size()))
		if err == nil {
			err = os.WriteFile(path, source, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		m.Loudness = mediatest.Loudness(t, path)
		v.Media = append(v.Media, m)
	}
	b.site.Add(v)
	b.open(nil)
	for _, f := range []format.Format{format.M4A, format.Opus, format.MP3} {
		if f == format.MP3 && !mp3.Available {
			continue
		}
		w := format.Wish{Kind: format.Audio, Format: f}
		s := b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
		gain, target, ok := gainOf(t, s.File)
		if loudness := mediatest.Loudness(t, s.File) + gain; !ok || math.Abs(loudness-target) > 1 {
			t.Errorf("%s: played at %.2f LUFS instead of %.0f, tag %v", f, loudness, target, ok)
		}
		w.Clip = format.Clip{To: 2 * sec}
		s = b.awaitState(b.wish(w, "aaaaaaaaaaa")[0], core.Done)
		if gain, _, ok := gainOf(t, s.File); ok {
			t.Errorf("a clip in %s has a gain of %v dB", f, gain)
		}
	}
	s := b.awaitState(b.wish(format.Wish{Kind: format.Video}, "aaaaaaaaaaa")[0], core.Done)
	if gain, _, ok := gainOf(t, s.File); ok {
		t.Errorf("a video has a gain of %v dB", gain)
	}
}

// gainOf returns what a file's tags tell players to amplify it by, in decibels, and
// the loudness in LUFS that this is meant to result in.
func gainOf(t *testing.T, path string) (gain, target float64, ok bool) {
	t.Helper()
	var probe struct {
		Format  struct{ Tags map[string]string }
		Streams []struct{ Tags map[string]string }
	}
	if err := json.Unmarshal([]byte(mediatest.Run(t, "ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", path)), &probe); err != nil {
		t.Fatal(err)
	}
	all := []map[string]string{probe.Format.Tags}
	for _, s := range probe.Streams {
		all = append(all, s.Tags)
	}
	for _, tags := range all {
		for key, value := range tags {
			unit := 1.0
			switch strings.ToUpper(key) {
			case "REPLAYGAIN_TRACK_GAIN":
				target = -18
			case "R128_TRACK_GAIN":
				target, unit = -23, 1.0/256
			default:
				continue
			}
			n, err := strconv.ParseFloat(strings.TrimSuffix(value, " dB"), 64)
			if err != nil {
				t.Fatalf("%s=%q", key, value)
			}
			return n * unit, target, true
		}
	}
	return 0, 0, false
}
