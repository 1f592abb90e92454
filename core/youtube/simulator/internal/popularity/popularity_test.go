package popularity_test

import (
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/popularity"
)

func TestAgo(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		time.Second: "1 second ago", 59 * time.Minute: "59 minutes ago", day: "1 day ago", 13 * day: "1 week ago",
		300 * day: "10 months ago", 800 * day: "2 years ago",
	} {
		if got := popularity.Ago(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

func TestViewed(t *testing.T) {
	for n, want := range map[int64]string{
		1: "1 view", 999: "999 views", 1000: "1k views", 1290: "1.2k views", 345_678: "345k views",
		1_500_000: "1.5m views", 2_000_000_000: "2bn views",
	} {
		if got := popularity.Viewed(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestInvented(t *testing.T) {
	if n := popularity.Views("a", 7); n != 7 {
		t.Errorf("%d views, want those that were given", n)
	}
	if n := popularity.Views("a", 0); n < 1 || n > 10_000_000 || n == popularity.Views("b", 0) {
		t.Errorf("%d views", n)
	}
	if d := popularity.Age("a", ""); d <= 0 || d > 8*366*24*time.Hour || d == popularity.Age("b", "") {
		t.Errorf("age of %v", d)
	}
}
