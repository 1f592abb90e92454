package mp4

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// withIndex returns a stream whose sidx boxes are replaced by others.
func withIndex(t testing.TB, stream []byte, index ...[]byte) []byte {
	t.Helper()
	var out []byte
	list, err := bmff.Split(stream)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		if b.Kind == "sidx" {
			continue
		}
		out = append(out, b.Bytes...)
		if b.Kind == "moov" {
			out = append(out, bytes.Join(index, nil)...)
		}
	}
	return out
}

// ref is an entry of a sidx.
type ref struct {
	index          bool
	size, duration uint32
	noKey          bool
}

func sidxBox(timescale, firstOffset uint32, refs ...ref) []byte {
	w := &bmff.Builder{}
	w.Full("sidx", 0, 0, func() {
		w.U32(1, timescale, 0, firstOffset)
		w.U16(0, uint16(len(refs)))
		for _, r := range refs {
			size, access := r.size, uint32(0x90000000)
			if r.index {
				size |= 1 << 31
			}
			if r.noKey {
				access = 0
			}
			w.U32(size, r.duration, access)
		}
	})
	return w.B
}

// sidxFrom is sidxBox with the time at which the first fragment is shown.
func sidxFrom(timescale, begin uint32, refs ...ref) []byte {
	b := sidxBox(timescale, 0, refs...)
	binary.BigEndian.PutUint32(b[20:], begin)
	return b
}

// refsOf returns the entries of a stream's sidx, and its timescale.
func refsOf(t testing.TB, stream []byte) ([]ref, uint32) {
	t.Helper()
	b := bmff.Find(append(make([]byte, 8), stream...), "sidx")
	var refs []ref
	n := 0
	if b[8] == 0 {
		n = 32
	} else {
		n = 40
	}
	for e := b[n:]; len(e) >= 12; e = e[12:] {
		refs = append(refs, ref{size: binary.BigEndian.Uint32(e), duration: binary.BigEndian.Uint32(e[4:])})
	}
	return refs, binary.BigEndian.Uint32(b[16:])
}

// indexes are streams made of one sample with other indexes, and whether they
// can be placed by them.
func indexes(t testing.TB, name string) map[string]struct {
	stream []byte
	direct bool
} {
	s := mediatest.Sample(t, name)
	refs, ts := refsOf(t, s)
	changed := func(i int, size int32) []ref {
		r := slices.Clone(refs)
		r[i].size = uint32(int32(r[i].size) + size)
		return r
	}
	scaled := slices.Clone(refs)
	for i := range scaled {
		scaled[i].duration = uint32(uint64(scaled[i].duration) * 90000 / uint64(ts))
	}
	half := len(refs) / 2
	low1, low2 := sidxBox(ts, 0, refs[:half]...), sidxBox(ts, 0, refs[half:]...)
	free := append([]byte{0, 0, 0, 20}, "free123456789012"...)
	extra := slices.Concat([]byte("\x00\x00\x00\x18stypmsdh\x00\x00\x00\x00msdhmsix"), []byte("\x00\x00\x00\x10prft\x01\x00\x00\x00abcd"))
	grown := withIndex(t, s, nil)
	grown = bytes.Replace(grown, bmff.Find(append(make([]byte, 8), grown...), "moof"), append(extra, bmff.Find(append(make([]byte, 8), grown...), "moof")...), 1)
	return map[string]struct {
		stream []byte
		direct bool
	}{
		"as it is":        {s, true},
		"other timescale": {withIndex(t, s, sidxBox(90000, 0, scaled...)), true},
		"first offset":    {withIndex(t, s, sidxBox(ts, uint32(len(free)), refs...), free), true},
		"styp and prft":   {withIndex(t, grown, sidxBox(ts, 0, changed(0, int32(len(extra)))...)), true},
		"mfra behind":     {append(bytes.Clone(s), "\x00\x00\x00\x10mfra12345678"...), true},
		"empty entry":     {withIndex(t, s, sidxBox(ts, 0, slices.Insert(slices.Clone(refs), 1, ref{})...)), true},
		"none":            {withIndex(t, s), false},
		"hierarchical": {withIndex(t, s, sidxBox(ts, 0,
			ref{true, uint32(len(low1)), 1, false}, ref{true, uint32(len(low2)), 1, false}), low1, low2), false},
		"two":           {withIndex(t, s, sidxBox(ts, 0, refs[:half]...), sidxBox(ts, 0, refs[half:]...)), false},
		"too long":      {withIndex(t, s, sidxBox(ts, 0, changed(len(refs)-1, 1000)...)), false},
		"too short":     {withIndex(t, s, sidxBox(ts, 0, refs[:1]...)), true},
		"first wrong":   {withIndex(t, s, sidxBox(ts, 0, changed(0, -3)...)), false},
		"timescale 0":   {withIndex(t, s, sidxBox(0, 0, refs...)), false},
		"no entries":    {withIndex(t, s, sidxBox(ts, 0)), false},
		"offset beyond": {withIndex(t, s, sidxBox(ts, 1<<31, refs...)), false},
		"stray bytes":   {append(withIndex(t, s), 1, 2, 3), false},
	}
}

func TestIndexes(t *testing.T) {
	audio := mediatest.Sample(t, "audio.mp4")
	want := mediatest.PacketsOf(t, mediatest.Sample(t, "video.mp4"))
	for name, c := range indexes(t, "video.mp4") {
		t.Run(name, func(t *testing.T) {
			streams := [][]byte{c.stream, audio}
			l, err := New(&mediatest.Memory{}, mediatest.HeadsOf(streams), media.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if l.InOrder() == c.direct {
				t.Errorf("in order: %v", l.InOrder())
			}
			file, _ := mediatest.Make(t, New, Verify, streams, media.Options{}, mediatest.Meta)
			_, tracks := mediatest.TracksOf(t, file)
			mediatest.SamePackets(t, "video", want, tracks[0])
			mediatest.SamePackets(t, "audio", mediatest.PacketsOf(t, audio), tracks[1])
		})
	}
}

// A sidx that is wrong behind the head comes to light at Finish.
func TestLyingIndex(t *testing.T) {
	s := mediatest.Sample(t, "video.mp4")
	refs, ts := refsOf(t, s)
	refs[2].size += 8
	refs[3].size -= 8
	s = withIndex(t, s, sidxBox(ts, 0, refs...))
	head := media.Head{Bytes: s[:2000], Size: int64(len(s))}
	m := &mediatest.Memory{}
	l, err := New(m, []media.Head{head}, media.Options{})
	if err != nil || l.InOrder() {
		t.Fatal(err, l)
	}
	mediatest.Feed(t, l, [][]byte{s}, l.Ranges())
	if _, err := l.Finish(media.Meta{}); !errors.Is(err, media.ErrIndex) {
		t.Fatalf("Finish: %v", err)
	}
	if l, err = New(m, []media.Head{head}, media.Options{InOrder: true}); err != nil || !l.InOrder() {
		t.Fatal(err)
	}
	mediatest.Feed(t, l, [][]byte{s}, l.Ranges())
	if _, err := l.Finish(media.Meta{}); err != nil {
		t.Fatal(err)
	}
	_, tracks := mediatest.TracksOf(t, m.Data)
	mediatest.SamePackets(t, "video", mediatest.PacketsOf(t, mediatest.Sample(t, "video.mp4")), tracks[0])
}

// Samples must lie in an mdat, and apart.
func TestSamplesOutsideTheMedia(t *testing.T) {
	s := mediatest.Sample(t, "video.mp4")
	at := bytes.LastIndex(s, []byte("trun")) + 15 // the last byte of the data offset
	for _, by := range []byte{1, 8, 0xff} {       // behind the mdat or into its header
		b := bytes.Clone(s)
		b[at] += by
		for inOrder, want := range map[bool]error{false: media.ErrIndex, true: media.ErrDamaged} {
			l, err := New(&mediatest.Memory{}, []media.Head{mediatest.HeadOf(b)}, media.Options{InOrder: inOrder})
			if err != nil {
				t.Fatal(err)
			}
			mediatest.Feed(t, l, [][]byte{b}, l.Ranges())
			if _, err := l.Finish(media.Meta{}); !errors.Is(err, want) {
				t.Errorf("by %d: %v", by, err)
			}
		}
	}
}

// small makes slices so small that samples as short as these have many.
func small(t testing.TB, l media.Layout) []media.Range {
	m := l.(*layout)
	m.plan.ranges = proportional(m.tracks, 3000)
	return m.Ranges()
}

func TestStateAtAnyMoment(t *testing.T) {
	streams := [][]byte{mediatest.WithoutBox(t, mediatest.Sample(t, "video.mp4"), "sidx"), mediatest.WithoutBox(t, mediatest.Sample(t, "audio.mp4"), "sidx")}
	m := &mediatest.Memory{}
	l, err := New(m, mediatest.HeadsOf(streams), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	mediatest.Feed(t, l, streams, mediatest.CutRanges(small(t, l), 0))
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	want := m.Data

	for range 100 {
		m := &mediatest.Memory{}
		var state []byte
		for done := false; !done; {
			l, err := New(m, mediatest.HeadsOf(streams), media.Options{State: state, Resume: true})
			if err != nil {
				t.Fatal(err)
			}
			parts := mediatest.CutRanges(small(t, l), 1+rand.Int64N(7000))
			stop := rand.IntN(len(parts) + 1)
			save := rand.IntN(stop + 1) // the state that is saved is older than the file
			mediatest.Feed(t, l, streams, parts[:save])
			state = l.State()
			mediatest.Feed(t, l, streams, parts[save:stop])
			if done = stop == len(parts) || len(parts) < 5; done {
				mediatest.Feed(t, l, streams, parts[stop:])
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

func TestStateWhileWriting(t *testing.T) {
	streams := [][]byte{mediatest.WithoutBox(t, mediatest.Sample(t, "video.mp4"), "sidx"), mediatest.WithoutBox(t, mediatest.Sample(t, "audio.mp4"), "sidx")}
	m := &mediatest.Memory{}
	l, err := New(m, mediatest.HeadsOf(streams), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	parts := mediatest.CutRanges(small(t, l), 100)
	states := make(chan []byte, 50)
	go func() {
		defer close(states)
		for range cap(states) {
			states <- l.State()
		}
	}()
	mediatest.Feed(t, l, streams, parts)
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(m.Data)
	for state := range states {
		l, err := New(m, mediatest.HeadsOf(streams), media.Options{State: state, Resume: true})
		if err != nil {
			t.Fatal(err)
		}
		mediatest.Feed(t, l, streams, mediatest.CutRanges(small(t, l), 0))
		if _, err := l.Finish(mediatest.Meta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.Data, want) {
			t.Fatal("a state taken while bytes were written makes another file")
		}
	}
}

func TestInOrderRefusesGaps(t *testing.T) {
	s := mediatest.WithoutBox(t, mediatest.Sample(t, "video.mp4"), "sidx")
	l, err := New(&mediatest.Memory{}, []media.Head{mediatest.HeadOf(s)}, media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := l.Ranges()[0]
	if err := l.WriteAt(0, s[r.From+10:r.From+20], r.From+10); err == nil {
		t.Error("bytes after a gap are accepted")
	}
	if err := l.WriteAt(0, s[:r.From+10], 0); err != nil {
		t.Error(err)
	}
	if _, err := l.Finish(media.Meta{}); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("Finish of an incomplete file: %v", err)
	}
}

func TestDamagedState(t *testing.T) {
	s := mediatest.WithoutBox(t, mediatest.Sample(t, "video.mp4"), "sidx")
	l, err := New(&mediatest.Memory{}, []media.Head{mediatest.HeadOf(s)}, media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	mediatest.Feed(t, l, [][]byte{s}, mediatest.CutRanges(l.Ranges(), 20_000)[:1])
	state := l.State()
	for n := 1; n < len(state); n++ {
		if _, err := New(&mediatest.Memory{}, []media.Head{mediatest.HeadOf(s)}, media.Options{State: state[:n]}); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%d bytes of a state of %d: %v", n, len(state), err)
		}
	}
	for i := range state {
		for range 20 {
			b := bytes.Clone(state)
			b[i] = byte(rand.UintN(256))
			if l, err := New(&mediatest.Memory{}, []media.Head{mediatest.HeadOf(s)}, media.Options{State: b}); err == nil {
				l.Ranges()
			}
		}
	}
}

func TestRangesInterleave(t *testing.T) {
	tracks := []*track{
		{streamInfo: &streamInfo{kind: "vide", begin: 1000, size: 1000 + 100<<20}},
		{streamInfo: &streamInfo{kind: "soun", begin: 500, size: 500 + 5<<20}},
	}
	list := proportional(tracks, bin.SliceSize)
	if len(list) != 50 || list[0].Track != 1 {
		t.Fatalf("%d ranges, the first of track %d", len(list), list[0].Track)
	}
	at := []int64{1000, 500}
	for _, r := range list {
		if r.From != at[r.Track] || r.To-r.From > bin.SliceSize {
			t.Fatalf("range %v does not continue from %v", r, at)
		}
		at[r.Track] = r.To
	}
	if at[0] != tracks[0].size || at[1] != tracks[1].size {
		t.Errorf("ranges end at %v", at)
	}
}
