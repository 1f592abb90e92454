package media

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hilo/core/youtube/youtubetest"
)

func vp9Fixture(t testing.TB) []byte  { return contentOf(t, youtubetest.VP9x720.Content()) }
func opusFixture(t testing.TB) []byte { return contentOf(t, youtubetest.Opus.Content()) }

// plain is an element as a reader that knows nothing of ours sees it.
type plain struct {
	id   uint64
	at   int // offset of its content
	data []byte
}

// plainElements cuts b into elements. One of unknown size takes the rest.
func plainElements(t testing.TB, b []byte) []plain {
	t.Helper()
	var list []plain
	for pos := 0; pos < len(b); {
		number := func(keep bool) uint64 {
			n := 1
			for mask := byte(0x80); b[pos]&mask == 0; mask >>= 1 {
				n++
			}
			var x [8]byte
			copy(x[8-n:], b[pos:pos+n])
			pos += n
			v := binary.BigEndian.Uint64(x[:])
			if !keep {
				v &^= 1 << (7 * n)
				if v == 1<<(7*n)-1 {
					v = uint64(len(b) - pos)
				}
			}
			return v
		}
		id := number(true)
		size := int(number(false))
		if pos+size > len(b) {
			t.Fatalf("element %x of %d bytes does not fit at %d", id, size, pos)
		}
		list = append(list, plain{id, pos, b[pos : pos+size]})
		pos += size
	}
	return list
}

func (p plain) uint() (v uint64) {
	for _, c := range p.data {
		v = v<<8 | uint64(c)
	}
	return v
}

// plainBlock is a block; rest is what else is in its group.
type plainBlock struct {
	time int64
	key  bool
	data string
	rest string
}

// plainFile is all that a WebM file says.
type plainFile struct {
	top    []plain
	blocks map[int][]plainBlock // by track number
	order  []int                // tracks of the blocks, as they come
	starts []int64              // times of clusters
}

func readPlain(t testing.TB, file []byte) plainFile {
	t.Helper()
	f := plainFile{blocks: map[int][]plainBlock{}}
	outer := plainElements(t, file)
	if len(outer) != 2 || outer[0].id != 0x1A45DFA3 || outer[1].id != 0x18538067 {
		t.Fatalf("%d elements", len(outer))
	}
	f.top = plainElements(t, outer[1].data)
	for _, e := range f.top {
		if e.id == 0x1F43B675 {
			f.cluster(t, e.data)
		}
	}
	return f
}

func (f *plainFile) cluster(t testing.TB, b []byte) {
	t.Helper()
	now := int64(0)
	add := func(b []byte, key bool, rest string) {
		track := int(b[0] & 0x7f)
		at := now + int64(int16(binary.BigEndian.Uint16(b[1:])))
		f.blocks[track] = append(f.blocks[track], plainBlock{at, key, string(b[3:]), rest}) // with the flags
		f.order = append(f.order, track)
	}
	for _, c := range plainElements(t, b) {
		switch c.id {
		case 0x1F43B675: // this one's size was unknown
			f.cluster(t, c.data)
		case 0xE7:
			now = int64(c.uint())
			f.starts = append(f.starts, now)
		case 0xA3:
			add(c.data, c.data[3]&0x80 != 0, "")
		case 0xA0:
			var b []byte
			rest, key := "", true
			for _, g := range plainElements(t, c.data) {
				if g.id == 0xA1 {
					b = g.data
					continue
				}
				key = key && g.id != 0xFB
				rest += fmt.Sprintf("%x=%x ", g.id, g.data)
			}
			add(b, key, rest)
		}
	}
}

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
	if !l.Ordered() {
		t.Fatal("not ordered")
	}
	feed(t, l, streams, cutRanges(l.Ranges(), 0))
	s, err := l.Finish(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := VerifyWebM(m, int64(len(m.b)), s); err != nil {
		t.Fatal(err)
	}
	return m.b, s
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

// withoutCues turns the Cues of a stream into a Void of the same size.
func withoutCues(t testing.TB, stream []byte) []byte {
	t.Helper()
	b := bytes.Clone(stream)
	i := bytes.LastIndex(b[:1000], []byte{0x1C, 0x53, 0xBB, 0x6B})
	n := int(b[i+4] & 0x7f)
	if b[i+4]&0x80 == 0 || i < 0 {
		t.Fatal("cues are not as expected")
	}
	b[i] = 0xEC
	binary.BigEndian.PutUint32(b[i+1:], uint32(n)|1<<28)
	return b
}

func TestWebMBlocksAreIdentical(t *testing.T) {
	for name, streams := range webmCases(t) {
		t.Run(name, func(t *testing.T) {
			file, sum := makeWebM(t, streams, Options{Room: WebMRoom(testMeta)}, testMeta)
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
	want := []Track{{"video", "vp9", 360, 12 * time.Second}, {"audio", "opus", 601, 12008 * time.Millisecond}}
	for i, g := range sum.Tracks {
		w := want[i]
		if g.Kind != w.Kind || g.Codec != w.Codec || g.Samples != w.Samples || (g.Duration-w.Duration).Abs() > 8*time.Millisecond {
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
	file, _ := makeWebM(t, streams, Options{Room: WebMRoom(testMeta)}, testMeta)
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

func idsOf(list []plain) (ids []uint64) {
	for _, e := range list {
		ids = append(ids, e.id)
	}
	return ids
}

func entryOf(t testing.TB, stream []byte) []byte {
	for _, e := range readPlain(t, stream).top {
		if e.id == 0x1654AE6B {
			return plainElements(t, e.data)[0].data
		}
	}
	t.Fatal("no track")
	return nil
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
	long.Source, long.Description = "s", strings.Repeat("x", maxDescription)
	for i := range 300 {
		long.Chapters = append(long.Chapters, Chapter{time.Duration(i) * 30 * time.Millisecond, fmt.Sprint("chapter ", i)})
	}
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	for room, last := range map[int64]uint64{0: 0x1043A770, WebMRoom(long): 0x1F43B675} {
		file, _ := makeWebM(t, streams, Options{Room: room}, long)
		f := sameBlocks(t, file, streams)
		if got := f.top[len(f.top)-1].id; got != last {
			t.Errorf("with room of %d the last element is %x", room, got)
		}
		if s, err := Source(bytes.NewReader(file), int64(len(file))); err != nil || s != "s" {
			t.Errorf("source %q, %v", s, err)
		}
	}
	behind := map[uint64]bool{}  // what came behind the clusters
	for n := range int64(1000) { // every size of the gap
		m := &memory{}
		l := newWebM(t, m, [][]byte{opusFixture(t)}, Options{})
		mux := l.(*webmMux)
		parts := mux.front(Meta{Title: "t"}, mux.length)
		mux.media = mux.data + seekRoom + int64(len(parts[0].b)+len(parts[1].b)) + 2 + n
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
		for _, e := range sameBlocks(t, m.b, [][]byte{opusFixture(t)}).top {
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
	long.Description = strings.Repeat("x", maxDescription)
	for _, meta := range []Meta{long, testMeta} {
		if _, err := l.Finish(meta); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(m.b, want) {
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
	f := readPlain(t, m.b)
	if len(f.starts) == 0 || len(f.blocks) != 2 {
		t.Fatalf("clusters at %v", f.starts)
	}
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("needs ffmpeg")
	}
	path := written(t, "cut.webm", m.b)
	run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:v", "-map", "0:a", "-f", "null", "-")
}

// finer cuts the slices of a layout up, so that short streams have many.
func finer(l Layout, length time.Duration) Layout {
	m := l.(*webmMux)
	m.order = m.slicesOf(length)
	return l
}

func TestWebMStateAtAnyMoment(t *testing.T) {
	for name, streams := range webmCases(t) {
		t.Run(name, func(t *testing.T) {
			want := &memory{}
			l := finer(newWebM(t, want, streams, Options{}), 300*time.Millisecond)
			feed(t, l, streams, l.Ranges())
			if _, err := l.Finish(testMeta); err != nil {
				t.Fatal(err)
			}
			sameBlocks(t, want.b, streams)
			for range 25 {
				m := &memory{}
				var state []byte
				for done := false; !done; {
					l := finer(newWebM(t, m, streams, Options{State: state, Resume: true}), 300*time.Millisecond)
					parts := cutRanges(l.Ranges(), 1+rand.Int64N(7000))
					stop := rand.IntN(len(parts) + 1)
					save := rand.IntN(stop + 1) // the state that is saved is older than the file
					feed(t, l, streams, parts[:save])
					state = l.State()
					feed(t, l, streams, parts[save:stop])
					if done = stop == len(parts) || rand.IntN(12) == 0; done {
						feed(t, l, streams, parts[stop:])
						if _, err := l.Finish(testMeta); err != nil {
							t.Fatal(err)
						}
					}
				}
				if !bytes.Equal(m.b, want.b) {
					t.Fatal("an interrupted file differs")
				}
			}
		})
	}
}

func TestWebMStateWhileWriting(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	m := &memory{}
	l := newWebM(t, m, streams, Options{})
	states := make(chan []byte, 50)
	go func() {
		defer close(states)
		for range cap(states) {
			states <- l.State()
		}
	}()
	feed(t, l, streams, cutRanges(l.Ranges(), 100))
	if _, err := l.Finish(testMeta); err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(m.b)
	for state := range states {
		l := newWebM(t, m, streams, Options{State: state, Resume: true})
		feed(t, l, streams, cutRanges(l.Ranges(), 0))
		if _, err := l.Finish(testMeta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.b, want) {
			t.Fatal("a state taken while bytes were written makes another file")
		}
	}
}

// TestWebMUnbalanced passes all of one stream before the other.
func TestWebMUnbalanced(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	want, _ := makeWebM(t, streams, Options{}, testMeta)
	for _, first := range []int{0, 1} {
		for _, most := range []int64{maxWaiting, 20_000, 1} {
			m := &memory{}
			l := newWebM(t, m, streams, Options{})
			mux := l.(*webmMux)
			mux.most = most
			for _, i := range []int{first, 1 - first} {
				for _, p := range cutRanges([]Range{{i, mux.streams[i].fed, int64(len(streams[i]))}}, 500) {
					if err := l.WriteAt(i, streams[i][p.From:p.To], p.From); err != nil {
						t.Fatal(err)
					}
					if mux.waiting > most {
						t.Fatalf("%d bytes wait", mux.waiting)
					}
				}
			}
			s, err := l.Finish(testMeta)
			if err != nil {
				t.Fatal(err)
			}
			if err := VerifyWebM(m, s.Size, s); err != nil {
				t.Fatal(err)
			}
			if most == maxWaiting && !bytes.Equal(m.b, want) {
				t.Error("the file depends on the order though memory was enough")
			}
			sameBlocks(t, m.b, streams)
			// When all sound comes first, ffprobe gives up looking for pictures.
			if _, err := exec.LookPath("ffprobe"); err == nil && (first == 0 || most == maxWaiting) {
				run(t, "ffprobe", "-v", "warning", written(t, "out.webm", m.b))
			}
		}
	}
}

// Where too much waits, going on from a state makes the same file, too.
func TestWebMStateUnbalanced(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	begin := func(m *memory, state []byte) Layout {
		l := newWebM(t, m, streams, Options{State: state, Resume: true})
		l.(*webmMux).most = 3000
		return finer(l, 4*time.Second) // much more than may wait
	}
	want := &memory{}
	l := begin(want, nil)
	feed(t, l, streams, l.Ranges())
	if _, err := l.Finish(testMeta); err != nil {
		t.Fatal(err)
	}
	for range 50 {
		m := &memory{}
		l := begin(m, nil)
		parts := cutRanges(l.Ranges(), 0)
		feed(t, l, streams, parts[:rand.IntN(len(parts))])
		l = begin(m, l.State())
		feed(t, l, streams, cutRanges(l.Ranges(), 0))
		if _, err := l.Finish(testMeta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.b, want.b) {
			t.Fatal("an interrupted file differs")
		}
	}
}

// Fetched in the order of Ranges, little waits.
func TestWebMRangesAreBalanced(t *testing.T) {
	for name, streams := range webmCases(t) {
		l := finer(newWebM(t, &memory{}, streams, Options{}), 500*time.Millisecond)
		m := l.(*webmMux)
		at := make([]int64, len(streams))
		for i, s := range m.streams {
			at[i] = s.fed
		}
		most := int64(0)
		for _, r := range cutRanges(l.Ranges(), 1000) {
			if r.From != at[r.Track] {
				t.Fatalf("%s: range %v does not go on from %v", name, r, at)
			}
			at[r.Track] = r.To
			feed(t, l, streams, []Range{r})
			most = max(most, m.waiting)
		}
		for i, s := range streams {
			if at[i] != int64(len(s)) {
				t.Errorf("%s: ranges of stream %d end at %d", name, i, at[i])
			}
		}
		if limit := int64(20_000); most > limit && name != "long sound" && name != "without cues" {
			t.Errorf("%s: %d bytes wait", name, most)
		}
	}
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

func TestWebMDamagedState(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	m := &memory{}
	l := newWebM(t, m, streams, Options{})
	parts := cutRanges(l.Ranges(), 5000)
	feed(t, l, streams, parts[:len(parts)*3/4])
	state := l.State()
	for n := 1; n < len(state); n++ {
		if _, err := NewWebM(&memory{b: m.b}, headsOf(streams), Options{State: state[:n]}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes of a state of %d: %v", n, len(state), err)
		}
	}
	if _, err := NewWebM(&memory{}, headsOf(streams), Options{State: state}); !errors.Is(err, ErrDamaged) {
		t.Errorf("a file shorter than its state: %v", err)
	}
	for i := range state {
		for range 20 {
			b := bytes.Clone(state)
			b[i] = byte(rand.UintN(256))
			l, err := NewWebM(&memory{b: bytes.Clone(m.b)}, headsOf(streams), Options{State: b})
			if err != nil {
				continue
			}
			for _, r := range l.Ranges() {
				if err := l.WriteAt(r.Track, streams[r.Track][r.From:r.To], r.From); err != nil && !errors.Is(err, ErrDamaged) {
					t.Fatal(err)
				}
			}
			_, _ = l.Finish(Meta{})
		}
	}
}

// A file system that fails once must not cost a block.
func TestWebMWriteFails(t *testing.T) {
	streams := [][]byte{vp9Fixture(t), opusFixture(t)}
	want, _ := makeWebM(t, streams, Options{}, testMeta)
	m := &memory{}
	f := &failing{File: m}
	l, err := NewWebM(f, headsOf(streams), Options{})
	if err != nil {
		t.Fatal(err)
	}
	failures := 0
	for i, p := range cutRanges(l.Ranges(), 1000) {
		f.fail = i%2 == 0
		err := l.WriteAt(p.Track, streams[p.Track][p.From:p.To], p.From)
		if err != nil {
			failures++
		}
	}
	f.fail = false
	if _, err := l.Finish(testMeta); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.b, want) || failures == 0 {
		t.Errorf("after %d failures the file differs", failures)
	}
}

type failing struct {
	File
	fail bool
}

func (f *failing) WriteAt(p []byte, off int64) (int, error) {
	if f.fail {
		return 0, errors.New("no space left")
	}
	return f.File.WriteAt(p, off)
}

func TestVerifyWebMFindsDamage(t *testing.T) {
	file, sum := makeWebM(t, [][]byte{vp9Fixture(t), opusFixture(t)}, Options{}, testMeta)
	check := func(b []byte) error { return VerifyWebM(bytes.NewReader(b), int64(len(b)), sum) }
	if err := check(file); err != nil {
		t.Fatal(err)
	}
	cluster := bytes.Index(file, []byte{0x1F, 0x43, 0xB6, 0x75})
	for name, b := range map[string][]byte{
		"empty":        nil,
		"cut":          file[:len(file)-1],
		"longer":       append(bytes.Clone(file), 0xEC, 0x80),
		"cluster gone": append(append(bytes.Clone(file[:cluster]), 0xEC), file[cluster+1:]...),
		"wrong cue":    changedCue(t, file),
		"other track":  bytes.Replace(file, []byte{0xA3, 0x44, 0xD7, 0x81}, []byte{0xA3, 0x44, 0xD7, 0x83}, 1),
		"MP4":          sample(t, "video.mp4"),
	} {
		if err := check(b); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, change := range []func(s *Summary){
		func(s *Summary) { s.Size++ },
		func(s *Summary) { s.Duration += 2 * time.Second },
		func(s *Summary) { s.Tracks = s.Tracks[:1] },
		func(s *Summary) { s.Tracks[1].Samples++ },
		func(s *Summary) { s.Tracks[0].Codec = "av1" },
	} {
		want := sum
		want.Tracks = slices.Clone(sum.Tracks)
		change(&want)
		if err := VerifyWebM(bytes.NewReader(file), int64(len(file)), want); !errors.Is(err, ErrDamaged) {
			t.Errorf("%+v: %v", want, err)
		}
	}
}

// changedCue makes the last cue point elsewhere.
func changedCue(t testing.TB, file []byte) []byte {
	b := bytes.Clone(file)
	for _, e := range readPlain(t, b).top {
		if e.id == 0x1C53BB6B {
			e.data[len(e.data)-1]++
		}
	}
	return b
}

func TestFFmpegReadsWebM(t *testing.T) {
	ffmpeg(t)
	for name, streams := range webmCases(t) {
		if name == "opus first" || name == "no sizes" {
			continue // ffprobe numbers the streams otherwise; times are made up
		}
		t.Run(name, func(t *testing.T) {
			file, sum := makeWebM(t, streams, Options{Room: WebMRoom(testMeta)}, testMeta)
			path := written(t, "out.webm", file)
			text := run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_chapters", "-show_streams", path)
			var p probe
			if err := json.Unmarshal([]byte(text), &p); err != nil {
				t.Fatal(err)
			}
			for key, want := range map[string]string{
				"TITLE": testMeta.Title, "ARTIST": testMeta.Artist, "ALBUM": testMeta.Album, "DATE": testMeta.Date,
				"COMMENT": testMeta.Link, "DESCRIPTION": testMeta.Description, "ENCODER": "Hilo",
			} {
				if got := p.Format.Tags[key]; got != want {
					t.Errorf("%s: %q instead of %q in %v", key, got, want, p.Format.Tags)
				}
			}
			if want := fmt.Sprintf("%.6f", sum.Duration.Seconds()); p.Format.Duration != want {
				t.Errorf("lasts %s instead of %s", p.Format.Duration, want)
			}
			if len(p.Chapters) != 3 || p.Chapters[1].StartTime != "3.000000" || p.Chapters[1].Tags["title"] != testMeta.Chapters[1].Title {
				t.Errorf("chapters: %+v", p.Chapters)
			}
			for i, s := range streams {
				kind := sum.Tracks[i].Kind[:1]
				source := written(t, "source.webm", s)
				const entries = "pts_time,size,flags,data_hash"
				if got, want := probePackets(t, path, kind, entries), probePackets(t, source, kind, entries); got != want {
					t.Errorf("packets of stream %d differ:\n%.300s\n%.300s", i, got, want)
				}
			}
			run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-f", "null", "-")
			for _, at := range []string{"7", "3.3"} {
				run(t, "ffmpeg", "-v", "warning", "-xerror", "-ss", at, "-i", path, "-f", "null", "-")
			}
			if _, err := exec.LookPath("mkvmerge"); err == nil {
				run(t, "mkvmerge", "-q", "-o", filepath.Join(t.TempDir(), "x.mkv"), path)
			}
		})
	}
}

func TestSourceOfWebM(t *testing.T) {
	meta := testMeta
	meta.Source = "youtube:aaaaaaaaaaa:248/1:251/2"
	file, _ := makeWebM(t, [][]byte{vp9Fixture(t), opusFixture(t)}, Options{}, meta)
	if s, err := Source(bytes.NewReader(file), int64(len(file))); err != nil || s != meta.Source {
		t.Errorf("%q, %v", s, err)
	}
	for _, b := range [][]byte{vp9Fixture(t), file[:100], file[:40]} {
		if s, err := Source(bytes.NewReader(b), int64(len(b))); err == nil {
			t.Errorf("source %q of a file that has none", s)
		}
	}
}
