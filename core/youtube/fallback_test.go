package youtube_test

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

const (
	visionKey  = "VISIONOS 1.02"
	androidKey = "ANDROID_VR 21.26.364"
)

// simulated is a simulated YouTube with one video, and what a program persists of
// its Source.
type simulated struct {
	*simulator.Server
	t       *testing.T
	now     time.Time
	mu      sync.Mutex
	gated   map[string]time.Time // the last argument of GatedChanged
	changes int                  // calls of GatedChanged
}

func newSimulated(t *testing.T) *simulated {
	p := &simulated{Server: simulator.NewServer(), t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	t.Cleanup(p.Close)
	p.Add(simulator.Video{ID: testID, Media: simulator.Formats(simulator.FixtureLength, 18, 137, 140)})
	return p
}

// start starts the program anew, with two profiles that get every stream.
func (p *simulated) start(fallback youtube.FallbackExtractor) *youtube.Source {
	p.t.Helper()
	s := p.startBuiltIn(fallback)
	doc := regexp.MustCompile(`"itags": \[\s*18\s*\],`).ReplaceAll(builtInProfiles(p.t), nil)
	for old, vr := range map[string]string{`"ANDROID"`: `"ANDROID_VR"`, `"header": "3"`: `"header": "28"`, "android.youtube/": "android.apps.youtube.vr.oculus/"} {
		doc = bytes.Replace(doc, []byte(old), []byte(vr), 1)
	}
	if err := s.UseProfiles(loadProfiles(p.t, doc, builtInSerial(p.t)+1)); err != nil {
		p.t.Fatal(err)
	}
	return s
}

// startBuiltIn starts the program anew, with the built-in profiles.
func (p *simulated) startBuiltIn(fallback youtube.FallbackExtractor) *youtube.Source {
	s := youtube.New(youtube.Options{
		Transport: p.Transport(),
		Gated:     maps.Clone(p.gated),
		GatedChanged: func(m map[string]time.Time) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.gated, p.changes = m, p.changes+1
		},
		Clock: func() time.Time { return p.now },
	})
	if err := s.UseProfiles(loadProfiles(p.t, builtInProfiles(p.t), builtInSerial(p.t))); err != nil {
		p.t.Fatal(err)
	}
	s.SetFallback(fallback)
	return s
}

// video looks up the video, and checks under which client names.
func (p *simulated) video(s *youtube.Source, as ...string) *youtube.Video {
	p.t.Helper()
	before := len(p.RequestsOn(simulator.OnPlayer))
	v, err := s.Video(p.t.Context(), testID)
	if err != nil {
		p.t.Fatal(err)
	}
	var asked []string
	for _, r := range p.RequestsOn(simulator.OnPlayer)[before:] {
		asked = append(asked, r.Client)
	}
	if !slices.Equal(asked, as) {
		p.t.Errorf("asked as %q, want %q", asked, as)
	}
	return v
}

func (p *simulated) wantGated(keys ...string) {
	p.t.Helper()
	if got := slices.Sorted(maps.Keys(p.gated)); !slices.Equal(got, keys) {
		p.t.Errorf("gated %q, want %q", got, keys)
	}
}

func TestGatedForADay(t *testing.T) {
	p := newSimulated(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	next, err := other(t.Context(), s, v)
	if err != nil || next.Profile != "ANDROID_VR" {
		t.Fatalf("got %v, %v", next, err)
	}
	p.wantGated(visionKey)
	p.video(s, "ANDROID_VR")

	p.now = p.now.Add(24*time.Hour - time.Second)
	s = p.start(nil) // the cache survives a restart
	p.video(s, "ANDROID_VR")
	p.now = p.now.Add(time.Second)
	p.video(s, "VISIONOS")
	p.video(p.start(nil), "VISIONOS")

	p.now = p.now.Add(-48 * time.Hour) // the clock was wrong: the entry is in the future
	p.video(p.start(nil), "VISIONOS")
}

// TestRescueComesLast checks that a rescue stream is the last resort.
func TestRescueComesLast(t *testing.T) {
	p := newSimulated(t)
	fallback := &fakeExtractor{video: foreign()}
	s := p.startBuiltIn(fallback)
	v := p.video(s, "VISIONOS")
	for _, want := range []string{"other", "ANDROID"} {
		next, err := other(t.Context(), s, v)
		if err != nil || next.Profile != want {
			t.Fatalf("got %v, %v; want %s", next, err, want)
		}
		v = next
	}
	s.SetFallback(nil)
	p.video(s, "VISIONOS") // although it was gated a moment ago
}

func TestWorkedClearsTheCache(t *testing.T) {
	p := newSimulated(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	s.Worked(v)
	if p.changes != 0 {
		t.Error("GatedChanged was called without a change")
	}
	if _, err := other(t.Context(), s, v); err != nil {
		t.Fatal(err)
	}
	p.Inject(simulator.Fault{Kind: simulator.Refuse, Client: "ANDROID_VR", Playability: simulator.Refused, Times: 1})
	v = p.video(s, "ANDROID_VR", "VISIONOS")
	p.wantGated(visionKey) // a lookup that works says nothing about the media
	s.Worked(v)
	p.wantGated()
	p.video(s, "VISIONOS")
}

func TestRefusedClientIsGated(t *testing.T) {
	p := newSimulated(t)
	s := p.start(nil)
	refuse := simulator.Fault{Kind: simulator.Status, On: simulator.OnPlayer, Code: 400, Client: "VISIONOS", Times: 1}
	p.Inject(refuse)
	p.video(s, "VISIONOS", "ANDROID_VR")
	p.wantGated(visionKey)
	p.video(s, "ANDROID_VR")

	// A refusal of one video says nothing about the profile.
	p = newSimulated(t)
	p.Add(simulator.Video{ID: testID, MadeForKids: true, Media: simulator.Formats(simulator.FixtureLength, 18)})
	s = p.start(nil)
	p.video(s, "VISIONOS", "ANDROID_VR")
	p.video(s, "VISIONOS", "ANDROID_VR")
	p.wantGated()

	// When all profiles are refused, the network may be the cause.
	p = newSimulated(t)
	s = p.start(nil)
	p.Inject(refuse)
	refuse.Client = "ANDROID_VR"
	p.Inject(refuse)
	_, err := s.Video(t.Context(), testID)
	wantClass(t, err, youtube.ClientRefused)
	p.wantGated()
}

func TestBotCheckStopsEverything(t *testing.T) {
	p := newSimulated(t)
	fallback := &fakeExtractor{video: foreign()}
	s := p.start(fallback)
	p.Inject(simulator.Fault{Kind: simulator.Refuse, Client: "VISIONOS", Playability: simulator.BotCheck, Times: 1})
	_, err := s.Video(t.Context(), testID)
	wantClass(t, err, youtube.BotCheck)
	if n := len(p.RequestsOn(simulator.OnPlayer)); n != 1 || fallback.asked != 0 {
		t.Errorf("%d requests, fallback asked %d times", n, fallback.asked)
	}
	p.wantGated()
	p.video(s, "VISIONOS")
}

func TestAllGatedKeepTheirOrder(t *testing.T) {
	p := newSimulated(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	v, err := other(t.Context(), s, v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = other(t.Context(), s, v); err == nil {
		t.Fatal("there is nothing after ANDROID")
	}
	wantClass(t, err, youtube.NoStreams)
	p.wantGated(androidKey, visionKey)
	p.video(s, "VISIONOS")
}

func TestGatedCacheManyAtOnce(t *testing.T) {
	p := newSimulated(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if next, err := other(t.Context(), s, v); err != nil || next.Profile != "ANDROID_VR" {
				t.Errorf("got %v, %v", next, err)
			}
		})
		wg.Go(func() { s.Worked(v) })
		wg.Go(func() {
			if _, err := s.Video(t.Context(), testID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s.Worked(v)
	p.wantGated()
}

// TestVideoWithOneProfile checks that each profile can be tried by its name, and
// that no other one is tried after it.
func TestVideoWithOneProfile(t *testing.T) {
	server, s := newServer(t, always(sabr)) // a failure that another profile may not have
	names := s.Profiles()
	if want := builtInNames(t); !slices.Equal(names, want) {
		t.Fatalf("profiles %q, want %q", names, want)
	}
	for _, name := range names {
		_, err := s.VideoWith(t.Context(), name, testID)
		wantClass(t, err, youtube.NoStreams)
	}
	var asked []string
	for _, r := range server.requests() {
		asked = append(asked, r.client())
	}
	if !slices.Equal(asked, names) {
		t.Errorf("asked as %q", asked)
	}
	if _, err := s.VideoWith(t.Context(), "NOBODY", testID); err == nil || len(server.requests()) != len(names) {
		t.Errorf("an unknown profile: %v", err)
	}
}
