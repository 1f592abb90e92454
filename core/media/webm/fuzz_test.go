package webm

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// abuseWebM does all that a layout can do with one stream of hostile bytes, and
// continues from its own state near the end.
func abuseWebM(t testing.TB, stream, sound []byte, o media.Options) {
	stream = stream[:min(len(stream), 1<<20)]
	streams := [][]byte{stream, sound}
	heads := []media.Head{{Bytes: stream[:min(len(stream), 4096)], Size: int64(len(stream))}, mediatest.HeadOf(sound)}
	m := &mediatest.Memory{}
	l, err := New(m, heads, o)
	if err != nil {
		return
	}
	parts := mediatest.CutRanges(l.Ranges(), 5000)
	for resumed := false; len(parts) > 0; parts = parts[1:] {
		r := parts[0]
		if err := l.WriteAt(r.Track, streams[r.Track][r.From:r.To], r.From); err != nil {
			if !errors.Is(err, media.ErrDamaged) && !strings.Contains(err.Error(), "file too large") {
				t.Fatalf("WriteAt: %v", err)
			}
			return
		}
		o.State, o.Resume = l.State(), true
		again, err := New(m, heads, o)
		if err != nil {
			t.Fatalf("own state is refused: %v", err)
		}
		if !resumed && len(parts) < 3 {
			l, resumed = again, true
			parts = append([]media.Range{{}}, mediatest.CutRanges(l.Ranges(), 5000)...)
		}
	}
	s, err := l.Finish(mediatest.Meta)
	if errors.Is(err, media.ErrDamaged) || errors.Is(err, media.ErrOutside) && o.Clip.From > 0 {
		return
	}
	if err != nil {
		t.Fatalf("Finish: %v", err)
	}
	if err := Verify(m, s.Size, media.Summary{Size: s.Size, Tracks: samplesOnly(s)}); err != nil {
		t.Fatalf("Verify of what Finish made: %v", err)
	}
}

// samplesOnly leaves the durations out: those of blocks whose times leap have no
// meaning.
func samplesOnly(s media.Summary) []media.Track {
	var list []media.Track
	for _, t := range s.Tracks {
		list = append(list, media.Track{Kind: t.Kind, Codec: t.Codec, Samples: t.Samples})
	}
	return list
}

// webmSeeds are short streams, for speed.
func webmSeeds(t testing.TB) [][]byte {
	return [][]byte{mediatest.Sample(t, "video_av1.webm"), mediatest.WithoutCues(t, mediatest.Sample(t, "video_av1.webm"))}
}

// thinSound is a stream of the sample stream's clusters, each with few blocks.
func thinSound(t testing.TB) []byte {
	t.Helper()
	w := &ebmlBuilder{}
	w.master(idEBML, func(w *ebmlBuilder) { w.text(idDocType, "webm") })
	w.master(idSegment, func(w *ebmlBuilder) {
		for _, e := range mediatest.ReadWebM(t, mediatest.Opus(t)).Top {
			switch e.ID {
			case idTracks:
				w.bytes(idTracks, e.Data)
			case idCluster:
				list := mediatest.Elements(t, e.Data)[:10]
				w.bytes(idCluster, e.Data[:list[9].At+len(list[9].Data)])
			}
		}
	})
	return mediatest.LongStream(t, w.b, 1)
}

func FuzzNewWebM(f *testing.F) {
	for _, b := range webmSeeds(f) {
		f.Add(b)
	}
	sound := thinSound(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		abuseWebM(t, b, sound, media.Options{})
		abuseWebM(t, b, sound, media.Options{Clip: media.Clip{From: 3 * time.Second, To: 11 * time.Second}, Subtitles: webmTexts()})
	})
}

func FuzzVerifyWebM(f *testing.F) {
	for _, b := range webmSeeds(f) {
		f.Add(b)
	}
	file, _ := mediatest.Make(f, New, Verify, [][]byte{mediatest.Sample(f, "video_av1.webm")}, media.Options{}, media.Meta{Title: "t", Source: "s"})
	f.Add(file)
	file, _ = mediatest.Make(f, New, Verify, [][]byte{thinSound(f)}, media.Options{Subtitles: webmTexts()}, media.Meta{})
	f.Add(file)
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := Verify(bytes.NewReader(b), int64(len(b)), media.Summary{}); err != nil && !errors.Is(err, media.ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = Source(bytes.NewReader(b), int64(len(b)))
	})
}

func TestWebMMutations(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	file, _ := mediatest.Make(t, New, Verify, [][]byte{mediatest.Sample(t, "video_av1.webm")}, media.Options{}, mediatest.Meta)
	stream, sound := mediatest.Sample(t, "video_av1.webm"), thinSound(t)
	const rounds = 2000
	for n := range rounds {
		abuseWebM(t, mediatest.Mutated(rng, stream), sound, media.Options{Clip: media.Clip{From: time.Duration(n%3) * time.Second, To: 0}})
		b := mediatest.Mutated(rng, file)
		if err := Verify(bytes.NewReader(b), int64(len(b)), media.Summary{}); err != nil && !errors.Is(err, media.ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = Source(bytes.NewReader(b), int64(len(b)))
	}
}
