package media

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// abuseWebM does all that a layout can do with one stream of hostile bytes, and
// goes on from its own state near the end.
func abuseWebM(t testing.TB, stream []byte) {
	stream = stream[:min(len(stream), 1<<20)]
	sound := webmSeeds(t)[0]
	streams := [][]byte{stream, sound}
	heads := []Head{{Bytes: stream[:min(len(stream), 4096)], Size: int64(len(stream))}, headOf(sound)}
	m := &memory{}
	l, err := NewWebM(m, heads, Options{})
	if err != nil {
		return
	}
	parts := cutRanges(l.Ranges(), 5000)
	for resumed := false; len(parts) > 0; parts = parts[1:] {
		r := parts[0]
		if err := l.WriteAt(r.Track, streams[r.Track][r.From:r.To], r.From); err != nil {
			if !errors.Is(err, ErrDamaged) && !strings.Contains(err.Error(), "file too large") {
				t.Fatalf("WriteAt: %v", err)
			}
			return
		}
		again, err := NewWebM(m, heads, Options{State: l.State(), Resume: true})
		if err != nil {
			t.Fatalf("own state is refused: %v", err)
		}
		if !resumed && len(parts) < 3 {
			l, resumed = again, true
			parts = append([]Range{{}}, cutRanges(l.Ranges(), 5000)...)
		}
	}
	s, err := l.Finish(testMeta)
	if errors.Is(err, ErrDamaged) {
		return
	}
	if err != nil {
		t.Fatalf("Finish: %v", err)
	}
	if err := VerifyWebM(m, s.Size, Summary{Size: s.Size, Tracks: samplesOnly(s)}); err != nil {
		t.Fatalf("Verify of what Finish made: %v", err)
	}
}

// samplesOnly leaves the durations out: those of blocks whose times leap have no
// meaning.
func samplesOnly(s Summary) []Track {
	var list []Track
	for _, t := range s.Tracks {
		list = append(list, Track{Kind: t.Kind, Codec: t.Codec, Samples: t.Samples})
	}
	return list
}

// webmSeeds are short streams, for speed.
func webmSeeds(t testing.TB) [][]byte {
	sound := webmFile(t, opusFixture(t), 1, true)
	return [][]byte{sound[:8000], sample(t, "video_av1.webm"), withoutCues(t, sample(t, "video_av1.webm"))}
}

func FuzzNewWebM(f *testing.F) {
	for _, b := range webmSeeds(f)[1:] {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) { abuseWebM(t, b) })
}

func FuzzVerifyWebM(f *testing.F) {
	for _, b := range webmSeeds(f)[1:] {
		f.Add(b)
	}
	file, _ := makeWebM(f, [][]byte{sample(f, "video_av1.webm")}, Options{}, Meta{Title: "t", Source: "s"})
	f.Add(file)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := VerifyWebM(bytes.NewReader(b), int64(len(b)), Summary{}); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = Source(bytes.NewReader(b), int64(len(b)))
	})
}

func TestWebMMutations(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	file, _ := makeWebM(t, [][]byte{sample(t, "video_av1.webm")}, Options{}, testMeta)
	stream := sample(t, "video_av1.webm")
	end := time.Now().Add(time.Second)
	n := 0
	for ; time.Now().Before(end) && n < 2000; n++ {
		abuseWebM(t, mutated(rng, stream))
		b := mutated(rng, file)
		if err := VerifyWebM(bytes.NewReader(b), int64(len(b)), Summary{}); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = Source(bytes.NewReader(b), int64(len(b)))
	}
	t.Logf("%d streams", n)
}
