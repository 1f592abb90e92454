package mp4

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// TestRandomClips cuts streams of all shapes anywhere.
func TestRandomClips(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 1))
		t.Run(fmt.Sprint(seed), func(t *testing.T) { randomClip(t, rng) })
	}
}

func randomClip(t *testing.T, rng *rand.Rand) {
	start := mediatest.OneOf[int64](rng, 0, 0, 5000)
	var list []*generated
	for _, kind := range mediatest.OneOf(rng, []string{"vide", "soun"}, []string{"vide"}, []string{"soun"}) {
		list = append(list, newGenerated(t, rng, kind, start))
	}
	var heads []media.Head
	var streams [][]byte
	var sources []*timedStream
	known := true
	for _, g := range list {
		h := g.head(rng)
		known = known && len(h.Bytes) > g.index
		heads, streams = append(heads, h), append(streams, g.stream)
		sources = append(sources, &timedStream{g.kind, g.timescale, g.packets, g.lengths, g.mediaTime})
	}
	if start > 0 && !known {
		return // when the first of them begins is not known to the unit
	}
	if begin := beginning(list); begin >= 1 {
		for _, s := range sources {
			s.zero += int64(math.Round(begin * float64(s.timescale)))
		}
	}
	a, b := rng.IntN(len(list)), rng.IntN(len(list))
	c := media.Clip{From: min(someTime(rng, list[a], sources[a]), 9900*time.Millisecond)}
	if c.From == 0 || rng.IntN(4) > 0 {
		c.To = someTime(rng, list[b], sources[b])
		if c.To < c.From+time.Millisecond {
			c.To = c.From + time.Duration(1+rng.Int64N(mediatest.OneOf[int64](rng, 100, 3000, 12_000)))*time.Millisecond
		}
	}

	m := &mediatest.Memory{}
	l, err := New(m, heads, media.Options{Clip: c})
	if err != nil {
		t.Fatal(err)
	}
	parts := mediatest.CutRanges(l.Ranges(), 0)
	rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	half := rng.IntN(len(parts) + 1)
	mediatest.Feed(t, l, streams, parts[:half])
	if l, err = New(m, heads, media.Options{Clip: c, Resume: true}); err != nil {
		t.Fatal(err)
	}
	mediatest.Feed(t, l, streams, parts[half:])
	sum, err := l.Finish(media.Meta{})
	if err != nil {
		t.Fatal(c, err)
	}
	if err := Verify(m, int64(len(m.Data)), sum); err != nil {
		t.Fatal(c, err)
	}
	_, tracks := mediatest.TracksOf(t, m.Data)
	edits := editsOf(t, m.Data)
	for i, s := range sources {
		if e := s.expect(c); e.to <= e.from {
			continue // nothing to show; see TestClipWhereATrackIsSilent
		}
		e := holdsClip(t, s, c, edits[i], tracks[i])
		lasts(t, s, c, edits[i], sum.Tracks[i])
		exact := list[i].steady && known && !slices.Contains(list[i].keys, false)
		fetchesLittle(t, list[i], i, l.Ranges(), e, exact)
	}
}

// someTime is any time, when a packet is shown, or about when a fragment begins.
func someTime(rng *rand.Rand, g *generated, s *timedStream) time.Duration {
	n := rng.IntN(len(s.packets))
	switch rng.IntN(3) {
	case 0:
		return time.Duration(rng.Int64N(9900)) * time.Millisecond
	case 1:
		n = g.frags[rng.IntN(len(g.frags))][0]
	}
	at := time.Duration((s.at(n) - s.zero) * int64(time.Second) / s.timescale)
	if rng.IntN(2) == 0 {
		at += time.Duration(rng.IntN(60)-30) * time.Millisecond
	}
	return max(0, at)
}

// beginning is when the first of some streams begins, in seconds.
func beginning(list []*generated) float64 {
	begin := math.Inf(1)
	for _, g := range list {
		begin = min(begin, float64(g.packets[0].DTS-g.mediaTime)/float64(g.timescale))
	}
	return begin
}

// lasts checks how long a track is played: as long as the clip, unless the
// source ends before that.
func lasts(t *testing.T, s *timedStream, c media.Clip, edits []bmff.Edit, got media.Track) {
	t.Helper()
	end := int64(0)
	for i := range s.packets {
		end = max(end, s.at(i)+s.lengths[i])
	}
	want := time.Duration((end - s.units(c.From)) * int64(time.Second) / s.timescale)
	if c.To > 0 && s.units(c.To) <= end {
		want = c.To - c.From
	}
	sum := time.Duration(0)
	for _, e := range edits {
		sum += time.Duration(e.Length) * time.Millisecond
		if e.Media < 0 {
			want -= time.Duration(e.Length) * time.Millisecond
			sum = 0
		}
	}
	unit := time.Second/time.Duration(s.timescale) + time.Nanosecond
	if (got.Duration-want).Abs() > max(time.Millisecond, unit) || (sum-want).Abs() > max(time.Millisecond, unit) {
		t.Fatalf("plays %v, edits %v, want %v", got.Duration, edits, want)
	}
}

// fetchesLittle checks that only the fragments are fetched that hold the packets
// of a clip, and where the index is not exact half a second more at either end.
func fetchesLittle(t *testing.T, g *generated, track int, ranges []media.Range, e expected, exact bool) {
	t.Helper()
	first, last := len(g.frags), 0
	for i, f := range g.frags {
		if f[0] < e.to && f[1] > e.from {
			first, last = min(first, i), max(last, i)
		}
	}
	if !exact {
		first, last = max(0, first-1), min(last+1, len(g.frags)-1)
	}
	for first > 0 && !g.keys[first] {
		first--
	}
	for _, r := range ranges {
		if r.Track == track && (r.From < g.offsets[first] || r.To > g.offsets[last+1]) {
			t.Fatalf("fetches %v, needs fragments %d to %d: %v", r, first, last, g.offsets)
		}
	}
}
