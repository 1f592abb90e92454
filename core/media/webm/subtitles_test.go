package webm

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// webmTexts are subtitles as many as fit into twelve seconds.
func webmTexts() []subtitle.Track {
	const ms = time.Millisecond
	long := subtitle.Track{Language: "es-419", Name: "Español", Generated: true}
	for at := time.Duration(0); at < 11*time.Second; at += 700 * ms {
		long.Cues = append(long.Cues, subtitle.Cue{Start: at, End: at + 650*ms, Text: fmt.Sprintf("a las %v\nen punto", at)})
	}
	return []subtitle.Track{
		{Language: "de", Name: "Deutsch", Cues: []subtitle.Cue{
			{Start: 0, End: 900 * ms, Text: "Null"}, {Start: 4990 * ms, End: 5000 * ms, Text: "kurz"}, {Start: 5000 * ms, End: 7 * time.Second, Text: "<b> & \"so\" ->\nzwei"}, {Start: 11990 * ms, End: 12 * time.Second, Text: "Ende"},
		}},
		long,
		{Language: "xx-none", Cues: []subtitle.Cue{{Start: 3 * time.Second, End: 4 * time.Second, Text: "中文 🌥"}}},
	}
}

// textBlocks are the cues of a track as the blocks of a file say them.
func textBlocks(t testing.TB, f mediatest.WebMFile, track int) (list []subtitle.Cue) {
	t.Helper()
	for _, b := range f.Blocks[track] {
		var ms int64
		if _, err := fmt.Sscanf(b.Rest, "9b=%x ", &ms); err != nil {
			t.Fatalf("%q: %v", b.Rest, err)
		}
		text, ok := strings.CutPrefix(b.Data[1:], "\n\n")
		if !ok || b.Data[0] != 0 {
			t.Fatalf("block %q", b.Data)
		}
		start := time.Duration(b.Time) * time.Millisecond
		list = append(list, subtitle.Cue{Start: start, End: start + time.Duration(ms)*time.Millisecond, Text: text})
	}
	return list
}

func vtt(cues []subtitle.Cue) []subtitle.Cue {
	cues = slices.Clone(cues)
	for i := range cues {
		cues[i].Text = vttText(cues[i].Text)
	}
	return cues
}

func TestWebMSubtitles(t *testing.T) {
	for name, streams := range mediatest.WebMStreams(t) {
		t.Run(name, func(t *testing.T) {
			texts := webmTexts()
			file, sum := mediatest.Make(t, New, Verify, streams, media.Options{Subtitles: texts}, mediatest.Meta)
			f := mediatest.ReadWebM(t, file)
			for i, s := range streams {
				if want := mediatest.ReadWebM(t, s).Blocks[1]; !slices.Equal(f.Blocks[i+1], want) {
					t.Errorf("track %d has %d blocks, the source %d, or they differ", i+1, len(f.Blocks[i+1]), len(want))
				}
			}
			if len(sum.Tracks) != len(streams) {
				t.Errorf("%+v", sum.Tracks)
			}
			for i, s := range texts {
				want := vtt(subtitle.Cut(s.Cues, 0, sum.Duration))
				if got := textBlocks(t, f, len(streams)+i+1); !slices.Equal(got, want) {
					t.Errorf("%v\ninstead of\n%v", got, want)
				}
			}
			next, last := map[int]int{}, int64(0)
			for _, track := range f.Order {
				at := f.Blocks[track][next[track]].Time
				next[track]++
				if at < last {
					t.Fatalf("a block of %d ms comes after one of %d", at, last)
				}
				last = at
			}
			if !slices.IsSorted(f.Starts) {
				t.Errorf("clusters at %v", f.Starts)
			}
		})
	}
}

// Seeking to a picture finds what is said there.
func TestWebMSubtitlesOfKeyFrames(t *testing.T) {
	file, _ := mediatest.Make(t, New, Verify, [][]byte{mediatest.VP9(t), mediatest.Opus(t)}, media.Options{Subtitles: webmTexts()}, mediatest.Meta)
	f := mediatest.ReadWebM(t, file)
	if !slices.Equal(f.Starts, []int64{0, 5000, 10000}) {
		t.Fatalf("clusters at %v", f.Starts)
	}
	for _, e := range f.Top {
		if e.ID == 0x1F43B675 && bytes.Contains(e.Data, []byte("zwei")) {
			if at := mediatest.Elements(t, e.Data)[0].Uint(); at != 5000 {
				t.Errorf("what is said at 5 s is in the cluster of %d ms", at)
			}
		}
	}
}

func TestWebMSubtitlesOfClips(t *testing.T) {
	t.Parallel()
	streams := mediatest.WebMClipStreams(t)["vp9+opus"]
clips:
	for range 30 {
		c := mediatest.RandomClip(12*time.Second, []time.Duration{5 * time.Second})
		file, sum := mediatest.Make(t, New, Verify, streams, media.Options{Clip: c, Subtitles: webmTexts()}, mediatest.Meta)
		f := mediatest.ReadWebM(t, file)
		track := len(streams)
		for _, s := range webmTexts() {
			want := subtitle.Cut(s.Cues, sum.Start, c.To)
			// What begins in the last, incomplete millisecond may be there or not.
			late := func(c subtitle.Cue) bool { return c.Start.Milliseconds() >= sum.Duration.Milliseconds() }
			all := len(want)
			if want = slices.DeleteFunc(want, late); len(want) == 0 && all > 0 {
				continue clips // and so may its track
			}
			if len(want) == 0 {
				continue
			}
			track++
			got := slices.DeleteFunc(textBlocks(t, f, track), late)
			if len(got) != len(want) {
				t.Fatalf("%v: %v\ninstead of\n%v", c, got, want)
			}
			for i, g := range got {
				if (g.Start-want[i].Start).Abs() >= time.Millisecond || (g.End-want[i].End).Abs() > time.Millisecond || g.Text != vttText(want[i].Text) {
					t.Errorf("%v: %v instead of %v", c, g, want[i])
				}
			}
		}
		if len(f.Blocks) != track {
			t.Errorf("%v: %d tracks instead of %d", c, len(f.Blocks), track)
		}
	}
}

// A file that continues after a restart has the subtitles of its first start.
func TestWebMSubtitlesState(t *testing.T) {
	t.Parallel()
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	for _, clip := range []media.Clip{{}, {From: 6 * time.Second, To: 11 * time.Second}} {
		want, _ := mediatest.Make(t, New, Verify, streams, media.Options{Clip: clip, Subtitles: webmTexts()}, mediatest.Meta)
		for range 30 {
			m := &mediatest.Memory{}
			o := media.Options{Clip: clip, Subtitles: webmTexts()}
			for done := false; !done; {
				l := finer(newWebM(t, m, streams, o), 300*time.Millisecond)
				parts := mediatest.CutRanges(l.Ranges(), 1+rand.Int64N(7000))
				stop := rand.IntN(len(parts) + 1)
				save := rand.IntN(stop + 1)
				mediatest.Feed(t, l, streams, parts[:save])
				o.State, o.Resume = l.State(), true
				mediatest.Feed(t, l, streams, parts[save:stop])
				o.Subtitles = o.Subtitles[:rand.IntN(len(o.Subtitles)+1)]
				if done = stop == len(parts) || rand.IntN(12) == 0; done {
					mediatest.Feed(t, l, streams, parts[stop:])
					if _, err := l.Finish(mediatest.Meta); err != nil {
						t.Fatal(err)
					}
					l = finer(newWebM(t, m, streams, o), 300*time.Millisecond) // also after it was finished
					mediatest.Feed(t, l, streams, mediatest.CutRanges(l.Ranges(), 0))
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
	m := &mediatest.Memory{}
	l := newWebM(t, m, streams, media.Options{Subtitles: webmTexts()})
	mediatest.Feed(t, l, streams, l.Ranges())
	state := l.State()
	m.Data[l.(*muxer).front.media-10]++
	if _, err := New(m, mediatest.HeadsOf(streams), media.Options{State: state}); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("subtitles that changed: %v", err)
	}
}

// Saved subtitles keep their place whatever else is in the reserve.
func TestWebMSubtitlesReserve(t *testing.T) {
	streams := [][]byte{mediatest.Opus(t)}
	long := mediatest.Meta
	long.Description = strings.Repeat("x", 8<<10)
	for n := range 60 { // sizes of the gap before them
		m := &mediatest.Memory{}
		l := newWebM(t, m, streams, media.Options{Subtitles: webmTexts(), Reserve: 20 << 10})
		mux := l.(*muxer)
		meta := long
		meta.Description = strings.Repeat("x", n)
		parts := mux.front.elements(meta, mux.length, nil)
		at := mux.front.data + seekHeadReserve
		for _, p := range parts {
			at += int64(len(p.b))
		}
		mux.front.media = at + mux.texts.savedSize() + 20
		mux.clusters.begin(mux.front.media)
		if err := mux.texts.write(m, mux.front.media); err != nil {
			t.Fatal(err)
		}
		state := l.State()
		mediatest.Feed(t, l, streams, l.Ranges())
		for _, d := range []string{"", strings.Repeat("x", n+20), strings.Repeat("x", n)} {
			meta.Description = d
			s, err := l.Finish(meta)
			if err != nil {
				t.Fatal(err)
			}
			if err := Verify(m, s.Size, s); err != nil {
				t.Fatalf("%d bytes: %v", n, err)
			}
			var x textTracks
			if err := x.load(m, mux.front.media, int64(len(mux.texts.saved)), savedSum(t, state)); err != nil || len(x.list) != 3 {
				t.Fatalf("%d bytes: the subtitles are not there any more: %v", n, err)
			}
		}
	}
}

// savedSum is the checksum of the subtitles that a state tells.
func savedSum(t testing.TB, state []byte) uint32 {
	t.Helper()
	r := bin.NewStateReader(state[1:])
	r.Signed(0, 1<<40)
	r.Signed(0, maxSavedTexts)
	sum := r.Signed(0, 1<<32)
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	return uint32(sum)
}

func TestWebMManySubtitles(t *testing.T) {
	t.Parallel()
	var texts []subtitle.Track
	for i := range 150 {
		texts = append(texts, subtitle.Track{Language: "de", Name: fmt.Sprint(i), Cues: []subtitle.Cue{{Start: time.Second, End: 2 * time.Second, Text: fmt.Sprint(i)}}})
	}
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	file, _ := mediatest.Make(t, New, Verify, streams, media.Options{Subtitles: texts}, mediatest.Meta)
	if f := mediatest.ReadWebM(t, file); len(f.Blocks) != 2+maxTexts || f.Blocks[102][0].Data[1:] != "\n\n99" {
		t.Errorf("%d tracks", len(f.Blocks))
	}
	noise, source := make([]byte, 2250), rand.NewChaCha8([32]byte{1})
	for i := range texts {
		for j := range 25 {
			_, _ = source.Read(noise)
			text := base64.StdEncoding.EncodeToString(noise)
			texts[i].Cues = append(texts[i].Cues, subtitle.Cue{Start: time.Duration(j+2) * 100 * time.Millisecond, End: time.Duration(j+3) * 100 * time.Millisecond, Text: text})
		}
	}
	l := newWebM(t, &mediatest.Memory{}, streams, media.Options{Subtitles: texts})
	if x := l.(*muxer).texts; len(x.saved) > maxSavedTexts || len(x.list) == 0 || len(x.list) == maxTexts {
		t.Errorf("%d tracks in %d bytes", len(x.list), len(x.saved))
	}
}

func TestFFmpegReadsWebMSubtitles(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	texts := webmTexts()
	for _, clip := range []media.Clip{{}, {From: 3 * time.Second, To: 9500 * time.Millisecond}} {
		streams := mediatest.WebMClipStreams(t)["vp9+opus"]
		if clip == (media.Clip{}) {
			streams = [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
		}
		file, sum := mediatest.Make(t, New, Verify, streams, media.Options{Clip: clip, Subtitles: texts}, mediatest.Meta)
		path := mediatest.WriteFile(t, "out.webm", file)
		var p struct {
			Streams []struct {
				CodecName   string `json:"codec_name"`
				CodecType   string `json:"codec_type"`
				Tags        map[string]string
				Disposition map[string]int
			}
		}
		if err := json.Unmarshal([]byte(mediatest.Run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_streams", path)), &p); err != nil {
			t.Fatal(err)
		}
		if len(p.Streams) != 5 {
			t.Fatalf("%+v", p.Streams)
		}
		for i, s := range p.Streams[2:] {
			language, isDefault := []string{"ger", "spa", "und"}[i], []int{1, 0, 0}[i]
			if i == 2 {
				language = "" // and ffprobe leaves it out
			}
			if s.CodecName != "webvtt" || s.CodecType != "subtitle" || s.Tags["language"] != language || s.Tags["title"] != texts[i].Name || s.Disposition["default"] != isDefault {
				t.Errorf("%+v", s)
			}
			cues := subtitle.Cut(texts[i].Cues, sum.Start, clip.To)
			var want strings.Builder
			for _, c := range cues {
				fmt.Fprintf(&want, "%.6f|%.6f|%d\n", c.Start.Seconds(), (c.End - c.Start).Seconds(), len(vttText(c.Text)))
			}
			got := mediatest.Run(t, "ffprobe", "-v", "warning", "-select_streams", fmt.Sprintf("s:%d", i), "-show_entries", "packet=pts_time,duration_time,size", "-of", "compact=p=0:nk=1", path)
			got = strings.ReplaceAll(got, "|\n", "\n")
			if got != want.String() {
				t.Errorf("packets\n%s\ninstead of\n%s", got, want.String())
			}
			srt := path + ".srt"
			mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-y", "-copyts", "-i", path, "-map", fmt.Sprintf("0:s:%d", i), srt)
			b, err := os.ReadFile(srt)
			if err != nil {
				t.Fatal(err)
			}
			var mine bytes.Buffer
			if err := subtitle.WriteSRT(&mine, cues); err != nil {
				t.Fatal(err)
			}
			if got, want := strings.Fields(string(b)), strings.Fields(mine.String()); !slices.Equal(got, want) {
				t.Errorf("subtitles\n%s\ninstead of\n%s", got, want)
			}
		}
		mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:v", "-map", "0:a", "-f", "null", "-")
	}
}
