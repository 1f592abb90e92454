package core

import (
	"path/filepath"
	"testing"
	"time"
)

// No hour may have more lookups than guests are allowed, whatever is asked for
// and however often Hilo is started.
func TestPacingStaysUnderWhatGuestsAreAllowed(t *testing.T) {
	p := newPacing(0)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	var taken []time.Time
	for range 3 * 3600 {
		now = now.Add(time.Second)
		for p.limiter.AllowN(now, 1) {
			taken = append(taken, now)
		}
		if now.Second() == 0 && now.Minute()%7 == 0 { // started again
			kept := allowance{p.limiter.TokensAt(now), now}
			p = newPacing(0)
			p.restore(kept, now)
		}
	}
	if len(taken) < 600 {
		t.Errorf("%d lookups in three hours", len(taken))
	}
	for i, from := range taken {
		n := 0
		for _, at := range taken[i:] {
			if at.Sub(from) < time.Hour {
				n++
			}
		}
		if n > lookupsPerHour {
			t.Fatalf("%d lookups in the hour from %v on", n, from)
		}
	}
}

func TestPacingHoldsLongListsUp(t *testing.T) {
	b := newBench(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	for _, id := range []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"} {
		b.site.Add(video(id, id))
	}
	few := func(c *Config) { c.Lookups = 5 } // one at once, then every quarter of an hour
	b.open(few)
	if !b.m.LastStart().IsZero() {
		t.Error("a forecast for nothing")
	}
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc")
	b.awaitState(ids[0], Done)
	b.await("the second one to be held up", func() bool { return b.last[ids[1]].Note == NotePaced })
	s := b.last[ids[1]]
	if wait := time.Until(s.Until); s.State != Queued || wait < 14*time.Minute || wait > 15*time.Minute {
		t.Errorf("%s until %v", s.State, s.Until)
	}
	if wait := time.Until(b.m.LastStart()); wait < 29*time.Minute || wait > 30*time.Minute {
		t.Errorf("the last one starts in %v", wait)
	}
	b.close()

	b.open(few)
	b.await("it to be held up after a restart too", func() bool { return b.last[ids[1]].Note == NotePaced })
	if b.last[ids[2]].State != Queued {
		t.Error(b.last[ids[2]])
	}
	b.close()

	b.open(func(c *Config) { c.Lookups = -1 })
	b.awaitState(ids[1], Done)
	b.awaitState(ids[2], Done)
}
