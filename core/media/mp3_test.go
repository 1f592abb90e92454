package media

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/hilo-app/hilo/core/media/lame"
)

func needsMP3(t testing.TB) {
	t.Helper()
	if !CanMP3 {
		t.Skip("this build has no LAME, as cgo is off")
	}
}

func TestMP3Length(t *testing.T) {
	needsMP3(t)
	for name, c := range tunes(t) {
		for quality := MP3V0; quality <= MP3320; quality++ {
			file, s := converted(t, NewMP3, VerifyMP3, c.stream, Options{Quality: quality}, testMeta)
			samples := int64(math.Round(s.Duration.Seconds() * float64(c.rate)))
			if samples != c.samples {
				t.Errorf("%s: %d samples instead of %d", name, samples, c.samples)
			}
			got, err := inspectMP3(bytes.NewReader(file), s.Size)
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
	ffmpeg(t)
	for name, c := range tunes(t) {
		file, s := converted(t, NewMP3, VerifyMP3, c.stream, Options{Reserve: ReserveMP3(testMeta)}, testMeta)
		if name == "aac long" {
			continue // ffmpeg plays what is not music between the fixtures
		}
		got, want := decoded(t, written(t, "out.mp3", file)), decoded(t, written(t, "in", c.stream))
		samples := int64(math.Round(s.Duration.Seconds() * float64(c.rate)))
		if int64(len(got)) != 2*int64(c.channels)*samples {
			t.Errorf("%s: %d bytes played of %d samples", name, len(got), samples)
		}
		want = want[2*c.priming*c.channels:]
		if l := likeness(want, got); l < 25 || math.IsNaN(l) {
			t.Errorf("%s: %.1f dB alike", name, l)
		} else {
			t.Logf("%s: %.1f dB alike", name, l)
		}
	}
}

func TestMP3WithoutEncoder(t *testing.T) {
	if CanMP3 {
		t.Skip("this build has LAME")
	}
	if _, err := NewMP3(&memory{}, []Head{{Size: 1000}}, Options{Output: &memory{}}); !errors.Is(err, lame.ErrMissing) {
		t.Error(err)
	}
}
