package simulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	visionAgent  = "com.google.visionos.youtube/1.02(RealityDevice14,1; U; CPU visionOS 25_6_0 like Mac OS X; GB)"
	androidAgent = "com.google.android.youtube/21.26.364 (Linux; U; Android 11) gzip"
	vrAgent      = "com.google.android.apps.youtube.vr.oculus/1.65.10 (Linux; U; Android 12L; eureka-user Build/SQ3A.220605.009.A1) gzip"
	webAgent     = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
)

// newServer starts a server with one video of noise and real media.
func newServer(t testing.TB) *simulator.Server {
	s := simulator.NewServer()
	t.Cleanup(s.Close)
	s.Add(simulator.Video{
		ID: "testVideo01", Title: "A test", Author: "Tester", Duration: 12 * time.Second,
		Media: []simulator.Media{
			{Itag: 137, MIME: `video/mp4; codecs="avc1.640028"`, Width: 1920, Height: 1080, Content: simulator.H264x1080.Content()},
			{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.AAC.Content()},
			{Itag: 18, MIME: `video/mp4; codecs="avc1.42001E, mp4a.40.2"`, Width: 640, Height: 360, Content: simulator.Muxed.Content()},
			{Itag: 299, MIME: `video/mp4; codecs="avc1.64002a"`, Width: 1920, Height: 1080, FPS: 60, Content: simulator.Noise(1, 24<<20)},
		},
	})
	return s
}

// ask sends an InnerTube request and decodes the answer.
func ask(t testing.TB, s *simulator.Server, method, agent string, body object) (int, map[string]any) {
	t.Helper()
	data, _ := json.Marshal(body)
	r, _ := http.NewRequest("POST", "https://www.youtube.com/youtubei/v1/"+method+"?prettyPrint=false", bytes.NewReader(data))
	r.Header.Set("User-Agent", agent)
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, answer
}

func clientBody(name, version string, more object) object {
	body := object{"context": object{"client": object{"clientName": name, "clientVersion": version}}}
	for k, v := range more {
		body[k] = v
	}
	return body
}

func player(t testing.TB, s *simulator.Server, name, version, agent, id string) map[string]any {
	t.Helper()
	code, answer := ask(t, s, "player", agent, clientBody(name, version, object{"videoId": id}))
	if code != 200 {
		t.Fatalf("player answered %d: %v", code, answer)
	}
	return answer
}

// object is a JSON object.
type object = map[string]any

// at returns the value at a path of keys and indices in a decoded JSON value.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[p]
		case int:
			l, _ := v.([]any)
			if p >= len(l) {
				return nil
			}
			v = l[p]
		}
	}
	return v
}

// get sends a GET request; set changes it first.
func get(t testing.TB, s *simulator.Server, url string, set func(*http.Request)) (*http.Response, []byte, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if set != nil {
		set(r)
	}
	c := s.Client()
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := c.Do(r)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return resp, b, err
}

func withRange(from, to int64) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", from, to)) }
}

func readAll(t testing.TB, c simulator.Content) []byte {
	t.Helper()
	b, err := io.ReadAll(io.NewSectionReader(c, 0, c.Size()))
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(b)) != c.Size() {
		t.Fatalf("read %d of %d bytes", len(b), c.Size())
	}
	return b
}

func TestClients(t *testing.T) {
	s := newServer(t)
	tests := []struct {
		name, version, agent string
		muxedURL, adaptive   bool // have addresses
		muxedShown           bool
		media                int // status of the first address
	}{
		{"VISIONOS", "1.02", visionAgent, false, true, false, 206},
		{"ANDROID", "21.26.364", androidAgent, true, false, true, 206},
		{"ANDROID_VR", "1.65.10", vrAgent, true, true, true, 403},
		{"WEB", "2.20260708.00.00", webAgent, false, false, true, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := player(t, s, tt.name, tt.version, tt.agent, "testVideo01")
			if got := at(a, "playabilityStatus", "status"); got != "OK" {
				t.Fatalf("status %v", got)
			}
			muxed := at(a, "streamingData", "formats", 0)
			if (muxed != nil) != tt.muxedShown {
				t.Errorf("muxed format shown: %v", muxed)
			}
			muxedURL, _ := at(muxed, "url").(string)
			adaptiveURL, _ := at(a, "streamingData", "adaptiveFormats", 0, "url").(string)
			if (muxedURL != "") != tt.muxedURL || (adaptiveURL != "") != tt.adaptive {
				t.Errorf("addresses: muxed %q, adaptive %q", muxedURL, adaptiveURL)
			}
			for _, u := range []string{muxedURL, adaptiveURL} {
				if u == "" {
					continue
				}
				resp, _, err := get(t, s, u, func(r *http.Request) {
					r.Header.Set("User-Agent", tt.agent)
					withRange(0, 99)(r)
				})
				if err != nil || resp.StatusCode != tt.media {
					t.Errorf("media: %v %v", resp, err)
				}
			}
		})
	}
}

func TestIdentityMistakes(t *testing.T) {
	s := newServer(t)
	tests := []struct {
		name, version, agent string
		header               http.Header
		why                  string
	}{
		{"VISIONOS", "1.02", androidAgent, nil, "User-Agent"},
		{"VISIONOS", "1.03", visionAgent, nil, "User-Agent"},
		{"VISIONOS", "", visionAgent, nil, "clientVersion"},
		{"NOBODY", "1.0", webAgent, nil, "clientName"},
		{"VISIONOS", "1.02", visionAgent, http.Header{"X-Youtube-Client-Name": {"3"}}, "X-Youtube-Client-Name"},
		{"VISIONOS", "1.02", visionAgent, http.Header{"X-Youtube-Client-Version": {"9"}}, "X-Youtube-Client-Version"},
	}
	for _, tt := range tests {
		data, _ := json.Marshal(clientBody(tt.name, tt.version, object{"videoId": "testVideo01"}))
		r, _ := http.NewRequest("POST", "https://youtubei.googleapis.com/youtubei/v1/player", bytes.NewReader(data))
		for k, v := range tt.header {
			r.Header[k] = v
		}
		r.Header.Set("User-Agent", tt.agent)
		resp, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != 400 || !strings.Contains(string(b), tt.why) {
			t.Errorf("%s %s as %q: %d %s", tt.name, tt.version, tt.agent, resp.StatusCode, b)
		}
	}
}

func TestRanges(t *testing.T) {
	s := newServer(t)
	whole := readAll(t, simulator.Muxed.Content())
	n := int64(len(whole))
	url := s.MediaURL("testVideo01", 18) // a muxed format: open-ended requests are not slowed
	tests := []struct {
		header, query string
		code          int
		from, to      int64
		contentRange  string
	}{
		{"bytes=0-99", "", 206, 0, 100, fmt.Sprintf("bytes 0-99/%d", n)},
		{"bytes=1000-1000", "", 206, 1000, 1001, fmt.Sprintf("bytes 1000-1000/%d", n)},
		{fmt.Sprintf("bytes=%d-%d", n-10, n+5000), "", 206, n - 10, n, fmt.Sprintf("bytes %d-%d/%d", n-10, n-1, n)},
		{"bytes=-7", "", 206, n - 7, n, fmt.Sprintf("bytes %d-%d/%d", n-7, n-1, n)},
		{"", "0-99", 200, 0, 100, ""},
		{"", "100-", 200, 100, n, ""},
		{"", "", 200, 0, n, ""},
		{"bytes=99999999-", "", 416, 0, 0, fmt.Sprintf("bytes */%d", n)},
		{"bytes=5-2", "", 416, 0, 0, fmt.Sprintf("bytes */%d", n)},
		{"bytes=0-1,5-9", "", 416, 0, 0, fmt.Sprintf("bytes */%d", n)},
	}
	for _, tt := range tests {
		u := url
		if tt.query != "" {
			u += "&range=" + tt.query
		}
		resp, b, err := get(t, s, u, func(r *http.Request) {
			if tt.header != "" {
				r.Header.Set("Range", tt.header)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != tt.code || resp.Header.Get("Content-Range") != tt.contentRange {
			t.Errorf("%q %q: %d %q", tt.header, tt.query, resp.StatusCode, resp.Header.Get("Content-Range"))
		}
		if tt.code < 300 && !bytes.Equal(b, whole[tt.from:tt.to]) {
			t.Errorf("%q %q: wrong bytes", tt.header, tt.query)
		}
	}
}

func TestLog(t *testing.T) {
	s := newServer(t)
	player(t, s, "VISIONOS", "1.02", visionAgent, "testVideo01")
	get(t, s, s.MediaURL("testVideo01", 137), withRange(10, 19))
	list := s.Requests()
	if len(list) != 2 {
		t.Fatalf("%d requests", len(list))
	}
	p, m := list[0], list[1]
	if p.Endpoint != simulator.OnPlayer || p.Client != "VISIONOS" || p.VideoID != "testVideo01" || p.Status != 200 || p.UserAgent != visionAgent ||
		!strings.Contains(p.Body, "clientName") {
		t.Errorf("player: %+v", p)
	}
	if m.Endpoint != simulator.OnMedia || m.Itag != 137 || m.Range != "bytes=10-19" || m.Status != 206 || m.Sent != 10 || m.Host != simulator.MediaHost("testVideo01") {
		t.Errorf("media: %+v", m)
	}
	if got := s.Sent("testVideo01", 137); got != 10 {
		t.Errorf("sent %d", got)
	}
}
