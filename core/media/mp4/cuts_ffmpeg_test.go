package mp4_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

// Of a file without some parts, ffmpeg plays exactly the pictures that are left, each
// when the whole file shows it less what was left out before; the sound is at most 20 ms
// off; the length is right to a frame.
func TestFFmpegPlaysMP4Cuts(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	const videoScale, rate, frame = 12800, 44100, 40 * time.Millisecond
	for _, c := range []struct {
		video, audio string
		clip         media.Clip
		cuts         string
	}{
		{"video.mp4", "audio_exact.mp4", media.Clip{}, "3210-7777"},
		{"video.mp4", "audio_exact.mp4", media.Clip{}, "0-1500"},
		{"video.mp4", "audio_exact.mp4", media.Clip{}, "8123-12000"},
		{"video.mp4", "audio_exact.mp4", media.Clip{}, "1234-1700,3001-3457,5000-7003,9500-12000"}, // within groups of pictures, too
		{"video_elst.mp4", "audio_exact.mp4", media.Clip{}, "2000-4000,6111-7111"},
		{"video_elst.mp4", "audio_exact.mp4", media.Clip{From: mediatest.MS(1100), To: mediatest.MS(9003)}, "500-1300,4033-6000"},
		{"video_signed.mp4", "audio_exact.mp4", media.Clip{}, "3210-5290"},
		{"video_vfr.mp4", "audio_exact.mp4", media.Clip{}, "3333-7777"},
		{"video_elst.mp4", "", media.Clip{}, "1111-2222,7100-7900"},
		{"", "audio_exact.mp4", media.Clip{}, "1021-3456,4000-4100"},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			cuts, err := media.ParseCuts(c.cuts)
			if err != nil {
				t.Fatal(err)
			}
			var streams [][]byte
			for _, name := range []string{c.video, c.audio} {
				if name != "" {
					streams = append(streams, mediatest.Sample(t, name))
				}
			}
			dir := t.TempDir()
			whole, part := filepath.Join(dir, "whole.mp4"), filepath.Join(dir, "part.mp4")
			file, all := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{}, media.Meta{})
			cut, sum := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Clip: c.clip, Cuts: cuts}, media.Meta{})
			for path, b := range map[string][]byte{whole: file, part: cut} {
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			parts := cuts.Parts(c.clip)
			if last := &parts[len(parts)-1]; last.To == 0 {
				last.To = all.Duration
				if last.From >= last.To {
					parts = parts[:len(parts)-1]
				}
			}
			want := time.Duration(0)
			for _, p := range parts {
				want += p.To - p.From
			}
			text := mediatest.Run(t, "ffprobe", "-v", "warning", "-show_entries", "format=duration", "-of", "csv=p=0", part)
			s, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if err != nil || (time.Duration(s*float64(time.Second))-want).Abs() > frame || (sum.Duration-want).Abs() > frame {
				t.Errorf("lasts %s, %v instead of %v", strings.TrimSpace(text), sum.Duration, want)
			}
			if c.video != "" {
				before, shown := pictures(t, whole), []picture{}
				base := int64(0)
				for _, p := range parts {
					from, to := p.From.Nanoseconds()*videoScale/1e9, p.To.Nanoseconds()*videoScale/1e9
					for _, x := range clipped(before, from, to) {
						shown = append(shown, picture{base + x.at, x.sum})
					}
					base += to - from
				}
				sameCutPictures(t, shown, pictures(t, part), videoScale)
			}
			if c.audio != "" {
				before, got := soundOf(t, whole), soundOf(t, part)
				base := time.Duration(0)
				for _, p := range parts {
					off := soundOffset(before, got, p, base, rate)
					t.Logf("%v: sound is %v off", p, off)
					if off.Abs() > 20*time.Millisecond {
						t.Errorf("%v: sound is %v off", p, off)
					}
					base += p.To - p.From
				}
			}
		})
	}
}

// sameCutPictures compares pictures, whose times may be off by what rounding to the
// timescale of the movie makes.
func sameCutPictures(t *testing.T, want, got []picture, timescale int64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d pictures instead of %d", len(got), len(want))
	}
	for i := range min(len(want), len(got)) {
		if d := got[i].at - want[i].at; got[i].sum != want[i].sum || d > timescale/500 || d < -timescale/500 {
			t.Fatalf("picture %d: %v instead of %v", i, got[i], want[i])
		}
	}
}

// soundOffset returns how much later the sound of a part is, which begins at a time of the
// file, than it should: where the middle of the part, half a second at most, is most like that
// of the whole.
func soundOffset(whole, got []int16, p media.Clip, at time.Duration, rate int) time.Duration {
	samples := func(d time.Duration) int { return int(d * time.Duration(rate) / time.Second) }
	length := min(p.To-p.From-60*time.Millisecond, 500*time.Millisecond)
	start := (p.To - p.From - length) / 2
	n, from, there := samples(length), samples(p.From+start), samples(at+start)
	best, off := math.Inf(1), 0
	for lag := -rate / 20; lag <= rate/20; lag++ {
		if there+lag < 0 || there+lag+n > len(got) || from+n > len(whole) {
			continue
		}
		sum := 0.0
		for i := 0; i < n && sum < best; i++ {
			d := float64(got[there+lag+i]) - float64(whole[from+i])
			sum += d * d
		}
		if sum < best {
			best, off = sum, lag
		}
	}
	return time.Duration(off) * time.Second / time.Duration(rate)
}
