package media

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

// abuse does all that a layout can do with one stream of hostile bytes.
func abuse(t testing.TB, stream []byte, o Options) {
	stream = stream[:min(len(stream), 1<<20)]
	head := Head{Bytes: stream[:min(len(stream), 4096)], Size: int64(len(stream))}
	m := &memory{}
	l, err := NewMP4(m, []Head{head}, o)
	if err != nil {
		return
	}
	for _, r := range cutRanges(l.Ranges(), 5000) {
		if err := l.WriteAt(0, stream[r.From:r.To], r.From); err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatalf("WriteAt: %v", err)
			}
			return
		}
		if l.InOrder() {
			o.State = l.State()
			if l, err = NewMP4(m, []Head{head}, o); err != nil {
				t.Fatalf("own state is refused: %v", err)
			}
		}
	}
	s, err := l.Finish(testMeta)
	switch {
	case errors.Is(err, ErrIndex) && l.InOrder():
		t.Fatal("a wrong index of a layout that has none")
	case errors.Is(err, ErrIndex), errors.Is(err, ErrDamaged):
	case err != nil:
		t.Fatalf("Finish: %v", err)
	default:
		if err := Verify(m, s.Size, s); err != nil {
			t.Fatalf("Verify of what Finish made: %v", err)
		}
	}
}

// seeds are short streams, for speed.
func seeds(t testing.TB) [][]byte {
	list := [][]byte{sample(t, "video_av1.mp4"), sample(t, "audio.mp4")[:9000], sample(t, "video_elst.mp4")[:9000]}
	for _, c := range indexes(t, "video_av1.mp4") {
		list = append(list, c.stream)
	}
	return list
}

func FuzzMP4(f *testing.F) {
	for i, b := range seeds(f) {
		f.Add(b, uint16(0), uint16(0))
		f.Add(b, uint16(500*i), uint16(500*i+700))
	}
	f.Fuzz(func(t *testing.T, b []byte, from, to uint16) {
		abuse(t, b, Options{Clip: Clip{ms(int(from)), ms(int(to))}})
	})
}

func FuzzStream(f *testing.F) {
	for _, b := range seeds(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { abuse(t, b, Options{InOrder: true}) })
}

func FuzzVerify(f *testing.F) {
	f.Add(sample(f, "muxed.mp4"))
	file, sum := makeFile(f, [][]byte{sample(f, "video_av1.mp4")}, Options{}, testMeta)
	f.Add(file)
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = Verify(bytes.NewReader(b), int64(len(b)), sum)
		_, _ = newCopy(t, &memory{data: bytes.Clone(b)}, int64(len(b))).Finish(testMeta)
	})
}

// TestMutations damages headers of streams and files, a fixed number of times.
func TestMutations(t *testing.T) {
	const rounds = 8000
	list := seeds(t)
	file, sum := makeFile(t, [][]byte{list[0]}, Options{}, testMeta)
	rng := rand.New(rand.NewPCG(1, 2))
	for range rounds {
		b := mutated(rng, list[rng.IntN(len(list))])
		switch rng.IntN(4) {
		case 0:
			abuse(t, b, Options{})
		case 1:
			abuse(t, b, Options{InOrder: true})
		default:
			abuse(t, b, Options{Clip: Clip{ms(rng.IntN(4000)), ms(oneOf(rng, 0, 4000+rng.IntN(8000)))}})
		}
		b = mutated(rng, file)
		if err := Verify(bytes.NewReader(b), int64(len(b)), sum); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	}
}

// FuzzSubtitleTrack makes a track of whatever cues the parser returns.
func FuzzSubtitleTrack(f *testing.F) {
	f.Add([]byte("<timedtext><p t='1' d='1'>x</p><p t='5' d='4000000'>y</p></timedtext>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		cues, err := ParseCaptions(b)
		if err != nil {
			return
		}
		track := newSubtitleTrack(Subtitle{Cues: cues}, time.Hour, shape{})
		if track != nil && time.Duration(track.total)*time.Millisecond != time.Hour {
			t.Fatalf("track of %d ms", track.total)
		}
	})
}
