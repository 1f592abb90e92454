package transfer

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	. "github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestFaultsThatPass shows faults after which Fetch succeeds by itself.
func TestFaultsThatPass(t *testing.T) {
	tests := []struct {
		name   string
		faults []Fault
		fresh  int // refreshes
	}{
		{"reset at once", []Fault{{Kind: Reset, Times: 3}}, 0},
		{"reset half way", []Fault{{Kind: Reset, After: 1_000_001, Times: 6}}, 0},
		{"every connection resets after 700 KB", []Fault{{Kind: Reset, After: 700_000}}, 0},
		{"stall at once", []Fault{{Kind: Stall, Times: 2}}, 0},
		{"stall half way", []Fault{{Kind: Stall, After: 200_000, Times: 2}}, 0},
		{"truncated", []Fault{{Kind: Truncate, After: 333_333, Times: 4}}, 0},
		{"500, 502, 504, 408", []Fault{{Kind: Status, Code: 500, Times: 2}, {Kind: Status, Code: 502, Times: 2}, {Kind: Status, Code: 504, Times: 2}, {Kind: Status, Code: 408, Times: 1}}, 0},
		{"429 once", []Fault{{Kind: Status, Code: 429, Times: 1}}, 0},
		{"503 with a second to wait", []Fault{{Kind: Status, Code: 503, RetryAfter: "1", Times: 1}}, 0},
		{"403 at the start", []Fault{{Kind: Forbid, Times: 1}}, 1},
		{"403 half way", []Fault{{Kind: Forbid, AfterTotal: 6 << 20, Times: 1}}, 1},
		{"410", []Fault{{Kind: Status, Code: 410, Times: 1}}, 1},
		{"expiry half way", []Fault{{Kind: Expire, AfterTotal: 6 << 20, Times: 1}}, 1},
		{"wrong range twice", []Fault{{Kind: WrongRange, Times: 2}}, 0},
		{"short range", []Fault{{Kind: ShortRange, After: 1000, Times: 2}}, 0},
		{"short range for ever", []Fault{{Kind: ShortRange, After: 300_000}}, 0},
		{"short length for ever", []Fault{{Kind: ShortLength, After: 300_000}}, 0},
		{"ignored range twice", []Fault{{Kind: IgnoreRange, Times: 2}}, 0},
		{"redirect to another media host", []Fault{{Kind: Redirect, To: "rr9---sn-else.googlevideo.com", Times: 2}}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			size := int64(6 << 20)
			if tt.faults[0].AfterTotal > 0 {
				size = 24 << 20 // more pieces than connections, so that some are asked for later
			}
			s := newStage(t, size, 900_000)
			s.client.timing.slow = 50 * time.Millisecond
			for _, f := range tt.faults {
				s.site.Inject(f)
			}
			j, k := s.job()
			j.Connections = 2
			if err := s.client.Fetch(context.Background(), j); err != nil {
				t.Fatal(err)
			}
			k.full()
			if k.refreshes != tt.fresh {
				t.Errorf("%d refreshes, want %d", k.refreshes, tt.fresh)
			}
		})
	}
}

// TestFaultsThatStay shows faults that end the job, each with its own error.
func TestFaultsThatStay(t *testing.T) {
	is := func(target error) func(error) bool { return func(err error) bool { return errors.Is(err, target) } }
	status := func(code int, after time.Duration) func(error) bool {
		return func(err error) bool {
			var e *StatusError
			return errors.As(err, &e) && *e == StatusError{code, after}
		}
	}
	tests := []struct {
		name     string
		fault    Fault
		want     func(error) bool
		requests int // at most
	}{
		{"reset", Fault{Kind: Reset}, func(err error) bool { return err != nil }, 40},
		{"stall", Fault{Kind: Stall}, is(ErrStalled), 12},
		{"truncated", Fault{Kind: Truncate}, is(io.ErrUnexpectedEOF), 40},
		{"500", Fault{Kind: Status, Code: 500}, status(500, 0), 12},
		{"404", Fault{Kind: Status, Code: 404}, status(404, 0), 2},
		{"429", Fault{Kind: Status, Code: 429}, status(429, 0), 6},
		{"429 for a minute", Fault{Kind: Status, Code: 429, RetryAfter: "60"}, status(429, time.Minute), 2},
		{"503 for a day", Fault{Kind: Status, Code: 503, RetryAfter: "86400"}, status(503, time.Hour), 2},
		{"403 for ever", Fault{Kind: Forbid}, is(ErrGated), 4},
		{"403 after a while for ever", Fault{Kind: Forbid, AfterTotal: 1 << 20}, is(ErrGated), 12},
		{"wrong range", Fault{Kind: WrongRange}, is(ErrRange), 12},
		{"empty answers", Fault{Kind: Answer, Code: 206}, is(ErrRange), 12},
		{"redirect to http", Fault{Kind: Redirect, To: "http://rr1---sn-x.googlevideo.com/videoplayback"}, is(ErrRedirect), 2},
		{"redirect elsewhere", Fault{Kind: Redirect, To: "https://googlevideo.com.example/"}, is(ErrRedirect), 2},
		{"redirect loop", Fault{Kind: Redirect, To: "rr1---sn-loop.googlevideo.com"}, is(ErrRedirect), 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, 24<<20)
			s.site.Inject(tt.fault)
			j, _ := s.job()
			j.Connections = 2
			err := s.client.Fetch(context.Background(), j)
			if !tt.want(err) {
				t.Errorf("got %v", err)
			}
			if n := len(s.site.Requests()); n > tt.requests {
				t.Errorf("%d requests, want at most %d", n, tt.requests)
			}
		})
	}
}

// TestChanged fetches a stream that becomes another one meanwhile.
func TestChanged(t *testing.T) {
	tests := []struct {
		name  string
		fault Fault
	}{
		{"other bytes", Fault{Kind: Changed, Content: Noise(77, 12<<20)}},
		{"other size", Fault{Kind: Changed, Content: Noise(77, 13<<20)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, 12<<20)
			tt.fault.VideoID, tt.fault.Itag, tt.fault.AfterTotal = video, firstItag, 5<<20
			s.site.Inject(tt.fault)
			j, _ := s.job()
			j.Connections = 1
			j.Refresh = func(context.Context, error) ([]Address, error) {
				return []Address{s.address(firstItag, tt.fault.Content.Size())}, nil
			}
			var changed *ChangedError
			if err := s.fetch(j); !errors.As(err, &changed) || changed.Stream != 0 {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("size in the answer", func(t *testing.T) {
		s := newStage(t, 12<<20)
		j, _ := s.job()
		j.Addresses[0].Size--
		j.Ranges[0].To--
		var changed *ChangedError
		if err := s.fetch(j); !errors.As(err, &changed) {
			t.Errorf("got %v", err)
		}
	})
}

// TestLowYield has addresses that are refused after some bytes each. A job ends
// only when three refreshes in a row bring less than a mebibyte together.
func TestLowYield(t *testing.T) {
	for _, tt := range []struct {
		name      string
		each      int64
		refreshes int // at most
		err       error
	}{
		{"1 MiB", 1 << 20, 16, nil},
		{"500 kB", 500_000, 33, nil},
		{"300 kB", 300_000, 3, ErrGated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, 16<<20)
			j, k := s.job()
			j.Connections = 1
			for n := int64(1); n*tt.each < 16<<20; n++ {
				s.site.Inject(Fault{Kind: Truncate, AfterTotal: n * tt.each, Times: 1})
				s.site.Inject(Fault{Kind: Forbid, AfterTotal: n * tt.each, Times: 1})
			}
			if err := s.fetch(j); !errors.Is(err, tt.err) {
				t.Fatalf("got %v, want %v", err, tt.err)
			}
			if tt.err == nil {
				k.full()
			}
			if k.refreshes > tt.refreshes {
				t.Errorf("%d refreshes, want at most %d", k.refreshes, tt.refreshes)
			}
		})
	}
}

func TestExpiring(t *testing.T) {
	t.Run("soon", func(t *testing.T) {
		s := newStage(t, 3<<20)
		j, k := s.job()
		j.Addresses[0].Expires = time.Now().Add(4 * time.Minute)
		var why error
		refresh := j.Refresh
		j.Refresh = func(ctx context.Context, err error) ([]Address, error) {
			why = err
			return refresh(ctx, err)
		}
		if err := s.fetch(j); err != nil {
			t.Fatal(err)
		}
		k.full()
		if k.refreshes != 1 || !errors.Is(why, ErrExpiring) {
			t.Errorf("%d refreshes because %v", k.refreshes, why)
		}
	})
	t.Run("clock is wrong", func(t *testing.T) {
		s := newStage(t, 30<<20)
		j, k := s.job()
		old := j.Addresses
		old[0].Expires = time.Now().Add(-time.Hour)
		j.Refresh = func(context.Context, error) ([]Address, error) {
			k.refreshes++
			return old, nil
		}
		if err := s.fetch(j); err != nil {
			t.Fatal(err)
		}
		k.full()
		if k.refreshes != 1 {
			t.Errorf("%d refreshes", k.refreshes)
		}
	})
	t.Run("not far off", func(t *testing.T) {
		s := newStage(t, 1<<20)
		j, k := s.job()
		j.Addresses[0].Expires = time.Now().Add(6 * time.Minute)
		if err := s.fetch(j); err != nil || k.refreshes != 0 {
			t.Errorf("%v after %d refreshes", err, k.refreshes)
		}
	})
}

func TestRefreshFails(t *testing.T) {
	bot := errors.New("bot check")
	s := newStage(t, 20<<20)
	s.site.Inject(Fault{Kind: Forbid})
	j, _ := s.job()
	for _, fresh := range [][]Address{nil, {}, append(s.addresses(), s.addresses()...)} {
		j.Refresh = func(_ context.Context, why error) ([]Address, error) {
			if !errors.Is(why, ErrRefused) {
				t.Errorf("refresh because %v", why)
			}
			if fresh == nil {
				return nil, bot
			}
			return fresh, nil
		}
		err := s.fetch(j)
		if err == nil || fresh == nil && !errors.Is(err, bot) {
			t.Errorf("%d addresses: %v", len(fresh), err)
		}
	}
	j.Refresh = nil
	if err := s.fetch(j); !errors.Is(err, ErrRefused) {
		t.Errorf("without refresh: %v", err)
	}
}

func TestHead(t *testing.T) {
	s := newStage(t, 1<<20)
	a := s.addresses()[0]
	s.site.Inject(Fault{Kind: Reset, After: 1000, Times: 3})
	for _, n := range []int64{1, 700, 100_000, 1 << 20, 5 << 20} {
		b, err := s.client.Head(context.Background(), a, n)
		if err != nil {
			t.Fatal(err)
		}
		want := make([]byte, min(n, 1<<20))
		s.content[0].ReadAt(want, 0)
		if string(b) != string(want) {
			t.Errorf("head of %d bytes is wrong", n)
		}
	}
	s.site.Inject(Fault{Kind: Forbid})
	if _, err := s.client.Head(context.Background(), a, 10); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
}

func TestSize(t *testing.T) {
	s := newStage(t, 1<<20+7)
	a := s.addresses()[0]
	a.Size = 0
	for range 2 {
		n, err := s.client.Size(context.Background(), a)
		if err != nil || n != 1<<20+7 {
			t.Errorf("%d, %v", n, err)
		}
		s.site.Inject(Fault{Kind: IgnoreRange})
	}
}
