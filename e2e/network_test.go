package e2e

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// away takes the network away for a while.
func away(d time.Duration, err error) func(*stage) {
	return func(s *stage) {
		s.wire.cut(err)
		t := time.AfterFunc(d, s.wire.mend)
		s.Cleanup(func() { t.Stop(); synctest.Wait() })
	}
}

// networkFaults lie between Hilo and YouTube.
func networkFaults() []fault {
	noName := &net.DNSError{Err: "no such host", Name: "www.youtube.com", IsNotFound: true}
	return troubles("network",
		trouble{name: "DNS failure", what: "no name can be resolved for 2 minutes",
			start: away(2*time.Minute, noName), waits: core.Offline},
		trouble{name: "DNS failure half way", what: "the same when half is there",
			half: away(2*time.Minute, noName), waits: core.Offline},
		trouble{name: "no network for 10 minutes", what: "no network from the start, then back",
			start: away(10*time.Minute, noNetwork()), waits: core.Offline, after: atLeast(10 * time.Minute)},
		trouble{name: "no network for 10 minutes half way", what: "connections go silent and no new ones can be made, then back",
			half: away(10*time.Minute, noNetwork()), waits: core.Offline, after: atLeast(10 * time.Minute)},
		trouble{name: "no network for a night", what: "10 hours from half way on, then back",
			half: away(10*time.Hour, noNetwork()), waits: core.Offline, limit: 11 * time.Hour, after: atLeast(10 * time.Hour)},
		trouble{name: "YouTube down", what: "connections are refused for 10 minutes from half way on",
			half: away(10*time.Minute, dialError(syscall.ECONNREFUSED)), waits: core.Unreachable},
		trouble{name: "TLS failure", what: "a filter with a certificate of its own in between", start: func(s *stage) {
			filter := simulator.NewMemorySite()
			s.Cleanup(filter.Close)
			s.wire.other = filter.Transport().DialContext
		}, fails: core.Untrusted, mend: func(s *stage) { s.wire.mend() }},
		trouble{name: "proxy does not answer", what: "nobody listens where the system's proxy should be",
			edit: proxied, start: func(s *stage) {
				s.wire.cut(dialError(syscall.ECONNREFUSED))
			}, waits: core.Proxy, fails: core.Proxy, mend: func(s *stage) { s.proxied.Store(false); s.wire.mend() }},
		trouble{name: "proxy wants a password", what: "the system's proxy answers 407", edit: proxied, start: func(s *stage) {
			s.wire.other = says("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
		}, waits: core.Proxy, fails: core.Proxy, mend: func(s *stage) { s.proxied.Store(false); s.wire.mend() }},
		trouble{name: "proxy is none", what: "a web server stands where the system's proxy should be",
			edit: proxied, start: func(s *stage) {
				s.wire.other = says("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
			}, waits: core.Proxy, fails: core.Proxy, mend: func(s *stage) { s.proxied.Store(false); s.wire.mend() }},
		trouble{name: "no TLS at all", what: "a page of the network's own answers, without TLS", start: func(s *stage) {
			s.wire.other = says("HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/\r\n\r\n")
		}, fails: core.Untrusted, mend: func(s *stage) { s.wire.mend() }},
		trouble{name: "clock years off", what: "this computer's clock is 20 years ahead of the certificate", start: func(s *stage) {
			s.edit = func(c *core.Config) {
				c.Transport.TLSClientConfig.Time = func() time.Time { return time.Now().AddDate(int(s.years.Load()), 0, 0) }
			}
			s.years.Store(20)
		}, fails: core.Untrusted, mend: func(s *stage) { s.years.Store(0) }},
		trouble{name: "clock hours ahead", what: "this computer's clock is 8 hours ahead, so that all addresses look expired",
			edit: clock(-8 * time.Hour)},
		trouble{name: "clock hours behind", what: "this computer's clock is 8 hours behind", edit: clock(8 * time.Hour)},
	)
}

// clock sets YouTube's clock so far from this computer's.
func clock(ahead time.Duration) func(*stage) {
	return func(s *stage) { s.site.Clock = func() time.Time { return time.Now().Add(ahead) } }
}

// proxied makes the system say that there is a proxy.
func proxied(s *stage) {
	s.proxied.Store(true)
	s.edit = func(c *core.Config) {
		c.Transport.Proxy = func(*http.Request) (*url.URL, error) {
			if !s.proxied.Load() {
				return nil, nil
			}
			return &url.URL{Scheme: "http", Host: "proxy.example:3128"}, nil
		}
	}
}

// says is a dialer to something that gives one answer, without TLS.
func says(answer string) dialer {
	return func(context.Context, string, string) (net.Conn, error) {
		mine, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			_, _ = theirs.Read(make([]byte, 4096))
			_, _ = io.WriteString(theirs, answer)
		}()
		return mine, nil
	}
}
