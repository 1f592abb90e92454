package mp3

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/lame"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func needsMP3(t testing.TB) {
	t.Helper()
	if !Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
}

func TestMP3Length(t *testing.T) {
	needsMP3(t)
	for name, c := range mediatest.Tunes(t) {
		for quality := media.MP3V0; quality <= media.MP3320; quality++ {
			file, s := mediatest.Convert(t, New, Verify, c.Stream, media.Options{Quality: quality}, mediatest.Meta)
			samples := int64(math.Round(s.Duration.Seconds() * float64(c.Rate)))
			if samples != c.Samples {
				t.Errorf("%s: %d samples instead of %d", name, samples, c.Samples)
			}
			got, err := inspect(bytes.NewReader(file), s.Size)
			if err != nil || fmt.Sprint(got) != fmt.Sprint(s) {
				t.Errorf("%s: %v, %v instead of %v", name, err, got, s)
			}
			if testing.Short() || name != "opus" && name != "aac elst" {
				break
			}
		}
	}
}

// The sound begins and ends at the same sample in a player that knows LAME's
// tag, and is the same but for what MP3 loses.
func TestFFmpegPlaysMP3(t *testing.T) {
	needsMP3(t)
	mediatest.NeedFFmpeg(t)
	for name, c := range mediatest.Tunes(t) {
		file, s := mediatest.Convert(t, New, Verify, c.Stream, media.Options{Reserve: Reserve(mediatest.Meta)}, mediatest.Meta)
		if name == "aac long" {
			continue // ffmpeg plays what is not to be heard between the fixtures
		}
		got, want := mediatest.Decoded(t, mediatest.WriteFile(t, "out.mp3", file)), mediatest.Decoded(t, mediatest.WriteFile(t, "in", c.Stream))
		samples := int64(math.Round(s.Duration.Seconds() * float64(c.Rate)))
		if int64(len(got)) != 2*int64(c.Channels)*samples {
			t.Errorf("%s: %d bytes played of %d samples", name, len(got), samples)
		}
		want = want[2*c.Priming*c.Channels:]
		if l := mediatest.Likeness(want, got); l < 25 || math.IsNaN(l) {
			t.Errorf("%s: %.1f dB alike", name, l)
		} else {
			t.Logf("%s: %.1f dB alike", name, l)
		}
	}
}

// The sound of a progressive file, which has a picture too, is the same but for
// what MP3 loses.
func TestSoundOfAMuxedFile(t *testing.T) {
	needsMP3(t)
	mediatest.NeedFFmpeg(t)
	stream := mediatest.Content(t, simulator.Muxed.Content())
	file, s := mediatest.Convert(t, New, Verify, stream, media.Options{Reserve: Reserve(mediatest.Meta)}, mediatest.Meta)
	got, want := mediatest.Decoded(t, mediatest.WriteFile(t, "out.mp3", file)), mediatest.Decoded(t, mediatest.WriteFile(t, "in.mp4", stream))
	if (s.Duration - 12*time.Second).Abs() > 100*time.Millisecond {
		t.Errorf("lasts %v", s.Duration)
	}
	if l := mediatest.Likeness(want, got); l < 25 || math.IsNaN(l) {
		t.Errorf("%.1f dB alike", l)
	}
}

func TestMP3WithoutEncoder(t *testing.T) {
	if Available {
		t.Skip("this build has LAME")
	}
	if _, err := New(&mediatest.Memory{}, []media.Head{{Size: 1000}}, media.Options{Output: &mediatest.Memory{}}); !errors.Is(err, lame.ErrMissing) {
		t.Error(err)
	}
}
