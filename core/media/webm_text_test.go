package media

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// webmTexts are subtitles as many as fit into twelve seconds.
func webmTexts() []Subtitle {
	const ms = time.Millisecond
	long := Subtitle{Language: "es-419", Name: "Español", Generated: true}
	for at := time.Duration(0); at < 11*time.Second; at += 700 * ms {
		long.Cues = append(long.Cues, Cue{at, at + 650*ms, fmt.Sprintf("a las %v\nen punto", at)})
	}
	return []Subtitle{
		{Language: "de", Name: "Deutsch", Cues: []Cue{
			{0, 900 * ms, "Null"}, {4990 * ms, 5000 * ms, "kurz"}, {5000 * ms, 7 * time.Second, "<b> & \"so\" ->\nzwei"}, {11990 * ms, 12 * time.Second, "Ende"},
		}},
		long,
		{Language: "xx-none", Cues: []Cue{{3 * time.Second, 4 * time.Second, "中文 🌥"}}},
	}
}

// textBlocks are the cues of a track as the blocks of a file say them.
func textBlocks(t testing.TB, f plainFile, track int) (list []Cue) {
	t.Helper()
	for _, b := range f.blocks[track] {
		var ms int64
		if _, err := fmt.Sscanf(b.rest, "9b=%x ", &ms); err != nil {
			t.Fatalf("%q: %v", b.rest, err)
		}
		text, ok := strings.CutPrefix(b.data[1:], "\n\n")
		if !ok || b.data[0] != 0 {
			t.Fatalf("block %q", b.data)
		}
		start := time.Duration(b.time) * time.Millisecond
		list = append(list, Cue{start, start + time.Duration(ms)*time.Millisecond, text})
	}
	return list
}

func vtt(cues []Cue) []Cue {
	cues = slices.Clone(cues)
	for i := range cues {
		cues[i].Text = vttText(cues[i].Text)
	}
	return cues
}

func TestWebMSubtitles(t *testing.T) {
	for name, streams := range webmCases(t) {
		t.Run(name, func(t *testing.T) {
			texts := webmTexts()
			file, sum := makeWebM(t, streams, Options{Subtitles: texts}, testMeta)
			f := readPlain(t, file)
			for i, s := range streams {
				if want := readPlain(t, s).blocks[1]; !slices.Equal(f.blocks[i+1], want) {
					t.Errorf("track %d has %d blocks, the source %d, or they differ", i+1, len(f.blocks[i+1]), len(want))
				}
			}
			if len(sum.Tracks) != len(streams) {
				t.Errorf("%+v", sum.Tracks)
			}
			for i, s := range texts {
				want := vtt(CutCues(s.Cues, 0, sum.Duration))
				if got := textBlocks(t, f, len(streams)+i+1); !slices.Equal(got, want) {
					t.Errorf("%v\ninstead of\n%v", got, want)
				}
			}
			next, last := map[int]int{}, int64(0)
			for _, track := range f.order {
				at := f.blocks[track][next[track]].time
				next[track]++
				if at < last {
					t.Fatalf("a block of %d ms comes after one of %d", at, last)
				}
				last = at
			}
			if !slices.IsSorted(f.starts) {
				t.Errorf("clusters at %v", f.starts)
			}
		})
	}
}

// Seeking to a picture finds what is said there.
func TestWebMSubtitlesOfKeyFrames(t *testing.T) {
	file, _ := makeWebM(t, [][]byte{vp9Fixture(t), opusFixture(t)}, Options{Subtitles: webmTexts()}, testMeta)
	f := readPlain(t, file)
	if !slices.Equal(f.starts, []int64{0, 5000, 10000}) {
		t.Fatalf("clusters at %v", f.starts)
	}
	for _, e := range f.top {
		if e.id == 0x1F43B675 && bytes.Contains(e.data, []byte("zwei")) {
			if at := plainElements(t, e.data)[0].uint(); at != 5000 {
				t.Errorf("what is said at 5 s is in the cluster of %d ms", at)
			}
		}
	}
}

func TestWebMSubtitlesOfClips(t *testing.T) {
	streams := clipStreams(t)["vp9+opus"]
	for range 30 {
		c := someClip(12*time.Second, []time.Duration{5 * time.Second})
		file, sum := makeWebM(t, streams, Options{Clip: c, Subtitles: webmTexts()}, testMeta)
		f := readPlain(t, file)
		track := len(streams)
		for _, s := range webmTexts() {
			want := CutCues(s.Cues, sum.Start, c.To)
			want = slices.DeleteFunc(want, func(c Cue) bool { return c.Start.Milliseconds() >= sum.Duration.Milliseconds() })
			if len(want) == 0 {
				continue
			}
			track++
			got := textBlocks(t, f, track)
			if len(got) != len(want) {
				t.Fatalf("%v: %v\ninstead of\n%v", c, got, want)
			}
			for i, g := range got {
				if (g.Start-want[i].Start).Abs() >= time.Millisecond || (g.End-want[i].End).Abs() > time.Millisecond || g.Text != vttText(want[i].Text) {
					t.Errorf("%v: %v instead of %v", c, g, want[i])
				}
			}
		}
		if len(f.blocks) != track {
			t.Errorf("%v: %d tracks instead of %d", c, len(f.blocks), track)
		}
	}
}

// A file that is gone on with has the subtitles of its first start.
func TestWebMSubtitlesState(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	for _, clip := range []Clip{{}, {6 * time.Second, 11 * time.Second}} {
		want, _ := makeWebM(t, streams, Options{Clip: clip, Subtitles: webmTexts()}, testMeta)
		for range 30 {
			m := &memory{}
			o := Options{Clip: clip, Subtitles: webmTexts()}
			for done := false; !done; {
				l := finer(newWebM(t, m, streams, o), 300*time.Millisecond)
				parts := cutRanges(l.Ranges(), 1+rand.Int64N(7000))
				stop := rand.IntN(len(parts) + 1)
				save := rand.IntN(stop + 1)
				feed(t, l, streams, parts[:save])
				o.State, o.Resume = l.State(), true
				feed(t, l, streams, parts[save:stop])
				o.Subtitles = o.Subtitles[:rand.IntN(len(o.Subtitles)+1)]
				if done = stop == len(parts) || rand.IntN(12) == 0; done {
					feed(t, l, streams, parts[stop:])
					if _, err := l.Finish(testMeta); err != nil {
						t.Fatal(err)
					}
					l = finer(newWebM(t, m, streams, o), 300*time.Millisecond) // also after it was finished
					feed(t, l, streams, cutRanges(l.Ranges(), 0))
					if _, err := l.Finish(testMeta); err != nil {
						t.Fatal(err)
					}
				}
			}
			if !bytes.Equal(m.data, want) {
				t.Fatal("an interrupted file differs")
			}
		}
	}
	m := &memory{}
	l := newWebM(t, m, streams, Options{Subtitles: webmTexts()})
	feed(t, l, streams, l.Ranges())
	state := l.State()
	m.data[l.(*webmMux).media-10]++
	if _, err := NewWebM(m, headsOf(streams), Options{State: state}); !errors.Is(err, ErrDamaged) {
		t.Errorf("subtitles that changed: %v", err)
	}
}

// Subtitles take the room that they take, whatever else does.
func TestWebMSubtitlesRoom(t *testing.T) {
	streams := [][]byte{opusFixture(t)}
	long := testMeta
	long.Description = strings.Repeat("x", 8<<10)
	for n := range 60 { // sizes of the gap before them
		m := &memory{}
		l := newWebM(t, m, streams, Options{Subtitles: webmTexts(), Reserve: 20 << 10})
		mux := l.(*webmMux)
		meta := long
		meta.Description = strings.Repeat("x", n)
		parts := mux.front(meta, mux.length)
		at := mux.data + seekHeadReserve
		for _, p := range parts {
			at += int64(len(p.b))
		}
		mux.media = at + mux.stashSize() + 20
		mux.out = mux.media
		if err := mux.putStash(); err != nil {
			t.Fatal(err)
		}
		state := l.State()
		feed(t, l, streams, l.Ranges())
		for _, d := range []string{"", strings.Repeat("x", n+20), strings.Repeat("x", n)} {
			meta.Description = d
			s, err := l.Finish(meta)
			if err != nil {
				t.Fatal(err)
			}
			if err := VerifyWebM(m, s.Size, s); err != nil {
				t.Fatalf("%d bytes: %v", n, err)
			}
			x := &webmMux{file: m}
			if err := x.getTexts(mux.media, int64(len(mux.stash)), stashSum(t, state)); err != nil || len(x.texts) != 3 {
				t.Fatalf("%d bytes: the subtitles are not there any more: %v", n, err)
			}
		}
	}
}

// stashSum is the checksum of the subtitles that a state tells.
func stashSum(t testing.TB, state []byte) uint32 {
	t.Helper()
	r := newStateReader(state[1:])
	r.signed(0, 1<<40)
	r.signed(0, maxStash)
	sum := r.signed(0, 1<<32)
	if r.err != nil {
		t.Fatal(r.err)
	}
	return uint32(sum)
}

func TestWebMManySubtitles(t *testing.T) {
	var texts []Subtitle
	for i := range 150 {
		texts = append(texts, Subtitle{Language: "de", Name: fmt.Sprint(i), Cues: []Cue{{time.Second, 2 * time.Second, fmt.Sprint(i)}}})
	}
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	file, _ := makeWebM(t, streams, Options{Subtitles: texts}, testMeta)
	if f := readPlain(t, file); len(f.blocks) != 2+maxWebMTexts || f.blocks[102][0].data[1:] != "\n\n99" {
		t.Errorf("%d tracks", len(f.blocks))
	}
	noise := make([]byte, 3000)
	for i := range texts {
		for j := range 40 {
			for k := range noise {
				noise[k] = byte('!' + rand.UintN(90))
			}
			texts[i].Cues = append(texts[i].Cues, Cue{time.Duration(j+2) * 100 * time.Millisecond, time.Duration(j+3) * 100 * time.Millisecond, string(noise)})
		}
	}
	l := newWebM(t, &memory{}, streams, Options{Subtitles: texts})
	if m := l.(*webmMux); len(m.stash) > maxStash || len(m.texts) == 0 || len(m.texts) == maxWebMTexts {
		t.Errorf("%d tracks in %d bytes", len(m.texts), len(m.stash))
	}
}

func TestFFmpegReadsWebMSubtitles(t *testing.T) {
	ffmpeg(t)
	texts := webmTexts()
	for _, clip := range []Clip{{}, {3 * time.Second, 9500 * time.Millisecond}} {
		streams := clipStreams(t)["vp9+opus"]
		if clip == (Clip{}) {
			streams = [][]byte{vp9Fixture(t), opusFixture(t)}
		}
		file, sum := makeWebM(t, streams, Options{Clip: clip, Subtitles: texts}, testMeta)
		path := written(t, "out.webm", file)
		var p struct {
			Streams []struct {
				CodecName   string `json:"codec_name"`
				CodecType   string `json:"codec_type"`
				Tags        map[string]string
				Disposition map[string]int
			}
		}
		if err := json.Unmarshal([]byte(run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_streams", path)), &p); err != nil {
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
			cues := CutCues(texts[i].Cues, sum.Start, clip.To)
			var want strings.Builder
			for _, c := range cues {
				fmt.Fprintf(&want, "%.6f|%.6f|%d\n", c.Start.Seconds(), (c.End - c.Start).Seconds(), len(vttText(c.Text)))
			}
			got := run(t, "ffprobe", "-v", "warning", "-select_streams", fmt.Sprintf("s:%d", i), "-show_entries", "packet=pts_time,duration_time,size", "-of", "compact=p=0:nk=1", path)
			got = strings.ReplaceAll(got, "|\n", "\n")
			if got != want.String() {
				t.Errorf("packets\n%s\ninstead of\n%s", got, want.String())
			}
			srt := path + ".srt"
			run(t, "ffmpeg", "-v", "warning", "-xerror", "-y", "-copyts", "-i", path, "-map", fmt.Sprintf("0:s:%d", i), srt)
			b, err := os.ReadFile(srt)
			if err != nil {
				t.Fatal(err)
			}
			var mine bytes.Buffer
			if err := WriteSRT(&mine, cues); err != nil {
				t.Fatal(err)
			}
			if got, want := strings.Fields(string(b)), strings.Fields(mine.String()); !slices.Equal(got, want) {
				t.Errorf("subtitles\n%s\ninstead of\n%s", got, want)
			}
		}
		run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:v", "-map", "0:a", "-f", "null", "-")
	}
}
