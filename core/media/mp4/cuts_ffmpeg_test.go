package mp4_test

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

// Of a file without some parts, ffmpeg plays exactly the pictures that are left, each
// when the whole file shows it less what was left out before; the sound is less than 15 ms
// off, also where its packets last 46 ms; the length is right to a frame.
func TestFFmpegPlaysMP4Cuts(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	const videoScale, frame = 12800, 40 * time.Millisecond
	playedWhole, heardWhole := map[string][]picture{}, map[string][]int16{} // by stream
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
		{"video_av1.mp4", "audio_exact.mp4", media.Clip{}, "1234-3333"},
		{"video_elst.mp4", "audio_low.mp4", media.Clip{}, "1021-3456,5000-7003,8111-8200"},
		{"video_vfr.mp4", "audio_low.mp4", media.Clip{From: mediatest.MS(777), To: mediatest.MS(9003)}, "1111-1838,3333-7777"},
		{"video_elst.mp4", "", media.Clip{}, "1111-2222,7100-7900"},
		{"", "audio_exact.mp4", media.Clip{}, "1021-3456,4000-4100"},
		{"", "audio_low.mp4", media.Clip{}, "1021-3456,4000-4100"},
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
			rate, most := 44100, 15*time.Millisecond
			if c.audio == "audio_low.mp4" {
				rate = 22050
			}
			packet := 1024 * time.Second / time.Duration(rate)
			if c.video == "" { // nothing has to be in step with it
				most = packet/2 + time.Millisecond
			}
			parts := leftParts(t, c.clip, cuts, sum, packet/2)
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
				before, shown := playedWhole[c.video], []picture{}
				if before == nil {
					before = pictures(t, whole)
					playedWhole[c.video] = before
				}
				base := int64(0)
				for _, p := range parts {
					from, to := p.From.Nanoseconds()*videoScale/1e9, p.To.Nanoseconds()*videoScale/1e9
					for _, x := range clipped(before, from, to) {
						shown = append(shown, picture{base + x.at, x.sum})
					}
					base += to - from
				}
				got := pictures(t, part)
				if c.video == "video_av1.mp4" { // what is only decoded lasts no time
					got = slices.DeleteFunc(got, func(p picture) bool {
						return slices.ContainsFunc(got, func(q picture) bool { return q.at > p.at && q.at-p.at < 1000 })
					})
				}
				for i := range got { // the timescale is finer where parts are joined
					if len(parts) > 1 {
						got[i].at /= 1_000_000 / videoScale
					}
				}
				sameCutPictures(t, shown, got, videoScale)
			}
			if c.audio != "" {
				before, got := heardWhole[c.audio], soundOf(t, part)
				if before == nil {
					before = soundOf(t, whole)
					heardWhole[c.audio] = before
				}
				base := time.Duration(0)
				for _, p := range parts {
					off := soundOffset(before, got, p, base, rate)
					t.Logf("%v: sound is %v off", p, off)
					if off.Abs() > most {
						t.Errorf("%v: sound is %v off", p, off)
					}
					base += p.To - p.From
				}
			}
		})
	}
}

// leftParts returns what the file has: what is left of the cuts that it says it makes, each of
// which begins and ends within most of those that were asked for.
func leftParts(t *testing.T, clip media.Clip, asked media.Cuts, sum media.Summary, most time.Duration) []media.Clip {
	t.Helper()
	made := sum.Cuts
	if len(made) != len(asked) {
		t.Fatalf("made cuts %v", made)
	}
	for i, x := range made {
		if (x.From-asked[i].From).Abs() > most || (x.To-asked[i].To).Abs() > most {
			t.Errorf("cut %d is %v instead of %v", i, x, asked[i])
		}
	}
	return made.Parts(clip)
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
// file, than it should: where the middle of the part, 0.2 s at most, is most like that
// of the whole.
func soundOffset(whole, got []int16, p media.Clip, at time.Duration, rate int) time.Duration {
	samples := func(d time.Duration) int { return int(d * time.Duration(rate) / time.Second) }
	length := min(p.To-p.From-60*time.Millisecond, 200*time.Millisecond)
	start := (p.To - p.From - length) / 2
	n, from, there := samples(length), samples(p.From+start), samples(at+start)
	best, off := math.Inf(1), 0
	for i := range rate / 10 { // from the middle outwards
		lag := (i + 1) / 2
		if i%2 == 0 {
			lag = -lag
		}
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

// mpv, which plays by the times of both tracks, shows the same pictures and plays the sound
// with them. It is made to write what it plays.
func TestMPVPlaysMP4Cuts(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	if _, err := exec.LookPath("mpv"); err != nil {
		t.Skip("mpv is not installed")
	}
	const videoScale, rate = 12800, 44100
	streams := [][]byte{mediatest.Sample(t, "video_elst.mp4"), mediatest.Sample(t, "audio_exact.mp4")}
	cuts, err := media.ParseCuts("1234-1700,3001-3457,5000-7003")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	whole, part := filepath.Join(dir, "whole.mp4"), filepath.Join(dir, "part.mp4")
	file, all := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{}, media.Meta{})
	cut, sum := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Cuts: cuts}, media.Meta{})
	for path, b := range map[string][]byte{whole: file, part: cut} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	played := filepath.Join(dir, "played.mkv")
	mediatest.Run(t, "mpv", "--no-config", "--really-quiet", "--hwdec=no", part, "--o="+played, "--of=matroska", "--ovc=ffv1", "--oac=flac")
	before, got := pictures(t, whole), pictures(t, played)
	parts := leftParts(t, media.Clip{}, cuts, sum, mediatest.MS(12))
	parts[len(parts)-1].To = all.Duration
	base, n := time.Duration(0), 0
	sound, heard := soundOf(t, whole), soundOf(t, played)
	for _, p := range parts {
		from, to := p.From.Nanoseconds()*videoScale/1e9, p.To.Nanoseconds()*videoScale/1e9
		for _, w := range clipped(before, from, to) {
			at := base + time.Duration(w.at)*time.Second/videoScale
			// What is only decoded lasts no time.
			for n+1 < len(got) && got[n].sum != w.sum && time.Duration(got[n].at)*time.Millisecond >= at-2*time.Millisecond && got[n+1].at-got[n].at <= 1 {
				n++
			}
			if n == len(got) {
				t.Fatalf("only %d pictures", n)
			}
			if d := time.Duration(got[n].at)*time.Millisecond - at; got[n].sum != w.sum || d.Abs() > 2*time.Millisecond {
				t.Errorf("picture %d: %v instead of %v at %v", n, got[n], w, at)
			}
			n++
		}
		if off := soundOffset(sound, heard, p, base, rate); off.Abs() > 15*time.Millisecond {
			t.Errorf("%v: sound is %v off", p, off)
		} else {
			t.Logf("%v: sound is %v off", p, off)
		}
		base += p.To - p.From
	}
	if n != len(got) {
		t.Errorf("%d pictures instead of %d", len(got), n)
	}
}
