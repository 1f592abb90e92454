package checkup

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

// socks is a SOCKS5 proxy (RFC 1928) that leads to one place. It answers the
// greeting with a method and the request with a reply.
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

// With a proxy, what fails is the proxy's or what is behind it.
func TestProxy(t *testing.T) {
	const (
		needsPassword = 0xff // no acceptable method
		notAllowed    = 2
	)
	for _, tt := range []struct {
		what  string
		proxy func(t *testing.T, site string) string
		also  func(*Config)
		class Class
		step  Name // "" when all is fine
	}{
		{"works", func(t *testing.T, site string) string { return proxy(t, site, 200) }, nil, Fine, ""},
		{"SOCKS works", func(t *testing.T, site string) string { return socks(t, site, 0, 0) }, nil, Fine, ""},
		{"nobody there", func(t *testing.T, _ string) string { return "http://" + closedPort(t) }, nil, ProxyUnreachable, Proxy},
		{"nobody there for SOCKS", func(t *testing.T, _ string) string { return "socks5://" + closedPort(t) }, nil, ProxyUnreachable, Proxy},
		{"silent", func(t *testing.T, _ string) string { return "http://" + talker(t, "") }, quick, ProxyUnreachable, Proxy},
		{"SOCKS silent", func(t *testing.T, _ string) string { return "socks5://" + talker(t, "") }, quick, ProxyUnreachable, Proxy},
		{"no proxy at all", func(t *testing.T, _ string) string { return "http://" + talker(t, "SSH-2.0-server\r\n") }, nil, ProxyUnreachable, Proxy},
		{"asks for a password", func(t *testing.T, site string) string { return proxy(t, site, 407) }, nil, ProxyPassword, Proxy},
		{"SOCKS asks for a password", func(t *testing.T, site string) string { return socks(t, site, needsPassword, 0) }, nil, ProxyPassword, Proxy},
		{"forbids", func(t *testing.T, site string) string { return proxy(t, site, 403) }, nil, ProxyRefused, Proxy},
		{"finds no way", func(t *testing.T, site string) string { return proxy(t, site, 502) }, nil, ProxyRefused, Proxy},
		{"SOCKS forbids", func(t *testing.T, site string) string { return socks(t, site, 0, notAllowed) }, nil, ProxyRefused, Proxy},
		{"looks inside", func(t *testing.T, site string) string { return proxy(t, site, 200) },
			func(c *Config) { c.Transport.TLSClientConfig.RootCAs = nil }, Intercepted, YouTube},
		{"no YouTube behind it", func(t *testing.T, _ string) string { return proxy(t, closedPort(t), 200) }, nil, Unreachable, YouTube},
	} {
		t.Run(tt.what, func(t *testing.T) {
			t.Parallel()
			site, c := practice(t)
			through(t, c, tt.proxy(t, site.Addr()))
			if tt.also != nil {
				tt.also(c)
			}
			v, steps := check(t, *c)
			if v.Class != tt.class || v.Step != tt.step {
				t.Errorf("%+v, want %s at %q", v, tt.class, tt.step)
			}
			if steps[DNS].State != Skipped {
				t.Errorf("DNS: %+v", steps[DNS])
			}
			if tt.step == Proxy && (steps[YouTube].State != Skipped || steps[Clock].State != Skipped || steps[Lookup].State != Skipped) {
				t.Errorf("%+v", steps)
			}
			if tt.step == "" && steps[Proxy].Detail == "none" {
				t.Errorf("%+v", steps[Proxy])
			}
			if n := len(site.Requests()); (n > 0) != (tt.class == Fine) {
				t.Errorf("the site was asked %d times", n)
			}
		})
	}
}

// A proxy's password is in no detail.
func TestProxyPasswordIsKept(t *testing.T) {
	site, c := practice(t)
	address := strings.Replace(proxy(t, site.Addr(), 407), "http://", "http://user:sesame@", 1)
	through(t, c, address)
	_, steps := check(t, *c)
	c.Transport.Proxy = func(*http.Request) (*url.URL, error) { return nil, errors.New("cannot read " + address) }
	v, more := check(t, *c)
	if v.Class != ProxyUnreachable || v.Step != Proxy {
		t.Errorf("%+v", v)
	}
	for _, all := range []map[Name]Step{steps, more} {
		for _, s := range all {
			if strings.Contains(s.Detail, "sesame") {
				t.Errorf("%+v", s)
			}
		}
	}
}

// A proxy that is not for YouTube does not count.
func TestProxyForOthers(t *testing.T) {
	_, c := practice(t)
	c.Transport.Proxy = func(*http.Request) (*url.URL, error) { return nil, nil }
	if v, steps := check(t, *c); v.Class != Fine || steps[Proxy].Detail != "none" || steps[DNS].State != OK {
		t.Errorf("%+v %+v", v, steps)
	}
}

// through leads the way to YouTube through a proxy, and no other way.
func through(t *testing.T, c *Config, address string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	c.Transport.DialContext = nil
	c.Transport.Proxy = http.ProxyURL(u)
	c.LookupHost = func(context.Context, string) ([]string, error) {
		t.Error("a name was looked up in front of the proxy")
		return nil, errors.New("no")
	}
}

func quick(c *Config) { c.hurry(YouTube, 300*time.Millisecond) }
