package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

const (
	testID   = "testVideo01"
	testItag = 137
)

// errReset stands for the error of any system.
var errReset = errors.New("connection reset")

func TestFaultsOnMedia(t *testing.T) {
	const from, to = 1000, 50999 // what is asked for
	whole := readAll(t, simulator.H264x1080.Content())
	want := whole[from : to+1]
	tests := []struct {
		name  string
		fault simulator.Fault
		code  int
		got   []byte
		err   error // while reading
		head  [2]string
	}{
		{"none", simulator.Fault{Kind: simulator.Reset, Itag: 140}, 206, want, nil, [2]string{}},
		{"truncate", simulator.Fault{Kind: simulator.Truncate, After: 7000}, 206, want[:7000], io.ErrUnexpectedEOF, [2]string{}},
		{"truncate at once", simulator.Fault{Kind: simulator.Truncate}, 206, nil, io.ErrUnexpectedEOF, [2]string{}},
		{"truncate a longer answer only", simulator.Fault{Kind: simulator.Truncate, After: 90000}, 206, want, nil, [2]string{}},
		{"reset", simulator.Fault{Kind: simulator.Reset, After: 7000}, 206, nil, errReset, [2]string{}},
		{"500", simulator.Fault{Kind: simulator.Status, Code: 503}, 503, nil, nil, [2]string{}},
		{"429", simulator.Fault{Kind: simulator.Status, Code: 429, RetryAfter: "3"}, 429, nil, nil, [2]string{"Retry-After", "3"}},
		{"late", simulator.Fault{Kind: simulator.Late, Delay: time.Millisecond}, 206, want, nil, [2]string{}},
		{"forbid", simulator.Fault{Kind: simulator.Forbid}, 403, nil, nil, [2]string{}},
		{"expire", simulator.Fault{Kind: simulator.Expire}, 403, nil, nil, [2]string{}},
		{"wrong range", simulator.Fault{Kind: simulator.WrongRange}, 206, whole[from+1 : to+2], nil, [2]string{"Content-Range", "bytes 1001-51000/"}},
		{"wrong range far off", simulator.Fault{Kind: simulator.WrongRange, Shift: -500}, 206, whole[from-500 : to-499], nil, [2]string{"Content-Range", "bytes 500-50499/"}},
		{"short range", simulator.Fault{Kind: simulator.ShortRange, After: 10}, 206, want[:10], nil, [2]string{"Content-Range", "bytes 1000-1009/"}},
		{"short length", simulator.Fault{Kind: simulator.ShortLength, After: 10}, 206, want[:10], nil, [2]string{"Content-Range", "bytes 1000-50999/"}},
		{"ignored range", simulator.Fault{Kind: simulator.IgnoreRange}, 200, whole, nil, [2]string{}},
		{"redirect to a host", simulator.Fault{Kind: simulator.Redirect, To: "rr9---sn-elsewhere.googlevideo.com"}, 302, nil, nil,
			[2]string{"Location", "https://rr9---sn-elsewhere.googlevideo.com/videoplayback?"}},
		{"redirect to a URL", simulator.Fault{Kind: simulator.Redirect, To: "https://evil.example/x"}, 302, nil, nil, [2]string{"Location", "https://evil.example/x"}},
		{"answer", simulator.Fault{Kind: simulator.Answer, Body: "hello"}, 200, []byte("hello"), nil, [2]string{}},
		{"garbled", simulator.Fault{Kind: simulator.Garble}, 206, readAll(t, simulator.Noise(from, simulator.H264x1080.Content().Size()))[from : to+1], nil, [2]string{"Content-Range", "bytes 1000-50999/"}},
		{"changed", simulator.Fault{Kind: simulator.Changed, VideoID: testID, Itag: testItag, Content: simulator.Noise(3, 1000)}, 403, nil, nil, [2]string{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t)
			url := s.MediaURL(testID, testItag)
			s.Inject(tt.fault)
			resp, b, err := get(t, s, url, withRange(from, to))
			if tt.err != nil {
				// Wine sometimes tells of a reset as of an end.
				if tt.err == errReset && err != nil && (!errors.Is(err, io.ErrUnexpectedEOF) || runtime.GOOS == "windows") {
					err = errReset
				}
				if !errors.Is(err, tt.err) {
					t.Errorf("error %v, want %v", err, tt.err)
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if resp == nil {
				return // the reset may arrive before the header was read
			}
			if resp.StatusCode != tt.code {
				t.Errorf("status %d, want %d", resp.StatusCode, tt.code)
			}
			if tt.got != nil && !bytes.Equal(b, tt.got) {
				t.Errorf("%d bytes, want %d", len(b), len(tt.got))
			}
			if tt.head[0] != "" && !strings.HasPrefix(resp.Header.Get(tt.head[0]), tt.head[1]) {
				t.Errorf("%s: %q, want %q", tt.head[0], resp.Header.Get(tt.head[0]), tt.head[1])
			}
		})
	}
}

func TestFaultTimes(t *testing.T) {
	s := newServer(t)
	url := s.MediaURL(testID, testItag)
	s.Inject(simulator.Fault{Kind: simulator.Status, Code: 500, Times: 2})
	s.Inject(simulator.Fault{Kind: simulator.Status, Code: 502, Times: 1})
	for i, want := range []int{500, 500, 502, 206} {
		if resp, _, err := get(t, s, url, withRange(0, 9)); err != nil || resp.StatusCode != want {
			t.Errorf("request %d: %v %v, want %d", i, resp, err, want)
		}
	}
	s.Inject(simulator.Fault{Kind: simulator.Status, Code: 500, Every: 3, Times: 2})
	for i, want := range []int{206, 206, 500, 206, 206, 500, 206, 206, 206} {
		if resp, _, err := get(t, s, url, withRange(0, 9)); err != nil || resp.StatusCode != want {
			t.Errorf("each third, request %d: %v %v, want %d", i, resp, err, want)
		}
	}
	s.Inject(simulator.Fault{Kind: simulator.Forbid})
	if resp, _, _ := get(t, s, url, withRange(0, 9)); resp.StatusCode != 403 {
		t.Errorf("forbidden: %d", resp.StatusCode)
	}
	s.ClearFaults()
	if resp, _, _ := get(t, s, url, withRange(0, 9)); resp.StatusCode != 206 {
		t.Errorf("healed: %d", resp.StatusCode)
	}
}

// TestGate simulates the gate for clients without attestation: a mebibyte, then 403.
func TestGate(t *testing.T) {
	s := newServer(t)
	s.Inject(simulator.Fault{Kind: simulator.Forbid, Itag: 299, AfterTotal: 1 << 20})
	url := s.MediaURL(testID, 299)
	for i, want := range []int{206, 206, 403, 403} {
		from := int64(i) << 19
		if resp, _, err := get(t, s, url, withRange(from, from+1<<19-1)); err != nil || resp.StatusCode != want {
			t.Errorf("request %d: %v %v, want %d", i, resp, err, want)
		}
	}
	if resp, _, _ := get(t, s, s.MediaURL(testID, 299), withRange(0, 9)); resp.StatusCode != 403 {
		t.Errorf("at a fresh address: %d", resp.StatusCode)
	}
}

func TestBreakAfterTotal(t *testing.T) {
	s := newServer(t)
	s.Inject(simulator.Fault{Kind: simulator.Truncate, AfterTotal: 150_000, Itag: 299, Times: 1})
	url := s.MediaURL(testID, 299)
	if _, b, err := get(t, s, url, withRange(0, 99_999)); err != nil || len(b) != 100_000 {
		t.Errorf("first: %d bytes, %v", len(b), err)
	}
	if _, b, err := get(t, s, url, withRange(100_000, 199_999)); !errors.Is(err, io.ErrUnexpectedEOF) || len(b) != 50_000 {
		t.Errorf("second: %d bytes, %v", len(b), err)
	}
	if _, b, err := get(t, s, url, withRange(150_000, 199_999)); err != nil || len(b) != 50_000 {
		t.Errorf("third: %d bytes, %v", len(b), err)
	}
	if got := s.Sent(testID, 299); got != 200_000 {
		t.Errorf("sent %d", got)
	}
}

func TestExpireHalfWay(t *testing.T) {
	s := newServer(t)
	url := s.MediaURL(testID, 299)
	s.Inject(simulator.Fault{Kind: simulator.Expire, VideoID: testID, Times: 1, AfterTotal: 1000})
	for i, want := range []int{206, 403, 403} {
		if resp, _, err := get(t, s, url, withRange(0, 999)); err != nil || resp.StatusCode != want {
			t.Errorf("request %d: %v %v, want %d", i, resp, err, want)
		}
	}
	if resp, _, _ := get(t, s, s.MediaURL(testID, 299), withRange(0, 9)); resp.StatusCode != 206 {
		t.Errorf("fresh address: %d", resp.StatusCode)
	}
}

func TestChangedHalfWay(t *testing.T) {
	s := newServer(t)
	url := s.MediaURL(testID, 299)
	s.Inject(simulator.Fault{Kind: simulator.Changed, VideoID: testID, Itag: 299, AfterTotal: 1000, Content: simulator.Noise(9, 5000)})
	for i, want := range []int{206, 403, 403} {
		if resp, _, err := get(t, s, url, withRange(0, 999)); err != nil || resp.StatusCode != want {
			t.Errorf("request %d: %v %v, want %d", i, resp, err, want)
		}
	}
	fresh := s.MediaURL(testID, 299)
	if !strings.Contains(fresh, "clen=5000") {
		t.Error(fresh)
	}
	if _, b, err := get(t, s, fresh, withRange(0, 4999)); err != nil || !bytes.Equal(b, readAll(t, simulator.Noise(9, 5000))) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if resp, _, _ := get(t, s, s.MediaURL(testID, 140), withRange(0, 9)); resp.StatusCode != 206 {
		t.Errorf("the other format: %d", resp.StatusCode)
	}
}

func TestExpiryByClock(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := simulator.NewServer()
	defer s.Close()
	s.Clock = func() time.Time { return now }
	s.Lifetime = time.Hour
	s.Add(simulator.Video{ID: testID, Media: []simulator.Media{{Itag: testItag, MIME: "video/mp4", Content: simulator.Noise(1, 1000)}}})
	url := s.MediaURL(testID, testItag)
	for _, step := range []struct {
		pass time.Duration
		want int
	}{{0, 206}, {59 * time.Minute, 206}, {time.Minute, 403}} {
		now = now.Add(step.pass)
		if resp, _, err := get(t, s, url, withRange(0, 9)); err != nil || resp.StatusCode != step.want {
			t.Errorf("at %v: %v %v, want %d", now, resp, err, step.want)
		}
	}
}

func TestAddressesAreBound(t *testing.T) {
	s := newServer(t)
	a := player(t, s, "VISIONOS", "1.02", visionAgent, testID)
	url, _ := at(a, "streamingData", "adaptiveFormats", 0, "url").(string)
	tests := []struct {
		name, url, agent string
		want             int
	}{
		{"as given", url, visionAgent, 206},
		{"another User-Agent", url, webAgent, 403},
		{"another itag", strings.Replace(url, "itag=137", "itag=140", 1), visionAgent, 403},
		{"a later expiry", strings.Replace(url, "expire=1", "expire=2", 1), visionAgent, 403},
		{"another signature", strings.Replace(url, "&sig=", "&sig=A", 1), visionAgent, 403},
		{"no parameters", "https://" + simulator.MediaHost(testID) + "/videoplayback", visionAgent, 403},
	}
	for _, tt := range tests {
		resp, _, err := get(t, s, tt.url, func(r *http.Request) {
			r.Header.Set("User-Agent", tt.agent)
			withRange(0, 9)(r)
		})
		if err != nil || resp.StatusCode != tt.want {
			t.Errorf("%s: %v %v, want %d", tt.name, resp, err, tt.want)
		}
	}
	s.Remove(testID)
	if resp, _, _ := get(t, s, url, withRange(0, 9)); resp.StatusCode != 403 {
		t.Errorf("removed: %d", resp.StatusCode)
	}
}

func TestFaultsOnLookups(t *testing.T) {
	s := newServer(t)
	body := clientBody("VISIONOS", "1.02", object{"videoId": testID})
	once := func(f simulator.Fault) (int, map[string]any) {
		t.Helper()
		f.Times = 1
		s.Inject(f)
		return ask(t, s, "player", visionAgent, body)
	}
	if _, a := once(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.BotCheck}); at(a, "playabilityStatus", "reason") != simulator.BotCheck.Reason ||
		at(a, "playabilityStatus", "status") != "LOGIN_REQUIRED" || a["videoDetails"] != nil || a["streamingData"] != nil {
		t.Errorf("refused: %v", a)
	}
	if _, a := once(simulator.Fault{Kind: simulator.WrongVideo}); at(a, "videoDetails", "videoId") != "wrongVideo0" {
		t.Errorf("wrong video: %v", at(a, "videoDetails"))
	}
	if code, _ := once(simulator.Fault{Kind: simulator.Answer, On: simulator.OnPlayer, Code: 503, Body: "{}"}); code != 503 {
		t.Errorf("answer: %d", code)
	}
	for kind, want := range map[simulator.FaultKind]string{simulator.Captcha: "g-recaptcha", simulator.Consent: "consent.youtube.com"} {
		s.Inject(simulator.Fault{Kind: kind, On: simulator.OnPage, Times: 1})
		if _, b, err := get(t, s, "https://www.youtube.com/watch?v="+testID, nil); err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s: %s %v", kind, b, err)
		}
	}
	s.Inject(simulator.Fault{Kind: simulator.Reset, On: simulator.OnImage, Times: 1})
	if _, _, err := get(t, s, "https://i.ytimg.com/vi/"+testID+"/hq720.jpg", nil); err == nil {
		t.Error("no error at a reset image")
	}
	if code, a := ask(t, s, "player", visionAgent, body); code != 200 || at(a, "videoDetails", "videoId") != testID {
		t.Errorf("after all: %d", code)
	}
}

// TestStall checks that a stalled answer ends when its client disconnects.
func TestStall(t *testing.T) {
	s := newServer(t)
	s.Inject(simulator.Fault{Kind: simulator.Stall, After: 100})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", s.MediaURL(testID, testItag), nil)
	withRange(0, 999)(r)
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b := make([]byte, 100)
	if _, err := io.ReadFull(resp.Body, b); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := resp.Body.Read(b); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestCloseDuringStall checks that Close neither hangs nor leaves goroutines.
func TestCloseDuringStall(t *testing.T) {
	s := newServer(t)
	s.Inject(simulator.Fault{Kind: simulator.Stall, After: 1 << 20})
	var bodies []io.ReadCloser
	for range 4 {
		r, _ := http.NewRequest("GET", s.MediaURL(testID, 299), nil)
		withRange(0, 8<<20)(r)
		resp, err := s.Client().Do(r) // nobody reads: the server's buffers are full
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, resp.Body)
	}
	s.Close()
	for _, b := range bodies {
		if _, err := io.Copy(io.Discard, b); err == nil {
			t.Error("no error after Close")
		}
		b.Close()
	}
}

// TestPaceOnTheWire checks lower bounds only, because a busy machine may be slower.
func TestPaceOnTheWire(t *testing.T) {
	s := simulator.NewServer()
	defer s.Close()
	s.Add(simulator.Video{ID: testID, Duration: time.Second, Media: []simulator.Media{ // 64 KiB/s to watch along, so 80 when slowed
		{Itag: testItag, MIME: "video/mp4", Content: simulator.Noise(1, 64<<10)},
		{Itag: 140, MIME: "audio/mp4", Content: simulator.Noise(1, 64<<10), Pace: 100 << 10},
	}})
	video, audio := s.MediaURL(testID, testItag), s.MediaURL(testID, 140)
	took := func(url, header string) time.Duration {
		t.Helper()
		start := time.Now()
		_, b, err := get(t, s, url, func(r *http.Request) { r.Header.Set("Range", header) })
		if err != nil || len(b) != 32<<10 {
			t.Errorf("%s: %d bytes, %v", header, len(b), err)
		}
		return time.Since(start)
	}
	const end = "bytes=32768-65535"
	if got := took(video, "bytes=32768-"); got < 350*time.Millisecond {
		t.Errorf("open-ended: %v", got)
	}
	if got := took(audio, end); got < 280*time.Millisecond {
		t.Errorf("with a pace: %v", got)
	}
	s.Inject(simulator.Fault{Kind: simulator.Slow, Rate: 120 << 10, Times: 1})
	if got := took(video, end); got < 220*time.Millisecond {
		t.Errorf("slowed: %v", got)
	}
}
