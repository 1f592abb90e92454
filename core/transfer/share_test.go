package transfer

import (
	"context"
	"testing"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestHostIsShared has three jobs on one host whose answers would take minutes:
// each gets its share of the connections although the first one took all of them.
func TestHostIsShared(t *testing.T) {
	s := newStage(t, 8*MaxRange)
	s.client.timing.stall = deadline
	s.site.Inject(simulator.Fault{Kind: simulator.Slow, Rate: 20 << 10})
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	ended := make(chan error, 3)
	jobs := 0
	for _, connections := range []int{8, 4, 2} { // all, then half of 8, then 2 or 3
		j, _ := s.job()
		j.Connections = 8
		pieces := make(chan int64, 1000)
		j.Write = func(_ int, _ []byte, off int64) error {
			pieces <- off / MaxRange
			return nil
		}
		go func() { ended <- s.client.Fetch(ctx, j) }()
		jobs++
		begun := map[int64]bool{} // each piece needs a connection of its own
		for len(begun) < connections {
			select {
			case piece := <-pieces:
				begun[piece] = true
			case <-ctx.Done():
				t.Fatalf("job %d got %d connections, want %d", jobs, len(begun), connections)
			}
		}
	}
	cancel()
	for range jobs {
		<-ended
	}
	if len(s.client.slots.hosts) != 0 {
		t.Errorf("%d hosts are remembered", len(s.client.slots.hosts))
	}
}
