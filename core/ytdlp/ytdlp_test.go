package ytdlp_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

const testID = "dQw4w9WgXcQ"

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		says    string
		want    error
		version string
	}{
		{"2026.08.19", nil, "2026.08.19"},
		{"2026.8.19", nil, "2026.8.19"},
		{"2026.08.19.232805", nil, "2026.08.19.232805"},
		{"2026.10.26", nil, "2026.10.26"},
		{"2027.01.01", nil, "2027.01.01"},
		{"2026.08.18", ytdlp.ErrTooOld, "2026.08.18"},
		{"2026.08.18.999999", ytdlp.ErrTooOld, "2026.08.18.999999"},
		{"2025.11.12", ytdlp.ErrTooOld, "2025.11.12"},
		{"1999.99.99", ytdlp.ErrTooOld, "1999.99.99"},
		{"hello", errAny, ""},
		{"2026.08.19 and more", errAny, ""},
		{"99999999999.08.19", errAny, ""},
		{"", errAny, ""},
		{strings.Repeat("2", ytdlp.MaxVersion), errAny, ""},
	} {
		dir := install(t, act{Version: tt.says})
		e, err := ytdlp.Find(t.Context())
		if !matches(err, tt.want) || e.Version != tt.version || e.Path != filepath.Join(dir, ytdlp.Program) || e.Name() != "yt-dlp" {
			t.Errorf("%.50q: %+v, %v", tt.says, e, err)
		}
	}
	install(t, act{Version: ytdlp.Oldest, Exit: 1, Err: "broken installation"})
	if _, err := ytdlp.Find(t.Context()); err == nil || !strings.Contains(err.Error(), "broken installation") {
		t.Errorf("got %v", err)
	}
	install(t, act{Flood: true})
	if _, err := ytdlp.Find(t.Context()); !errors.Is(err, ytdlp.ErrTooLong) {
		t.Errorf("got %v", err)
	}
}

// TestInsecure checks which versions are known to have a security hole.
func TestInsecure(t *testing.T) {
	for version, want := range map[string]bool{
		"2026.08.19": true, "2026.10.20": true, "2026.10.20.235959": true, "2025.11.12": true,
		ytdlp.Safe: false, "2026.10.21.010203": false, "2026.10.26": false, "2027.01.01": false, "": false,
	} {
		if got := (ytdlp.Extractor{Version: version}).Insecure(); got != want {
			t.Errorf("%s: %v", version, got)
		}
	}
}

// errAny stands for any error but ErrTooOld and ErrNotFound.
var errAny = errors.New("any")

func matches(err, want error) bool {
	if want == errAny {
		return err != nil && !errors.Is(err, ytdlp.ErrTooOld) && !errors.Is(err, ytdlp.ErrNotFound)
	}
	return errors.Is(err, want)
}

func TestFindSkipsRelativeFolders(t *testing.T) {
	dir := install(t, act{Version: ytdlp.Oldest})
	t.Chdir(dir)
	empty := t.TempDir()
	for _, path := range []string{"", ".", "./", filepath.Base(dir), empty, empty + string(os.PathListSeparator) + "."} {
		t.Setenv("PATH", path)
		if e, err := ytdlp.Find(t.Context()); !errors.Is(err, ytdlp.ErrNotFound) || e.Path != "" {
			t.Errorf("PATH %q: %+v, %v", path, e, err)
		}
	}
	t.Setenv("PATH", "."+string(os.PathListSeparator)+dir)
	if _, err := ytdlp.Find(t.Context()); err != nil {
		t.Error(err)
	}
	other := t.TempDir() // something of that name that is no program, which Windows tells only by running it
	if runtime.GOOS != "windows" {
		if err := os.WriteFile(filepath.Join(other, ytdlp.Program), []byte("text"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(empty, ytdlp.Program), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", strings.Join([]string{other, empty, dir}, string(os.PathListSeparator)))
	if e, err := ytdlp.Find(t.Context()); err != nil || e.Path != filepath.Join(dir, ytdlp.Program) {
		t.Errorf("got %+v, %v", e, err)
	}
}

// extractor installs a fake yt-dlp that is new enough.
func extractor(t *testing.T, a act) (ytdlp.Extractor, string) {
	t.Helper()
	a.Version = ytdlp.Oldest
	dir := install(t, a)
	return ytdlp.Extractor{Path: filepath.Join(dir, ytdlp.Program), Version: ytdlp.Oldest}.Limited(ytdlp.LookupTime), dir
}

// hasVariable looks for NAME=value. Windows does not tell HTTPS_PROXY from https_proxy.
func hasVariable(env []string, want string) bool {
	return slices.ContainsFunc(env, func(v string) bool { return v == want || runtime.GOOS == "windows" && strings.EqualFold(v, want) })
}

func TestCommandLine(t *testing.T) {
	home := "HOME"
	if runtime.GOOS == "windows" {
		home = "USERPROFILE"
	}
	t.Setenv("HTTPS_PROXY", "http://192.0.2.1:8080")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	t.Setenv("YTDLP_OPTS", "--cookies-from-browser firefox")
	e, dir := extractor(t, act{Out: good})
	t.Setenv("PATH", strings.Join([]string{".", dir, "relative"}, string(os.PathListSeparator)))
	if _, err := e.Video(t.Context(), "-exec-rm-rf"); err != nil {
		t.Fatal(err)
	}
	got := calls(t, dir)
	if want := []string{"--ignore-config", "--no-update", "-J", "--", "https://www.youtube.com/watch?v=-exec-rm-rf"}; !slices.Equal(got.Args, want) {
		t.Errorf("arguments %q", got.Args)
	}
	resolved, _ := filepath.EvalSymlinks(dir)
	if got.Dir != dir && got.Dir != resolved {
		t.Errorf("called in %s", got.Dir)
	}
	for _, want := range []string{"PATH=" + dir, "HTTPS_PROXY=http://192.0.2.1:8080", home + "=" + os.Getenv(home)} {
		if !hasVariable(got.Env, want) {
			t.Errorf("environment %q lacks %s", got.Env, want)
		}
	}
	for _, v := range got.Env {
		if strings.Contains(v, "secret") || strings.Contains(v, "cookies") {
			t.Errorf("%s is passed on", v)
		}
	}
	if _, err := ytdlp.Find(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := calls(t, dir).Args; !slices.Equal(got, []string{"--ignore-config", "--version"}) {
		t.Errorf("arguments %q", got)
	}
}

// TestProxy holds that a proxy of the user replaces that of the environment, and that
// no other user of the computer can see it.
func TestProxy(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://192.0.2.1:8080")
	t.Setenv("NO_PROXY", "www.youtube.com")
	for proxy, want := range map[string]string{"http://u:sesame@own:1": "HTTPS_PROXY=http://u:sesame@own:1", "direct": "NO_PROXY=*"} {
		e, dir := extractor(t, act{Out: good})
		e.Proxy = proxy
		if _, err := e.Video(t.Context(), "aaaaaaaaaaa"); err != nil {
			t.Fatal(err)
		}
		got := calls(t, dir)
		if !hasVariable(got.Env, want) || hasVariable(got.Env, "NO_PROXY=www.youtube.com") || strings.Contains(strings.Join(got.Env, " "), "192.0.2.1") {
			t.Errorf("%s: environment %q", proxy, got.Env)
		}
		if strings.Contains(strings.Join(got.Args, " "), "sesame") {
			t.Errorf("arguments %q", got.Args)
		}
	}
}

func wantClass(t *testing.T, err error, want youtube.Class) {
	t.Helper()
	var e *youtube.Error
	if !errors.As(err, &e) || e.Class != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestErrorOutput(t *testing.T) {
	for _, tt := range []struct {
		name   string
		act    act
		class  youtube.Class
		detail string
	}{
		{"garbage", act{Out: "<html>"}, youtube.Unintelligible, ""},
		{"nothing", act{}, youtube.Unintelligible, ""},
		{"half", act{Out: good[:len(good)/2]}, youtube.Unintelligible, ""},
		{"flood", act{Flood: true}, youtube.Unintelligible, "too much output"},
		{"flood of errors", act{Errors: true}, youtube.Unintelligible, "too much output"},
		{"failure", act{Exit: 1, Err: "ERROR: [youtube] dQw4w9WgXcQ: Private video. Sign in if you've been granted access to this video\n"}, youtube.Private, "exit status 1"},
		{"failure without words", act{Exit: 2}, youtube.Unknown, "exit status 2"},
		{"failure with output", act{Exit: 1, Out: good}, youtube.Unknown, "exit status 1"},
		{"many words", act{Exit: 1, Err: strings.Repeat("WARNING: x\n", 1<<14) + "ERROR: [youtube] dQw4w9WgXcQ: This video is DRM protected"}, youtube.DRM, "DRM protected"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, _ := extractor(t, tt.act)
			v, err := e.Video(t.Context(), testID)
			wantClass(t, err, tt.class)
			if v != nil || !strings.Contains(err.Error(), tt.detail) || len(err.Error()) > ytdlp.MaxTail+1000 {
				t.Errorf("got %v, %v", v, err)
			}
		})
	}
	e, dir := extractor(t, act{Out: good})
	if err := os.Remove(filepath.Join(dir, ytdlp.Program)); err != nil {
		t.Fatal(err)
	}
	_, err := e.Video(t.Context(), testID)
	wantClass(t, err, youtube.Unknown)
}

// TestHangingIsEnded checks that yt-dlp and its child process are killed, and that
// the lookup does not wait for the output that they keep open.
func TestHangingIsEnded(t *testing.T) {
	for _, tt := range []struct {
		name  string
		limit time.Duration
		check func(t *testing.T, err error)
	}{
		{"cancelled", time.Hour, func(t *testing.T, err error) {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}},
		{"too slow", 500 * time.Millisecond, func(t *testing.T, err error) {
			wantClass(t, err, youtube.Unreachable)
			if !errors.Is(err, ytdlp.ErrSlow) || errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer listener.Close()
			e, _ := extractor(t, act{Hang: listener.Addr().String()})
			e = e.Limited(tt.limit)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			done := make(chan error, 1)
			go func() {
				_, err := e.Video(ctx, testID)
				done <- err
			}()
			if tt.limit == time.Hour { // both of them are there
				for range 2 {
					c, err := listener.Accept()
					if err != nil {
						t.Fatal(err)
					}
					defer func() {
						if n, err := io.Copy(io.Discard, c); n != 0 || isTimeout(err) {
							t.Errorf("a process lives on: %v", err)
						}
						c.Close()
					}()
					c.SetReadDeadline(time.Now().Add(20 * time.Second))
				}
				cancel()
			}
			tt.check(t, <-done)
		})
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	install(t, act{Hang: listener.Addr().String()})
	if _, err := ytdlp.FindWithin(t.Context(), 500*time.Millisecond); !errors.Is(err, ytdlp.ErrSlow) {
		t.Errorf("got %v", err)
	}
}

// TestChildrenEndWithYtdlp checks that a child process that yt-dlp leaves behind is
// killed, even if it does not keep yt-dlp's output open.
func TestChildrenEndWithYtdlp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	e, _ := extractor(t, act{Out: good, Leave: listener.Addr().String()})
	if _, err := e.Video(t.Context(), testID); err != nil {
		t.Fatal(err)
	}
	c, err := listener.Accept() // yt-dlp ended after the child had connected
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	if n, err := io.Copy(io.Discard, c); n != 0 || isTimeout(err) {
		t.Errorf("the child lives on: %v", err)
	}
}

func isTimeout(err error) bool {
	var e net.Error
	return errors.As(err, &e) && e.Timeout()
}

func TestWaitUntil(t *testing.T) {
	for _, tt := range []struct{ until, want time.Duration }{
		{-time.Hour, 0}, {0, 0}, {12 * time.Second, 12 * time.Second}, {time.Hour, ytdlp.MaxWait},
	} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			if err := ytdlp.WaitUntil(t.Context(), start.Add(tt.until)); err != nil || time.Since(start) != tt.want {
				t.Errorf("until %v: %v, %v", tt.until, time.Since(start), err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start = time.Now()
			if err := ytdlp.WaitUntil(ctx, start.Add(time.Minute)); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("ended after %v with %v", time.Since(start), err)
			}
			if err := ytdlp.WaitUntil(t.Context(), time.Time{}); err != nil {
				t.Error(err)
			}
		})
	}
}

// refusing is a YouTube that refuses every client profile.
type refusing struct{}

func (refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	const body = `{"playabilityStatus":{"status":"UNPLAYABLE","reason":"This video is not available"}}`
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// checked returns what a Source makes of the extractor's video.
func checked(t *testing.T, extractor youtube.FallbackExtractor) (*youtube.Video, error) {
	t.Helper()
	s := youtube.New(youtube.Options{Transport: refusing{}})
	s.SetFallback(extractor)
	return s.Video(t.Context(), testID)
}

func TestAsFallbackExtractor(t *testing.T) {
	e, _ := extractor(t, act{Out: good, Err: "WARNING: [youtube] No supported JavaScript runtime could be found\n"})
	v, err := checked(t, e)
	if err != nil {
		t.Fatal(err)
	}
	until := time.Unix(1790000000, 0).UTC()
	const base = "https://r1.googlevideo.com/videoplayback?expire=1790000000&lmt="
	want := []youtube.Stream{ // best first
		{Itag: 399, URL: base + "20", Container: "mp4", Codecs: "av01.0.08M.10", Size: 2000, Bitrate: 900500, HasVideo: true, Width: 1920, Height: 1080, FPS: 60, HDR: true, Version: "20", Expires: until},
		{Itag: 18, URL: base + "18", Container: "mp4", Codecs: "avc1.42001E, mp4a.40.2", HasVideo: true, HasAudio: true, Width: 640, Height: 360, FPS: 30, Channels: 2, Language: "en", Version: "18", Expires: until},
		{Itag: 140, URL: base + "14", Container: "mp4", Codecs: "mp4a.40.2", Size: 500, Bitrate: 129500, HasAudio: true, Channels: 2, Language: "en", LanguageName: "English original", Original: true, Version: "14", Expires: until},
		{Itag: 251, URL: base + "25&xtags=acont%3Ddubbed-auto", Container: "webm", Codecs: "opus", HasAudio: true, Language: "de", LanguageName: "German", Version: "25", Expires: until},
		{Itag: 140, URL: base + "13&xtags=drc%3D1", Container: "mp4", Codecs: "mp4a.40.2", HasAudio: true, Language: "en", LanguageName: "English descriptive", Described: true, DRC: true, Version: "13", Expires: until},
	}
	if !reflect.DeepEqual(v.Streams, want) {
		t.Errorf("streams\n%+v\nwant\n%+v", v.Streams, want)
	}
	if v.ID != testID || v.Title != "A title" || v.Author != "A channel" || v.ChannelID != "UCTwECeGqMZee77BjdoYtI2Q" || v.Description != "About" ||
		v.Duration != 100*time.Second || !v.Published.Equal(time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)) || v.Live != youtube.WasLive ||
		v.Profile != "yt-dlp" || v.UserAgent != "Mozilla/5.0 (tester)" {
		t.Errorf("got %+v", v)
	}
	if want := []youtube.Thumbnail{{URL: "https://i.ytimg.com/vi/x/mq.jpg", Width: 320, Height: 180}, {URL: "https://i.ytimg.com/vi/x/hq.jpg", Width: 480, Height: 360}}; !reflect.DeepEqual(v.Thumbnails, want) {
		t.Errorf("thumbnails %+v", v.Thumbnails)
	}
	if want := []youtube.Chapter{{Start: 0, Title: "One"}, {Start: 30500 * time.Millisecond, Title: "Two"}, {Start: time.Minute, Title: "Three"}}; !reflect.DeepEqual(v.Chapters, want) {
		t.Errorf("chapters %+v", v.Chapters)
	}
	const text = "https://www.youtube.com/api/timedtext?v=x&lang="
	if want := []youtube.Caption{
		{URL: text + "en&fmt=vtt", Language: "en", Name: "English"},
		{URL: text + "es-419&name=x&fmt=json3", Language: "es-419", Name: "Spanish (Latin America)"},
		{URL: text + "en&kind=asr&fmt=json3", Language: "en", Name: "English", Generated: true},
	}; !reflect.DeepEqual(v.Captions, want) {
		t.Errorf("captions %+v", v.Captions)
	}
}
