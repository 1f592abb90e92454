package youtube_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

const testID = "dQw4w9WgXcQ"

// The shortest player answers of each kind.
const (
	media  = `"url":"https://r1.googlevideo.com/videoplayback?expire=1790000000","mimeType":"video/mp4; codecs=\"avc1.42001E, mp4a.40.2\"","bitrate":9`
	good   = `{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"` + testID + `","title":"T","lengthSeconds":"60"},"streamingData":{"formats":[{"itag":18,` + media + `},{"itag":22,` + media + `}]}}`
	sabr   = `{"playabilityStatus":{"status":"OK"},"videoDetails":{"videoId":"` + testID + `"},"streamingData":{"serverAbrStreamingUrl":"https://x","adaptiveFormats":[{"itag":140,"mimeType":"audio/mp4; codecs=\"mp4a.40.2\""}]}}`
	kids   = `{"playabilityStatus":{"status":"UNPLAYABLE","reason":"This video is not available"}}`
	botted = `{"playabilityStatus":{"status":"LOGIN_REQUIRED","reason":"Sign in to confirm you’re not a bot"}}`
)

// byClient returns a handler that answers each client with its body, and any other
// client with status 418, which no test expects.
func byClient(bodies map[string]string) func(http.ResponseWriter, asked) {
	return func(w http.ResponseWriter, a asked) {
		body, ok := bodies[a.client()]
		if !ok {
			w.WriteHeader(http.StatusTeapot)
		}
		_, _ = io.WriteString(w, body)
	}
}

func TestRequestIsTheProfilesOwn(t *testing.T) {
	server, s := newServer(t, always(good))
	if _, err := s.Video(t.Context(), testID); err != nil {
		t.Fatal(err)
	}
	all := server.requests()
	if len(all) != 1 {
		t.Fatalf("%d requests", len(all))
	}
	r := all[0]
	if r.Method != "POST" || r.Host != "www.youtube.com" || r.Path != "/youtubei/v1/player" || r.Query != "prettyPrint=false" {
		t.Errorf("asked %s %s%s?%s", r.Method, r.Host, r.Path, r.Query)
	}
	p := builtIn(t).Player[0]
	headers := slices.Sorted(maps.Keys(r.Header))
	if want := []string{"Accept-Encoding", "Accept-Language", "Content-Length", "Content-Type", "Origin", "User-Agent", "X-Youtube-Client-Name", "X-Youtube-Client-Version"}; !slices.Equal(headers, want) {
		t.Errorf("headers %q", headers)
	}
	if r.Header.Get("User-Agent") != p.UserAgent || r.Header.Get("X-Youtube-Client-Name") != "101" || r.Header.Get("X-Youtube-Client-Version") != "1.02" {
		t.Errorf("headers %v", r.Header)
	}
	if got, want := slices.Sorted(maps.Keys(r.Body)), []string{"contentCheckOk", "context", "cpn", "racyCheckOk", "videoId"}; !slices.Equal(got, want) {
		t.Errorf("body has %q", got)
	}
	for k, want := range map[string]string{"clientName": "VISIONOS", "clientVersion": "1.02", "deviceMake": "Apple", "deviceModel": "RealityDevice17,1",
		"osName": "visionOS", "osVersion": "26.5.23O471", "hl": "en", "gl": "US", "platform": "MOBILE", "userAgent": p.UserAgent} {
		if got := r.text("context", "client", k); got != want {
			t.Errorf("client.%s is %q, want %q", k, got, want)
		}
	}
	if strings.Contains(fmt.Sprint(r.Body), "androidS") || r.Body["videoId"] != testID {
		t.Errorf("body %v", r.Body)
	}
}

func TestVisitorDataIsSentBack(t *testing.T) {
	server, s := newServer(t, always(strings.Replace(good, "{", `{"responseContext":{"visitorData":"Cgt%3D%3D"},`, 1)))
	for range 2 {
		if _, err := s.Video(t.Context(), testID); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{"", "Cgt%3D%3D"} {
		r := server.requests()[i]
		if r.Header.Get("X-Goog-Visitor-Id") != want || r.text("context", "client", "visitorData") != want {
			t.Errorf("request %d: %v %v", i, r.Header, r.Body)
		}
	}
}

func TestVisitorDataIsChecked(t *testing.T) {
	server, s := newServer(t, always(strings.Replace(good, "{", `{"responseContext":{"visitorData":"a\r\nHost: evil.org"},`, 1)))
	for range 2 {
		if _, err := s.Video(t.Context(), testID); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range server.requests() {
		if _, sent := r.Header["X-Goog-Visitor-Id"]; sent || r.text("context", "client", "visitorData") != "" {
			t.Errorf("sent back: %v %v", r.Header, r.Body)
		}
	}
}

func TestFallbackChain(t *testing.T) {
	for _, tt := range []struct {
		name   string
		bodies map[string]string
		class  youtube.Class
		asked  []string
	}{
		{"first answers", map[string]string{"VISIONOS": good}, "", []string{"VISIONOS"}},
		{"made for kids", map[string]string{"VISIONOS": kids, "ANDROID": good}, "", []string{"VISIONOS", "ANDROID"}},
		{"no addresses", map[string]string{"VISIONOS": sabr, "ANDROID": good}, "", []string{"VISIONOS", "ANDROID"}},
		{"not readable", map[string]string{"VISIONOS": "<html>", "ANDROID": good}, "", []string{"VISIONOS", "ANDROID"}},
		{"not readable by kkdai", map[string]string{"VISIONOS": strings.Replace(good, `"title":"T"`, `"title":1`, 1), "ANDROID": good}, "", []string{"VISIONOS", "ANDROID"}},
		{"client retired", map[string]string{"ANDROID": good}, "", []string{"VISIONOS", "ANDROID"}},
		{"the first reason counts", map[string]string{"VISIONOS": kids, "ANDROID": botted}, youtube.ClientRefused, []string{"VISIONOS", "ANDROID"}},
		{"bot check", map[string]string{"VISIONOS": botted}, youtube.BotCheck, []string{"VISIONOS"}},
		{"removed", map[string]string{"VISIONOS": "{}"}, youtube.Removed, []string{"VISIONOS"}},
		{"another video", map[string]string{"VISIONOS": strings.Replace(good, testID, "aaaaaaaaaa0", 1)}, youtube.WrongVideo, []string{"VISIONOS"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, s := newServer(t, func(w http.ResponseWriter, a asked) {
				body, ok := tt.bodies[a.client()]
				if !ok {
					w.WriteHeader(http.StatusBadRequest)
					body = `{"error":{"code":400,"message":"Precondition check failed."}}`
				}
				_, _ = io.WriteString(w, body)
			})
			v, err := s.Video(t.Context(), testID)
			if tt.class != "" {
				wantClass(t, err, tt.class)
			} else if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, r := range server.requests() {
				names = append(names, r.client())
			}
			if !slices.Equal(names, tt.asked) {
				t.Errorf("asked as %q", names)
			}
			if v == nil {
				return
			}
			last := tt.asked[len(tt.asked)-1]
			if v.Profile != last || v.UserAgent != userAgentOf(t, last) {
				t.Errorf("profile %q, user agent %q", v.Profile, v.UserAgent)
			}
			if want := map[string]int{"VISIONOS": 2, "ANDROID": 1}[last]; len(v.Streams) != want || v.Streams[0].Itag != 18 {
				t.Errorf("streams %+v", v.Streams)
			}
		})
	}
}

func TestAgainAndNext(t *testing.T) {
	server, s := newServer(t, byClient(map[string]string{"VISIONOS": kids, "ANDROID": good}))
	v, err := s.Video(t.Context(), testID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Again(t.Context(), v)
	if err != nil || again.Profile != "ANDROID" {
		t.Fatalf("got %v, %v", again, err)
	}
	if _, err := other(t.Context(), s, v); err == nil {
		t.Error("there is nothing after ANDROID")
	} else {
		wantClass(t, err, youtube.NoStreams)
	}
	next, err := s.Next(t.Context(), &youtube.Video{ID: testID, Profile: "VISIONOS"})
	if err != nil || next.Profile != "ANDROID" {
		t.Fatalf("got %v, %v", next, err)
	}
	if _, err := s.Again(t.Context(), &youtube.Video{ID: testID, Profile: "VISIONOS"}); err == nil {
		t.Error("VISIONOS answers again")
	} else {
		wantClass(t, err, youtube.ClientRefused)
	}
	if n := len(server.requests()); n != 6 { // Next asks ANDROID once more, as a new guest
		t.Errorf("%d requests", n)
	}
}

func TestInvalidIDIsNotAsked(t *testing.T) {
	server, s := newServer(t, always(good))
	for _, id := range []string{"", "short", "../../../..", "dQw4w9WgXcQ0", "dQw4w9WgXc\n"} {
		_, err := s.Video(t.Context(), id)
		wantClass(t, err, youtube.Removed)
	}
	if n := len(server.requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// TestEndsWithItsContext uses a transport that ignores the context.
func TestEndsWithItsContext(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	asked := make(chan struct{}, 10)
	s := youtube.New(youtube.Options{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		asked <- struct{}{}
		<-release
		return nil, errors.New("released")
	})})
	for name, call := range map[string]func(context.Context) error{
		"Video": func(ctx context.Context) error { _, err := s.Video(ctx, testID); return err },
		"Again": func(ctx context.Context) error {
			_, err := s.Again(ctx, &youtube.Video{ID: testID, Profile: "VISIONOS"})
			return err
		},
		"Next": func(ctx context.Context) error {
			_, err := s.Next(ctx, &youtube.Video{ID: testID, Profile: "VISIONOS"})
			return err
		},
		"Playlist": func(ctx context.Context) error { _, err := wholeList(ctx, s, "PLx"); return err },
		"Uploads":  func(ctx context.Context) error { _, err := s.Uploads(ctx, "/@x"); return err },
		"Image":    func(ctx context.Context) error { _, err := s.Image(ctx, "https://i.ytimg.com/x.jpg"); return err },
	} {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-asked; cancel() }()
		done := make(chan error, 1)
		go func() { done <- call(ctx) }()
		<-ctx.Done()
		select {
		case err := <-done:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("%s does not return", name)
		}
		if err := call(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s with an ended context: %v", name, err)
		}
	}
}

func TestManyLookupsAtOnce(t *testing.T) {
	_, s := newServer(t, always(strings.Replace(good, "{", `{"responseContext":{"visitorData":"x"},`, 1)))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := s.Video(t.Context(), testID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
