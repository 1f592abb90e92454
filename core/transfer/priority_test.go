package transfer

import (
	"context"
	"testing"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestPriority has connections whose pieces would take minutes each: what is preferred
// later comes at once, wherever it lies, and in the end every byte has come once.
func TestPriority(t *testing.T) {
	for _, c := range []struct {
		name string
		from int64 // of the second stream
	}{
		{"inside a piece that is being fetched", 3 << 20},
		{"in a piece that waits", 61<<20 + 12345},
		{"the last bytes", 8*MaxRange - 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStage(t, 4*MaxRange, 8*MaxRange)
			s.client.timing.stall = deadline
			s.site.Inject(simulator.Fault{Kind: simulator.Slow, Rate: 20 << 10})
			j, k := s.job()
			j.Connections = 2
			j.Priority = new(Priority)
			wanted := make(chan struct{})
			began := make(chan struct{}, 1<<20)
			k.onWrite = func(r Range) {
				if r.Stream == 1 && r.From == c.from {
					close(wanted)
				}
				began <- struct{}{}
			}
			ended := make(chan error, 1)
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			defer cancel()
			go func() { ended <- s.client.Fetch(ctx, j) }()
			for range 8 { // all connections are busy
				select {
				case <-began:
				case <-ctx.Done():
					t.Fatal("nothing comes")
				}
			}
			j.Priority.Set([]Range{{Stream: 1, From: c.from, To: 8 * MaxRange}, {Stream: 7, From: 0, To: 1}})
			select {
			case <-wanted:
			case err := <-ended:
				t.Fatal(err)
			}
			s.site.ClearFaults()
			cancel()
			<-ended
			k.onWrite = nil
			j.Ranges = nil
			for i := range k.got {
				for _, r := range k.got[i].Missing(byterange.Range{To: s.content[i].Size()}) {
					j.Ranges = append(j.Ranges, Range{Stream: i, From: r.From, To: r.To})
				}
			}
			if err := s.fetch(j); err != nil {
				t.Fatal(err)
			}
			k.full()
		})
	}
}

// TestPriorityChangesInVain holds that wishes that change all the time lose no byte and
// bring none twice.
func TestPriorityChangesInVain(t *testing.T) {
	s := newStage(t, 12<<20, 3<<20)
	j, k := s.job()
	j.Priority = new(Priority)
	n := int64(0)
	changes := make(chan []Range, 1<<16)
	k.onWrite = func(Range) {
		n++
		stream := int(n % 2)
		from := n * 7654321 % s.content[stream].Size()
		changes <- []Range{{Stream: stream, From: from, To: min(from+n*1000, s.content[stream].Size())}}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for r := range changes {
			j.Priority.Set(r)
		}
	}()
	if err := s.fetch(j); err != nil {
		t.Fatal(err)
	}
	close(changes)
	<-done
	k.full()
}

// TestPriorityShares holds that a connection that is where the preferred bytes are does
// not fetch them alone.
func TestPriorityShares(t *testing.T) {
	s := newStage(t, 8*MaxRange)
	s.client.timing.stall = deadline
	s.site.Inject(simulator.Fault{Kind: simulator.Slow, Rate: 40 << 10})
	j, k := s.job()
	j.Connections = 2
	j.Priority = new(Priority)
	const wanted = 1 << 20
	began, alone := make(chan struct{}, 1<<20), make(chan bool, 1<<20)
	next := int64(0)
	k.onWrite = func(r Range) { // one after the other
		began <- struct{}{}
		switch {
		case r.From >= wanted:
		case r.From == next && r.From < wanted/2:
			next = r.To
		default:
			alone <- r.From == next
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- s.client.Fetch(ctx, j) }()
	for range 4 {
		select {
		case <-began:
		case <-ctx.Done():
			t.Fatal("nothing comes")
		}
	}
	j.Priority.Set([]Range{{Stream: 0, From: 0, To: wanted}})
	select {
	case a := <-alone:
		if a {
			t.Error("one connection fetched half of what is preferred, while the other one fetched something else")
		}
	case err := <-ended:
		t.Fatal(err)
	}
	cancel()
	<-ended
}

// TestPriorityQueued holds that of what waits, the first bytes come first, wherever they
// are in the queue.
func TestPriorityQueued(t *testing.T) {
	f := urgent{&fetch{queue: []Range{{Stream: 1, From: 0, To: 9}, {From: 50, To: 70}, {From: 10, To: 30}, {From: 30, To: 50}}}}
	if i, part := f.queued(Range{From: 20, To: 100}); i != 2 || part != (byterange.Range{From: 20, To: 30}) {
		t.Errorf("piece %d, %v", i, part)
	}
	if i, _ := f.queued(Range{From: 70, To: 100}); i != -1 {
		t.Errorf("piece %d", i)
	}
}
