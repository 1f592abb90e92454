package transfer

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"

	. "github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestRangeIgnored has a server that answers every request with the whole stream.
func TestRangeIgnored(t *testing.T) {
	const m = 1 << 20
	for _, tt := range []struct {
		name        string
		sizes       []int64
		connections int
		ranges      []Range // nil: all
		inOrder     bool
		breaks      int  // connections that break after 15 MiB
		stall       bool // they become silent instead
		requests    int  // at most
	}{
		{"one connection", []int64{25 * m}, 1, nil, false, 0, false, 3},
		{"several", []int64{25 * m}, 4, nil, false, 0, false, 6},
		{"two streams", []int64{25 * m, 3 * m}, 4, nil, false, 0, false, 12},
		{"in order", []int64{12 * m, 3 * m}, 4, ranges(0, 0, 6*m, 1, 0, 2*m, 0, 6*m, 12*m, 1, 2*m, 3*m), true, 0, false, 12},
		{"a clip", []int64{40 * m}, 4, ranges(0, 0, 1000, 0, 15*m, 17*m, 0, 30*m, 31*m), false, 0, false, 8},
		{"what an earlier start left", []int64{40 * m}, 2, ranges(0, 10*m+1, 39*m), false, 0, false, 6},
		{"broken off twice", []int64{25 * m}, 2, nil, false, 2, false, 8},
		{"stalled", []int64{25 * m}, 2, nil, false, 1, true, 8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newMemoryStage(t, tt.sizes...)
				breakConnections(s.client.transport, tt.breaks, 15*m, tt.stall)
				s.site.Inject(Fault{Kind: IgnoreRange})
				j, k := s.job()
				j.Connections, j.InOrder = tt.connections, tt.inOrder
				if tt.ranges != nil {
					j.Ranges = tt.ranges
				}
				if err := s.client.Fetch(t.Context(), j); err != nil {
					t.Fatal(err)
				}
				k.has(j.Ranges)
				if n := len(s.site.Requests()); n > tt.requests {
					t.Errorf("%d requests, want at most %d", n, tt.requests)
				}
				for i, size := range tt.sizes {
					// The first two answers are read for a piece at most, and one that
					// breaks off is sent again.
					if sent, most := s.site.Sent(video, firstItag+i), size+int64(tt.breaks)*16*m+MaxRange; sent > most {
						t.Errorf("stream %d: %d bytes were sent, want at most %d", i, sent, most)
					}
				}
			})
		})
	}
}

// TestRangeIgnoredForAWhile shows that ranges are used again when a server
// answers them.
func TestRangeIgnoredForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newMemoryStage(t, 45<<20)
		s.site.Inject(Fault{Kind: IgnoreRange, Times: 2})
		breakConnections(s.client.transport, 1, 12<<20, false)
		j, k := s.job()
		j.Connections = 2
		if err := s.client.Fetch(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		k.full()
		last := s.site.Requests()
		if status := last[len(last)-1].Status; status != 206 {
			t.Errorf("last answer %d", status)
		}
	})
}

// breakConnections makes connections of a transport break, or become silent, after
// they have received that many bytes, so many times.
func breakConnections(t *http.Transport, times int, after int64, silent bool) {
	dial := t.DialContext
	var broken atomic.Int64
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		return &brittleConn{Conn: c, left: after, silent: silent, broken: &broken, times: int64(times), closed: make(chan struct{})}, err
	}
}

type brittleConn struct {
	net.Conn
	left   int64 // bytes until it breaks
	silent bool
	broken *atomic.Int64 // how many have broken
	times  int64
	closed chan struct{}
	once   sync.Once
}

func (c *brittleConn) Read(b []byte) (int, error) {
	if c.left <= 0 && c.broken.Add(1) <= c.times {
		c.left = 1 << 40
		if c.silent {
			<-c.closed
		}
		return 0, syscall.ECONNRESET
	}
	n, err := c.Conn.Read(b)
	c.left -= int64(n)
	return n, err
}

func (c *brittleConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}
