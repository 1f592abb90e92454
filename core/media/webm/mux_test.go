package webm

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

func newWebM(t testing.TB, f media.File, streams [][]byte, o media.Options) media.Layout {
	t.Helper()
	l, err := New(f, mediatest.HeadsOf(streams), o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// sameBlocks compares the blocks of a file with those of its sources.
func sameBlocks(t testing.TB, file []byte, streams [][]byte) mediatest.WebMFile {
	t.Helper()
	got := mediatest.ReadWebM(t, file)
	if len(got.Blocks) != len(streams) {
		t.Fatalf("blocks of %d tracks", len(got.Blocks))
	}
	for i, s := range streams {
		want := mediatest.ReadWebM(t, s).Blocks[1]
		if !slices.Equal(got.Blocks[i+1], want) {
			t.Errorf("track %d has %d blocks, the source %d, or they differ", i+1, len(got.Blocks[i+1]), len(want))
		}
	}
	return got
}

func TestWebMBlocksAreIdentical(t *testing.T) {
	for name, streams := range mediatest.WebMStreams(t) {
		t.Run(name, func(t *testing.T) {
			file, sum := mediatest.Make(t, New, Verify, streams, media.Options{Reserve: Reserve(mediatest.Meta)}, mediatest.Meta)
			f := sameBlocks(t, file, streams)
			if len(sum.Tracks) != len(streams) || int(sum.Size) != len(file) {
				t.Errorf("summary %+v", sum)
			}
			if !slices.IsSorted(f.Starts) {
				t.Errorf("clusters at %v", f.Starts)
			}
			for i := range streams {
				if sum.Tracks[i].Samples != len(f.Blocks[i+1]) {
					t.Errorf("summary %+v", sum)
				}
			}
		})
	}
}

func TestWebMSummary(t *testing.T) {
	_, sum := mediatest.Make(t, New, Verify, [][]byte{mediatest.VP9(t), mediatest.Opus(t)}, media.Options{}, media.Meta{})
	if sum.Duration != 12008*time.Millisecond {
		t.Errorf("lasts %v", sum.Duration)
	}
	want := []media.Track{
		{Kind: "video", Codec: "vp9", Samples: 360, Duration: 12 * time.Second},
		{Kind: "audio", Codec: "opus", Samples: 601, Duration: 12008 * time.Millisecond},
	}
	for i, g := range sum.Tracks {
		w := want[i]
		if g.Kind != w.Kind || g.Codec != w.Codec || g.Samples != w.Samples || (g.Duration-w.Duration).Abs() > 8*time.Millisecond ||
			(g.Announced-g.Duration).Abs() > 100*time.Millisecond {
			t.Errorf("%+v instead of %+v", g, w)
		}
	}
	_, sum = mediatest.Make(t, New, Verify, [][]byte{mediatest.Sample(t, "video_av1.webm")}, media.Options{}, media.Meta{})
	if g := sum.Tracks[0]; g.Codec != "av1" || g.Samples != 200 || g.Duration != 8*time.Second {
		t.Errorf("%+v", g)
	}
}

// Blocks must come by time across the tracks, a cluster begin with each key
// frame, and the head say all that the sources' heads do.
func TestWebMShape(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	file, _ := mediatest.Make(t, New, Verify, streams, media.Options{Reserve: Reserve(mediatest.Meta)}, mediatest.Meta)
	f := mediatest.ReadWebM(t, file)
	next, last := map[int]int{}, int64(0)
	for _, track := range f.Order {
		at := f.Blocks[track][next[track]].Time
		next[track]++
		if at < last {
			t.Fatalf("a block of %d ms comes after one of %d", at, last)
		}
		last = at
	}
	if !slices.Equal(f.Starts, []int64{0, 5000, 10000}) {
		t.Errorf("clusters at %v", f.Starts)
	}
	ids := fmt.Sprintf("%x", mediatest.IDs(f.Top))
	if ids != "[114d9b74 ec 1549a966 1654ae6b 1c53bb6b 1254c367 1043a770 ec 1f43b675 1f43b675 1f43b675]" {
		t.Errorf("elements %s", ids)
	}
	outer := mediatest.Elements(t, file)
	for _, seek := range mediatest.Elements(t, f.Top[0].Data) {
		fields := mediatest.Elements(t, seek.Data)
		at := outer[1].At + int(fields[1].Uint())
		if !bytes.HasPrefix(file[at:], fields[0].Data) {
			t.Errorf("no element %x at %d", fields[0].Data, at)
		}
	}
	for i, point := range mediatest.Elements(t, f.Top[4].Data) {
		fields := mediatest.Elements(t, point.Data)
		where := mediatest.Elements(t, fields[1].Data)
		if fields[0].Uint() != uint64(f.Starts[i]) || where[0].Uint() != 1 {
			t.Errorf("cue %d: %x", i, point.Data)
		}
		if at := outer[1].At + int(where[1].Uint()); !bytes.HasPrefix(file[at:], []byte{0x1f, 0x43, 0xb6, 0x75}) {
			t.Errorf("cue %d points to byte %d", i, at)
		}
	}
	for i, entry := range mediatest.Elements(t, f.Top[3].Data) {
		var got, want []string
		for _, e := range mediatest.Elements(t, entry.Data)[2:] {
			got = append(got, fmt.Sprintf("%x=%x", e.ID, e.Data))
		}
		for _, e := range mediatest.Elements(t, mediatest.TrackEntry(t, streams[i])) {
			if e.ID != 0xD7 && e.ID != 0x73C5 && e.ID != 0x88 {
				want = append(want, fmt.Sprintf("%x=%x", e.ID, e.Data))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("track %d: %v instead of %v", i, got, want)
		}
	}
}

// Every key frame begins a cluster, also where one had to begin just before it.
func TestWebMKeyFramesBeginClusters(t *testing.T) {
	video := mediatest.NewLongWebM(t, mediatest.VP9(t), 3, 12_345, 0)
	video.Times = []int64{0, 5005, 10_338}
	sound := mediatest.NewLongWebM(t, mediatest.Opus(t), 3, 12_345, 0)
	var streams [][]byte
	for _, s := range []*mediatest.LongWebM{video, sound} {
		path := filepath.Join(t.TempDir(), "stream")
		s.Write(t, path)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		streams = append(streams, b)
	}
	file, _ := mediatest.Make(t, New, Verify, streams, media.Options{}, media.Meta{})
	f := sameBlocks(t, file, streams)
	for _, b := range f.Blocks[1] {
		if b.Key && !slices.Contains(f.Starts, b.Time) {
			t.Errorf("key frame at %d ms is inside a cluster; they begin at %v", b.Time, f.Starts)
		}
	}
}

// What does not fit in front goes to the end, and is found there.
func TestReserve(t *testing.T) {
	t.Parallel()
	long := mediatest.Meta
	long.Source, long.Description = "s", strings.Repeat("x", 8<<10)
	for i := range 300 {
		long.Chapters = append(long.Chapters, media.Chapter{Start: time.Duration(i) * 30 * time.Millisecond, Title: fmt.Sprint("chapter ", i)})
	}
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	for reserve, last := range map[int64]uint64{0: 0x1043A770, Reserve(long): 0x1F43B675} {
		file, _ := mediatest.Make(t, New, Verify, streams, media.Options{Reserve: reserve}, long)
		f := sameBlocks(t, file, streams)
		if got := f.Top[len(f.Top)-1].ID; got != last {
			t.Errorf("with reserve of %d the last element is %x", reserve, got)
		}
		if s, err := Source(bytes.NewReader(file), int64(len(file))); err != nil || s != "s" {
			t.Errorf("source %q, %v", s, err)
		}
	}
	behind := map[uint64]bool{} // what came behind the clusters
	want := mediatest.ReadWebM(t, mediatest.Opus(t)).Blocks[1]
	for n := range int64(1000) { // every size of the gap
		m := &mediatest.Memory{}
		l := newWebM(t, m, [][]byte{mediatest.Opus(t)}, media.Options{})
		mux := l.(*muxer)
		parts := mux.front.elements(media.Meta{Title: "t"}, mux.length, nil)
		mux.front.media = mux.front.data + seekHeadReserve + int64(len(parts[0].b)+len(parts[1].b)) + 2 + n
		mux.clusters.begin(mux.front.media)
		mediatest.Feed(t, l, [][]byte{mediatest.Opus(t)}, l.Ranges())
		s, err := l.Finish(media.Meta{Title: "t", Chapters: mediatest.Meta.Chapters})
		if err != nil {
			t.Fatal(err)
		}
		if err := Verify(m, s.Size, s); err != nil {
			t.Fatalf("%d bytes more: %v", n, err)
		}
		f := mediatest.ReadWebM(t, m.Data)
		if !slices.Equal(f.Blocks[1], want) {
			t.Fatalf("%d bytes more: the blocks differ", n)
		}
		last := uint64(0)
		for _, e := range f.Top {
			behind[e.ID] = behind[e.ID] || last == 0x1F43B675 && e.ID != last
			if last != 0x1F43B675 || e.ID == last {
				last = e.ID
			}
		}
	}
	for id, want := range map[uint64]bool{0x1549A966: false, 0x1654AE6B: false, 0x1C53BB6B: true, 0x1254C367: true, 0x1043A770: true} {
		if behind[id] != want {
			t.Errorf("element %x is behind the clusters: %v", id, behind[id])
		}
	}
}

func TestWebMFinishAgain(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	want, _ := mediatest.Make(t, New, Verify, streams, media.Options{}, mediatest.Meta)
	m := &mediatest.Memory{}
	l := newWebM(t, m, streams, media.Options{})
	if _, err := l.Finish(media.Meta{}); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("Finish of nothing: %v", err)
	}
	mediatest.Feed(t, l, streams, l.Ranges())
	long := mediatest.Meta
	long.Description = strings.Repeat("x", 8<<10)
	for _, meta := range []media.Meta{long, mediatest.Meta} {
		if _, err := l.Finish(meta); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(m.Data, want) {
		t.Error("the second Finish leaves another file")
	}
}

// A file that is cut off anywhere is one of whole clusters and no size.
func TestWebMCutOff(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	m := &mediatest.Memory{}
	l := newWebM(t, m, streams, media.Options{})
	parts := mediatest.CutRanges(l.Ranges(), 4000)
	mediatest.Feed(t, l, streams, parts[:len(parts)*3/4])
	f := mediatest.ReadWebM(t, m.Data)
	if len(f.Starts) == 0 || len(f.Blocks) != 2 {
		t.Fatalf("clusters at %v", f.Starts)
	}
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("needs ffmpeg")
	}
	path := mediatest.WriteFile(t, "cut.webm", m.Data)
	mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:v", "-map", "0:a", "-f", "null", "-")
}

func TestWebMRefuses(t *testing.T) {
	video, sound := mediatest.VP9(t), mediatest.Opus(t)
	other := bytes.Replace(sound, []byte{0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40}, []byte{0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x41}, 1)
	for name, heads := range map[string][]media.Head{
		"none":          {},
		"MP4":           {mediatest.HeadOf(mediatest.Sample(t, "video.mp4"))},
		"cut head":      {{Bytes: video[:400], Size: int64(len(video))}},
		"no size":       {{Bytes: video}},
		"other units":   {mediatest.HeadOf(video), mediatest.HeadOf(other)},
		"unknown codec": {mediatest.HeadOf(bytes.Replace(video, []byte("V_VP9"), []byte("V_XP9"), 1))},
	} {
		if l, err := New(&mediatest.Memory{}, heads, media.Options{}); err == nil || l != nil || len(heads) > 0 && !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l := newWebM(t, &mediatest.Memory{}, [][]byte{video}, media.Options{})
	r := l.Ranges()[0]
	if err := l.WriteAt(0, video[r.From+1:r.From+9], r.From+1); err == nil {
		t.Error("bytes after a gap are accepted")
	}
	if err := l.WriteAt(1, nil, 0); err == nil {
		t.Error("bytes of no stream are accepted")
	}
	b := make([]byte, 100)
	if err := l.ReadAt(0, b, 10); err != nil || !bytes.Equal(b, video[10:110]) {
		t.Errorf("ReadAt of the head: %v", err)
	}
	if err := l.ReadAt(0, make([]byte, 1), int64(len(video)-1)); err == nil && len(video) > 64<<10 {
		t.Error("ReadAt behind the head")
	}
}
