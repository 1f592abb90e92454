package youtube

import (
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestHTTPFailures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		code   int
		header map[string]string
		body   string
		class  Class
		wait   time.Duration
	}{
		{"too many", 429, map[string]string{"Retry-After": "120"}, "", RateLimited, 2 * time.Minute},
		{"too many, no time", 429, nil, "", RateLimited, 0},
		{"too many, absurd time", 429, map[string]string{"Retry-After": "999999999"}, "", RateLimited, 24 * time.Hour},
		{"too many, negative time", 429, map[string]string{"Retry-After": "-5"}, "", RateLimited, 0},
		{"captcha", 200, nil, `<script src="https://www.google.com/recaptcha/api.js">`, RateLimited, 0},
		{"captcha with a status", 503, nil, "Our systems have detected unusual traffic from your computer network.", RateLimited, 0},
		{"sent to the captcha", 302, map[string]string{"Location": "https://www.google.com/sorry/index?continue=x"}, "", RateLimited, 0},
		{"sent to the consent page", 302, map[string]string{"Location": "https://consent.youtube.com/m?x"}, "", Unintelligible, 0},
		{"sent elsewhere", 307, map[string]string{"Location": "https://evil.org/"}, "", Unintelligible, 0},
		{"consent page", 200, nil, `<form action="https://consent.youtube.com/save">`, Unintelligible, 0},
		{"server error", 500, nil, "", Unreachable, 0},
		{"overloaded", 503, map[string]string{"Retry-After": "7"}, "", Unreachable, 7 * time.Second},
		{"client retired", 400, nil, `{"error":{"message":"Precondition check failed."}}`, ClientRefused, 0},
		{"forbidden", 403, nil, "", ClientRefused, 0},
		{"gone", 404, nil, "", Removed, 0},
		{"odd status", 418, nil, "", Unintelligible, 0},
		{"not JSON", 200, nil, "hello", Unintelligible, 0},
		{"nothing", 200, nil, "", Unintelligible, 0},
		{"JSON of another kind", 200, nil, "[1,2]", Unintelligible, 0},
		{"null", 200, nil, "null", Removed, 0},
		{"empty object", 200, nil, "{}", Removed, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site, s := newSite(t, func(w http.ResponseWriter, _ asked) {
				for k, v := range tt.header {
					w.Header().Set(k, v)
				}
				w.WriteHeader(tt.code)
				_, _ = io.WriteString(w, tt.body)
			})
			_, err := s.Video(t.Context(), testID)
			wantClass(t, err, tt.class)
			var e *Error
			if errors.As(err, &e) && e.Wait != tt.wait {
				t.Errorf("wait %v, want %v", e.Wait, tt.wait)
			}
			for _, r := range site.requests() {
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
		class Class
	}{
		{"no such name", &net.DNSError{Err: "no such host", IsNotFound: true}, Offline},
		{"no name server", &net.OpError{Op: "dial", Err: &net.DNSError{Err: "server misbehaving", IsTemporary: true}}, Offline},
		{"no way out", dial(syscall.ENETUNREACH), Offline},
		{"no way there", dial(syscall.EHOSTUNREACH), Offline},
		{"name server does not answer", &net.DNSError{Err: "i/o timeout", IsTimeout: true}, Offline},
		{"no network on Windows", dial(10050), Offline},
		{"no way out on Windows", dial(10051), Offline},
		{"no way there on Windows", dial(10065), Offline},
		{"refused", dial(syscall.ECONNREFUSED), Unreachable},
		{"reset", dial(syscall.ECONNRESET), Unreachable},
		{"cut off", io.ErrUnexpectedEOF, Unreachable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := New(Options{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, tt.cause })})
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
	_, err := New(Options{Transport: transport}).Video(t.Context(), testID)
	wantClass(t, err, Unreachable)
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	if !errors.As(err, &host) && !errors.As(err, &authority) {
		t.Errorf("the cause is lost: %v", err)
	}
}

func TestTimeLimits(t *testing.T) {
	for _, tt := range []struct {
		name string
		body func(context.Context) (*http.Response, error)
		want time.Duration
	}{
		{"no headers", func(ctx context.Context) (*http.Response, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, headerTime},
		{"no end", func(ctx context.Context) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Body: io.NopCloser(endless{ctx})}, nil
		}, answerTime},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := New(Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) { return tt.body(r.Context()) })})
				start := time.Now()
				_, err := s.Video(t.Context(), testID)
				wantClass(t, err, Unreachable)
				if !errors.Is(err, errSlow) || errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
				if d := time.Since(start); d != tt.want {
					t.Errorf("took %v", d)
				}
			})
		})
	}
}

// endless is a body that sends one byte a second.
type endless struct{ ctx context.Context }

func (e endless) Read(p []byte) (int, error) {
	select {
	case <-e.ctx.Done():
		return 0, e.ctx.Err()
	case <-time.After(time.Second):
		p[0] = ' '
		return 1, nil
	}
}

func TestAnswerIsBounded(t *testing.T) {
	_, s := newSite(t, func(w http.ResponseWriter, _ asked) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		_, _ = io.WriteString(z, `{"x":"`)
		spaces := strings.Repeat(" ", 1<<20)
		for range maxAnswer>>20 + 1 {
			_, _ = io.WriteString(z, spaces)
		}
	})
	_, err := s.Playlist(t.Context(), "PLx")
	wantClass(t, err, Unintelligible)
	if !errors.Is(err, errTooLong) {
		t.Errorf("got %v", err)
	}
}

func TestOnlyYouTubeIsAsked(t *testing.T) {
	s := New(Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		t.Errorf("asked %s", r.URL)
		return nil, io.EOF
	})})
	for _, address := range []string{
		"http://www.youtube.com/", "https://evil.org/", "https://youtube.com.evil.org/", "https://evilyoutube.com/",
		"https://www.youtube.com:8443/", "https://u:p@www.youtube.com/", "https://googlevideo.com/",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.fetch(r, 100); err == nil {
			t.Errorf("%s was asked", address)
		}
	}
}

func TestRetryAfterDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := http.Header{"Retry-After": {time.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)}}
		if d := retryAfter(h); d != 90*time.Second {
			t.Errorf("got %v", d)
		}
		h.Set("Retry-After", "soon")
		if d := retryAfter(h); d != 0 {
			t.Errorf("got %v", d)
		}
	})
}
