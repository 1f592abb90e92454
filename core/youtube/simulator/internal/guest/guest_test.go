package guest_test

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/guest"
)

func TestGuests(t *testing.T) {
	g := guest.New()
	first, second := g.Welcome(""), g.Welcome("")
	if first == second {
		t.Errorf("two guests got %q", first)
	}
	if again := g.Welcome(first); again != first {
		t.Errorf("%q became %q", first, again)
	}
	g.Answered(1, first)
	g.Answered(2, second)
	g.Spoil(first, time.Minute)
	for _, c := range []struct {
		serial int64
		age    time.Duration
		want   bool
	}{{1, time.Second, false}, {1, time.Minute, true}, {2, time.Hour, false}, {3, time.Hour, false}} {
		if got := g.Refuses(c.serial, c.age); got != c.want {
			t.Errorf("answer %d after %v: %v", c.serial, c.age, got)
		}
	}
}
