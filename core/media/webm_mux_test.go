package media

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
)

func newWebM(t testing.TB, f File, streams [][]byte, o Options) Layout {
	t.Helper()
	l, err := NewWebM(f, headsOf(streams), o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// makeWebM makes a file of streams.
func makeWebM(t testing.TB, streams [][]byte, o Options, meta Meta) ([]byte, Summary) {
	t.Helper()
	m := &memory{}
	l := newWebM(t, m, streams, o)
	if !l.InOrder() {
		t.Fatal("not ordered")
	}
	feed(t, l, streams, cutRanges(l.Ranges(), 0))
	s, err := l.Finish(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := VerifyWebM(m, int64(len(m.data)), s); err != nil {
		t.Fatal(err)
	}
	return m.data, s
}

// sameBlocks compares the blocks of a file with those of its sources.
func sameBlocks(t testing.TB, file []byte, streams [][]byte) plainFile {
	t.Helper()
	got := readPlain(t, file)
	if len(got.blocks) != len(streams) {
		t.Fatalf("blocks of %d tracks", len(got.blocks))
	}
	for i, s := range streams {
		want := readPlain(t, s).blocks[1]
		if !slices.Equal(got.blocks[i+1], want) {
			t.Errorf("track %d has %d blocks, the source %d, or they differ", i+1, len(got.blocks[i+1]), len(want))
		}
	}
	return got
}

func webmCases(t testing.TB) map[string][][]byte {
	av1 := sample(t, "video_av1.webm")
	return map[string][][]byte{
		"vp9+opus":     {vp9Fixture(t), opusFixture(t)},
		"opus first":   {opusFixture(t), vp9Fixture(t)},
		"av1+opus":     {av1, opusFixture(t)},
		"vp9":          {vp9Fixture(t)},
		"av1":          {av1},
		"opus":         {opusFixture(t)},
		"no sizes":     {vp9Fixture(t), webmFile(t, opusFixture(t), 1, true)},
		"long sound":   {vp9Fixture(t), webmFile(t, opusFixture(t), 9, false)},
		"without cues": {withoutCues(t, vp9Fixture(t)), withoutCues(t, opusFixture(t))},
	}
}

func TestWebMBlocksAreIdentical(t *testing.T) {
	for name, streams := range webmCases(t) {
		t.Run(name, func(t *testing.T) {
			file, sum := makeWebM(t, streams, Options{Reserve: ReserveWebM(testMeta)}, testMeta)
			f := sameBlocks(t, file, streams)
			if len(sum.Tracks) != len(streams) || int(sum.Size) != len(file) {
				t.Errorf("summary %+v", sum)
			}
			if !slices.IsSorted(f.starts) {
				t.Errorf("clusters at %v", f.starts)
			}
			for i := range streams {
				if sum.Tracks[i].Samples != len(f.blocks[i+1]) {
					t.Errorf("summary %+v", sum)
				}
			}
		})
	}
}

func TestWebMSummary(t *testing.T) {
	_, sum := makeWebM(t, [][]byte{vp9Fixture(t), opusFixture(t)}, Options{}, Meta{})
	if sum.Duration != 12008*time.Millisecond {
		t.Errorf("lasts %v", sum.Duration)
	}
	want := []Track{
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
	_, sum = makeWebM(t, [][]byte{sample(t, "video_av1.webm")}, Options{}, Meta{})
	if g := sum.Tracks[0]; g.Codec != "av1" || g.Samples != 200 || g.Duration != 8*time.Second {
		t.Errorf("%+v", g)
	}
}

// Blocks must come by time across the tracks, a cluster begin with each key
// frame, and the head say all that the sources' heads do.
func TestWebMShape(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	file, _ := makeWebM(t, streams, Options{Reserve: ReserveWebM(testMeta)}, testMeta)
	f := readPlain(t, file)
	next, last := map[int]int{}, int64(0)
	for _, track := range f.order {
		at := f.blocks[track][next[track]].time
		next[track]++
		if at < last {
			t.Fatalf("a block of %d ms comes after one of %d", at, last)
		}
		last = at
	}
	if !slices.Equal(f.starts, []int64{0, 5000, 10000}) {
		t.Errorf("clusters at %v", f.starts)
	}
	ids := fmt.Sprintf("%x", idsOf(f.top))
	if ids != "[114d9b74 ec 1549a966 1654ae6b 1c53bb6b 1254c367 1043a770 ec 1f43b675 1f43b675 1f43b675]" {
		t.Errorf("elements %s", ids)
	}
	outer := plainElements(t, file)
	for _, seek := range plainElements(t, f.top[0].data) {
		fields := plainElements(t, seek.data)
		at := outer[1].at + int(fields[1].uint())
		if !bytes.HasPrefix(file[at:], fields[0].data) {
			t.Errorf("no element %x at %d", fields[0].data, at)
		}
	}
	for i, point := range plainElements(t, f.top[4].data) {
		fields := plainElements(t, point.data)
		where := plainElements(t, fields[1].data)
		if fields[0].uint() != uint64(f.starts[i]) || where[0].uint() != 1 {
			t.Errorf("cue %d: %x", i, point.data)
		}
		if at := outer[1].at + int(where[1].uint()); !bytes.HasPrefix(file[at:], []byte{0x1f, 0x43, 0xb6, 0x75}) {
			t.Errorf("cue %d points to byte %d", i, at)
		}
	}
	for i, entry := range plainElements(t, f.top[3].data) {
		var got, want []string
		for _, e := range plainElements(t, entry.data)[2:] {
			got = append(got, fmt.Sprintf("%x=%x", e.id, e.data))
		}
		for _, e := range plainElements(t, entryOf(t, streams[i])) {
			if e.id != 0xD7 && e.id != 0x73C5 && e.id != 0x88 {
				want = append(want, fmt.Sprintf("%x=%x", e.id, e.data))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("track %d: %v instead of %v", i, got, want)
		}
	}
}

// Every key frame begins a cluster, also where one had to begin just before it.
func TestWebMKeyFramesBeginClusters(t *testing.T) {
	video := newLongWebM(t, vp9Fixture(t), 3, 12_345, 0)
	video.times = []int64{0, 5005, 10_338}
	sound := newLongWebM(t, opusFixture(t), 3, 12_345, 0)
	var streams [][]byte
	for _, s := range []*longWebM{video, sound} {
		path := filepath.Join(t.TempDir(), "stream")
		s.write(t, path)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		streams = append(streams, b)
	}
	file, _ := makeWebM(t, streams, Options{}, Meta{})
	f := sameBlocks(t, file, streams)
	for _, b := range f.blocks[1] {
		if b.key && !slices.Contains(f.starts, b.time) {
			t.Errorf("key frame at %d ms is inside a cluster; they begin at %v", b.time, f.starts)
		}
	}
}

// What does not fit in front goes to the end, and is found there.
func TestWebMRoom(t *testing.T) {
	long := testMeta
	long.Source, long.Description = "s", strings.Repeat("x", 8<<10)
	for i := range 300 {
		long.Chapters = append(long.Chapters, Chapter{time.Duration(i) * 30 * time.Millisecond, fmt.Sprint("chapter ", i)})
	}
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	for room, last := range map[int64]uint64{0: 0x1043A770, ReserveWebM(long): 0x1F43B675} {
		file, _ := makeWebM(t, streams, Options{Reserve: room}, long)
		f := sameBlocks(t, file, streams)
		if got := f.top[len(f.top)-1].id; got != last {
			t.Errorf("with room of %d the last element is %x", room, got)
		}
		if s, err := WebMSource(bytes.NewReader(file), int64(len(file))); err != nil || s != "s" {
			t.Errorf("source %q, %v", s, err)
		}
	}
	behind := map[uint64]bool{}  // what came behind the clusters
	for n := range int64(1000) { // every size of the gap
		m := &memory{}
		l := newWebM(t, m, [][]byte{opusFixture(t)}, Options{})
		mux := l.(*webmMux)
		parts := mux.front(Meta{Title: "t"}, mux.length)
		mux.media = mux.data + seekHeadReserve + int64(len(parts[0].b)+len(parts[1].b)) + 2 + n
		mux.out = mux.media
		feed(t, l, [][]byte{opusFixture(t)}, l.Ranges())
		s, err := l.Finish(Meta{Title: "t", Chapters: testMeta.Chapters})
		if err != nil {
			t.Fatal(err)
		}
		if err := VerifyWebM(m, s.Size, s); err != nil {
			t.Fatalf("%d bytes more: %v", n, err)
		}
		last := uint64(0)
		for _, e := range sameBlocks(t, m.data, [][]byte{opusFixture(t)}).top {
			behind[e.id] = behind[e.id] || last == 0x1F43B675 && e.id != last
			if last != 0x1F43B675 || e.id == last {
				last = e.id
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
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	want, _ := makeWebM(t, streams, Options{}, testMeta)
	m := &memory{}
	l := newWebM(t, m, streams, Options{})
	if _, err := l.Finish(Meta{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("Finish of nothing: %v", err)
	}
	feed(t, l, streams, l.Ranges())
	long := testMeta
	long.Description = strings.Repeat("x", 8<<10)
	for _, meta := range []Meta{long, testMeta} {
		if _, err := l.Finish(meta); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(m.data, want) {
		t.Error("the second Finish leaves another file")
	}
}

// A file that is cut off anywhere is one of whole clusters and no size.
func TestWebMCutOff(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	m := &memory{}
	l := newWebM(t, m, streams, Options{})
	parts := cutRanges(l.Ranges(), 4000)
	feed(t, l, streams, parts[:len(parts)*3/4])
	f := readPlain(t, m.data)
	if len(f.starts) == 0 || len(f.blocks) != 2 {
		t.Fatalf("clusters at %v", f.starts)
	}
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("needs ffmpeg")
	}
	path := written(t, "cut.webm", m.data)
	run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:v", "-map", "0:a", "-f", "null", "-")
}

func TestWebMRefuses(t *testing.T) {
	video, sound := vp9Fixture(t), opusFixture(t)
	other := bytes.Replace(sound, []byte{0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40}, []byte{0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x41}, 1)
	for name, heads := range map[string][]Head{
		"none":          {},
		"MP4":           {headOf(sample(t, "video.mp4"))},
		"cut head":      {{Bytes: video[:400], Size: int64(len(video))}},
		"no size":       {{Bytes: video}},
		"other units":   {headOf(video), headOf(other)},
		"unknown codec": {headOf(bytes.Replace(video, []byte("V_VP9"), []byte("V_XP9"), 1))},
	} {
		if l, err := NewWebM(&memory{}, heads, Options{}); err == nil || l != nil || len(heads) > 0 && !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l := newWebM(t, &memory{}, [][]byte{video}, Options{})
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
