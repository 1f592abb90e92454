package core_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/sysproxy"
)

// TestProxySetting holds that requests go to the proxy of the settings at once, also
// after a restart, and that a text that is none is refused.
func TestProxySetting(t *testing.T) {
	b := newHarness(t)
	b.store = t.TempDir() + "/hilo.db"
	var mu sync.Mutex
	var dialed []string
	refused := errors.New("nobody listens")
	choice := func(c *core.Config) {
		c.Proxy = sysproxy.NewChoice()
		c.Transport = &http.Transport{Proxy: c.Proxy.Find, DialContext: func(_ context.Context, _, address string) (net.Conn, error) {
			mu.Lock()
			defer mu.Unlock()
			dialed = append(dialed, address)
			return nil, &net.OpError{Op: "dial", Err: refused}
		}}
	}
	want := func(address string) {
		t.Helper()
		mu.Lock()
		dialed = nil
		mu.Unlock()
		_, _ = b.m.Lookup(t.Context(), "https://youtu.be/aaaaaaaaaaa")
		mu.Lock()
		defer mu.Unlock()
		if len(dialed) == 0 {
			t.Error("nothing was asked")
		}
		for _, d := range dialed {
			if d != address {
				t.Errorf("connects to %s, want %s", d, address)
			}
		}
	}
	b.open(choice)
	s := b.m.Settings()
	s.Proxy = "own.example:3128"
	if err := b.m.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	want("own.example:3128")
	s.Proxy = "ftp://own.example"
	if err := b.m.SetSettings(s); !errors.Is(err, netfail.ErrProxySetting) {
		t.Errorf("refused with %v", err)
	}
	want("own.example:3128")
	b.close()
	b.open(choice)
	want("own.example:3128")
	s.Proxy = sysproxy.Direct
	if err := b.m.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	want("www.youtube.com:443")
}
