package youtube

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// fakeSecond answers as it is told.
type fakeSecond struct {
	video *Video
	err   error
	asked int
	mu    sync.Mutex
}

func (f *fakeSecond) Name() string { return "other" }

func (f *fakeSecond) Video(_ context.Context, id string) (*Video, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	if id == "panicPanic0" {
		panic("a mistake in there")
	}
	return f.video, f.err
}

// foreign is a video as a second engine may return it.
func foreign() *Video {
	return &Video{ID: testID, Title: "T", UserAgent: "tester/1", Streams: []Stream{
		{Itag: 140, URL: "https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt=17&clen=5&dur=2.5", Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true},
	}}
}

func TestSecondIsAskedLast(t *testing.T) {
	for _, tt := range []struct {
		name    string
		verdict simulator.Playability
		class   Class // empty where the second one answers
	}{
		{"refused", simulator.Refused, ""},
		{"bot check", simulator.BotCheck, BotCheck},
		{"age", simulator.AgeGate, AgeRestricted},
		{"private", simulator.Private, Private},
		{"members", simulator.Members, MembersOnly},
		{"country", simulator.Geo, GeoBlocked},
		{"removed", simulator.Removed, Removed},
		{"limited", simulator.Limited, RateLimited},
		{"paid", simulator.Paid, Paid},
		{"premiere", simulator.Premiere, IsUpcoming},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPractice(t)
			p.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: tt.verdict})
			second := &fakeSecond{video: foreign()}
			v, err := p.start(second).Video(t.Context(), testID)
			if tt.class != "" {
				wantClass(t, err, tt.class)
				if second.asked != 0 {
					t.Error("the second one was asked")
				}
				return
			}
			if err != nil || v.Profile != "other" || second.asked != 1 || len(p.RequestsOn(simulator.OnPlayer)) != 2 {
				t.Errorf("got %+v, %v", v, err)
			}
		})
	}
	p := newPractice(t)
	second := &fakeSecond{video: foreign()}
	p.video(p.start(second), "VISIONOS")
	if second.asked != 0 {
		t.Error("asked although the first profile answered")
	}
}

func TestSecondAgainAndNext(t *testing.T) {
	p := newPractice(t)
	second := &fakeSecond{video: foreign()}
	s := p.start(second)
	v := p.video(s, "VISIONOS")
	for _, want := range []string{"ANDROID", "other"} {
		next, err := s.Next(t.Context(), v)
		if err != nil || next.Profile != want {
			t.Fatalf("got %v, %v", next, err)
		}
		v = next
	}
	requests := len(p.RequestsOn(simulator.OnPlayer))
	again, err := s.Again(t.Context(), v)
	if err != nil || again.Profile != "other" || second.asked != 2 {
		t.Fatalf("got %v, %v", again, err)
	}
	if _, err := s.Next(t.Context(), again); err == nil {
		t.Error("there is nothing after the second engine")
	} else {
		wantClass(t, err, NoStreams)
	}
	if n := len(p.RequestsOn(simulator.OnPlayer)); n != requests {
		t.Errorf("%d more requests", n-requests)
	}

	s.SetSecond(nil)
	again, err = s.Again(t.Context(), v)
	if err != nil || again.Profile == "other" || second.asked != 2 {
		t.Errorf("got %v, %v, asked %d times", again, err, second.asked)
	}
	s.SetSecond(second)
	p.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Refused})
	if v, err := s.Video(t.Context(), testID); err != nil || v.Profile != "other" {
		t.Errorf("got %v, %v", v, err)
	}
}

func TestSecondFails(t *testing.T) {
	cause := errors.New("exit status 1")
	otherID := foreign()
	otherID.ID = "aaaaaaaaaa0"
	live, soon, bare := foreign(), foreign(), foreign()
	live.Live, soon.Live, bare.Streams = Live, Upcoming, nil
	for _, tt := range []struct {
		name  string
		video *Video
		err   error
		class Class
	}{
		{"a class", nil, &Error{Class: Private, Err: cause}, Private},
		{"any error", nil, cause, Unknown},
		{"nothing", nil, nil, Unintelligible},
		{"another video", otherID, nil, WrongVideo},
		{"live", live, nil, IsLive},
		{"soon", soon, nil, IsUpcoming},
		{"no streams", bare, nil, NoStreams},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, s := newSite(t, always(kids))
			s.SetSecond(&fakeSecond{video: tt.video, err: tt.err})
			_, err := s.Video(t.Context(), testID)
			wantClass(t, err, ClientRefused) // the first reason counts
			if !strings.Contains(err.Error(), "youtube: "+string(tt.class)) || tt.err != nil && !errors.Is(err, cause) {
				t.Errorf("the second reason is lost: %v", err)
			}
			_, err = s.Again(t.Context(), &Video{ID: testID, Profile: "other"})
			wantClass(t, err, tt.class)
		})
	}
	_, s := newSite(t, always(kids))
	s.SetSecond(&fakeSecond{})
	_, err := s.Again(t.Context(), &Video{ID: "panicPanic0", Profile: "other"})
	wantClass(t, err, Unintelligible)
}

func TestSecondEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, s := newSite(t, always(kids))
	release := make(chan struct{})
	defer close(release)
	s.SetSecond(secondFunc(func() (*Video, error) {
		cancel()
		<-release
		return nil, errors.New("released")
	}))
	if _, err := s.Video(ctx, testID); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

type secondFunc func() (*Video, error)

func (f secondFunc) Name() string                                  { return "other" }
func (f secondFunc) Video(context.Context, string) (*Video, error) { return f() }

func TestSecondIsVetted(t *testing.T) {
	const base = "https://r1.googlevideo.com/videoplayback"
	v := &Video{
		ID: testID, Title: strings.Repeat("x", 1000), Author: strings.Repeat("y", 1000), ChannelID: "../..",
		Description: "0:00 One\n0:30 Two\n1:00 Three\n" + strings.Repeat("z", 1<<20), Duration: 100 * time.Second,
		Live: WasLive, Profile: "forged", UserAgent: "tester/1",
		Chapters: []Chapter{{0, "a"}, {time.Second, "b"}, {2 * time.Second, "c"}}, // too short
		Thumbnails: []Thumbnail{
			{"https://i.ytimg.com/b.jpg", 100, 100}, {"https://evil.org/x.jpg", 1, 1}, {"http://i.ytimg.com/x.jpg", 1, 1},
			{"file:///etc/passwd", 1, 1}, {"https://i.ytimg.com/a.jpg", -5, 1 << 30},
		},
		Captions: []Caption{
			{"https://www.youtube.com/api/timedtext?v=x", "es", "Spanish", true}, {"https://evil.org/", "en", "", false},
			{"https://www.youtube.com/api/timedtext?exp=xpe", "en", "", false}, {"https://www.youtube.com/api/timedtext", "", "", false},
		},
		Streams: []Stream{
			{Itag: 140, URL: base + "?expire=1790000000&lmt=17&clen=5&dur=2.5", Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true},
			{Itag: 140, URL: base + "?xtags=acont%3Ddubbed:drc%3D1", Container: "mp4", HasAudio: true, Language: "de", Original: true},
			{Itag: 137, URL: base, Container: "mp4", HasVideo: true, Size: -1, Bitrate: -1, Width: -1, Height: 1 << 40, FPS: 1 << 40, Duration: -1,
				Channels: 1 << 20, Init: Range{-5, 3}, Index: Range{1 << 62, 0}},
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
	_, s := newSite(t, always(kids))
	s.SetSecond(&fakeSecond{video: v})
	got, err := s.Video(t.Context(), testID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Profile != "other" || len(got.Title) != 500 || len(got.Author) != 500 || got.ChannelID != "" || len(got.Description) != 64<<10 ||
		got.Live != WasLive || got.UserAgent != "tester/1" || got.Duration != 100*time.Second {
		t.Errorf("got %+v", got)
	}
	if want := []Chapter{{0, "One"}, {30 * time.Second, "Two"}, {time.Minute, "Three"}}; !reflect.DeepEqual(got.Chapters, want) {
		t.Errorf("chapters %+v", got.Chapters)
	}
	if want := []Thumbnail{{"https://i.ytimg.com/a.jpg", 0, 0}, {"https://i.ytimg.com/b.jpg", 100, 100}}; !reflect.DeepEqual(got.Thumbnails, want) {
		t.Errorf("thumbnails %+v", got.Thumbnails)
	}
	if want := v.Captions[:1]; !reflect.DeepEqual(got.Captions, want) {
		t.Errorf("captions %+v", got.Captions)
	}
	want := []Stream{
		{Itag: 140, URL: v.Streams[0].URL, Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true, Version: "17", Size: 5,
			Duration: 2500 * time.Millisecond, Expires: time.Unix(1790000000, 0).UTC()},
		{Itag: 140, URL: v.Streams[1].URL, Container: "mp4", HasAudio: true, Language: "de", DRC: true},
		{Itag: 137, URL: base, Container: "mp4", HasVideo: true},
	}
	if !reflect.DeepEqual(got.Streams, want) {
		t.Errorf("streams %+v", got.Streams)
	}

	v.Chapters = []Chapter{{0, "a"}, {20 * time.Second, " b "}, {40 * time.Second, "c"}}
	if got, err := s.Video(t.Context(), testID); err != nil || len(got.Chapters) != 3 || got.Chapters[1].Title != "b" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, bad := range [][]Chapter{
		{{time.Second, "a"}, {20 * time.Second, "b"}, {40 * time.Second, "c"}},
		{{0, "a"}, {40 * time.Second, "b"}, {20 * time.Second, "c"}},
		{{0, "a"}, {20 * time.Second, " "}, {40 * time.Second, "c"}},
		{{0, "a"}, {20 * time.Second, "b"}, {time.Hour, "c"}},
		make([]Chapter, maxChapters+1),
	} {
		if got := vettedChapters(bad, 100*time.Second); got != nil {
			t.Errorf("%v is taken", bad[:3])
		}
	}
	for _, agent := range []string{"", "a\r\nHost: evil.org", strings.Repeat("x", 501)} {
		v.UserAgent = agent
		_, err := s.Again(t.Context(), &Video{ID: testID, Profile: "other"})
		wantClass(t, err, Unintelligible)
	}
}

func TestClassOfIsPublic(t *testing.T) {
	if ClassOf("Private video. Sign in if you've been granted access") != Private || ClassOf("Mercury") != Unknown {
		t.Error("wrong class")
	}
}
