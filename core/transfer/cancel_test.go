package transfer

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestCancel(t *testing.T) {
	tests := []struct {
		name  string
		fault simulator.Fault
		begun func(*Job, func())
	}{
		{"while bytes flow", simulator.Fault{Kind: simulator.Slow, Rate: 100_000}, nil},
		{"while stalled", simulator.Fault{Kind: simulator.Stall, After: 400_000}, nil},
		{"in backoff", simulator.Fault{Kind: simulator.Status, Code: 500, AfterTotal: 1}, nil},
		{"while held back", simulator.Fault{Kind: simulator.Status, Code: 503, RetryAfter: "8", AfterTotal: 1}, nil},
		{"in refresh", simulator.Fault{Kind: simulator.Forbid}, func(j *Job, begun func()) {
			j.Refresh = func(ctx context.Context, _ error) ([]Address, error) {
				begun()
				<-ctx.Done()
				return nil, ctx.Err()
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			// Another program may have the processor for 100 ms; three times
			// in a row it is not.
			var d time.Duration
			for range 3 {
				if d = cancelDuring(t, tt.fault, tt.begun); d <= 100*time.Millisecond {
					return
				}
			}
			t.Errorf("took %s", d)
		})
	}
}

// cancelDuring cancels a job once it has begun to suffer, and says how long it
// takes to end.
func cancelDuring(t *testing.T, fault simulator.Fault, hook func(*Job, func())) time.Duration {
	s := newStage(t, 30<<20)
	s.client.timing.stall = time.Minute
	s.client.timing.backoff, s.client.timing.maxBackoff = 10*time.Second, 10*time.Second
	s.site.Inject(fault)
	j, _ := s.job()
	begun := make(chan struct{})
	begin := sync.OnceFunc(func() { close(begun) })
	j.Received = func(int) { begin() }
	if hook != nil {
		hook(&j, begin)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.client.Fetch(ctx, j) }()
	<-begun
	start := time.Now()
	cancel()
	err := <-ended
	d := time.Since(start)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	noWorkers(t)
	return d
}

func TestCancelInLimit(t *testing.T) {
	s := newStage(t, 1<<20)
	s.client.SetLimit(1000)
	j, _ := s.job()
	ctx, cancel := context.WithCancel(context.Background())
	j.Received = func(int) { cancel() }
	start := time.Now()
	if err := s.client.Fetch(ctx, j); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("took %s", d)
	}
	noWorkers(t)
}
