package youtube_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// memoryCache is a Cache without a disk.
type memoryCache struct {
	mu    sync.Mutex
	files map[string][]byte
}

func newMemoryCache() *memoryCache { return &memoryCache{files: map[string][]byte{}} }

func (c *memoryCache) Load(name string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.files[name]
}

func (c *memoryCache) Save(name string, data []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files[name] = data
}

// simulatedWhole starts a simulated YouTube with one video, and a Source with all built-in
// profiles.
func simulatedWhole(t *testing.T, cache youtube.Cache) (*simulator.Server, *youtube.Source) {
	t.Helper()
	server := simulator.NewServer()
	t.Cleanup(server.Close)
	server.Add(simulator.Video{ID: testID, Duration: 12 * time.Second, Media: simulator.Formats(simulator.FixtureLength, 18, 137, 140)})
	return server, youtube.New(youtube.Options{Transport: server.Transport(), Cache: cache})
}

// refuse makes a client refuse every video.
func refuse(server *simulator.Server, client string) {
	server.Inject(simulator.Fault{Kind: simulator.Refuse, Client: client, Playability: simulator.Refused})
}

// pages returns how often a page of www.youtube.com was requested.
func pages(server *simulator.Server, part string) (n int) {
	for _, r := range server.Requests() {
		if strings.Contains(r.Path, part) {
			n++
		}
	}
	return n
}

// fetches reports whether the media server serves all streams of v.
func fetches(t *testing.T, server *simulator.Server, v *youtube.Video) bool {
	t.Helper()
	for _, s := range v.Streams {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("User-Agent", v.UserAgent)
		r.Header.Set("Range", "bytes=0-99")
		resp, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != http.StatusPartialContent || len(body) != 100 {
			return false
		}
	}
	return len(v.Streams) > 0
}

// TestEachProfileAlone checks, profile by profile, that the streams of the answer can
// be fetched, in both shapes of the player script.
func TestEachProfileAlone(t *testing.T) {
	for _, shape := range []simulator.PlayerShape{simulator.ArgumentShape, simulator.CallShape} {
		server, s := simulatedWhole(t, nil)
		server.Player = shape
		for _, name := range s.Profiles() {
			v, err := s.VideoWith(t.Context(), name, testID)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if v.Profile != name || !fetches(t, server, v) {
				t.Errorf("%s: the streams of %s cannot be fetched", name, v.Profile)
			}
			if v.Listed != 1080 || v.Rescue != (name == "ANDROID") {
				t.Errorf("%s: listed %d, rescue %v", name, v.Listed, v.Rescue)
			}
		}
	}
}

func TestChainOfBuiltInProfiles(t *testing.T) {
	server, s := simulatedWhole(t, nil)
	for _, tt := range []struct{ refused, want string }{
		{"", "VISIONOS"}, {"VISIONOS", "TVHTML5"}, {"TVHTML5", "WEB_EMBEDDED_PLAYER"}, {"WEB_EMBEDDED_PLAYER", "ANDROID"},
	} {
		if tt.refused != "" {
			if n := pages(server, "iframe_api"); tt.refused == "VISIONOS" && n != 0 {
				t.Errorf("the player script was asked for %d times although VISIONOS serves", n)
			}
			refuse(server, tt.refused)
		}
		v, err := s.Video(t.Context(), testID)
		if err != nil || v.Profile != tt.want || !fetches(t, server, v) {
			t.Errorf("%s refused: got %v, %v", tt.refused, v, err)
		}
	}
	if a, b := pages(server, "iframe_api"), pages(server, "base.js"); a != 1 || b != 1 {
		t.Errorf("the player script was asked for %d times and fetched %d times", a, b)
	}
}

// TestEmbeddedOnlyWhenRefused checks that a video without addresses is not asked for as an
// embedded one.
func TestEmbeddedOnlyWhenRefused(t *testing.T) {
	server, s := simulatedWhole(t, nil)
	server.Inject(simulator.Fault{Kind: simulator.SABROnly})
	_, err := s.Video(t.Context(), testID)
	wantClass(t, err, youtube.NoStreams)
	var asked []string
	for _, r := range server.RequestsOn(simulator.OnPlayer) {
		asked = append(asked, r.Client)
	}
	if want := []string{"VISIONOS", "VISIONOS", "TVHTML5", "ANDROID"}; !slices.Equal(asked, want) {
		t.Errorf("asked as %q, want %q", asked, want)
	}
}

func TestRescueAnswers(t *testing.T) {
	server, s := simulatedWhole(t, nil)
	server.Inject(simulator.Fault{Kind: simulator.MuxedOnly, Client: "VISIONOS"})
	v, err := s.Video(t.Context(), testID)
	if err != nil || v.Profile != "TVHTML5" || v.Rescue {
		t.Fatalf("got %+v, %v", v, err)
	}
	server.Inject(simulator.Fault{Kind: simulator.SABROnly, Client: "TVHTML5"})
	v, err = s.Video(t.Context(), testID)
	if err != nil || v.Profile != "VISIONOS" || !v.Rescue || v.Listed != 1080 || len(v.Streams) != 1 || v.Streams[0].Itag != 18 {
		t.Fatalf("got %+v, %v", v, err)
	}
	// A gate of a later profile stops, and what there is is taken.
	server.ClearFaults()
	server.Inject(simulator.Fault{Kind: simulator.MuxedOnly, Client: "VISIONOS"})
	server.Inject(simulator.Fault{Kind: simulator.Refuse, Client: "TVHTML5", Playability: simulator.BotCheck})
	before := len(server.RequestsOn(simulator.OnPlayer))
	v, err = s.Video(t.Context(), testID)
	if err != nil || !v.Rescue || len(server.RequestsOn(simulator.OnPlayer))-before != 3 {
		t.Errorf("got %+v, %v", v, err)
	}
}

// TestNewGuest checks that refused media are asked for as a new guest once, and that the
// profile counts as gated only then.
func TestNewGuest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := simulator.NewMemoryServer()
		defer server.Close()
		server.Add(simulator.Video{ID: testID, Duration: 12 * time.Second, Media: simulator.Formats(simulator.FixtureLength, 18, 137, 140)})
		gated := map[string]time.Time{}
		s := youtube.New(youtube.Options{Transport: server.Transport(), GatedChanged: func(m map[string]time.Time) { gated = m }})
		server.Inject(simulator.Fault{Kind: simulator.BadGuest, Delay: 65 * time.Second, Times: 1})
		v, err := s.Video(t.Context(), testID)
		if err != nil || !fetches(t, server, v) {
			t.Fatalf("got %v, %v", v, err)
		}
		time.Sleep(66 * time.Second)
		if fetches(t, server, v) {
			t.Fatal("the addresses still work")
		}
		next, err := s.Next(t.Context(), v)
		if err != nil || next.Profile != "VISIONOS" || len(gated) != 0 {
			t.Fatalf("got %v, %v, gated %v", next, err, gated)
		}
		time.Sleep(66 * time.Second)
		if !fetches(t, server, next) {
			t.Error("the addresses of the new guest are refused")
		}
		if next, err = s.Next(t.Context(), next); err != nil || next.Profile != "VISIONOS 2" || len(gated) != 1 {
			t.Errorf("got %v, %v, gated %v", next, err, gated)
		}
	})
}

// TestAgainAsNewGuest checks that Again forgets the guest when addresses were refused, and keeps
// it when they expire.
func TestAgainAsNewGuest(t *testing.T) {
	server, s := simulatedWhole(t, nil)
	sent := func() string {
		all := server.RequestsOn(simulator.OnPlayer)
		return all[len(all)-1].Header.Get("X-Goog-Visitor-Id")
	}
	v, err := s.Video(t.Context(), testID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Again(t.Context(), v); err != nil || sent() != "" {
		t.Errorf("refused: sent %q, %v", sent(), err)
	}
	old := *v
	old.Streams = slices.Clone(v.Streams)
	old.Streams[0].Expires = time.Now().Add(5 * time.Minute)
	if _, err := s.Again(t.Context(), &old); err != nil || sent() == "" {
		t.Errorf("expiring: sent %q, %v", sent(), err)
	}
}

// TestScriptInCache checks that the script is fetched again only when the cache is
// damaged or YouTube uses another one.
func TestScriptInCache(t *testing.T) {
	cache := newMemoryCache()
	server, _ := simulatedWhole(t, nil)
	start := func() {
		t.Helper()
		s := youtube.New(youtube.Options{Transport: server.Transport(), Cache: cache})
		v, err := s.VideoWith(t.Context(), "TVHTML5", testID)
		if err != nil || !fetches(t, server, v) {
			t.Fatalf("got %v, %v", v, err)
		}
	}
	want := func(n int) {
		t.Helper()
		start()
		if got := pages(server, "base.js"); got != n {
			t.Errorf("fetched %d times, want %d", got, n)
		}
	}
	want(1)
	want(1)
	script := cache.Load("player.js.gz")
	for _, damaged := range [][]byte{nil, script[:len(script)/2], append(bytes.Clone(script[:len(script)-6]), 1, 2, 3, 4, 5, 6), []byte("x")} {
		before := pages(server, "base.js")
		cache.Save("player.js.gz", damaged)
		want(before + 1)
	}
	for _, damaged := range []string{"", "{", "[]", `{"51a0a4f0":{"104":[1,2,3]}}`, `{"51a0a4f0":{"104":[999999,-1]}}`} {
		before := pages(server, "base.js")
		cache.Save("signatures.json", []byte(damaged))
		want(before)
	}
	if !strings.HasPrefix(string(cache.Load("signatures.json")), `{"51a0a4f0":`) {
		t.Errorf("patterns %.100s", cache.Load("signatures.json"))
	}
}

// TestScriptOnceForAll checks that many lookups at once fetch the script once.
func TestScriptOnceForAll(t *testing.T) {
	server, s := simulatedWhole(t, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := s.VideoWith(t.Context(), "TVHTML5", testID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if a, b := pages(server, "iframe_api"), pages(server, "base.js"); a != 1 || b != 1 {
		t.Errorf("asked for %d times, fetched %d times", a, b)
	}
}

// TestScriptFailures checks that a script that cannot be had costs its profiles and not the
// video.
func TestScriptFailures(t *testing.T) {
	for name, fault := range map[string]simulator.Fault{
		"not found":    {Kind: simulator.Status, On: simulator.OnPage, Code: 404},
		"server error": {Kind: simulator.Status, On: simulator.OnPage, Code: 500},
		"consent":      {Kind: simulator.Consent, On: simulator.OnPage},
		"no script":    {Kind: simulator.Answer, On: simulator.OnPage, Body: `player\/51a0a4f0\/ signatureTimestamp:20419`},
		"endless":      {Kind: simulator.Endless, On: simulator.OnPage},
		"bomb":         {Kind: simulator.Bomb, On: simulator.OnPage},
	} {
		t.Run(name, func(t *testing.T) {
			server, _ := simulatedWhole(t, nil)
			now := time.Now()
			s := youtube.New(youtube.Options{Transport: server.Transport(), Clock: func() time.Time { return now }})
			refuse(server, "VISIONOS")
			server.Inject(fault)
			v, err := s.Video(t.Context(), testID)
			if err != nil || v.Profile != "ANDROID" {
				t.Errorf("got %v, %v", v, err)
			}
			server.ClearFaults()
			refuse(server, "VISIONOS")
			now = now.Add(11 * time.Minute)
			if v, err = s.Video(t.Context(), testID); err != nil || v.Profile != "TVHTML5" {
				t.Errorf("got %v, %v once the script is there", v, err)
			}
		})
	}
}

func TestScriptEndsWithItsContext(t *testing.T) {
	server, s := simulatedWhole(t, nil)
	server.Inject(simulator.Fault{Kind: simulator.Stall, On: simulator.OnPage, Times: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.VideoWith(ctx, "TVHTML5", testID); ctx.Err() == nil || err == nil {
		t.Errorf("got %v", err)
	}
}
