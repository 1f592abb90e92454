package youtube_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// fakeExtractor returns the same video or error for every id.
type fakeExtractor struct {
	video *youtube.Video
	err   error
	asked int
	mu    sync.Mutex
}

func (f *fakeExtractor) Name() string { return "other" }

func (f *fakeExtractor) Video(_ context.Context, id string) (*youtube.Video, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	if id == "panicPanic0" {
		panic("a defect of the extractor")
	}
	return f.video, f.err
}

// foreign returns a video as a fallback extractor may return it.
func foreign() *youtube.Video {
	return &youtube.Video{ID: testID, Title: "T", UserAgent: "tester/1", Streams: []youtube.Stream{
		{Itag: 140, URL: "https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt=17&clen=5&dur=2.5", Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true},
	}}
}

func TestFallbackIsAskedLast(t *testing.T) {
	for _, tt := range []struct {
		name    string
		verdict simulator.Playability
		class   youtube.Class // empty when the fallback extractor answers
	}{
		{"refused", simulator.Refused, ""},
		{"bot check", simulator.BotCheck, youtube.BotCheck},
		{"age", simulator.AgeGate, youtube.AgeRestricted},
		{"private", simulator.Private, youtube.Private},
		{"members", simulator.Members, youtube.MembersOnly},
		{"country", simulator.Geo, youtube.GeoBlocked},
		{"removed", simulator.Removed, youtube.Removed},
		{"limited", simulator.Limited, youtube.RateLimited},
		{"paid", simulator.Paid, youtube.Paid},
		{"premiere", simulator.Premiere, youtube.IsUpcoming},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newSimulated(t)
			p.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: tt.verdict})
			fallback := &fakeExtractor{video: foreign()}
			v, err := p.start(fallback).Video(t.Context(), testID)
			if tt.class != "" {
				wantClass(t, err, tt.class)
				if fallback.asked != 0 {
					t.Error("the fallback extractor was asked")
				}
				return
			}
			if err != nil || v.Profile != "other" || fallback.asked != 1 || len(p.RequestsOn(simulator.OnPlayer)) != 2 {
				t.Errorf("got %+v, %v", v, err)
			}
		})
	}
	p := newSimulated(t)
	fallback := &fakeExtractor{video: foreign()}
	p.video(p.start(fallback), "VISIONOS")
	if fallback.asked != 0 {
		t.Error("asked although the first profile answered")
	}
}

func TestFallbackAgainAndNext(t *testing.T) {
	p := newSimulated(t)
	fallback := &fakeExtractor{video: foreign()}
	s := p.start(fallback)
	v := p.video(s, "VISIONOS")
	for _, want := range []string{"ANDROID_VR", "other"} {
		next, err := other(t.Context(), s, v)
		if err != nil || next.Profile != want {
			t.Fatalf("got %v, %v", next, err)
		}
		v = next
	}
	requests := len(p.RequestsOn(simulator.OnPlayer))
	again, err := s.Again(t.Context(), v)
	if err != nil || again.Profile != "other" || fallback.asked != 2 {
		t.Fatalf("got %v, %v", again, err)
	}
	if _, err := other(t.Context(), s, again); err == nil {
		t.Error("there is no attempt after the fallback extractor")
	} else {
		wantClass(t, err, youtube.NoStreams)
	}
	if n := len(p.RequestsOn(simulator.OnPlayer)); n != requests {
		t.Errorf("%d more requests", n-requests)
	}

	s.SetFallback(nil)
	again, err = s.Again(t.Context(), v)
	if err != nil || again.Profile == "other" || fallback.asked != 2 {
		t.Errorf("got %v, %v, asked %d times", again, err, fallback.asked)
	}
	s.SetFallback(fallback)
	p.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Refused})
	if v, err := s.Video(t.Context(), testID); err != nil || v.Profile != "other" {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestFallbackFails(t *testing.T) {
	cause := errors.New("exit status 1")
	otherID := foreign()
	otherID.ID = "aaaaaaaaaa0"
	live, soon, bare := foreign(), foreign(), foreign()
	live.Live, soon.Live, bare.Streams = youtube.Live, youtube.Upcoming, nil
	for _, tt := range []struct {
		name  string
		video *youtube.Video
		err   error
		class youtube.Class
	}{
		{"a class", nil, &youtube.Error{Class: youtube.Private, Err: cause}, youtube.Private},
		{"any error", nil, cause, youtube.Unknown},
		{"nothing", nil, nil, youtube.Unintelligible},
		{"another video", otherID, nil, youtube.WrongVideo},
		{"live", live, nil, youtube.IsLive},
		{"soon", soon, nil, youtube.IsUpcoming},
		{"no streams", bare, nil, youtube.NoStreams},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, s := newServer(t, always(kids))
			s.SetFallback(&fakeExtractor{video: tt.video, err: tt.err})
			_, err := s.Video(t.Context(), testID)
			wantClass(t, err, youtube.ClientRefused) // the first reason counts
			if !strings.Contains(err.Error(), "youtube: "+string(tt.class)) || tt.err != nil && !errors.Is(err, cause) {
				t.Errorf("the fallback extractor's reason is lost: %v", err)
			}
			_, err = s.Again(t.Context(), &youtube.Video{ID: testID, Profile: "other"})
			wantClass(t, err, tt.class)
		})
	}
	_, s := newServer(t, always(kids))
	s.SetFallback(&fakeExtractor{})
	_, err := s.Again(t.Context(), &youtube.Video{ID: "panicPanic0", Profile: "other"})
	wantClass(t, err, youtube.Unintelligible)
}

func TestFallbackEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, s := newServer(t, always(kids))
	release := make(chan struct{})
	defer close(release)
	s.SetFallback(extractorFunc(func() (*youtube.Video, error) {
		cancel()
		<-release
		return nil, errors.New("released")
	}))
	if _, err := s.Video(ctx, testID); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

type extractorFunc func() (*youtube.Video, error)

func (f extractorFunc) Name() string                                          { return "other" }
func (f extractorFunc) Video(context.Context, string) (*youtube.Video, error) { return f() }

func TestFallbackIsChecked(t *testing.T) {
	const base = "https://r1.googlevideo.com/videoplayback"
	v := &youtube.Video{
		ID: testID, Title: strings.Repeat("x", 1000), Author: strings.Repeat("y", 1000), ChannelID: "../..",
		Description: "0:00 One\n0:30 Two\n1:00 Three\n" + strings.Repeat("z", 1<<20), Duration: 100 * time.Second,
		Live: youtube.WasLive, Profile: "forged", UserAgent: "tester/1",
		Chapters: []youtube.Chapter{{0, "a"}, {time.Second, "b"}, {2 * time.Second, "c"}}, // too short
		Thumbnails: []youtube.Thumbnail{
			{"https://i.ytimg.com/b.jpg", 100, 100}, {"https://evil.org/x.jpg", 1, 1}, {"http://i.ytimg.com/x.jpg", 1, 1},
			{"file:///etc/passwd", 1, 1}, {"https://i.ytimg.com/a.jpg", -5, 1 << 30},
		},
		Captions: []youtube.Caption{
			{"https://www.youtube.com/api/timedtext?v=x", "es", "Spanish", true}, {"https://evil.org/", "en", "", false},
			{"https://www.youtube.com/api/timedtext?exp=xpe", "en", "", false}, {"https://www.youtube.com/api/timedtext", "", "", false},
		},
		Streams: []youtube.Stream{
			{Itag: 140, URL: base + "?expire=1790000000&lmt=17&clen=5&dur=2.5", Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true},
			{Itag: 140, URL: base + "?xtags=acont%3Ddubbed:drc%3D1", Container: "mp4", HasAudio: true, Language: "de", Original: true},
			{Itag: 137, URL: base, Container: "mp4", HasVideo: true, Size: -1, Bitrate: -1, Width: -1, Height: 1 << 40, FPS: 1 << 40, Duration: -1,
				Channels: 1 << 20, Init: youtube.Range{-5, 3}, Index: youtube.Range{1 << 62, 0}},
			{Itag: 1, URL: "http://r1.googlevideo.com/videoplayback", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: "https://evil.org/videoplayback", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: "https://r1.googlevideo.com.evil.org/videoplayback", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: "https://u:p@r1.googlevideo.com/videoplayback", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: "https://r1.googlevideo.com:8443/videoplayback", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: "https://manifest.googlevideo.com/api/manifest/hls_playlist/x", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: "file:///etc/passwd", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: base + "?xtags=vb%3D1", Container: "mp4", HasAudio: true},
			{Itag: 1, URL: "", Container: "mp4", HasVideo: true},
			{Itag: 1, URL: base, Container: "mhtml", HasVideo: true},
			{Itag: 1, URL: base, Container: "mp4"},
			{Itag: 0, URL: base, Container: "mp4", HasVideo: true},
			{Itag: 1 << 40, URL: base, Container: "mp4", HasVideo: true},
		},
	}
	_, s := newServer(t, always(kids))
	s.SetFallback(&fakeExtractor{video: v})
	got, err := s.Video(t.Context(), testID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Profile != "other" || len(got.Title) != 500 || len(got.Author) != 500 || got.ChannelID != "" || len(got.Description) != 64<<10 ||
		got.Live != youtube.WasLive || got.UserAgent != "tester/1" || got.Duration != 100*time.Second {
		t.Errorf("got %+v", got)
	}
	if want := []youtube.Chapter{{0, "One"}, {30 * time.Second, "Two"}, {time.Minute, "Three"}}; !reflect.DeepEqual(got.Chapters, want) {
		t.Errorf("chapters %+v", got.Chapters)
	}
	if want := []youtube.Thumbnail{{"https://i.ytimg.com/a.jpg", 0, 0}, {"https://i.ytimg.com/b.jpg", 100, 100}}; !reflect.DeepEqual(got.Thumbnails, want) {
		t.Errorf("thumbnails %+v", got.Thumbnails)
	}
	if want := v.Captions[:1]; !reflect.DeepEqual(got.Captions, want) {
		t.Errorf("captions %+v", got.Captions)
	}
	want := []youtube.Stream{
		{Itag: 140, URL: v.Streams[0].URL, Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true, Version: "17", Size: 5,
			Duration: 2500 * time.Millisecond, Expires: time.Unix(1790000000, 0).UTC()},
		{Itag: 140, URL: v.Streams[1].URL, Container: "mp4", HasAudio: true, Language: "de", DRC: true},
		{Itag: 137, URL: base, Container: "mp4", HasVideo: true},
	}
	if !reflect.DeepEqual(got.Streams, want) {
		t.Errorf("streams %+v", got.Streams)
	}

	v.Chapters = []youtube.Chapter{{0, "a"}, {20 * time.Second, " b "}, {40 * time.Second, "c"}}
	if got, err := s.Video(t.Context(), testID); err != nil || len(got.Chapters) != 3 || got.Chapters[1].Title != "b" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, bad := range [][]youtube.Chapter{
		{{time.Second, "a"}, {20 * time.Second, "b"}, {40 * time.Second, "c"}},
		{{0, "a"}, {40 * time.Second, "b"}, {20 * time.Second, "c"}},
		{{0, "a"}, {20 * time.Second, " "}, {40 * time.Second, "c"}},
		{{0, "a"}, {20 * time.Second, "b"}, {time.Hour, "c"}},
		make([]youtube.Chapter, 1001),
	} {
		v.Chapters = bad // those of the description count instead
		if got, err := s.Video(t.Context(), testID); err != nil || len(got.Chapters) != 3 || got.Chapters[0].Title != "One" {
			t.Errorf("%v gives %+v, %v", bad[:3], got, err)
		}
	}
	for _, agent := range []string{"", "a\r\nHost: evil.org", strings.Repeat("x", 501)} {
		v.UserAgent = agent
		_, err := s.Again(t.Context(), &youtube.Video{ID: testID, Profile: "other"})
		wantClass(t, err, youtube.Unintelligible)
	}
}

func TestClassOf(t *testing.T) {
	if youtube.ClassOf("Private video. Sign in if you've been granted access") != youtube.Private || youtube.ClassOf("Mercury") != youtube.Unknown {
		t.Error("wrong class")
	}
}
