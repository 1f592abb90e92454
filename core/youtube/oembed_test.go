package youtube_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hilo-app/hilo/core/youtube"
)

func TestPreview(t *testing.T) {
	server, s := newServer(t, always(`{"title":"A title","author_name":"A channel","author_url":"https://www.youtube.com/@a","type":"video","height":113,"width":200,"version":"1.0",`+
		`"provider_name":"YouTube","thumbnail_height":360,"thumbnail_width":480,"thumbnail_url":"https://i.ytimg.com/vi/x/hqdefault.jpg","html":"<iframe></iframe>"}`))
	for range 2 {
		p, err := s.Preview(t.Context(), testID)
		if want := (youtube.Preview{ID: testID, Title: "A title", Author: "A channel", Thumbnail: "https://i.ytimg.com/vi/x/hqdefault.jpg"}); err != nil || p != want {
			t.Fatalf("got %+v, %v", p, err)
		}
	}
	all := server.requests()
	q, _ := url.ParseQuery(all[0].Query)
	if len(all) != 1 || all[0].Method != "GET" || all[0].Path != "/oembed" || q.Get("format") != "json" || q.Get("url") != "https://www.youtube.com/watch?v="+testID {
		t.Errorf("asked %+v", all)
	}
}

func TestPreviewFailures(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		code       int
		class      youtube.Class
		kept       bool
	}{
		{"may not be embedded", "Unauthorized", 401, youtube.ClientRefused, true},
		{"no such video", "Bad Request", 400, youtube.ClientRefused, true},
		{"rate limited", "", 429, youtube.RateLimited, true},
		{"server error", "", 500, youtube.Unreachable, false},
		{"not JSON", "hello", 200, youtube.Unintelligible, false},
		{"no title", "{}", 200, youtube.Unintelligible, false},
		{"too long", `{"title":"` + fmt.Sprintf("%*d", 40<<10, 1) + `"}`, 200, youtube.Unintelligible, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, s := newServer(t, func(w http.ResponseWriter, _ asked) {
				w.WriteHeader(tt.code)
				_, _ = io.WriteString(w, tt.body)
			})
			for range 2 {
				_, err := s.Preview(t.Context(), testID)
				wantClass(t, err, tt.class)
			}
			if n := len(server.requests()); (n == 1) != tt.kept {
				t.Errorf("%d requests", n)
			}
		})
	}
	server, s := newServer(t, always(`{"title":"x","thumbnail_url":"https://evil.org/x.jpg"}`))
	if p, err := s.Preview(t.Context(), testID); err != nil || p.Thumbnail != "" {
		t.Errorf("got %+v, %v", p, err)
	}
	_, err := s.Preview(t.Context(), "../../x")
	wantClass(t, err, youtube.Removed)
	if n := len(server.requests()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// TestAtMostTwoPreviewsAreRequestedAtATime holds every answer until two requests
// are there.
func TestAtMostTwoPreviewsAreRequestedAtATime(t *testing.T) {
	var running, most atomic.Int32
	arrived, release := make(chan struct{}, 10), make(chan struct{})
	_, s := newServer(t, func(w http.ResponseWriter, _ asked) {
		if n := running.Add(1); n > most.Load() {
			most.Store(n)
		}
		arrived <- struct{}{}
		<-release
		running.Add(-1)
		_, _ = io.WriteString(w, `{"title":"x"}`)
	})
	var all sync.WaitGroup
	for n := range 6 {
		all.Go(func() {
			if _, err := s.Preview(t.Context(), videoID(n)); err != nil {
				t.Error(err)
			}
		})
	}
	<-arrived
	<-arrived
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Preview(ctx, videoID(99)); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for its turn: %v", err)
	}
	close(release)
	all.Wait()
	if most.Load() != 2 {
		t.Errorf("%d at a time", most.Load())
	}
}
