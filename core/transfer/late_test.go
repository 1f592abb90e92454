package transfer

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	. "github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestLateAnswers has a server whose answers begin late. The limit is 15 s at
// first and grows to a minute.
func TestLateAnswers(t *testing.T) {
	for _, tt := range []struct {
		delay    time.Duration
		times    int // 0: every answer
		requests int // at most, for 4 pieces
		err      error
	}{
		{14 * time.Second, 0, 4, nil},
		{20 * time.Second, 0, 5, nil},
		{50 * time.Second, 0, 6, nil},
		{70 * time.Second, 0, 6, ErrStalled},
		{50 * time.Second, 2, 6, nil},
	} {
		t.Run(tt.delay.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newMemoryStage(t, 4*MaxRange)
				s.client.timing.header = defaultTiming.header
				s.site.Inject(Fault{Kind: Late, Delay: tt.delay, Times: tt.times})
				j, k := s.job()
				j.Connections = 1
				if err := s.client.Fetch(t.Context(), j); !errors.Is(err, tt.err) {
					t.Fatalf("got %v, want %v", err, tt.err)
				}
				if tt.err == nil {
					k.full()
				}
				if n := len(s.site.Requests()); n > tt.requests {
					t.Errorf("%d requests, want at most %d", n, tt.requests)
				}
			})
		})
	}
}

// TestPatienceEnds shows that a server which answers in time is given 15 s again.
func TestPatienceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newMemoryStage(t, 3*MaxRange)
		s.client.timing.header = defaultTiming.header
		j, k := s.job()
		j.Connections = 1
		s.site.Inject(Fault{Kind: Late, Delay: 50 * time.Second, Times: 2}) // 15 s, 30 s; then an answer in time
		s.site.Inject(Fault{Kind: Late, Delay: 50 * time.Second, AfterTotal: MaxRange, Times: 1})
		start := time.Now()
		if err := s.client.Fetch(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		k.full()
		if took, most := time.Since(start), 61*time.Second; took > most { // 15 s, 30 s and 15 s
			t.Errorf("took %v, want at most %v", took, most)
		}
	})
}
