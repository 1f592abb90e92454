package problem

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// CheckProxy is for http.Transport.OnProxyConnectResponse. It makes a proxy's
// refusal to connect an error of class Proxy. A 5xx status is about the server
// that the proxy connects to.
func CheckProxy(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
	if res.StatusCode > 299 && res.StatusCode < 500 {
		return &proxyError{res.Status}
	}
	return nil
}

// proxyError is a proxy's answer that it will not connect Hilo.
type proxyError struct{ status string }

func (e *proxyError) Error() string { return "proxy: " + e.status }

// isProxy reports whether an error means that the proxy does not answer, or
// refuses.
func isProxy(err error) bool {
	var op *net.OpError
	var refusal *proxyError
	return errors.As(err, &refusal) || errors.As(err, &op) && op.Op == "proxyconnect"
}

// isUntrusted reports whether the other end has no certificate that is good
// here, or speaks no TLS at all.
func isUntrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &plain) || errors.Is(err, http.ErrSchemeMismatch)
}

// isOffline reports whether an error means that this computer has no network,
// as far as can be told from here.
func isOffline(err error) bool {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return !dns.IsTimeout || dns.IsNotFound
	}
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETDOWN)
}
