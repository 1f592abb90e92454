package webm

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// film returns two streams of some 40 MB together, and their heads.
func film(t *testing.T) (streams [][]byte, heads []media.Head) {
	t.Helper()
	_, heads, files := webmFilm(t, 40e6)
	for _, f := range files {
		b, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		streams = append(streams, b)
	}
	return streams, heads
}

// TestRepair damages a file that is partly made: the next start finds it, fetches
// little more than what the damaged bytes are made of, and the file is the same as
// without damage.
func TestRepair(t *testing.T) {
	t.Parallel()
	streams, heads := film(t)
	texts := []subtitle.Track{{Language: "en", Cues: []subtitle.Cue{{Start: 1e9, End: 2e9, Text: "One"}, {Start: 30e9, End: 31e9, Text: "Two"}, {Start: 60e9, End: 61e9, Text: "Three"}}}}
	open := func(f media.File, state []byte) media.Layout {
		l, err := New(f, heads, media.Options{State: state, Resume: state != nil, Subtitles: texts})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	want := &mediatest.Memory{}
	l := open(want, nil)
	mediatest.Feed(t, l, streams, mediatest.CutRanges(l.Ranges(), 100_000))
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	half := &mediatest.Memory{}
	l = open(half, nil)
	parts := mediatest.CutRanges(l.Ranges(), 100_000)
	mediatest.Feed(t, l, streams, parts[:len(parts)*3/5])
	state := l.State()
	start, end := l.(*muxer).clusters.start, l.(*muxer).clusters.out
	middle := (start + end) / 2
	flip := func(places ...int64) func(b []byte) []byte {
		return func(b []byte) []byte {
			for _, at := range places {
				b[at] ^= 1
			}
			return b
		}
	}
	const each = 6 << 20 // a block with a checksum, and up to three marks, which are up to a large cluster further apart than their spacing
	for _, tt := range []struct {
		name    string
		damage  func(b []byte) []byte
		repairs int
		most    int64
	}{
		{"none", flip(), 0, 0},
		{"the first byte", flip(start), 1, each},
		{"a byte", flip(middle), 1, each},
		{"the last byte", flip(end - 1), 1, each},
		{"far apart", flip(start, middle, end-1), 3, 3 * each},
		{"two blocks side by side", flip(middle, middle+sumBlock), 1, each + 2*sumBlock},
		{"zeros", func(b []byte) []byte { clear(b[middle : middle+100]); return b }, 1, each},
		{"cut", func(b []byte) []byte { return b[:end-sumBlock] }, 1, each + sumBlock},
		{"everything", func(b []byte) []byte { clear(b[start:end]); return b }, 1, end - start + each},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &mediatest.Memory{Data: tt.damage(bytes.Clone(half.Data))}
			l := open(f, state)
			repairs, err := l.(media.Checker).Check(t.Context())
			if err != nil || len(repairs) != tt.repairs {
				t.Fatalf("%d repairs, %v", len(repairs), err)
			}
			mediatest.Feed(t, l, streams, mediatest.CutRanges(l.Ranges(), 100_000))
			fetched := int64(0)
			for _, r := range repairs {
				if err := r.Finish(t.Context()); !errors.Is(err, media.ErrDamaged) {
					t.Errorf("before it is fetched: %v", err)
				}
				for _, p := range mediatest.CutRanges(r.Ranges(), 50_000) {
					fetched += p.To - p.From
					if err := r.WriteAt(p.Track, streams[p.Track][p.From:p.To], p.From); err != nil {
						t.Fatal(err)
					}
				}
				if err := r.Finish(t.Context()); err != nil {
					t.Error(err)
				}
			}
			if fetched > tt.most {
				t.Errorf("%d bytes were fetched again, of a file that had %d", fetched, end)
			}
			if _, err := l.Finish(mediatest.Meta); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(f.Data, want.Data) {
				t.Error("the file differs from one without damage")
			}
		})
	}
}

// TestRepairOfOtherBytes repairs with bytes that are not those of the first start.
func TestRepairOfOtherBytes(t *testing.T) {
	streams := [][]byte{mediatest.VP9(t), mediatest.Opus(t)}
	m := &mediatest.Memory{}
	l := finer(newWebM(t, m, streams, media.Options{}), 1e8)
	ranges := l.Ranges()
	mediatest.Feed(t, l, streams, ranges[:len(ranges)*3/4])
	state := l.State()
	end := l.(*muxer).clusters.out
	m.Data[end-1] ^= 1
	again := newWebM(t, m, streams, media.Options{State: state, Resume: true})
	repairs, err := again.(media.Checker).Check(t.Context())
	if err != nil || len(repairs) != 1 {
		t.Fatalf("%d repairs, %v", len(repairs), err)
	}
	mediatest.Feed(t, again, streams, again.Ranges())
	for _, r := range repairs[0].Ranges() {
		b := slices.Clone(streams[r.Track][r.From:r.To])
		if r.Track == 0 {
			b[len(b)/3] ^= 1
		}
		if err := repairs[0].WriteAt(r.Track, b, r.From); err != nil && !errors.Is(err, media.ErrDamaged) {
			t.Fatal(err)
		}
	}
	if err := repairs[0].Finish(t.Context()); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("got %v", err)
	}
}

// TestMarksAreBounded checks that a long file has few marks, evenly spread.
func TestMarksAreBounded(t *testing.T) {
	l := markList{spacing: markSpacing}
	const size = 20 << 30
	for out := int64(0); out < size; out += 300_000 {
		if l.due(out) {
			l.add(mark{out: out})
		}
	}
	if n := len(l.list); n > maxMarks || n < maxMarks/3 || l.list[0].out != 0 {
		t.Fatalf("%d marks", n)
	}
	for i, m := range l.list[1:] {
		if d := m.out - l.list[i].out; d > size/(maxMarks/3) {
			t.Errorf("%d bytes between two marks", d)
		}
	}
}
