package youtube_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestCaption(t *testing.T) {
	const base = "https://www.youtube.com/api/timedtext"
	const body = `<timedtext format="3"><body><p t="0" d="1">x</p></body></timedtext>`
	for _, tt := range []struct {
		address, body string
		code          int
		class         youtube.Class
	}{
		{base + "?v=x&lang=en", body, 200, ""},
		{base + "?v=x&lang=en&fmt=srv1&name=a%26b%2Bc", body, 200, ""},
		{"https://youtube.com/api/timedtext", body, 200, ""},
		{base + "?empty", "", 200, youtube.Unintelligible},
		{base + "?blank", " \n", 200, youtube.Unintelligible},
		{base + "?big", strings.Repeat(" ", 4<<20+1), 200, youtube.Unintelligible},
		{base + "?limited", body, 429, youtube.RateLimited},
		{base + "?gone", body, 404, youtube.Removed},
		{base + "?sorry", body, 302, youtube.Unintelligible},
		{"http://www.youtube.com/api/timedtext", body, 200, youtube.Unintelligible},
		{"https://www.youtube.com.evil.org/", body, 200, youtube.Unintelligible},
		{"https://me@www.youtube.com/", body, 200, youtube.Unintelligible},
		{"https://i.ytimg.com/api/timedtext", body, 200, youtube.Unintelligible},
		{"file:///etc/passwd", body, 200, youtube.Unintelligible},
		{"", body, 200, youtube.Unintelligible},
	} {
		t.Run(tt.address, func(t *testing.T) {
			server, s := newServer(t, func(w http.ResponseWriter, _ asked) {
				w.Header().Set("Location", "https://evil.org/")
				w.WriteHeader(tt.code)
				_, _ = io.WriteString(w, tt.body)
			})
			got, err := s.Caption(t.Context(), youtube.Caption{URL: tt.address})
			if tt.class != "" {
				wantClass(t, err, tt.class)
				return
			}
			if err != nil || string(got) != tt.body {
				t.Fatalf("got %q, %v", got, err)
			}
			r := server.requests()[0]
			q, _ := url.ParseQuery(r.Query)
			if len(q["fmt"]) != 1 || q.Get("fmt") != "srv3" || r.Header.Get("User-Agent") != builtIn(t).Browse.UserAgent {
				t.Errorf("asked %s as %q", r.Query, r.Header.Get("User-Agent"))
			}
			if name := q.Get("name"); name != "" && name != "a&b+c" {
				t.Errorf("the address was changed: %s", r.Query)
			}
		})
	}
}

func TestCaptionIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, s := newServer(t, func(_ http.ResponseWriter, _ asked) { cancel() })
	if _, err := s.Caption(ctx, youtube.Caption{URL: "https://www.youtube.com/api/timedtext"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestCaptionOfVideo looks up a video and fetches its subtitle track.
func TestCaptionOfVideo(t *testing.T) {
	server := simulator.NewServer()
	defer server.Close()
	server.Add(simulator.Video{
		ID: testID, Media: simulator.Formats(simulator.FixtureLength, 140),
		Captions: []simulator.Caption{{Language: "en", Name: "English", Cues: []simulator.Cue{{Start: time.Second, End: 2 * time.Second, Text: "one & two"}}}},
	})
	transport := server.Transport()
	defer transport.CloseIdleConnections()
	s := youtube.New(youtube.Options{Transport: transport})
	v, err := s.Video(t.Context(), testID)
	if err != nil || len(v.Captions) != 1 {
		t.Fatalf("%+v, %v", v, err)
	}
	got, err := s.Caption(t.Context(), v.Captions[0])
	if err != nil || !strings.Contains(string(got), `<p t="1000" d="1000">one &amp; two</p>`) {
		t.Errorf("got %s, %v", got, err)
	}
}
