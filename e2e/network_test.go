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

// disconnectFor returns a step that takes the network away for d. Dials fail
// with err meanwhile.
func disconnectFor(d time.Duration, err error) func(*testbed) {
	return func(s *testbed) {
		s.network.disconnect(err)
		t := time.AfterFunc(d, s.network.restore)
		s.Cleanup(func() { t.Stop(); synctest.Wait() })
	}
}

// networkFaults are faults of the network between Hilo and YouTube.
func networkFaults() []fault {
	noName := &net.DNSError{Err: "no such host", Name: "www.youtube.com", IsNotFound: true}
	return downloadFaults("network",
		downloadFault{name: "DNS failure", injected: "no name can be resolved for 2 minutes",
			start: disconnectFor(2*time.Minute, noName), waits: core.Offline},
		downloadFault{name: "DNS failure half way", injected: "the same when half has arrived",
			atHalf: disconnectFor(2*time.Minute, noName), waits: core.Offline},
		downloadFault{name: "no network for 10 minutes", injected: "no network from the start, then back",
			start: disconnectFor(10*time.Minute, noNetwork()), waits: core.Offline, inspect: soonAfter(10 * time.Minute)},
		downloadFault{name: "no network for 10 minutes half way", injected: "connections go silent and no new ones can be made, then back",
			atHalf: disconnectFor(10*time.Minute, noNetwork()), waits: core.Offline, inspect: soonAfter(10 * time.Minute)},
		downloadFault{name: "no network for a night", injected: "10 hours from half way on, then back",
			atHalf: disconnectFor(10*time.Hour, noNetwork()), waits: core.Offline, limit: 11 * time.Hour, inspect: soonAfter(10 * time.Hour)},
		downloadFault{name: "YouTube down", injected: "connections are refused for 10 minutes from half way on",
			atHalf: disconnectFor(10*time.Minute, dialError(syscall.ECONNREFUSED)), waits: core.Unreachable, inspect: soonAfter(10 * time.Minute)},
		downloadFault{name: "TLS failure", injected: "a filter in the network shows a certificate of its own", start: func(s *testbed) {
			filter := simulator.NewMemoryServer()
			s.Cleanup(filter.Close)
			s.network.other = filter.Transport().DialContext
		}, fails: core.Untrusted, repair: func(s *testbed) { s.network.restore() }},
		downloadFault{name: "proxy does not answer", injected: "nothing listens at the address of the system's proxy",
			edit: behindProxy, start: func(s *testbed) {
				s.network.disconnect(dialError(syscall.ECONNREFUSED))
			}, waits: core.Proxy, fails: core.Proxy, repair: func(s *testbed) { s.proxied.Store(false); s.network.restore() }},
		downloadFault{name: "proxy wants a password", injected: "the system's proxy answers 407", edit: behindProxy, start: func(s *testbed) {
			s.network.other = answersWith("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
		}, waits: core.Proxy, fails: core.Proxy, repair: func(s *testbed) { s.proxied.Store(false); s.network.restore() }},
		downloadFault{name: "proxy is none", injected: "a web server answers in place of the system's proxy",
			edit: behindProxy, start: func(s *testbed) {
				s.network.other = answersWith("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n")
			}, waits: core.Proxy, fails: core.Proxy, repair: func(s *testbed) { s.proxied.Store(false); s.network.restore() }},
		downloadFault{name: "YouTube down, behind a proxy", injected: "the system's proxy answers 502 for 10 minutes from half way on",
			edit: behindProxy, start: func(s *testbed) { s.proxied.Store(false) }, atHalf: func(s *testbed) {
				s.proxied.Store(true)
				s.network.answer(answersWith("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"))
				t := time.AfterFunc(10*time.Minute, func() { s.proxied.Store(false); s.network.restore() })
				s.Cleanup(func() { t.Stop(); synctest.Wait() })
			}, waits: core.Unreachable, inspect: soonAfter(10 * time.Minute)},
		downloadFault{name: "proxy away for 10 minutes", injected: "nothing listens at the address of the system's proxy from half way on, then it is back",
			edit: behindProxy, start: func(s *testbed) { s.proxied.Store(false) }, atHalf: func(s *testbed) {
				s.proxied.Store(true)
				s.network.disconnect(dialError(syscall.ECONNREFUSED))
				t := time.AfterFunc(10*time.Minute, func() { s.proxied.Store(false); s.network.restore() })
				s.Cleanup(func() { t.Stop(); synctest.Wait() })
			}, waits: core.Proxy, inspect: soonAfter(10 * time.Minute)},
		downloadFault{name: "no TLS at all", injected: "a page of the network answers, without TLS", start: func(s *testbed) {
			s.network.other = answersWith("HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/\r\n\r\n")
		}, fails: core.Untrusted, repair: func(s *testbed) { s.network.restore() }},
		downloadFault{name: "clock years off", injected: "this computer's clock is 20 years ahead of the certificate", start: func(s *testbed) {
			s.edit = func(c *core.Config) {
				c.Transport.TLSClientConfig.Time = func() time.Time { return time.Now().AddDate(int(s.years.Load()), 0, 0) }
			}
			s.years.Store(20)
		}, fails: core.Untrusted, repair: func(s *testbed) { s.years.Store(0) }},
		downloadFault{name: "clock hours ahead", injected: "this computer's clock is 8 hours ahead, so that all addresses look expired",
			edit: siteClock(-8 * time.Hour)},
		downloadFault{name: "clock hours behind", injected: "this computer's clock is 8 hours behind", edit: siteClock(8 * time.Hour)},
	)
}

// soonAfter returns a check that a download ended no earlier than the outage, and
// began again within 10 s of its end. The download itself takes a few seconds.
func soonAfter(outage time.Duration) func(*testbed, *outcome) {
	return func(s *testbed, o *outcome) {
		s.Helper()
		if o.took < outage || o.took > outage+30*time.Second {
			s.Errorf("took %v for an outage of %v", o.took, outage)
		}
	}
}

// siteClock returns a step that sets the clock of the site ahead of this computer.
func siteClock(ahead time.Duration) func(*testbed) {
	return func(s *testbed) { s.site.Clock = func() time.Time { return time.Now().Add(ahead) } }
}

// behindProxy sets a proxy, as the system would.
func behindProxy(s *testbed) {
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

// answersWith returns a dialer to a server that sends one answer, without TLS.
func answersWith(answer string) dialer {
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
