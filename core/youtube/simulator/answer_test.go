package simulator_test

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"image"
	_ "image/jpeg"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestVerdicts(t *testing.T) {
	tests := []struct {
		name    string
		video   simulator.Video
		status  string
		reason  string
		details bool
	}{
		{"private", simulator.Video{Playability: simulator.Private}, "LOGIN_REQUIRED", "This video is private", false},
		{"bot check", simulator.Video{Playability: simulator.BotCheck}, "LOGIN_REQUIRED", "Sign in to confirm you’re not a bot", false},
		{"age", simulator.Video{Playability: simulator.AgeGate}, "LOGIN_REQUIRED", "This video may be inappropriate for some users.", true},
		{"geo", simulator.Video{Playability: simulator.Geo}, "UNPLAYABLE", "The uploader has not made this video available in your country", true},
		{"removed", simulator.Video{Playability: simulator.Removed}, "ERROR", "This video is unavailable", false},
		{"for kids", simulator.Video{MadeForKids: true}, "UNPLAYABLE", "This video is not available", true},
		{"for another client", simulator.Video{ByClient: map[string]simulator.Playability{"ANDROID": simulator.Refused}}, "OK", "", true},
		{"for this client", simulator.Video{ByClient: map[string]simulator.Playability{"VISIONOS": simulator.Refused}}, "UNPLAYABLE", "This video is not available", true},
		{"upcoming", simulator.Video{Live: simulator.Upcoming}, "LIVE_STREAM_OFFLINE", "This live event will begin in 2 hours.", true},
		{"live", simulator.Video{Live: simulator.Live}, "OK", "", true},
	}
	s := simulator.NewServer()
	defer s.Close()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.video.ID = testID
			s.Add(tt.video)
			a := player(t, s, "VISIONOS", "1.02", visionAgent, testID)
			reason, _ := at(a, "playabilityStatus", "reason").(string)
			if at(a, "playabilityStatus", "status") != tt.status || reason != tt.reason {
				t.Errorf("%v", a["playabilityStatus"])
			}
			if (a["videoDetails"] != nil) != tt.details || (a["streamingData"] != nil) != (tt.status == "OK") {
				t.Errorf("%v", a)
			}
		})
	}
	if a := player(t, s, "VISIONOS", "1.02", visionAgent, "neverHeard0"); at(a, "playabilityStatus", "status") != "ERROR" {
		t.Errorf("unknown: %v", a)
	}
}

func TestFormatFields(t *testing.T) {
	s := simulator.NewServer()
	defer s.Close()
	s.Add(simulator.Video{ID: testID, Duration: simulator.FixtureLength, Media: []simulator.Media{
		{Itag: 137, MIME: `video/mp4; codecs="avc1.640028"`, Width: 1920, Height: 1080, Content: simulator.H264x1080.Content()},
		{Itag: 337, MIME: `video/webm; codecs="vp09.02.51.10"`, Width: 3840, Height: 1600, FPS: 60, HDR: true, Content: simulator.Noise(1, 500)},
		{Itag: 251, MIME: `audio/webm; codecs="opus"`, Content: simulator.Opus.Content()},
		{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.AAC.Content(), Language: "en-US", LanguageName: "English (US)", Original: true, DRC: true},
		{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.AACDub.Content(), Language: "ar", LanguageName: "Arabic", NoIndex: true, NoSize: true},
	}})
	a := player(t, s, "VISIONOS", "1.02", visionAgent, testID)
	tests := []struct {
		format int
		path   []any
		want   any
	}{
		{0, []any{"qualityLabel"}, "1080p"},
		{0, []any{"quality"}, "hd1080"},
		{0, []any{"initRange", "start"}, "0"},
		{0, []any{"initRange", "end"}, "784"},
		{0, []any{"indexRange", "start"}, "785"},
		{0, []any{"approxDurationMs"}, "12000"},
		{0, []any{"colorInfo"}, nil},
		{0, []any{"audioChannels"}, nil},
		{1, []any{"qualityLabel"}, "2160p60 HDR"},
		{1, []any{"colorInfo", "transferCharacteristics"}, "COLOR_TRANSFER_CHARACTERISTICS_SMPTEST2084"},
		{1, []any{"initRange"}, nil},
		{1, []any{"contentLength"}, "500"},
		{2, []any{"audioSampleRate"}, "48000"},
		{2, []any{"initRange", "start"}, "0"},
		{2, []any{"audioTrack"}, nil},
		{2, []any{"width"}, nil},
		{3, []any{"audioTrack", "id"}, "en-US.4"},
		{3, []any{"audioTrack", "displayName"}, "English (US) original"},
		{3, []any{"audioTrack", "audioIsDefault"}, true},
		{3, []any{"isDrc"}, true},
		{4, []any{"audioTrack", "id"}, "ar.3"},
		{4, []any{"audioTrack", "audioIsDefault"}, false},
		{4, []any{"xtags"}, "Cg8KBWFjb250EgZkdWJiZWQKCgoEbGFuZxICYXI"},
		{4, []any{"isDrc"}, nil},
		{4, []any{"contentLength"}, nil},
		{4, []any{"indexRange"}, nil},
	}
	for _, tt := range tests {
		if got := at(at(a, "streamingData", "adaptiveFormats", tt.format), tt.path...); got != tt.want {
			t.Errorf("format %d %v: %v, want %v", tt.format, tt.path, got, tt.want)
		}
	}
	// Formats of the same itag have different addresses.
	for i, f := range []simulator.Fixture{simulator.AAC, simulator.AACDub} {
		url, _ := at(a, "streamingData", "adaptiveFormats", 3+i, "url").(string)
		resp, b, err := get(t, s, url, func(r *http.Request) { r.Header.Set("User-Agent", visionAgent); withRange(0, 1<<20)(r) })
		if err != nil || resp.StatusCode != 206 || !bytes.Equal(b, readAll(t, f.Content())) {
			t.Errorf("%s: %v %v", f, resp, err)
		}
	}
}

func TestPages(t *testing.T) {
	s := newServer(t)
	_, b, err := get(t, s, "https://www.youtube.com/watch?v="+testID, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(b), "var ytInitialPlayerResponse = ")
	data, _, _ := strings.Cut(after, ";</script>")
	var a map[string]any
	if err := json.Unmarshal([]byte(data), &a); err != nil || at(a, "videoDetails", "videoId") != testID {
		t.Errorf("%v %s", err, b)
	}
	for url, code := range map[string]int{
		"https://www.youtube.com/":                  200,
		"https://youtube.com/embed/" + testID:       200,
		"https://www.youtube.com/nothing":           404,
		"https://elsewhere.example/":                404,
		"https://www.youtube.com/youtubei/v1/visit": 405,
		"https://i.ytimg.com/vi/nobody/hq720.jpg":   404,
		"https://i.ytimg.com/vi/" + testID + "/x":   404,
	} {
		if resp, _, err := get(t, s, url, nil); err != nil || resp.StatusCode != code {
			t.Errorf("%s: %v %v", url, resp, err)
		}
	}
	if code, a := ask(t, s, "visitor_id", visionAgent, clientBody("VISIONOS", "1.02", nil)); code != 200 || at(a, "responseContext", "visitorData") == nil {
		t.Errorf("visitor_id: %d %v", code, a)
	}
}

func TestThumbnails(t *testing.T) {
	s := newServer(t)
	a := player(t, s, "VISIONOS", "1.02", visionAgent, testID)
	for i := range 2 {
		entry := at(a, "videoDetails", "thumbnail", "thumbnails", i)
		url, _ := at(entry, "url").(string)
		resp, b, err := get(t, s, url, nil)
		if err != nil || resp.Header.Get("Content-Type") != "image/jpeg" {
			t.Fatalf("%s: %v %v", url, resp, err)
		}
		c, kind, err := image.DecodeConfig(bytes.NewReader(b))
		if err != nil || kind != "jpeg" || float64(c.Width) != at(entry, "width") || float64(c.Height) != at(entry, "height") {
			t.Errorf("%s: %v %v %v", url, kind, c, err)
		}
	}
}

func TestCaptions(t *testing.T) {
	s := simulator.NewServer()
	defer s.Close()
	s.Add(simulator.Video{ID: testID, Captions: []simulator.Caption{
		{Language: "en", Name: "English", Cues: []simulator.Cue{{time.Second, 2500 * time.Millisecond, "Salt & <pepper>"}}},
		{Language: "en", Name: "English (auto-generated)", Generated: true, Cues: []simulator.Cue{{0, time.Second, "salt"}}},
	}})
	a := player(t, s, "VISIONOS", "1.02", visionAgent, testID)
	track := func(i int) any { return at(a, "captions", "playerCaptionsTracklistRenderer", "captionTracks", i) }
	if at(track(0), "name", "runs", 0, "text") != "English" || at(track(1), "kind") != "asr" {
		t.Errorf("%v", a["captions"])
	}
	for _, tt := range []struct {
		track int
		add   string
		want  string
	}{
		{0, "", `<text start="1.000" dur="1.500">Salt &amp;amp; &amp;lt;pepper&amp;gt;</text>`},
		{0, "srv3", `<p t="1000" d="1500">Salt &amp; &lt;pepper&gt;</p>`},
		{0, "vtt", "00:00:01.000 --> 00:00:02.500\nSalt &amp; &lt;pepper&gt;\n"},
		{1, "vtt", "salt"},
	} {
		url, _ := at(track(tt.track), "baseUrl").(string)
		if tt.add != "" {
			url = strings.Replace(url, "fmt=srv1", "fmt="+tt.add, 1)
		}
		if _, b, err := get(t, s, url, nil); err != nil || !strings.Contains(string(b), tt.want) {
			t.Errorf("%s: %s %v", url, b, err)
		}
	}
}

// TestTransport checks that host names stay those of YouTube.
func TestTransport(t *testing.T) {
	s := newServer(t)
	var name string
	transport := s.Transport()
	transport.TLSClientConfig.VerifyConnection = func(c tls.ConnectionState) error {
		name = c.ServerName
		return nil
	}
	client := &http.Client{Transport: transport}
	url := s.MediaURL(testID, 140)
	r, _ := http.NewRequest("GET", url, nil)
	withRange(0, 9)(r)
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if host := simulator.MediaHost(testID); name != host || s.Requests()[0].Host != host || resp.Request.URL.String() != url {
		t.Errorf("SNI %q, Host %q, URL %q", name, s.Requests()[0].Host, resp.Request.URL)
	}
	if resp.Proto != "HTTP/1.1" {
		t.Error(resp.Proto)
	}

	two := s.Transport()
	two.ForceAttemptHTTP2 = true
	resp, err = (&http.Client{Transport: two}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.Proto != "HTTP/2.0" || resp.StatusCode != 206 {
		t.Error(resp.Proto, resp.StatusCode)
	}
}

// TestManyAtOnce sends requests from several goroutines, for the race detector too.
func TestManyAtOnce(t *testing.T) {
	s := newServer(t)
	s.Inject(simulator.Fault{Kind: simulator.Status, Code: 500, Times: 10})
	client := s.Client()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				r, _ := http.NewRequest("GET", s.MediaURL(testID, 299), nil)
				withRange(0, 9999)(r)
				resp, err := client.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				resp.Body.Close()
				s.Requests()
				s.SetPace(0)
			}
		})
	}
	all.Wait()
	count := map[int]int{}
	for _, r := range s.Requests() {
		count[r.Status]++
	}
	if count[500] != 10 || count[206] != 70 {
		t.Errorf("%v", count)
	}
}
