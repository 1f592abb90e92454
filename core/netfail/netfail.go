// Package netfail says what a failed HTTP request means: this computer has no
// network, a proxy refuses to connect, whoever answers cannot be trusted, or the
// server wants the client to wait.
//
// Offline, Proxy, Untrusted and Unreached take the error of a request, however often it was
// wrapped. RetryAfter takes the header of an answer. CheckProxy makes a proxy's
// refusal an error that Proxy recognizes. An error to which the first three say no is
// a failure of the server or of the way to it.
//
// The package does not know what was asked for, how often to try again, or how
// to tell a person.
package netfail

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Offline reports whether err means that this computer has no network: the
// system has no route to the server, or a name cannot be resolved, for whatever
// reason. It is false for a lookup that the caller cancelled.
//
// A resolver that does not answer in time counts as having no network. On a
// network whose uplink is down, such as Wi-Fi behind a dead router, the resolver
// is what fails first, and it fails by timing out; without names nothing else
// can be reached either. A download that is offline waits as long as it takes
// and then continues by itself, whereas a server that does not answer ends it
// after some tries, so a mistake in this direction costs one more try every 10 s
// and a mistake in the other one a night of downloads.
func Offline(err error) bool {
	var lookup *net.DNSError
	if errors.As(err, &lookup) {
		return !errors.Is(lookup, context.Canceled)
	}
	for _, code := range noNetwork {
		if errors.Is(err, code) {
			return true
		}
	}
	return false
}

// noNetwork is the system's errors for having no way to the server. On Windows
// sockets return their own codes (Microsoft, "Windows Sockets Error Codes"),
// and the names of package syscall are numbers that only Go knows; elsewhere no
// error has a number as high as these codes.
var noNetwork = []syscall.Errno{
	syscall.ENETDOWN, syscall.ENETUNREACH, syscall.EHOSTUNREACH,
	10050, // WSAENETDOWN
	10051, // WSAENETUNREACH
	10065, // WSAEHOSTUNREACH
}

// Untrusted reports whether err means that the other end of the connection has
// no certificate that is good here, or speaks no TLS at all.
func Untrusted(err error) bool {
	var certificate *tls.CertificateVerificationError
	return errors.As(err, &certificate) || NoTLS(err)
}

// NoTLS reports whether err means that the other end answered without TLS.
func NoTLS(err error) bool {
	var record tls.RecordHeaderError
	return errors.As(err, &record) || errors.Is(err, http.ErrSchemeMismatch)
}

// ErrProxySetting means that a proxy is set in a way that cannot be read. It quotes
// nothing of the setting, which may hold a password.
var ErrProxySetting = errors.New("the proxy setting cannot be read")

// Proxy reports whether err means that the way to or through a proxy failed: its
// setting cannot be read, it does not answer, or CheckProxy refused its answer.
func Proxy(err error) bool {
	if errors.Is(err, ErrProxySetting) {
		return true
	}
	var op *net.OpError
	var refusal *ProxyError
	return errors.As(err, &refusal) && refusal.Code < 500 || errors.As(err, &op) && op.Op == "proxyconnect"
}

// Unreached reports whether err means that no connection to the server came about,
// with or without a proxy, so that the server was not asked anything. It is false
// for a refusal of the proxy itself, and when the caller cancelled.
func Unreached(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	var lookup *net.DNSError
	var refusal *ProxyError
	if errors.As(err, &lookup) || errors.As(err, &refusal) && refusal.Code >= 500 {
		return true
	}
	var op *net.OpError
	if !errors.As(err, &op) {
		return false
	}
	switch op.Op {
	case "dial", "proxyconnect", "socks connect":
		return true
	}
	return false
}

// ProxyError is a proxy's answer that it will not connect.
type ProxyError struct {
	Code   int    // HTTP status, such as 407
	Status string // the whole line, such as "407 Proxy Authentication Required"
}

// Error implements error.
func (e *ProxyError) Error() string { return "proxy: " + e.Status }

// CheckProxy is an http.Transport.OnProxyConnectResponse that returns a
// *ProxyError when the proxy does not connect. A status from 500 on is not the
// proxy's own refusal, which Proxy recognizes, but about the server behind it.
func CheckProxy(_ context.Context, _ *url.URL, _ *http.Request, res *http.Response) error {
	if res.StatusCode > 299 {
		return &ProxyError{res.StatusCode, res.Status}
	}
	return nil
}

// RetryAfter returns how long an answer asks the client to wait, counted from
// now: its Retry-After header in seconds or as a date (RFC 9110, section
// 10.2.3), at most limit. It is 0 when the header is absent, in the past or
// cannot be read.
func RetryAfter(h http.Header, now time.Time, limit time.Duration) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	var wait time.Duration
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return min(max(wait, 0), limit)
}
