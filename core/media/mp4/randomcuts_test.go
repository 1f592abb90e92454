package mp4

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// TestRandomCuts leaves parts of streams of all shapes out: the file is right by its own tables,
// its cuts are within half a packet (and a unit) of those asked for, and the sound has whole packets less that
// last as long as the cuts.
func TestRandomCuts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 2))
		t.Run(fmt.Sprint(seed), func(t *testing.T) { randomCuts(t, rng) })
	}
}

func randomCuts(t *testing.T, rng *rand.Rand) {
	list := []*generated{newGenerated(t, rng, "vide", 0), newGenerated(t, rng, "soun", 0)}
	var heads []media.Head
	var streams [][]byte
	known := true
	for _, g := range list {
		h := g.head(rng)
		known = known && len(h.Bytes) > g.index
		heads, streams = append(heads, h), append(streams, g.stream)
	}
	var asked media.Cuts
	at := time.Duration(0)
	for range 1 + rng.IntN(6) {
		from := at + time.Duration(rng.Int64N(mediatest.OneOf[int64](rng, 60, 3000)))*time.Millisecond
		to := from + time.Duration(1+rng.Int64N(mediatest.OneOf[int64](rng, 60, 3000)))*time.Millisecond
		if to > 9*time.Second {
			break
		}
		asked, at = append(asked, media.Clip{From: from, To: to}), to+time.Millisecond
	}
	if len(asked) == 0 {
		return
	}
	m := &mediatest.Memory{}
	l, err := New(m, heads, media.Options{Cuts: asked})
	if err != nil {
		t.Fatal(err)
	}
	parts := mediatest.CutRanges(l.Ranges(), 0)
	rng.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	mediatest.Feed(t, l, streams, parts)
	sum, err := l.Finish(media.Meta{})
	if err != nil {
		t.Fatal(asked, err)
	}
	if err := Verify(m, int64(len(m.Data)), sum); err != nil {
		t.Fatal(asked, err)
	}
	if !known {
		return // how long packets are
	}
	packet := 1024 * time.Second / time.Duration(list[1].timescale)
	for _, c := range sum.Cuts {
		near := [2]bool{}
		for _, x := range asked {
			near[0] = near[0] || (x.From-c.From).Abs() <= packet/2+50*time.Microsecond
			near[1] = near[1] || (x.To-c.To).Abs() <= packet/2+50*time.Microsecond
		}
		if packets := float64(c.To-c.From) / float64(packet); near != [2]bool{true, true} || c.From > 0 && math.Abs(packets-math.Round(packets)) > 0.01 {
			t.Errorf("%v: cut %v of %.3f packets", asked, c, packets)
		}
	}
	if asked[0].From < 400*time.Millisecond {
		return // pictures may begin later
	}
	_, whole := mediatest.Make(t, New, Verify, streams, media.Options{}, media.Meta{})
	for i, x := range sum.Tracks {
		if d := whole.Tracks[i].Duration - x.Duration - sum.Cuts.Length(); d.Abs() > 50*time.Millisecond {
			t.Errorf("%v: track %d lasts %v of %v, %v too little", asked, i, x.Duration, whole.Tracks[i].Duration, d)
		}
	}
}
