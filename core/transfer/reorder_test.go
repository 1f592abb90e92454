package transfer

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// interleaved are all bytes of streams in slices, as two tracks of a file want
// them.
func interleaved(sizes []int64, slice int) []Range {
	var list []Range
	for k := range slice {
		for i := range sizes {
			s := len(sizes) - 1 - i // the small one first
			from, to := sizes[s]*int64(k)/int64(slice), sizes[s]*int64(k+1)/int64(slice)
			list = append(list, Range{Stream: s, From: from, To: to})
		}
	}
	return list
}

// TestReorder fetches in order over several connections, whatever goes wrong.
func TestReorder(t *testing.T) {
	for name, faults := range map[string][]simulator.Fault{
		"well":      nil,
		"resets":    {{Kind: simulator.Reset, After: 100_000, Times: 20}},
		"truncated": {{Kind: simulator.Truncate, After: 300_000, Times: 9}},
		"stalls":    {{Kind: simulator.Stall, After: 50_000, Times: 3}},
		"forbidden": {{Kind: simulator.Forbid, Times: 1}},
		"busy":      {{Kind: simulator.Status, Code: 503, Times: 5}},
		"all": {
			{Kind: simulator.Reset, After: 1, Times: 5}, {Kind: simulator.Stall, After: 200_000, Times: 2},
			{Kind: simulator.ShortRange, After: 1000, Times: 2}, {Kind: simulator.IgnoreRange, Times: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			sizes := []int64{24<<20 + 77, 2<<20 + 5}
			s := newStage(t, sizes...)
			j, k := s.job()
			j.InOrder, j.Ranges = true, interleaved(sizes, 13)
			for _, f := range faults {
				s.site.Inject(f)
			}
			if err := s.fetch(j); err != nil {
				t.Fatal(err)
			}
			k.full()
			if got, want := joinRanges(k.order), joinRanges(j.Ranges); !slices.Equal(got, want) {
				t.Errorf("written in the order %v, want %v", got, want)
			}
			if conns := connections(s); conns < 4 {
				t.Errorf("%d connections", conns)
			}
		})
	}
}

func connections(s *stage) int {
	conns := map[string]bool{}
	for _, r := range s.site.Requests() {
		conns[r.Conn] = true
	}
	return len(conns)
}

// TestReorderAnyOrder wants ranges in orders that no file has.
func TestReorderAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 4 {
		sizes := []int64{20 << 20, 7 << 20}
		s := newStage(t, sizes...)
		j, k := s.job()
		j.InOrder, j.Ranges = true, interleaved(sizes, 1+r.IntN(30))
		r.Shuffle(len(j.Ranges), func(a, b int) { j.Ranges[a], j.Ranges[b] = j.Ranges[b], j.Ranges[a] })
		if err := s.fetch(j); err != nil {
			t.Fatal(err)
		}
		k.full()
		if !slices.Equal(joinRanges(k.order), joinRanges(j.Ranges)) {
			t.Error("order is lost")
		}
	}
}

// TestReorderIsBounded holds back the bytes that are needed first: the others come
// no further than the buffer is large.
func TestReorderIsBounded(t *testing.T) {
	s := newStage(t, 48<<20)
	s.client.timing.stall = deadline
	s.site.Inject(simulator.Fault{Kind: simulator.Stall, After: 1000, Times: 1})
	j, k := s.job()
	j.InOrder = true
	f, err := s.client.begin(j)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	var watch sync.WaitGroup
	watch.Go(func() {
		defer cancel()
		for {
			f.mu.Lock()
			full, changed := !f.reorder.admits() && len(f.running) == 1, f.changed
			f.mu.Unlock()
			if full {
				return
			}
			select {
			case <-changed: // also when the piece that makes it full ends
			case <-ctx.Done():
				return
			}
		}
	})
	err = f.run(ctx)
	watch.Wait()
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if wrote := k.got[0].Total(); wrote > 4*reorderPiece { // it stalls one of the first four
		t.Errorf("%d bytes were written behind those that are missing", wrote)
	}
	if sent := s.site.Sent(video, firstItag); sent > (4+reorderPieces)*reorderPiece {
		t.Errorf("%d bytes were fetched ahead", sent)
	}
	noWorkers(t)
}

// TestReorderResumes cancels a job at many moments: what is recorded is what was
// written, a piece of the order from its start, and what is left completes it.
func TestReorderResumes(t *testing.T) {
	sizes := []int64{12 << 20, 1 << 20}
	s := newStage(t, sizes...)
	s.client.timing.checkpoint = time.Millisecond
	s.site.SetPace(40 << 20)
	j, k := s.job()
	all := interleaved(sizes, 9)
	j.InOrder = true
	j.Journal, _ = s.journal(j)
	j.State = func() []byte { return nil }
	for round := 0; ; round++ {
		if j.Ranges = j.Journal.Missing(all); len(j.Ranges) == 0 {
			break
		}
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		before := k.got[0].Total() + k.got[1].Total()
		k.onWrite = func(Range) {
			if k.got[0].Total()+k.got[1].Total() > before+2<<20 {
				cancel()
			}
		}
		err := s.client.Fetch(ctx, j)
		cancel()
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if got, want := recorded(j.Journal), k.got[0].Total()+k.got[1].Total(); got != want {
			t.Fatalf("%d bytes recorded, %d written", got, want)
		}
		if round > 20 {
			t.Fatal("it does not come to an end")
		}
	}
	k.full()
	if !slices.Equal(joinRanges(k.order), joinRanges(all)) {
		t.Error("order is lost")
	}
}

func TestReorderWriteFails(t *testing.T) {
	s := newStage(t, 20<<20)
	j, _ := s.job()
	j.InOrder = true
	full := errors.New("disk full")
	write := j.Write
	j.Write = func(stream int, p []byte, off int64) error {
		if off > 5<<20 {
			return full
		}
		return write(stream, p, off)
	}
	if err := s.fetch(j); !errors.Is(err, ErrWrite) || !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkInOrder compares in-order fetches with a plain GET where each answer
// has a speed of its own, and where nothing is slow.
func BenchmarkInOrder(b *testing.B) {
	for _, speed := range []struct {
		name string
		pace int64
		size int64
	}{{"free", 0, 256 << 20}, {"paced", 4 << 20, 24 << 20}} {
		s := newSpeedway(b, speed.size)
		s.site.SetPace(speed.pace)
		b.Run(speed.name+"/PlainGET", func(b *testing.B) { s.run(b, s.plain) })
		for _, n := range []int{1, 4, 8} {
			b.Run(speed.name+"/Fetch"+string(rune('0'+n)), func(b *testing.B) {
				s.run(b, func() error {
					return s.client.Fetch(context.Background(), Job{
						Addresses: []Address{s.address}, Ranges: ranges(0, 0, s.address.Size),
						InOrder: true, Connections: n, Write: s.write, Sync: s.file.Sync,
					})
				})
			})
		}
	}
}
