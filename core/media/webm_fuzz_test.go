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
func abuseWebM(t testing.TB, stream, sound []byte, o Options) {
	stream = stream[:min(len(stream), 1<<20)]
	streams := [][]byte{stream, sound}
	heads := []Head{{Bytes: stream[:min(len(stream), 4096)], Size: int64(len(stream))}, headOf(sound)}
	m := &memory{}
	l, err := NewWebM(m, heads, o)
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
		o.State, o.Resume = l.State(), true
		again, err := NewWebM(m, heads, o)
		if err != nil {
			t.Fatalf("own state is refused: %v", err)
		}
		if !resumed && len(parts) < 3 {
			l, resumed = again, true
			parts = append([]Range{{}}, cutRanges(l.Ranges(), 5000)...)
		}
	}
	s, err := l.Finish(testMeta)
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrOutside) && o.Clip.From > 0 {
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
	return [][]byte{sample(t, "video_av1.webm"), withoutCues(t, sample(t, "video_av1.webm"))}
}

// thinSound is a stream of the practice file's clusters, each with few blocks.
func thinSound(t testing.TB) []byte {
	t.Helper()
	w := &ebmlBuilder{}
	w.master(idEBML, func(w *ebmlBuilder) { w.text(idDocType, "webm") })
	w.master(idSegment, func(w *ebmlBuilder) {
		for _, e := range readPlain(t, opusFixture(t)).top {
			switch e.id {
			case idTracks:
				w.bytes(idTracks, e.data)
			case idCluster:
				list := plainElements(t, e.data)[:10]
				w.bytes(idCluster, e.data[:list[9].at+len(list[9].data)])
			}
		}
	})
	return longStream(t, w.b, 1)
}

func FuzzNewWebM(f *testing.F) {
	for _, b := range webmSeeds(f) {
		f.Add(b)
	}
	sound := thinSound(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		abuseWebM(t, b, sound, Options{})
		abuseWebM(t, b, sound, Options{Clip: Clip{3 * time.Second, 11 * time.Second}, Subtitles: webmTexts()})
	})
}

func FuzzVerifyWebM(f *testing.F) {
	for _, b := range webmSeeds(f) {
		f.Add(b)
	}
	file, _ := makeWebM(f, [][]byte{sample(f, "video_av1.webm")}, Options{}, Meta{Title: "t", Source: "s"})
	f.Add(file)
	file, _ = makeWebM(f, [][]byte{thinSound(f)}, Options{Subtitles: webmTexts()}, Meta{})
	f.Add(file)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := VerifyWebM(bytes.NewReader(b), int64(len(b)), Summary{}); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = WebMSource(bytes.NewReader(b), int64(len(b)))
	})
}

func TestWebMMutations(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	file, _ := makeWebM(t, [][]byte{sample(t, "video_av1.webm")}, Options{}, testMeta)
	stream, sound := sample(t, "video_av1.webm"), thinSound(t)
	const rounds = 2000
	for n := range rounds {
		abuseWebM(t, mutated(rng, stream), sound, Options{Clip: Clip{time.Duration(n%3) * time.Second, 0}})
		b := mutated(rng, file)
		if err := VerifyWebM(bytes.NewReader(b), int64(len(b)), Summary{}); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = WebMSource(bytes.NewReader(b), int64(len(b)))
	}
}
