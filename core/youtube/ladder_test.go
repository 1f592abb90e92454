package youtube

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// profileOf is the built-in profile of that name.
func profileOf(name string) *profile {
	i := slices.IndexFunc(profiles.Player, func(p profile) bool { return p.Name == name })
	return &profiles.Player[i]
}

const (
	visionKey  = "VISIONOS 1.02"
	androidKey = "ANDROID 21.26.364"
)

func TestLadderGoesOnOnlyWhereItHelps(t *testing.T) {
	helps := map[Class]bool{ClientRefused: true, NoStreams: true, Unintelligible: true}
	_, s := newSite(t, always(good))
	for _, class := range Classes() {
		asked := 0
		v, err := s.climb(t.Context(), testID, nil, []rung{
			{"first", "first", func(context.Context, string) (*Video, error) { return nil, &Error{Class: class, Reason: "why"} }},
			{"second", "second", func(context.Context, string) (*Video, error) { asked++; return &Video{ID: testID}, nil }},
		})
		if helps[class] {
			if err != nil || asked != 1 || !slices.Equal(v.tried, []string{"first", "second"}) {
				t.Errorf("%s: %d asked, %+v, %v", class, asked, v, err)
			}
			continue
		}
		wantClass(t, err, class)
		if asked != 0 {
			t.Errorf("%s: another one was asked", class)
		}
	}
}

func TestLaterFailuresAreInTheChain(t *testing.T) {
	cause := errors.New("the cause")
	_, s := newSite(t, always(good))
	fail := func(e *Error) func(context.Context, string) (*Video, error) {
		return func(context.Context, string) (*Video, error) { return nil, e }
	}
	_, err := s.climb(t.Context(), testID, nil, []rung{
		{"a", "a", fail(&Error{Class: ClientRefused, Reason: "said"})},
		{"b", "b", fail(&Error{Class: NoStreams})},
		{"c", "c", fail(&Error{Class: BotCheck, Err: cause})},
	})
	wantClass(t, err, ClientRefused)
	var e *Error
	if !errors.As(err, &e) || e.Reason != "said" || !errors.Is(err, cause) || !strings.Contains(err.Error(), "no-streams") {
		t.Errorf("got %v", err)
	}
}

// practice is the practice site with one video, and what its Source keeps.
type practice struct {
	*simulator.Site
	t     *testing.T
	now   time.Time
	mu    sync.Mutex
	gated map[string]time.Time // as told last
	told  int
}

func newPractice(t *testing.T) *practice {
	p := &practice{Site: simulator.NewSite(), t: t, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	t.Cleanup(p.Close)
	p.Add(simulator.Video{ID: testID, Media: simulator.Formats(simulator.FixtureLength, 18, 137, 140)})
	return p
}

// start is a new run of the program.
func (p *practice) start(second Second) *Source {
	s := New(Options{
		Transport: p.Transport(),
		Second:    second,
		Gated:     maps.Clone(p.gated),
		GatedChanged: func(m map[string]time.Time) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.gated, p.told = m, p.told+1
		},
		Clock: func() time.Time { return p.now },
	})
	set := *profiles // both of which give all streams
	set.Player = slices.Clone(set.Player)
	set.Player[1].Itags = nil
	s.profiles = &set
	return s
}

// video looks the video up; as is who was asked meanwhile.
func (p *practice) video(s *Source, as ...string) *Video {
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

func (p *practice) wantGated(keys ...string) {
	p.t.Helper()
	if got := slices.Sorted(maps.Keys(p.gated)); !slices.Equal(got, keys) {
		p.t.Errorf("remembered %q, want %q", got, keys)
	}
}

func TestGatedIsRememberedForTheDay(t *testing.T) {
	p := newPractice(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	next, err := s.Next(t.Context(), v)
	if err != nil || next.Profile != "ANDROID" {
		t.Fatalf("got %v, %v", next, err)
	}
	p.wantGated(visionKey)
	p.video(s, "ANDROID")

	p.now = p.now.Add(gateTime - time.Second)
	s = p.start(nil) // remembered across restarts
	p.video(s, "ANDROID")
	p.now = p.now.Add(time.Second)
	p.video(s, "VISIONOS")
	p.video(p.start(nil), "VISIONOS")

	p.now = p.now.Add(-48 * time.Hour) // the clock was wrong: a time to come
	p.video(p.start(nil), "VISIONOS")
}

// A rescue stream is taken only when nothing else can be had.
func TestRescueComesLast(t *testing.T) {
	p := newPractice(t)
	second := &fakeSecond{video: foreign()}
	s := p.start(second)
	s.profiles = profiles
	v := p.video(s, "VISIONOS")
	for _, want := range []string{"other", "ANDROID"} {
		next, err := s.Next(t.Context(), v)
		if err != nil || next.Profile != want {
			t.Fatalf("got %v, %v; want %s", next, err, want)
		}
		v = next
	}
	s.SetSecond(nil)
	p.video(s, "VISIONOS") // although it was gated a moment ago
}

func TestWorkedForgets(t *testing.T) {
	p := newPractice(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	s.Worked(v)
	if p.told != 0 {
		t.Error("told of nothing new")
	}
	if _, err := s.Next(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	p.Inject(simulator.Fault{Kind: simulator.Refuse, Client: "ANDROID", Playability: simulator.Refused, Times: 1})
	v = p.video(s, "ANDROID", "VISIONOS")
	p.wantGated(visionKey) // a lookup that works says nothing about the media
	s.Worked(v)
	p.wantGated()
	p.video(s, "VISIONOS")
}

func TestRefusedClientIsRemembered(t *testing.T) {
	p := newPractice(t)
	s := p.start(nil)
	refuse := simulator.Fault{Kind: simulator.Status, On: simulator.OnPlayer, Code: 400, Client: "VISIONOS", Times: 1}
	p.Inject(refuse)
	p.video(s, "VISIONOS", "ANDROID")
	p.wantGated(visionKey)
	p.video(s, "ANDROID")

	// One video says nothing about the profile.
	p = newPractice(t)
	p.Add(simulator.Video{ID: testID, MadeForKids: true, Media: simulator.Formats(simulator.FixtureLength, 18)})
	s = p.start(nil)
	p.video(s, "VISIONOS", "ANDROID")
	p.video(s, "VISIONOS", "ANDROID")
	p.wantGated()

	// Where all are refused it may be the network, or something in it.
	p = newPractice(t)
	s = p.start(nil)
	p.Inject(refuse)
	refuse.Client = "ANDROID"
	p.Inject(refuse)
	_, err := s.Video(t.Context(), testID)
	wantClass(t, err, ClientRefused)
	p.wantGated()
}

func TestBotCheckStopsEverything(t *testing.T) {
	p := newPractice(t)
	second := &fakeSecond{video: foreign()}
	s := p.start(second)
	p.Inject(simulator.Fault{Kind: simulator.Refuse, Client: "VISIONOS", Playability: simulator.BotCheck, Times: 1})
	_, err := s.Video(t.Context(), testID)
	wantClass(t, err, BotCheck)
	if n := len(p.RequestsOn(simulator.OnPlayer)); n != 1 || second.asked != 0 {
		t.Errorf("%d requests, second asked %d times", n, second.asked)
	}
	p.wantGated()
	p.video(s, "VISIONOS")
}

func TestAllGatedKeepTheirOrder(t *testing.T) {
	p := newPractice(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	v, err := s.Next(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.Next(t.Context(), v); err == nil {
		t.Fatal("there is nothing after ANDROID")
	}
	wantClass(t, err, NoStreams)
	p.wantGated(androidKey, visionKey)
	p.video(s, "VISIONOS")
}

func TestMemoryManyAtOnce(t *testing.T) {
	p := newPractice(t)
	s := p.start(nil)
	v := p.video(s, "VISIONOS")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if next, err := s.Next(t.Context(), v); err != nil || next.Profile != "ANDROID" {
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
