package transfer

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestFetch(t *testing.T) {
	tests := []struct {
		name        string
		sizes       []int64
		connections int
		inOrder     bool
	}{
		{"one byte", []int64{1}, 0, false},
		{"less than a piece", []int64{100_000}, 0, false},
		{"small, all connections", []int64{2<<20 + 1}, 8, false},
		{"several requests each", []int64{45<<20 + 321}, 4, false},
		{"one connection", []int64{11 << 20}, 1, false},
		{"two streams", []int64{12 << 20, 700_001}, 4, false},
		{"in order", []int64{11 << 20, 3 << 20}, 4, true},
		{"in order, one connection", []int64{11 << 20, 3 << 20}, 1, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, tt.sizes...)
			s.client.timing.silence = time.Hour // a connection that is taken over is replaced by another
			j, k := s.job()
			j.Connections, j.InOrder = tt.connections, tt.inOrder
			if err := s.fetch(j); err != nil {
				t.Fatal(err)
			}
			k.full()
			conns := map[string]bool{}
			for _, r := range s.site.Requests() {
				conns[r.Conn] = true
				var a, b int64
				fmt.Sscanf(r.Range, "bytes=%d-%d", &a, &b)
				if b-a+1 > MaxRange || r.Status != 206 {
					t.Errorf("request %q was answered %d", r.Range, r.Status)
				}
				if r.Proto != "HTTP/1.1" || r.UserAgent != "tester/1" || r.Header.Get("Accept-Encoding") != "identity" {
					t.Errorf("request by %s, %s, %v", r.Proto, r.UserAgent, r.Header)
				}
			}
			if tt.inOrder && tt.connections == 1 && len(conns) != 1 {
				t.Errorf("%d connections", len(conns))
			}
			if most := tt.connections * len(tt.sizes); tt.connections > 0 && len(conns) > most {
				t.Errorf("%d connections, want at most %d", len(conns), most)
			}
		})
	}
}

func TestFetchUsesAllConnections(t *testing.T) {
	s := newStage(t, 3<<20)
	s.site.SetPace(256 << 10) // so slow that the last connection is open before all is fetched
	j, k := s.job()
	j.Connections = 8
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	k.full()
	conns := map[string]bool{}
	for _, r := range s.site.Requests() {
		conns[r.Conn] = true
	}
	if len(conns) != 8 {
		t.Errorf("%d connections, want 8", len(conns))
	}
}

func TestFetchInOrder(t *testing.T) {
	s := newStage(t, 3<<20, 1<<20)
	j, k := s.job()
	j.InOrder = true
	j.Ranges = ranges(0, 0, 1<<20, 1, 0, 300_000, 0, 1<<20, 2<<20, 0, 2<<20, 3<<20, 1, 300_000, 1<<20)
	s.site.Inject(simulator.Fault{Kind: simulator.Reset, After: 100_000, Times: 7})
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	k.full()
	if got, want := joinRanges(k.order), joinRanges(j.Ranges); !slices.Equal(got, want) {
		t.Errorf("written in the order %v, want %v", got, want)
	}
}

// TestPerHost runs two jobs at once: together they may not have more requests
// under way than the client allows.
func TestPerHost(t *testing.T) {
	s := newStage(t, 6<<20, 6<<20)
	s.site.SetPace(8 << 20)
	s.client.slots.each = 5
	s.client.transport.MaxConnsPerHost = 5
	s.client.timing.stall = deadline
	var jobs sync.WaitGroup
	for range 2 {
		j, k := s.job()
		j.Connections = 8
		jobs.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), deadline)
			defer cancel()
			if err := s.client.Fetch(ctx, j); err != nil {
				t.Error(err)
			}
			k.full()
		})
	}
	jobs.Wait()
	type event struct {
		at   time.Time
		step int
	}
	var events []event
	conns := map[string]bool{}
	for _, r := range s.site.Requests() {
		conns[r.Conn] = true
		events = append(events, event{r.Start, 1})
		if !r.End.IsZero() {
			events = append(events, event{r.End, -1})
		}
	}
	slices.SortFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	now, most := 0, 0
	for _, e := range events {
		now += e.step
		most = max(most, now)
	}
	// The site notes the end of an answer a moment after the client has all
	// of it, and may have noted the next request by then; a connection it
	// cannot be.
	if len(conns) != 5 || most < 5 || most > 6 {
		t.Errorf("%d requests at once on %d connections, want 5 on 5", most, len(conns))
	}
}

func TestSlots(t *testing.T) {
	s := slots{each: 1}
	release, err := s.take(context.Background(), "a", 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := s.take(context.Background(), "b", 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.take(ctx, "a", 1, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("second slot: %v", err)
	}
	release()
	other()
	if len(s.hosts) != 0 {
		t.Errorf("%d hosts are remembered", len(s.hosts))
	}
}

// TestSplit has one slow connection: the others take over its work.
func TestSplit(t *testing.T) {
	s := newStage(t, 8<<20)
	s.client.timing.slow = 20 * time.Millisecond
	s.site.Inject(simulator.Fault{Kind: simulator.Slow, Rate: 400 << 10, Times: 1})
	j, k := s.job()
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	k.full()
	crawled := false
	for _, r := range s.site.Requests() {
		var from, last int64
		fmt.Sscanf(r.Range, "bytes=%d-%d", &from, &last)
		crawled = crawled || r.Sent < last-from+1
	}
	if !crawled {
		t.Error("the slow connection did all of its piece")
	}
}

// TestTakeOver has a connection that becomes silent near its end: an idle one
// fetches the rest long before the silence counts as a stall.
func TestTakeOver(t *testing.T) {
	s := newStage(t, 2<<20)
	s.client.timing.stall = deadline
	s.client.timing.silence = 20 * time.Millisecond
	s.site.Inject(simulator.Fault{Kind: simulator.Stall, After: 400_000, Times: 1})
	j, k := s.job()
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	k.full()
}

// TestSilence shows that a piece is taken over only once: a server that is silent on
// every connection is ErrStalled.
func TestSilence(t *testing.T) {
	s := newStage(t, 2<<20)
	s.client.timing.stall = 50 * time.Millisecond
	s.client.timing.silence = 10 * time.Millisecond
	s.site.Inject(simulator.Fault{Kind: simulator.Stall})
	j, _ := s.job()
	if err := s.fetch(j); !errors.Is(err, ErrStalled) {
		t.Fatal(err)
	}
}

// TestLimit checks that no more comes than the limit allows in the time.
func TestLimit(t *testing.T) {
	s := newStage(t, 20<<20)
	const limit = 2 << 20
	s.client.SetLimit(limit)
	j, _ := s.job()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var got atomic.Int64
	start := time.Now()
	var raised time.Time
	j.Received = func(n int) {
		if total := got.Add(int64(n)); total > 1<<20 && total-int64(n) <= 1<<20 {
			raised = time.Now()
			s.client.SetLimit(0)
		}
	}
	if err := s.client.Fetch(ctx, j); err != nil {
		t.Fatal(err)
	}
	if d := raised.Sub(start); d < 300*time.Millisecond {
		t.Errorf("1 MiB at 2 MiB/s took %s", d)
	}
	if d := time.Since(raised); d > 5*time.Second {
		t.Errorf("after the limit was lifted it took %s", d)
	}
}

func TestWriteFails(t *testing.T) {
	full := errors.New("no space left")
	for _, where := range []string{"write", "sync"} {
		t.Run(where, func(t *testing.T) {
			s := newStage(t, 30<<20)
			j, k := s.job()
			if where == "write" {
				j.Write = func(stream int, p []byte, off int64) error {
					if off > 1<<20 {
						return full
					}
					return k.write(stream, p, off)
				}
			} else {
				s.client.timing.checkpoint = time.Millisecond
				s.site.SetPace(2 << 20)
				j.Journal, _ = s.journal(j)
				j.Sync = func() error { return full }
			}
			err := s.fetch(j)
			if !errors.Is(err, ErrWrite) || !errors.Is(err, full) {
				t.Error(err)
			}
			if n := len(s.site.Requests()); n > 8 {
				t.Errorf("%d requests: it was retried", n)
			}
		})
	}
}

func TestMemoryIsFlat(t *testing.T) {
	const size = 200 << 20
	s := newStage(t, size)
	j, _ := s.job()
	var most atomic.Uint64
	var writes atomic.Int64
	j.Received = nil
	j.Write = func(int, []byte, int64) error {
		if writes.Add(1)%200 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc))
		}
		return nil
	}
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	if most.Load() > 48<<20 {
		t.Errorf("%d MiB on the heap", most.Load()>>20)
	}
}
