package webm

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

func cutsOf(t *testing.T, text string) media.Cuts {
	t.Helper()
	cuts, err := media.ParseCuts(text)
	if err != nil {
		t.Fatal(err)
	}
	return cuts
}

// What is left is every block that is not in a cut, earlier by what is left out before. The
// picture continues with a key frame at most one group of pictures before the end of the
// cut, the sound without a gap within 10 ms of its own time.
func TestWebMCuts(t *testing.T) {
	streams := mediatest.WebMClipStreams(t)["vp9+opus"] // 36 s
	video, sound := mediatest.ReadWebM(t, streams[0]).Blocks[1], mediatest.ReadWebM(t, streams[1]).Blocks[1]
	for _, c := range []struct {
		clip media.Clip
		cuts string
		want string // what is left out
	}{
		{media.Clip{}, "3003-16000", ""},
		{media.Clip{}, "0-14000,20011-31000", ""},
		{media.Clip{}, "25000-60000", ""},
		{media.Clip{From: 7 * time.Second, To: 33 * time.Second}, "3003-9111,12345-29000", ""},
		{media.Clip{}, "3003-3103", "nothing"}, // no key frame in it
	} {
		meta := mediatest.Meta
		o := media.Options{Clip: c.clip, Cuts: cutsOf(t, c.cuts)}
		file, sum := mediatest.Make(t, New, Verify, streams, o, meta)
		if c.want == "nothing" {
			if len(sum.Cuts) > 0 {
				t.Errorf("%v: leaves out %v", c, sum.Cuts)
			}
			continue
		}
		var keys []int64
		for _, b := range video {
			if b.Key {
				keys = append(keys, b.Time)
			}
		}
		// The cuts that were made are those that were asked for, up to a key frame.
		for _, x := range sum.Cuts {
			i := slices.IndexFunc(o.Cuts, func(w media.Clip) bool { return (w.From-x.From).Abs() <= 10*time.Millisecond || x.From == sum.Start })
			if i < 0 {
				t.Fatalf("%v: leaves out %v", c, sum.Cuts)
			}
			end := x.To.Milliseconds()
			if end < 36_000 && !slices.Contains(keys, end) || slices.ContainsFunc(keys, func(k int64) bool { return k > end && k <= o.Cuts[i].To.Milliseconds() }) {
				t.Errorf("%v: leaves out %v, key frames are at %v", c, sum.Cuts, keys)
			}
		}
		f := mediatest.ReadWebM(t, file)
		var want []mediatest.Block
		for _, b := range video {
			at := time.Duration(b.Time) * time.Millisecond
			if at < sum.Start || c.clip.To > 0 && at >= c.clip.To || slices.ContainsFunc(sum.Cuts, func(x media.Clip) bool { return at >= x.From && (at < x.To || x.To >= 36*time.Second) }) {
				continue
			}
			b.Time = (sum.Cuts.At(at) - sum.Cuts.At(sum.Start)).Milliseconds()
			want = append(want, b)
		}
		if !slices.Equal(f.Blocks[1], want) {
			t.Errorf("%v: %d pictures instead of %d, or they differ", c, len(f.Blocks[1]), len(want))
		}
		for i, b := range f.Blocks[2] {
			if i == 0 {
				continue
			}
			if d := b.Time - f.Blocks[2][i-1].Time; d < 18 || d > 22 { // as in the source, which counts milliseconds
				t.Errorf("%v: sound at %d after %d", c, b.Time, f.Blocks[2][i-1].Time)
			}
			source := slices.IndexFunc(sound, func(s mediatest.Block) bool {
				at := time.Duration(s.Time) * time.Millisecond
				return s.Data == b.Data && ((sum.Cuts.At(at)-sum.Cuts.At(sum.Start)).Milliseconds()-b.Time <= 10 && (sum.Cuts.At(at)-sum.Cuts.At(sum.Start)).Milliseconds()-b.Time >= -10)
			})
			if source < 0 {
				t.Fatalf("%v: sound at %d is not that of the picture", c, b.Time)
			}
		}
	}
}

// ffmpeg decodes all that is left, without a complaint, for as long as the file says.
func TestFFmpegPlaysWebMCuts(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	streams := mediatest.WebMClipStreams(t)["vp9+opus"]
	file, sum := mediatest.Make(t, New, Verify, streams, media.Options{Cuts: cutsOf(t, "3003-16000,20011-31000")}, mediatest.Meta)
	path := mediatest.WriteFile(t, "cut.webm", file)
	frames := mediatest.Run(t, "ffmpeg", "-nostdin", "-v", "warning", "-xerror", "-i", path, "-map", "0:v", "-fps_mode", "passthrough", "-f", "framemd5", "-")
	n := 0
	for line := range strings.Lines(frames) {
		if !strings.HasPrefix(line, "#") {
			n++
		}
	}
	if n != sum.Tracks[0].Samples {
		t.Errorf("%d pictures instead of %d", n, sum.Tracks[0].Samples)
	}
	length := time.Duration(len(mediatest.Decoded(t, path))/4) * time.Second / 48000
	if (length - sum.Duration).Abs() > 40*time.Millisecond {
		t.Errorf("%v of sound in %v", length, sum.Duration)
	}
}

// A file that was interrupted at any moments is the same to the byte.
func TestWebMCutsAfterRestarts(t *testing.T) {
	streams := mediatest.WebMClipStreams(t)["vp9+opus"]
	o := media.Options{Cuts: cutsOf(t, "3003-16000,20011-31000"), Subtitles: mediatest.Subtitles}
	want, _ := mediatest.Make(t, New, Verify, streams, o, mediatest.Meta)
	for range 10 {
		m := &mediatest.Memory{}
		again := o
		for done := false; !done; again.Resume = true {
			l := newWebM(t, m, streams, again)
			parts := mediatest.CutRanges(l.Ranges(), 1+rand.Int64N(20_000))
			stop := rand.IntN(len(parts) + 1)
			mediatest.Feed(t, l, streams, parts[:stop])
			again.State = l.State()
			if done = stop == len(parts); done {
				if _, err := l.Finish(mediatest.Meta); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !bytes.Equal(m.Data, want) {
			t.Fatal("an interrupted file differs")
		}
	}
}

// Chapters and subtitles are where what they belong to is.
func TestWebMCutsOfMeta(t *testing.T) {
	streams := mediatest.WebMClipStreams(t)["vp9+opus"]
	texts := []subtitle.Track{{Language: "en", Cues: []subtitle.Cue{{Start: time.Second, End: 2 * time.Second, Text: "One"}, {Start: 30 * time.Second, End: 31 * time.Second, Text: "Two"}}}}
	meta := media.Meta{Chapters: []media.Chapter{{Start: 0, Title: "A"}, {Start: 20 * time.Second, Title: "B"}}}
	file, sum := mediatest.Make(t, New, Verify, streams, media.Options{Cuts: cutsOf(t, "3003-16000"), Subtitles: texts}, meta)
	f := mediatest.ReadWebM(t, file)
	var got []int64
	for _, b := range f.Blocks[3] {
		got = append(got, b.Time)
	}
	if want := []int64{1000, sum.Cuts.At(30 * time.Second).Milliseconds()}; fmt.Sprint(got) != fmt.Sprint(want) || want[1] > 22_000 {
		t.Errorf("cues at %v instead of %v", got, want)
	}
	mediatest.NeedFFmpeg(t)
	out := mediatest.Run(t, "ffprobe", "-v", "error", "-show_entries", "chapter=start", "-of", "csv=p=0", mediatest.WriteFile(t, "cut.webm", file))
	if want := fmt.Sprintf("0\n%d", sum.Cuts.At(20*time.Second).Nanoseconds()); strings.TrimSpace(out) != want {
		t.Errorf("chapters at %q instead of %q", out, want)
	}
}
