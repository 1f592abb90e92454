package checkup_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/youtube/simulator/connectproxy"
)

// proxy starts a CONNECT proxy that leads to one place, or answers a status.
func proxy(t *testing.T, to string, status int) string {
	t.Helper()
	var p *connectproxy.Server
	if status == http.StatusOK {
		p = connectproxy.New(to)
	} else {
		p = connectproxy.Refusing(status)
	}
	t.Cleanup(func() {
		p.Close()
		for _, r := range p.Requests() {
			if r != "CONNECT www.youtube.com:443" && (!strings.HasPrefix(r, "CONNECT ") || !strings.HasSuffix(r, ".googlevideo.com:443")) {
				t.Errorf("asked for %s", r)
			}
		}
	})
	return p.URL
}

// socks starts a SOCKS5 proxy (RFC 1928) that connects to one address. It answers
// the greeting with method and the request with reply.
func socks(t *testing.T, to string, method, reply byte) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				b := make([]byte, 512)
				_, _ = c.Read(b)
				_, _ = c.Write([]byte{5, method})
				if _, err := c.Read(b); err != nil || reply != 0 {
					_, _ = c.Write([]byte{5, reply, 0, 1, 0, 0, 0, 0, 0, 0})
					c.Close()
					return
				}
				_, _ = c.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
				defer c.Close()
				connectproxy.Tunnel(c, c, to)
			})
		}
	})
	t.Cleanup(func() { l.Close(); running.Wait() })
	return "socks5://" + l.Addr().String()
}

// TestProxy checks that failures of the proxy are distinguished from failures behind it.
func TestProxy(t *testing.T) {
	const (
		needsPassword = 0xff // no acceptable method
		notAllowed    = 2
	)
	for _, tt := range []struct {
		what  string
		proxy func(t *testing.T, to string) string
		also  func(*checkup.Config)
		class checkup.Class
		step  checkup.Name // "" when all is fine
	}{
		{"works", func(t *testing.T, to string) string { return proxy(t, to, 200) }, nil, checkup.Fine, ""},
		{"SOCKS works", func(t *testing.T, to string) string { return socks(t, to, 0, 0) }, nil, checkup.Fine, ""},
		{"nobody there", func(t *testing.T, _ string) string { return "http://" + closedPort(t) }, nil, checkup.ProxyUnreachable, checkup.Proxy},
		{"nobody there for SOCKS", func(t *testing.T, _ string) string { return "socks5://" + closedPort(t) }, nil, checkup.ProxyUnreachable, checkup.Proxy},
		{"silent", func(t *testing.T, _ string) string { return "http://" + talker(t, "") }, quick, checkup.ProxyUnreachable, checkup.Proxy},
		{"SOCKS silent", func(t *testing.T, _ string) string { return "socks5://" + talker(t, "") }, quick, checkup.ProxyUnreachable, checkup.Proxy},
		{"no proxy at all", func(t *testing.T, _ string) string { return "http://" + talker(t, "SSH-2.0-server\r\n") }, nil, checkup.ProxyUnreachable, checkup.Proxy},
		{"asks for a password", func(t *testing.T, to string) string { return proxy(t, to, 407) }, nil, checkup.ProxyPassword, checkup.Proxy},
		{"SOCKS asks for a password", func(t *testing.T, to string) string { return socks(t, to, needsPassword, 0) }, nil, checkup.ProxyPassword, checkup.Proxy},
		{"forbids", func(t *testing.T, to string) string { return proxy(t, to, 403) }, nil, checkup.ProxyRefused, checkup.Proxy},
		{"finds no way", func(t *testing.T, to string) string { return proxy(t, to, 502) }, nil, checkup.ProxyRefused, checkup.Proxy},
		{"SOCKS forbids", func(t *testing.T, to string) string { return socks(t, to, 0, notAllowed) }, nil, checkup.ProxyRefused, checkup.Proxy},
		{"looks inside", func(t *testing.T, to string) string { return proxy(t, to, 200) },
			func(c *checkup.Config) { c.Transport.TLSClientConfig.RootCAs = nil }, checkup.Intercepted, checkup.YouTube},
		{"no YouTube behind it", func(t *testing.T, _ string) string { return proxy(t, closedPort(t), 200) }, nil, checkup.Unreachable, checkup.YouTube},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			server, c := newServer(t)
			through(t, c, tt.proxy(t, server.Addr()))
			if tt.also != nil {
				tt.also(c)
			}
			v, steps := check(t, *c)
			if v.Class != tt.class || v.Step != tt.step {
				t.Errorf("%+v, want %s at %q", v, tt.class, tt.step)
			}
			if steps[checkup.DNS].State != checkup.Skipped {
				t.Errorf("DNS: %+v", steps[checkup.DNS])
			}
			if tt.step == checkup.Proxy && (steps[checkup.YouTube].State != checkup.Skipped || steps[checkup.Clock].State != checkup.Skipped || steps[checkup.Lookup].State != checkup.Skipped) {
				t.Errorf("%+v", steps)
			}
			if tt.step == "" && steps[checkup.Proxy].Detail == "none" {
				t.Errorf("%+v", steps[checkup.Proxy])
			}
			if n := len(server.Requests()); (n > 0) != (tt.class == checkup.Fine) {
				t.Errorf("%d requests reached the server", n)
			}
		})
	}
}

// TestProxyPasswordIsKept checks that no detail contains the proxy's password.
func TestProxyPasswordIsKept(t *testing.T) {
	server, c := newServer(t)
	address := strings.Replace(proxy(t, server.Addr(), 407), "http://", "http://user:sesame@", 1)
	through(t, c, address)
	_, steps := check(t, *c)
	c.Transport.Proxy = func(*http.Request) (*url.URL, error) { return nil, errors.New("cannot read " + address) }
	v, more := check(t, *c)
	if v.Class != checkup.ProxyUnreachable || v.Step != checkup.Proxy {
		t.Errorf("%+v", v)
	}
	for _, all := range []map[checkup.Name]checkup.Step{steps, more} {
		for _, s := range all {
			if strings.Contains(s.Detail, "sesame") {
				t.Errorf("%+v", s)
			}
		}
	}
}

// TestProxyForOthers checks that a proxy that is not for YouTube does not count.
func TestProxyForOthers(t *testing.T) {
	_, c := newServer(t)
	c.Transport.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	if v, steps := check(t, *c); v.Class != checkup.Fine || steps[checkup.Proxy].Detail != "none" || steps[checkup.DNS].State != checkup.OK {
		t.Errorf("%+v %+v", v, steps)
	}
}

// through makes the proxy the only connection to YouTube.
func through(t *testing.T, c *checkup.Config, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	c.Transport.DialContext = nil
	c.Transport.Proxy = http.ProxyURL(u)
	c.LookupHost = func(context.Context, string) ([]string, error) {
		t.Error("a name was resolved without the proxy")
		return nil, errors.New("no")
	}
}

func quick(c *checkup.Config) { c.SetLimit(checkup.YouTube, 300*time.Millisecond) }

// TestAutomaticProxy checks that a configuration that is not read is mentioned, and
// does not count while YouTube answers.
func TestAutomaticProxy(t *testing.T) {
	_, c := newServer(t)
	c.AutomaticProxy = func() bool { return true }
	if v, steps := check(t, *c); v.Class != checkup.Fine || !strings.Contains(steps[checkup.Proxy].Detail, "PAC") {
		t.Errorf("%+v, %+v", v, steps[checkup.Proxy])
	}
}
