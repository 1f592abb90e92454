package core_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/keyring"
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

// memoryKeyring is a keyring.Keyring with one password.
type memoryKeyring struct {
	mu                sync.Mutex
	account, password string
}

func (k *memoryKeyring) Get(context.Context, string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.password, nil
}

func (k *memoryKeyring) Set(_ context.Context, account, password string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.account, k.password = account, password
	return nil
}

func (k *memoryKeyring) Delete(context.Context, string) error { return nil }

// TestProxyPassword holds that a password that the keyring takes is nowhere in the queue's
// file, and used again after a restart.
func TestProxyPassword(t *testing.T) {
	b := newHarness(t)
	b.store = t.TempDir() + "/hilo.db"
	k := &memoryKeyring{}
	for range 2 {
		choice := sysproxy.NewChoice()
		p := keyring.NewProxy(k)
		b.open(func(c *core.Config) { c.Keyring, c.Proxy = p, choice })
		s := b.m.Settings()
		if k.account == "" {
			s.Proxy = "http://ana:sesame@own.example:3128"
		}
		s.Limit++ // another setting keeps it
		if err := b.m.SetSettings(s); err != nil {
			t.Fatal(err)
		}
		place, err := p.Place(t.Context())
		if err != nil || place != keyring.InKeyring {
			t.Errorf("%v, %v", place, err)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://www.youtube.com", nil)
		if err != nil {
			t.Fatal(err)
		}
		if u, err := choice.Find(request); err != nil || u.String() != "http://ana:sesame@own.example:3128" {
			t.Errorf("uses %v, %v", u, err)
		}
		if got := b.m.Settings().Proxy; got != "http://ana@own.example:3128" {
			t.Errorf("the settings have %q", got)
		}
		b.close()
		data, err := os.ReadFile(b.store)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("sesame")) || !bytes.Contains(data, []byte("own.example")) {
			t.Error("the file has the password")
		}
	}
}
