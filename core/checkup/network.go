package checkup

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

const (
	host = "www.youtube.com"
	// page is there for programs that want to see whether they are online: no
	// bytes, status 204.
	page = "https://" + host + "/generate_204"
	// wrongBy is how far the clock may be off: YouTube's addresses of media are
	// good for hours.
	wrongBy = 5 * time.Minute
)

// run is a check-up under way: what its steps tell each other.
type run struct {
	Config
	transport *http.Transport // with connections of its own
	via       *url.URL        // the proxy, nil without one
	viaErr    error           // why there is no knowing whether there is one
	fault     *outcome        // of the proxy
	date, at  time.Time       // YouTube's time, zero when it told none, and ours then
	videos    []*youtube.Video
}

// open readies the way to YouTube.
func (r *run) open() {
	r.transport = r.Transport.Clone()
	if r.transport.TLSClientConfig == nil {
		r.transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if r.transport.Proxy != nil {
		to, _ := url.Parse(page)
		r.via, r.viaErr = r.transport.Proxy(&http.Request{Method: http.MethodGet, URL: to, Host: host, Header: http.Header{}})
	}
}

func (r *run) close() { r.transport.CloseIdleConnections() }

// now is this computer's time, as far as certificates are concerned.
func (r *run) now() time.Time {
	if clock := r.Transport.TLSClientConfig; clock != nil && clock.Time != nil {
		return clock.Time()
	}
	return time.Now()
}

func (r *run) proxied() bool { return r.via != nil || r.viaErr != nil }

func (r *run) network(context.Context) outcome {
	all, err := r.Addresses()
	if err != nil {
		return skipped("this computer does not tell its addresses: " + err.Error())
	}
	n := 0
	for _, a := range all {
		// Those that computers give themselves for want of a network do not count.
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().IsGlobalUnicast() {
			n++
		}
	}
	if n == 0 {
		return failed(NoNetwork, fmt.Sprintf("none of %d addresses leads out of this computer", len(all)))
	}
	return passed(fmt.Sprintf("addresses: %d", n))
}

// addresses are those of the interfaces that are up and plugged in.
func addresses() ([]net.Addr, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var all []net.Addr
	for _, i := range interfaces {
		if i.Flags&net.FlagUp == 0 || i.Flags&net.FlagRunning == 0 {
			continue
		}
		some, err := i.Addrs()
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func (r *run) dns(ctx context.Context) outcome {
	if r.proxied() {
		return skipped("left to the proxy")
	}
	found, err := r.LookupHost(ctx, host)
	if err != nil {
		return failed(NoDNS, err.Error())
	}
	for _, s := range found {
		// Servers and hosts files that block a name lead it nowhere or back.
		if a, err := netip.ParseAddr(s); err == nil && !a.IsUnspecified() && !a.IsLoopback() {
			return passed(fmt.Sprintf("addresses of %s: %d", host, len(found)))
		}
	}
	return failed(NoDNS, fmt.Sprintf("%s leads to %q", host, found))
}

func (r *run) youtube(ctx context.Context) outcome {
	if r.viaErr != nil {
		// What it says may quote the proxy's password.
		o := failed(ProxyUnreachable, "the proxy setting cannot be read")
		r.fault = &o
		return skipped("there is no way without the proxy")
	}
	a, err := r.ask(ctx, r.transport)
	if middle, ok := misdated(err, r.now()); ok {
		then := r.transport.Clone()
		defer then.CloseIdleConnections()
		then.TLSClientConfig.Time = func() time.Time { return middle }
		first := err
		if a, err = r.ask(ctx, then); err == nil && !a.date.IsZero() && !r.isWrong(a) {
			return failed(Intercepted, "the clock is right, but "+first.Error())
		}
	}
	var broken *proxyError
	switch {
	case errors.As(err, &broken):
		r.fault = &outcome{Failed, broken.class, broken.Error()}
		return skipped("the proxy is in the way")
	case err != nil:
		return failed(unreached(err), err.Error())
	case a.class != "":
		return failed(a.class, a.said)
	}
	r.date, r.at = a.date, a.at
	return passed(a.said)
}

// misdated says whether a certificate was refused that is not valid at this
// computer's time, and gives a time at which it is.
func misdated(err error, now time.Time) (time.Time, bool) {
	var refused *tls.CertificateVerificationError
	if !errors.As(err, &refused) || len(refused.UnverifiedCertificates) == 0 {
		return time.Time{}, false
	}
	leaf := refused.UnverifiedCertificates[0]
	middle := leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) / 2)
	return middle, now.Before(leaf.NotBefore) || now.After(leaf.NotAfter)
}

func (r *run) isWrong(a *answer) bool { return a.at.Sub(a.date).Abs() > wrongBy }

func (r *run) clock(context.Context) outcome {
	if r.date.IsZero() {
		return skipped("YouTube told no time")
	}
	off := r.at.Sub(r.date).Round(time.Second)
	switch {
	case off > wrongBy:
		return failed(ClockWrong, fmt.Sprintf("this computer is %s ahead of YouTube", off))
	case off < -wrongBy:
		return failed(ClockWrong, fmt.Sprintf("this computer is %s behind YouTube", -off))
	}
	return passed(fmt.Sprintf("%s off YouTube's", off.Abs()))
}

func (r *run) proxy(context.Context) outcome {
	switch {
	case r.fault != nil:
		return *r.fault
	case r.via == nil:
		return passed("none")
	}
	return passed(r.via.Scheme + "://" + r.via.Host)
}
