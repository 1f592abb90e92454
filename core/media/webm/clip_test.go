package webm_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/webm"
)

func newLayout(t testing.TB, f media.File, streams [][]byte, o media.Options) media.Layout {
	t.Helper()
	l, err := webm.New(f, mediatest.HeadsOf(streams), o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// clippedBlocks are the blocks of a stream within a time, counted from there.
func clippedBlocks(t testing.TB, stream []byte, from, to time.Duration) (list []mediatest.Block) {
	t.Helper()
	for _, b := range mediatest.ReadWebM(t, stream).Blocks[1] {
		at := time.Duration(b.Time) * time.Millisecond
		if at < from || to > 0 && at >= to {
			continue
		}
		b.Time -= from.Milliseconds()
		list = append(list, b)
	}
	return list
}

// startOf is where a clip must begin: with the last key frame before.
func startOf(t testing.TB, streams [][]byte, c media.Clip) time.Duration {
	t.Helper()
	start, video := time.Duration(0), false
	for _, s := range streams {
		if bytes.Contains(s[:1000], []byte("V_")) {
			video = true
			for _, b := range mediatest.ReadWebM(t, s).Blocks[1] {
				if at := time.Duration(b.Time) * time.Millisecond; b.Key && at <= c.From {
					start = at
				}
			}
		}
	}
	if !video {
		return c.From.Truncate(time.Millisecond)
	}
	return start
}

func TestWebMClips(t *testing.T) {
	t.Parallel()
	for name, streams := range mediatest.WebMClipStreams(t) {
		length := 36 * time.Second
		if name == "av1+opus" {
			length = 8 * time.Second
		}
		var edges []time.Duration
		for _, s := range streams {
			starts, _ := mediatest.Bounds(t, s)
			edges = append(edges, starts...)
		}
		for range 40 {
			c := mediatest.RandomClip(length, edges)
			file, sum := mediatest.Make(t, webm.New, webm.Verify, streams, media.Options{Clip: c, Reserve: webm.Reserve(mediatest.Meta)}, mediatest.Meta)
			start := startOf(t, streams, c)
			f := mediatest.ReadWebM(t, file)
			for i, s := range streams {
				if want := clippedBlocks(t, s, start, c.To); !slices.Equal(f.Blocks[i+1], want) {
					t.Fatalf("%s, %v: %d blocks of track %d instead of %d, or they differ", name, c, len(f.Blocks[i+1]), i+1, len(want))
				}
			}
			if sum.Start != start {
				t.Errorf("%s, %v: begins at %v instead of %v", name, c, sum.Start, start)
			}
			if short := c.To - start - sum.Duration; c.To > 0 && c.To < length && (short < 0 || short >= time.Millisecond) {
				t.Errorf("%s, %v: %v too short", name, c, short)
			}
			if least := length - start; (c.To == 0 || c.To > length) && (sum.Duration < least || sum.Duration > least+40*time.Millisecond && name != "av1+opus") {
				t.Errorf("%s, %v: %v long instead of %v", name, c, sum.Duration, least)
			}
			first := int64(0)
			if name == "opus" { // From may be between two blocks
				first = f.Blocks[1][0].Time
			}
			if !slices.IsSorted(f.Starts) || f.Starts[0] != first || first > 20 { // a block lasts 20 ms
				t.Errorf("%s, %v: clusters at %v", name, c, f.Starts)
			}
		}
	}
}

// Only those clusters are fetched that have something of the clip.
func TestWebMClipWantsLittle(t *testing.T) {
	t.Parallel()
	for name, streams := range mediatest.WebMClipStreams(t) {
		for range 100 {
			c := mediatest.RandomClip(8*time.Second, []time.Duration{5 * time.Second})
			start := startOf(t, streams, c)
			l := newLayout(t, &mediatest.Memory{}, streams, media.Options{Clip: c})
			got := make([]byterange.Range, len(streams))
			for _, r := range l.Ranges() {
				if g := &got[r.Track]; *g == (byterange.Range{}) {
					*g = byterange.Range{From: r.From, To: r.To}
				} else if g.To == r.From {
					g.To = r.To
				} else {
					t.Fatalf("%s, %v: range %v", name, c, r)
				}
			}
			bytes := int64(0)
			for i, s := range streams {
				starts, offs := mediatest.Bounds(t, s)
				want := byterange.Range{From: offs[0], To: int64(len(s))}
				for k, at := range starts {
					if at <= start {
						want.From = offs[k]
					}
					if c.To > 0 && at >= c.To {
						want.To = offs[k]
						break
					}
				}
				if bytes += want.To - want.From; got[i] != want {
					t.Errorf("%s, %v: bytes %v of stream %d instead of %v", name, c, got[i], i, want)
				}
			}
			if l.Total() != bytes {
				t.Errorf("%s, %v: %d bytes in all instead of %d", name, c, l.Total(), bytes)
			}
		}
	}
}

func TestWebMClipState(t *testing.T) {
	t.Parallel()
	for name, streams := range mediatest.WebMClipStreams(t) {
		for range 6 {
			c := mediatest.RandomClip(8*time.Second, []time.Duration{5 * time.Second})
			o := media.Options{Clip: c}
			want, _ := mediatest.Make(t, webm.New, webm.Verify, streams, o, mediatest.Meta)
			for range 3 {
				m := &mediatest.Memory{}
				for done := false; !done; {
					l := newLayout(t, m, streams, o)
					parts := mediatest.CutRanges(l.Ranges(), 1+rand.Int64N(7000))
					stop := rand.IntN(len(parts) + 1)
					save := rand.IntN(stop + 1)
					mediatest.Feed(t, l, streams, parts[:save])
					o.State, o.Resume = l.State(), true
					mediatest.Feed(t, l, streams, parts[save:stop])
					if done = stop == len(parts) || rand.IntN(12) == 0; done {
						mediatest.Feed(t, l, streams, parts[stop:])
						if _, err := l.Finish(mediatest.Meta); err != nil {
							t.Fatal(err)
						}
					}
				}
				o.State, o.Resume = nil, false
				if !bytes.Equal(m.Data, want) {
					t.Fatalf("%s, %v: an interrupted file differs", name, c)
				}
			}
		}
	}
	streams := mediatest.WebMClipStreams(t)["vp9+opus"]
	state := newLayout(t, &mediatest.Memory{}, streams, media.Options{Clip: media.Clip{To: 9 * time.Second}}).State()
	if _, err := webm.New(&mediatest.Memory{}, mediatest.HeadsOf(streams), media.Options{State: state, Clip: media.Clip{To: 8 * time.Second}}); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("the state of another clip: %v", err)
	}
}

func TestWebMClipsThatCannotBe(t *testing.T) {
	video, sound := mediatest.VP9(t), mediatest.Opus(t)
	for name, c := range map[string]struct {
		streams [][]byte
		clip    media.Clip
		want    error
	}{
		"no cues of video": {[][]byte{mediatest.WithoutCues(t, video), sound}, media.Clip{To: time.Second}, media.ErrNoIndex},
		"no cues of sound": {[][]byte{video, mediatest.WithoutCues(t, sound)}, media.Clip{To: time.Second}, media.ErrNoIndex},
		"behind the end":   {[][]byte{video, sound}, media.Clip{From: 13 * time.Second}, media.ErrOutside},
	} {
		if _, err := webm.New(&mediatest.Memory{}, mediatest.HeadsOf(c.streams), media.Options{Clip: c.clip}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	streams := [][]byte{video, sound}
	l := newLayout(t, &mediatest.Memory{}, streams, media.Options{Clip: media.Clip{From: 2 * time.Second, To: 4 * time.Second}})
	if _, err := l.Finish(mediatest.Meta); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("Finish of nothing: %v", err)
	}
	// A head may have more than the clip needs.
	mediatest.Feed(t, l, streams, []media.Range{{Track: 0, From: 0, To: 30_000}, {Track: 1, From: 0, To: int64(len(sound))}})
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Error(err)
	}
}

func TestFFmpegReadsWebMClips(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	for name, streams := range mediatest.WebMClipStreams(t) {
		if name == "opus first" {
			continue // ffprobe numbers the streams otherwise
		}
		for range 3 {
			c := mediatest.RandomClip(8*time.Second, []time.Duration{5 * time.Second})
			file, sum := mediatest.Make(t, webm.New, webm.Verify, streams, media.Options{Clip: c, Reserve: webm.Reserve(mediatest.Meta)}, mediatest.Meta)
			path := mediatest.WriteFile(t, "out.webm", file)
			var p mediatest.Probe
			if err := json.Unmarshal([]byte(mediatest.Run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_chapters", path)), &p); err != nil {
				t.Fatal(err)
			}
			// ffprobe may cut what is less than a microsecond.
			cut, rounded := sum.Duration.Truncate(time.Microsecond), sum.Duration.Round(time.Microsecond)
			if got, err := time.ParseDuration(p.Format.Duration + "s"); err != nil || got != cut && got != rounded {
				t.Errorf("%s, %v: lasts %s instead of %v", name, c, p.Format.Duration, sum.Duration)
			}
			chapters := metadata.CutChapters(mediatest.Meta.Chapters, sum.Start, sum.Start+sum.Duration)
			if len(p.Chapters) != len(chapters) {
				t.Errorf("%s, %v: chapters %v instead of %v", name, c, p.Chapters, chapters)
			}
			for i, got := range p.Chapters {
				if want := fmt.Sprintf("%.6f", chapters[i].Start.Seconds()); got.StartTime != want {
					t.Errorf("%s, %v: chapter %d at %s instead of %s", name, c, i, got.StartTime, want)
				}
			}
			mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-f", "null", "-")
		}
	}
}
