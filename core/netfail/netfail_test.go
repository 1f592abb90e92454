package netfail_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/netfail"
)

func ExampleOffline() {
	_, err := (&http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ENETUNREACH}
		},
	}}).Get("https://www.youtube.com/") //nolint:noctx // the context is not what this shows
	fmt.Println(netfail.Offline(err), netfail.Proxy(err), netfail.Untrusted(err))
	// Output: true false false
}

func ExampleRetryAfter() {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	header := http.Header{"Retry-After": {"Mon, 23 Nov 2026 12:01:30 GMT"}}
	fmt.Println(netfail.RetryAfter(header, now, time.Hour))
	header.Set("Retry-After", "86400")
	fmt.Println(netfail.RetryAfter(header, now, time.Hour))
	// Output:
	// 1m30s
	// 1h0m0s
}

// dial is the error of a connection that the system refuses to make.
func dial(code syscall.Errno) error {
	return &url.Error{Op: "Get", URL: "https://www.youtube.com/", Err: &net.OpError{
		Op: "dial", Net: "tcp", Err: os.NewSyscallError("connectex", code),
	}}
}

func TestOffline(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want bool
	}{
		{"no such name", &net.DNSError{Err: "no such host", IsNotFound: true}, true},
		{"name server fails", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}}, true},
		{"name server does not answer", &url.Error{Op: "Get", Err: &net.DNSError{Err: "i/o timeout", IsTimeout: true}}, true},
		{"network is down", dial(syscall.ENETDOWN), true},
		{"network is unreachable", dial(syscall.ENETUNREACH), true},
		{"host is unreachable", dial(syscall.EHOSTUNREACH), true},
		{"Windows: network is down", dial(10050), true},
		{"Windows: network is unreachable", dial(10051), true},
		{"Windows: host is unreachable", dial(10065), true},
		{"one of two addresses unreachable", errors.Join(io.ErrUnexpectedEOF, dial(10051)), true},
		{"Windows: timed out", dial(10060), false},
		{"Windows: refused", dial(10061), false},
		{"refused", dial(syscall.ECONNREFUSED), false},
		{"reset", dial(syscall.ECONNRESET), false},
		{"timed out", dial(syscall.ETIMEDOUT), false},
		{"cut off", io.ErrUnexpectedEOF, false},
		{"deadline", context.DeadlineExceeded, false},
		{"none", nil, false},
	} {
		if got := netfail.Offline(tt.err); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestOfflineResolver asks a real resolver whose server is silent, and one that
// is cancelled.
func TestOfflineResolver(t *testing.T) {
	resolver := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	late, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := resolver.LookupHost(late, "www.youtube.com"); err == nil || !netfail.Offline(err) {
		t.Errorf("a resolver that does not answer is not offline: %v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := resolver.LookupHost(stopped, "www.youtube.com"); err == nil || netfail.Offline(err) {
		t.Errorf("a lookup that was cancelled is offline: %v", err)
	}
}

func TestUntrusted(t *testing.T) {
	for _, tt := range []struct {
		name             string
		err              error
		untrusted, noTLS bool
	}{
		{"certificate", &url.Error{Err: &tls.CertificateVerificationError{Err: errors.New("x509: not yet valid")}}, true, false},
		{"first record", &url.Error{Err: tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}}, true, true},
		{"HTTP", fmt.Errorf("x: %w", http.ErrSchemeMismatch), true, true},
		{"reset", dial(syscall.ECONNRESET), false, false},
		{"none", nil, false, false},
	} {
		if got := netfail.Untrusted(tt.err); got != tt.untrusted {
			t.Errorf("%s: untrusted %v", tt.name, got)
		}
		if got := netfail.NoTLS(tt.err); got != tt.noTLS {
			t.Errorf("%s: no TLS %v", tt.name, got)
		}
	}
}

func TestProxy(t *testing.T) {
	for code, want := range map[int]bool{200: false, 301: true, 403: true, 407: true, 499: true, 500: false, 502: false, 504: false} {
		status := fmt.Sprintf("%d %s", code, http.StatusText(code))
		err := netfail.CheckProxy(t.Context(), nil, nil, &http.Response{StatusCode: code, Status: status})
		if (err != nil) != (code != 200) || netfail.Proxy(fmt.Errorf("x: %w", err)) != want {
			t.Errorf("%d: %v", code, err)
		}
		if got := netfail.Unreached(fmt.Errorf("x: %w", err)); got != (code >= 500) {
			t.Errorf("%d: unreached %v", code, got)
		}
		var refusal *netfail.ProxyError
		if code != 200 && (!errors.As(err, &refusal) || refusal.Code != code || err.Error() != "proxy: "+status) {
			t.Errorf("%d: %v", code, err)
		}
	}
	if !netfail.Proxy(&url.Error{Err: &net.OpError{Op: "proxyconnect", Err: dial(syscall.ECONNREFUSED)}}) {
		t.Error("a proxy that does not answer is not one")
	}
	if netfail.Proxy(dial(syscall.ECONNREFUSED)) || netfail.Proxy(nil) {
		t.Error("a server is taken for a proxy")
	}
}

func TestUnreached(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{dial(syscall.ECONNREFUSED), true},
		{fmt.Errorf("x: %w", &url.Error{Err: dial(syscall.ENETUNREACH)}), true},
		{&url.Error{Err: &net.OpError{Op: "proxyconnect", Err: dial(syscall.ECONNREFUSED)}}, true},
		{&net.OpError{Op: "socks connect", Err: errors.New("unknown error host unreachable")}, true},
		{&net.DNSError{Err: "server misbehaving"}, true},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, false},
		{io.ErrUnexpectedEOF, false},
		{netfail.ErrProxySetting, false},
		{context.Canceled, false},
		{&net.OpError{Op: "dial", Err: context.Canceled}, false},
	} {
		if got := netfail.Unreached(tt.err); got != tt.want {
			t.Errorf("%v: %v", tt.err, got)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		value string
		want  time.Duration
	}{
		{"", 0},
		{"0", 0},
		{"7", 7 * time.Second},
		{" 7 ", 7 * time.Second},
		{"86400", time.Hour},
		{"99999999999999999999", 0},
		{"-5", 0},
		{"1.5", 0},
		{"Mon, 23 Nov 2026 12:00:30 GMT", 30 * time.Second},
		{"Mon, 23 Nov 2026 11:00:00 GMT", 0},
		{"Tue, 24 Nov 2026 12:00:00 GMT", time.Hour},
		{"soon", 0},
	} {
		if got := netfail.RetryAfter(http.Header{"Retry-After": {tt.value}}, now, time.Hour); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.value, got, tt.want)
		}
	}
	if got := netfail.RetryAfter(http.Header{"Retry-After": {"86400"}}, now, 24*time.Hour); got != 24*time.Hour {
		t.Errorf("a day under a limit of a day: %s", got)
	}
}
