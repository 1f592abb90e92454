package checkup

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"
)

// maxClockError is the accepted difference to YouTube's time. Media addresses are
// valid for hours.
const maxClockError = 5 * time.Minute

func (r *run) network(context.Context) outcome {
	all, err := r.Addresses()
	if err != nil {
		return skipped("the addresses of this computer are not known: " + err.Error())
	}
	n := 0
	for _, a := range all {
		// Loopback and link-local addresses exist without a network.
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().IsGlobalUnicast() {
			n++
		}
	}
	if n == 0 {
		return failed(NoNetwork, fmt.Sprintf("none of %d addresses belongs to a network", len(all)))
	}
	return passed(fmt.Sprintf("addresses: %d", n))
}

// addresses returns the addresses of the interfaces that are up and connected.
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
		return skipped("the proxy resolves names")
	}
	found, err := r.LookupHost(ctx, host)
	if err != nil && r.automatic() { // networks with proxies often resolve no other names
		return failed(ProxyAutomatic, err.Error())
	}
	if err != nil {
		return failed(NoDNS, err.Error())
	}
	for _, s := range found {
		// DNS servers and hosts files block a name with such addresses.
		if a, err := netip.ParseAddr(s); err == nil && !a.IsUnspecified() && !a.IsLoopback() {
			return passed(fmt.Sprintf("addresses of %s: %d", host, len(found)))
		}
	}
	return failed(NoDNS, fmt.Sprintf("%s resolves to %q", host, found))
}

func (r *run) youtube(ctx context.Context) outcome {
	if r.proxyErr != nil {
		// The error may quote the proxy's password.
		o := failed(ProxyUnreachable, "the proxy setting cannot be read")
		r.proxyFailure = &o
		return skipped("the proxy is required")
	}
	a, err := r.request(ctx, r.transport)
	if middle, ok := misdated(err, r.now()); ok {
		then := r.transport.Clone()
		defer then.CloseIdleConnections()
		then.TLSClientConfig.Time = func() time.Time { return middle }
		first := err
		if a, err = r.request(ctx, then); err == nil && !a.date.IsZero() && !r.clockWrong(a) {
			return failed(Intercepted, "the clock is right, but "+first.Error())
		}
	}
	var broken *proxyError
	switch {
	case errors.As(err, &broken):
		r.proxyFailure = &outcome{Failed, broken.class, broken.Error()}
		return skipped("the proxy failed")
	case err != nil && classifyError(err) == Unreachable && r.automatic():
		return failed(ProxyAutomatic, err.Error())
	case err != nil:
		return failed(classifyError(err), err.Error())
	case a.class != "":
		return failed(a.class, a.detail)
	}
	r.date, r.at = a.date, a.at
	return passed(a.detail)
}

// misdated reports whether err refuses a certificate that is not valid at this
// computer's time, and returns a time at which it is valid.
func misdated(err error, now time.Time) (time.Time, bool) {
	var refused *tls.CertificateVerificationError
	if !errors.As(err, &refused) || len(refused.UnverifiedCertificates) == 0 {
		return time.Time{}, false
	}
	leaf := refused.UnverifiedCertificates[0]
	middle := leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) / 2)
	return middle, now.Before(leaf.NotBefore) || now.After(leaf.NotAfter)
}

func (r *run) clockWrong(a *response) bool { return a.at.Sub(a.date).Abs() > maxClockError }

func (r *run) clock(context.Context) outcome {
	if r.date.IsZero() {
		return skipped("the answer has no date")
	}
	off := r.at.Sub(r.date).Round(time.Second)
	switch {
	case off > maxClockError:
		return failed(ClockWrong, fmt.Sprintf("this computer is %s ahead of YouTube", off))
	case off < -maxClockError:
		return failed(ClockWrong, fmt.Sprintf("this computer is %s behind YouTube", -off))
	}
	return passed(fmt.Sprintf("%s off YouTube's", off.Abs()))
}

func (r *run) proxy(context.Context) outcome {
	switch {
	case r.proxyFailure != nil:
		return *r.proxyFailure
	case r.automatic():
		return passed("none; the automatic configuration (PAC) of this computer is not read")
	case r.proxyURL == nil:
		return passed("none")
	}
	return passed(r.proxyURL.Scheme + "://" + r.proxyURL.Host)
}
