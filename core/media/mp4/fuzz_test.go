package mp4

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// abuse does all that a layout can do with one stream of hostile bytes, and reports
// whether a file was made of them.
func abuse(t testing.TB, stream []byte, o media.Options) (made bool) {
	stream = stream[:min(len(stream), 1<<20)]
	head := media.Head{Bytes: stream[:min(len(stream), 4096)], Size: int64(len(stream))}
	m := &mediatest.Memory{}
	l, err := New(m, []media.Head{head}, o)
	if err != nil {
		return false
	}
	for _, r := range mediatest.CutRanges(l.Ranges(), 5000) {
		if err := l.WriteAt(0, stream[r.From:r.To], r.From); err != nil {
			if !errors.Is(err, media.ErrDamaged) {
				t.Fatalf("WriteAt: %v", err)
			}
			return false
		}
		if l.InOrder() {
			o.State = l.State()
			if l, err = New(m, []media.Head{head}, o); err != nil {
				t.Fatalf("own state is refused: %v", err)
			}
		}
	}
	s, err := l.Finish(mediatest.Meta)
	switch {
	case errors.Is(err, media.ErrIndex) && l.InOrder():
		t.Fatal("a wrong index of a layout that has none")
	case errors.Is(err, media.ErrIndex), errors.Is(err, media.ErrDamaged):
	case err != nil:
		t.Fatalf("Finish: %v", err)
	default:
		if err := Verify(m, s.Size, s); err != nil {
			t.Fatalf("Verify of what Finish made: %v", err)
		}
	}
	return err == nil
}

// seeds are short streams, for speed.
func seeds(t testing.TB) [][]byte {
	list := [][]byte{mediatest.Sample(t, "video_av1.mp4"), mediatest.Sample(t, "audio.mp4")[:9000], mediatest.Sample(t, "video_elst.mp4")[:9000]}
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
		abuse(t, b, media.Options{Clip: media.Clip{From: mediatest.MS(int(from)), To: mediatest.MS(int(to))}})
	})
}

func FuzzStream(f *testing.F) {
	for _, b := range seeds(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { abuse(t, b, media.Options{InOrder: true}) })
}

func FuzzVerify(f *testing.F) {
	f.Add(mediatest.Sample(f, "muxed.mp4"))
	file, sum := mediatest.Make(f, New, Verify, [][]byte{mediatest.Sample(f, "video_av1.mp4")}, media.Options{}, mediatest.Meta)
	f.Add(file)
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = Verify(bytes.NewReader(b), int64(len(b)), sum)
		_, _ = Source(bytes.NewReader(b), int64(len(b)))
		if l, err := NewCopy(&mediatest.Memory{Data: bytes.Clone(b)}, []media.Head{{Size: int64(len(b))}}, media.Options{}); err == nil {
			_, _ = l.Finish(mediatest.Meta)
		}
	})
}

// TestMutations damages headers of streams and files, a fixed number of times. Some of
// the damage must be refused and some must be harmless, or it would test nothing.
func TestMutations(t *testing.T) {
	t.Parallel()
	const rounds = 8000
	list := seeds(t)
	file, sum := mediatest.Make(t, New, Verify, [][]byte{list[0]}, media.Options{}, mediatest.Meta)
	rng := rand.New(rand.NewPCG(1, 2))
	made, verified := 0, 0
	for range rounds {
		o := media.Options{}
		b := mediatest.Mutated(rng, list[rng.IntN(len(list))])
		switch rng.IntN(4) {
		case 0:
		case 1:
			o.InOrder = true
		default:
			o.Clip = media.Clip{From: mediatest.MS(rng.IntN(4000)), To: mediatest.MS(mediatest.OneOf(rng, 0, 4000+rng.IntN(8000)))}
		}
		if abuse(t, b, o) {
			made++
		}
		b = mediatest.Mutated(rng, file)
		switch err := Verify(bytes.NewReader(b), int64(len(b)), sum); {
		case err == nil:
			verified++
		case !errors.Is(err, media.ErrDamaged):
			t.Fatal(err)
		}
	}
	for what, n := range map[string]int{"made files of": made, "verified": verified} {
		if n < rounds/100 || n > rounds*99/100 {
			t.Errorf("%s %d of %d", what, n, rounds)
		}
	}
}
