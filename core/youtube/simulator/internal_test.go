package simulator

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestPacer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p := newPacer(100_000, start)
		for range 50 {
			n := p.chunk()
			time.Sleep(p.pause(n, time.Now()))
		}
		if got, want := time.Since(start), 2500*time.Millisecond; got != want {
			t.Errorf("took %v, want %v", got, want)
		}
		if p := newPacer(0, start); p.pause(1<<30, time.Now()) != 0 {
			t.Error("paused without a rate")
		}
	})
}

func TestRate(t *testing.T) {
	s := NewServer()
	defer s.Close()
	s.Add(Video{ID: "testVideo01", Duration: FixtureLength, Media: append(Formats(FixtureLength, 18), Media{Itag: 299, MIME: "video/mp4", Height: 1080, Content: Noise(1, 24<<20)})})
	v := s.video("testVideo01")
	muxed, dash := &v.Media[0], &v.Media[1] // dash has 24 MiB in 12 s
	const watching = (24 << 20) / 12 * 5 / 4
	tests := []struct {
		name  string
		pace  int64
		media *Media
		short bool
		slow  int64
		want  int64
	}{
		{"short range", 0, dash, true, 0, 0},
		{"long range", 0, dash, false, 0, watching},
		{"long range of a muxed format", 0, muxed, false, 0, 0},
		{"pace", 1000, dash, true, 0, 1000},
		{"pace above watching", 10 * watching, dash, false, 0, watching},
		{"slow", 0, dash, true, 500, 500},
		{"slow and pace", 400, dash, true, 500, 400},
	}
	for _, tt := range tests {
		s.SetPace(tt.pace)
		if got := s.rate(v, tt.media, activeFault{rate: tt.slow}, tt.short); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}
