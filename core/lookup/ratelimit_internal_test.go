package lookup

import (
	"testing"
	"time"
)

// No hour may have more lookups than guests are allowed, whatever is asked for
// and however often Hilo is started.
func TestRateLimitStaysUnderWhatGuestsAreAllowed(t *testing.T) {
	p := NewRateLimit(0)
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	var taken []time.Time
	for range 3 * 3600 {
		now = now.Add(time.Second)
		for p.Take(now) {
			taken = append(taken, now)
		}
		if now.Second() == 0 && now.Minute()%7 == 0 { // started again
			kept := p.Allowance(now)
			p = NewRateLimit(0)
			p.Restore(kept, now)
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
