package youtube_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

func TestHTTPFailures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		code   int
		header map[string]string
		body   string
		class  youtube.Class
		wait   time.Duration
	}{
		{"too many", 429, map[string]string{"Retry-After": "120"}, "", youtube.RateLimited, 2 * time.Minute},
		{"too many, no time", 429, nil, "", youtube.RateLimited, 0},
		{"too many, absurd time", 429, map[string]string{"Retry-After": "999999999"}, "", youtube.RateLimited, 24 * time.Hour},
		{"too many, negative time", 429, map[string]string{"Retry-After": "-5"}, "", youtube.RateLimited, 0},
		{"captcha", 200, nil, `<div class="g-recaptcha" data-sitekey="x">`, youtube.RateLimited, 0},
		{"captcha with a status", 503, nil, "Our systems have detected unusual traffic from your computer network.", youtube.RateLimited, 0},
		{"sent to the captcha", 302, map[string]string{"Location": "https://www.google.com/sorry/index?continue=x"}, "", youtube.RateLimited, 0},
		{"sent to the consent page", 302, map[string]string{"Location": "https://consent.youtube.com/m?x"}, "", youtube.Unintelligible, 0},
		{"sent elsewhere", 307, map[string]string{"Location": "https://evil.org/"}, "", youtube.Unintelligible, 0},
		{"consent page", 200, nil, `<form action="https://consent.youtube.com/save">`, youtube.Unintelligible, 0},
		{"server error", 500, nil, "", youtube.Unreachable, 0},
		{"overloaded", 503, map[string]string{"Retry-After": "7"}, "", youtube.Unreachable, 7 * time.Second},
		{"client retired", 400, nil, `{"error":{"message":"Precondition check failed."}}`, youtube.ClientRefused, 0},
		{"forbidden", 403, nil, "", youtube.ClientRefused, 0},
		{"gone", 404, nil, "", youtube.Removed, 0},
		{"odd status", 418, nil, "", youtube.Unintelligible, 0},
		{"not JSON", 200, nil, "hello", youtube.Unintelligible, 0},
		{"nothing", 200, nil, "", youtube.Unintelligible, 0},
		{"JSON of another kind", 200, nil, "[1,2]", youtube.Unintelligible, 0},
		{"null", 200, nil, "null", youtube.Removed, 0},
		{"empty object", 200, nil, "{}", youtube.Removed, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, s := newServer(t, func(w http.ResponseWriter, _ asked) {
				for k, v := range tt.header {
					w.Header().Set(k, v)
				}
				w.WriteHeader(tt.code)
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := s.Video(t.Context(), testID)
			wantClass(t, err, tt.class)
			var e *youtube.Error
			if errors.As(err, &e) && e.Wait != tt.wait {
				t.Errorf("wait %v, want %v", e.Wait, tt.wait)
			}
			for _, r := range server.requests() {
				if r.Host != "www.youtube.com" || r.Method != "POST" {
					t.Errorf("asked %s %s%s", r.Method, r.Host, r.Path)
				}
			}
		})
	}
}

func TestNoAnswer(t *testing.T) {
	dial := func(errno syscall.Errno) error {
		return &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", errno)}
	}
	for _, tt := range []struct {
		name  string
		cause error
		class youtube.Class
	}{
		{"no such name", &net.DNSError{Err: "no such host", IsNotFound: true}, youtube.Offline},
		{"no name server", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}}, youtube.Offline},
		{"name server does not answer", &net.DNSError{Err: "i/o timeout", IsTimeout: true}, youtube.Offline},
		{"no network on Windows", dial(10050), youtube.Offline},
		{"no route on Windows", dial(10065), youtube.Offline},
		{"no way out", dial(syscall.ENETUNREACH), youtube.Offline},
		{"no way there", dial(syscall.EHOSTUNREACH), youtube.Offline},
		{"no way out on Windows", dial(10051), youtube.Offline},
		{"refused", dial(syscall.ECONNREFUSED), youtube.Unreachable},
		{"reset", dial(syscall.ECONNRESET), youtube.Unreachable},
		{"cut off", io.ErrUnexpectedEOF, youtube.Unreachable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := youtube.New(youtube.Options{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, tt.cause })})
			_, err := s.Video(t.Context(), testID)
			wantClass(t, err, tt.class)
			if !errors.Is(err, tt.cause) {
				t.Errorf("the cause is lost: %v", err)
			}
		})
	}
}

func TestUntrustedCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	defer transport.CloseIdleConnections()
	_, err := youtube.New(youtube.Options{Transport: transport}).Video(t.Context(), testID)
	wantClass(t, err, youtube.Unreachable)
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	if !errors.As(err, &host) && !errors.As(err, &authority) {
		t.Errorf("the cause is lost: %v", err)
	}
}
