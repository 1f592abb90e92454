package youtube

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// transportFunc is a function as a transport.
type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

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
				s := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) { return tt.body(r.Context()) })})
				start := time.Now()
				_, err := s.Video(t.Context(), internalID)
				wantInternalClass(t, err, Unreachable)
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
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		_, _ = io.WriteString(z, `{"x":"`)
		spaces := strings.Repeat(" ", 1<<20)
		for range pageLimit.bytes>>20 + 1 {
			_, _ = io.WriteString(z, spaces)
		}
	}))
	defer server.Close()
	transport := server.Client().Transport
	s := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = "http", server.Listener.Addr().String()
		return transport.RoundTrip(r)
	})})
	_, err := s.ListPlaylist("PLx").Next(t.Context())
	wantInternalClass(t, err, Unintelligible)
	if !errors.Is(err, errTooLong) {
		t.Errorf("got %v", err)
	}
}

func TestOnlyYouTubeIsAsked(t *testing.T) {
	s := New(Options{Transport: transportFunc(func(r *http.Request) (*http.Response, error) {
		t.Errorf("asked %s", r.URL)
		return nil, io.EOF
	})})
	for _, address := range []string{
		"http://www.youtube.com/", "https://evil.org/", "https://youtube.com.evil.org/", "https://evilyoutube.com/",
		"https://www.youtube.com:8443/", "https://u:p@www.youtube.com/", "https://googlevideo.com/",
		"https://[::1%25.youtube.com]/", "https://[::ffff:127.0.0.1%25.ytimg.com]/", "https://www.youtube.com./",
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
