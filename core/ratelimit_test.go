package core_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
)

func TestRateLimitDelaysLongLists(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	for _, id := range []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"} {
		b.site.Add(video(id, id))
	}
	few := func(c *core.Config) { c.Lookups = 5 } // one at once, then every quarter of an hour
	b.open(few)
	if !b.m.LastOf(0).IsZero() {
		t.Error("a forecast for nothing")
	}
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc")
	b.awaitState(ids[0], core.Done)
	b.await("the second one to be held up", func() bool { return b.last[ids[1]].Note == core.NotePaced })
	s := b.last[ids[1]]
	if wait := time.Until(s.Until); s.State != core.Queued || wait < 14*time.Minute || wait > 15*time.Minute {
		t.Errorf("%s until %v", s.State, s.Until)
	}
	if wait := time.Until(b.m.LastOf(0)); wait < 29*time.Minute || wait > 30*time.Minute {
		t.Errorf("the last one starts in %v", wait)
	}
	b.close()

	b.open(few)
	b.await("it to be held up after a restart too", func() bool { return b.last[ids[1]].Note == core.NotePaced })
	if b.last[ids[2]].State != core.Queued {
		t.Error(b.last[ids[2]])
	}
	b.close()

	b.open(func(c *core.Config) { c.Lookups = -1 })
	b.awaitState(ids[1], core.Done)
	b.awaitState(ids[2], core.Done)
}

// TestLookupsWithoutNetworkAreNotCounted tries several times without a network
// although the rate limit allows one lookup.
func TestLookupsWithoutNetworkAreNotCounted(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "First"))
	var away atomic.Bool
	away.Store(true)
	b.open(func(c *core.Config) {
		c.Lookups = 5 // one at once, then every quarter of an hour
		dial := c.Transport.DialContext
		c.Transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if away.Load() {
				return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}
			}
			return dial(ctx, network, addr)
		}
	})
	id := b.add("aaaaaaaaaaa")[0]
	for range 3 {
		first := b.awaitState(id, core.Waiting)
		b.m.Resume(id)
		b.await("another wait", func() bool {
			s := b.last[id]
			return s.State == core.Waiting && s.Until.After(first.Until) || s.Note == core.NotePaced
		})
		if b.last[id].Note == core.NotePaced {
			t.Fatal("a lookup without a network is counted")
		}
	}
	away.Store(false)
	b.m.Resume(id)
	b.awaitState(id, core.Done)
}
