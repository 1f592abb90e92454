package checkup_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newServer starts a server without faults, and returns a check-up of the connection
// to it.
func newServer(t *testing.T) (*simulator.Server, *checkup.Config) {
	t.Helper()
	server := simulator.NewServer()
	t.Cleanup(server.Close)
	for _, id := range checkup.KnownVideos() {
		server.Add(simulator.Video{ID: id, Duration: simulator.FixtureLength, Media: simulator.Formats(simulator.FixtureLength, 137, 140, 18)})
	}
	return server, &checkup.Config{
		Transport: server.Transport(), Addresses: server.Addresses, LookupHost: server.LookupHost,
		Dir: t.TempDir(), Free: func(string) (int64, error) { return 50e9, nil },
		Version: "1.2.3", Built: time.Now().Add(-24 * time.Hour),
	}
}

func profiles() []string { return youtube.New(youtube.Options{}).Profiles() }

// check runs a check-up and checks that it reports all steps in order.
func check(t *testing.T, c checkup.Config) (checkup.Verdict, map[checkup.Name]checkup.Step) {
	t.Helper()
	ended := map[checkup.Name]checkup.Step{}
	var order []checkup.Name
	var running checkup.Name
	v := checkup.Run(t.Context(), c, func(s checkup.Step) {
		if s.State == checkup.Running {
			running = s.Name
			return
		}
		if s.State != checkup.Skipped && s.Name != running {
			t.Errorf("%s ended and had not begun", s.Name)
		}
		ended[s.Name] = s
		order = append(order, s.Name)
	})
	if !slices.Equal(order, checkup.Steps()) {
		t.Errorf("steps %q", order)
	}
	return v, ended
}

func TestNoFault(t *testing.T) {
	server, c := newServer(t)
	c.Ytdlp = func(context.Context) checkup.YtdlpFound { return checkup.YtdlpFound{Version: "2026.10.26"} }
	v, steps := check(t, *c)
	if v != (checkup.Verdict{Class: checkup.Fine, State: checkup.OK}) || !v.Works() {
		t.Errorf("%+v", v)
	}
	for name, s := range steps {
		if s.State != checkup.OK || s.Detail == "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if left, err := os.ReadDir(c.Dir); err != nil || len(left) > 0 {
		t.Errorf("%q was left behind, %v", left, err)
	}
	var sent int64
	for _, r := range server.RequestsOn(simulator.OnMedia) {
		sent += r.Sent
	}
	if sent == 0 || sent > checkup.MediaBytes {
		t.Errorf("%d bytes of media", sent)
	}
	if n := len(server.RequestsOn(simulator.OnPlayer)); n != len(profiles()) {
		t.Errorf("%d lookups", n)
	}
	scripts := 0
	for _, r := range server.Requests() {
		if strings.HasPrefix(r.Path, "/s/player/") {
			scripts++
		}
	}
	if scripts != 1 {
		t.Errorf("the player script was fetched %d times", scripts)
	}
	for _, name := range profiles() { // a check-up says which of them work
		if !strings.Contains(steps[checkup.Lookup].Detail, name+": ok") {
			t.Errorf("%s is not in %q", name, steps[checkup.Lookup].Detail)
		}
	}
}

// TestOneProfileIsEnough checks that one client profile that works is enough, for the
// lookup and for the media.
func TestOneProfileIsEnough(t *testing.T) {
	names := profiles()
	last := names[len(names)-1]
	for _, verdict := range []simulator.Playability{simulator.Refused, simulator.BotCheck} {
		server, c := newServer(t)
		refuse(server, verdict, names[:len(names)-1])
		v, steps := check(t, *c)
		if v.Class != checkup.Fine {
			t.Errorf("%+v", v)
		}
		for _, name := range names {
			if !strings.Contains(steps[checkup.Lookup].Detail, name+": ") {
				t.Errorf("%s is not in %q", name, steps[checkup.Lookup].Detail)
			}
		}
		if !strings.Contains(steps[checkup.Media].Detail, last) {
			t.Errorf("media: %q", steps[checkup.Media].Detail)
		}
	}
	server, c := newServer(t)
	for _, name := range names[:len(names)-1] {
		server.Inject(simulator.Fault{Kind: simulator.Forbid, Client: name})
	}
	if v, steps := check(t, *c); v.Class != checkup.Fine || !strings.Contains(steps[checkup.Media].Detail, last) {
		t.Errorf("%+v, media: %q", v, steps[checkup.Media].Detail)
	}
}

// TestOneVideoIsEnough checks that each profile that gets no stream of the first
// video is asked about the others, and that one video is enough.
func TestOneVideoIsEnough(t *testing.T) {
	known := checkup.KnownVideos()
	for _, status := range []simulator.Playability{simulator.Removed, simulator.Refused, simulator.Private, simulator.Geo} {
		server, c := newServer(t)
		for _, id := range known[:len(known)-1] {
			server.Inject(simulator.Fault{Kind: simulator.Refuse, VideoID: id, Playability: status})
		}
		v, steps := check(t, *c)
		if v.Class != checkup.Fine || steps[checkup.Media].State != checkup.OK {
			t.Errorf("%s: %+v, media %+v", status.Reason, v, steps[checkup.Media])
		}
		if n := len(server.RequestsOn(simulator.OnPlayer)); n != len(known)*len(profiles()) {
			t.Errorf("%s: %d lookups", status.Reason, n)
		}
	}
}

// TestNoMoreQuestions checks that a profile is not asked about another video when
// the network is the cause.
func TestNoMoreQuestions(t *testing.T) {
	for _, f := range []simulator.Fault{
		{Kind: simulator.Refuse, Playability: simulator.BotCheck}, {Kind: simulator.Captcha}, {Kind: simulator.Status, Code: 429, On: simulator.OnPlayer},
		{Kind: simulator.Status, Code: 503, On: simulator.OnPlayer},
	} {
		server, c := newServer(t)
		server.Inject(f)
		check(t, *c)
		if n := len(server.RequestsOn(simulator.OnPlayer)); n != len(profiles()) {
			t.Errorf("%s %d: %d lookups", f.Kind, f.Code, n)
		}
	}
}

// TestWhatArrivesIsBelieved checks that no verdict says that YouTube gives nothing
// or that a newer version helps, while bytes of a download arrive.
func TestWhatArrivesIsBelieved(t *testing.T) {
	refused := func(p simulator.Playability) func(*simulator.Server, *checkup.Config) {
		return func(s *simulator.Server, _ *checkup.Config) {
			s.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: p})
		}
	}
	for _, tt := range []struct {
		name    string
		fault   func(*simulator.Server, *checkup.Config)
		without checkup.Class
	}{
		{"clients retired", func(s *simulator.Server, _ *checkup.Config) {
			s.Inject(simulator.Fault{Kind: simulator.Status, Code: 400, On: simulator.OnPlayer})
		}, checkup.Changed},
		{"removed", refused(simulator.Removed), checkup.Withheld},
		{"refused", refused(simulator.Refused), checkup.Withheld},
		{"media refused", func(s *simulator.Server, _ *checkup.Config) { s.Inject(simulator.Fault{Kind: simulator.Forbid}) }, checkup.Gated},
		{"media cut", func(s *simulator.Server, c *checkup.Config) {
			c.SetLimit(checkup.Media, time.Second)
			s.Inject(simulator.Fault{Kind: simulator.Stall})
		}, checkup.MediaSilent},
		{"old", func(_ *simulator.Server, c *checkup.Config) { c.Built = time.Now().AddDate(-1, 0, 0) }, checkup.OldVersion},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, was := range []struct {
				ago  time.Duration
				want checkup.Class
			}{{time.Second, checkup.Fine}, {5 * time.Minute, checkup.Fine}, {time.Hour, tt.without}} {
				server, c := newServer(t)
				tt.fault(server, c)
				c.Received = func() time.Time { return time.Now().Add(-was.ago) }
				if v, _ := check(t, *c); v.Class != was.want {
					t.Errorf("bytes %s ago: %+v, want %s", was.ago, v, was.want)
				}
			}
		})
	}
	// What is wrong with the network stays said.
	server, c := newServer(t)
	server.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.BotCheck})
	c.Received = time.Now
	if v, _ := check(t, *c); v.Class != checkup.BotCheck {
		t.Errorf("%+v", v)
	}
}

// TestYtdlp checks what is said of a yt-dlp on this computer.
func TestYtdlp(t *testing.T) {
	for _, tt := range []struct {
		is    checkup.YtdlpFound
		state checkup.State
		class checkup.Class
	}{
		{checkup.YtdlpFound{}, checkup.Skipped, checkup.Fine},
		{checkup.YtdlpFound{Version: "2026.10.21"}, checkup.OK, checkup.Fine},
		{checkup.YtdlpFound{Version: "2026.10.20", Insecure: true}, checkup.Warned, checkup.InsecureYtdlp},
	} {
		_, c := newServer(t)
		c.Ytdlp = func(context.Context) checkup.YtdlpFound { return tt.is }
		v, steps := check(t, *c)
		if v.Class != tt.class || !v.Works() || steps[checkup.Ytdlp].State != tt.state || !strings.Contains(steps[checkup.Ytdlp].Detail, tt.is.Version) {
			t.Errorf("%+v: %+v, step %+v", tt.is, v, steps[checkup.Ytdlp])
		}
	}
}

// TestLaterProfiles checks that the profiles of the Config are used.
func TestLaterProfiles(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const later = `{"schema": 1, "serial": 99991231, "minimumApp": "0.0.1", "player": [
		{"name": "VISIONOS", "header": "101", "version": "9.9", "userAgent": "com.google.visionos.youtube/9.9(RealityDevice17,1)"}],
		"browse": {"name": "WEB", "header": "1", "version": "9.9", "userAgent": "Mozilla/5.0 (X11)"}}`
	server, c := newServer(t)
	if c.Profiles, err = youtube.LoadProfiles(youtube.SignProfiles([]byte(later), private), public, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	v, _ := check(t, *c)
	asked := server.RequestsOn(simulator.OnPlayer)
	if v.Class != checkup.Fine || len(asked) != 1 || !strings.Contains(asked[0].Body, `"9.9"`) {
		t.Errorf("%+v, asked %+v", v, asked)
	}
}

// TestFolderThatWillBeCreated checks that a missing folder is no fault, because
// downloads create it, and that the check-up does not create it.
func TestFolderThatWillBeCreated(t *testing.T) {
	_, c := newServer(t)
	c.Dir = filepath.Join(c.Dir, "Hilo", "Music")
	if v, _ := check(t, *c); v.Class != checkup.Fine {
		t.Errorf("%+v", v)
	}
	if _, err := os.Stat(filepath.Dir(c.Dir)); !os.IsNotExist(err) {
		t.Errorf("it was made: %v", err)
	}
}

// TestNothingToCheck checks that what is not known does not count.
func TestNothingToCheck(t *testing.T) {
	_, c := newServer(t)
	c.Dir, c.Built = "", time.Time{}
	c.Addresses = func() ([]net.Addr, error) { return nil, errors.New("not on this system") }
	v, steps := check(t, *c)
	if v.Class != checkup.Fine {
		t.Errorf("%+v", v)
	}
	for _, name := range []checkup.Name{checkup.Network, checkup.Folder, checkup.Space, checkup.Version, checkup.Ytdlp} {
		if steps[name].State != checkup.Skipped {
			t.Errorf("%s: %+v", name, steps[name])
		}
	}
}

// TestStopped checks that a stopped check-up ends at once and reports all remaining
// steps.
func TestStopped(t *testing.T) {
	for _, at := range []struct {
		step checkup.Name
		on   simulator.Endpoint
	}{{checkup.YouTube, simulator.OnPage}, {checkup.Lookup, simulator.OnPlayer}, {checkup.Media, simulator.OnMedia}} {
		server, c := newServer(t)
		server.Inject(simulator.Fault{Kind: simulator.Stall, On: at.on})
		ctx, cancel := context.WithCancel(t.Context())
		var asked, states = make(chan struct{}), map[checkup.Name]checkup.State{}
		go func() { // stops it when the server has a request
			defer cancel()
			<-asked
			for len(server.RequestsOn(at.on)) == 0 {
				time.Sleep(time.Millisecond)
			}
		}()
		v := checkup.Run(ctx, *c, func(s checkup.Step) {
			if states[s.Name] = s.State; s.Name == at.step && s.State == checkup.Running {
				close(asked)
			}
		})
		if v.Class != checkup.Stopped || v.Step != at.step || v.Works() {
			t.Errorf("%s: %+v", at.step, v)
		}
		for _, name := range checkup.Steps()[slices.Index(checkup.Steps(), at.step):] {
			if states[name] != checkup.Skipped {
				t.Errorf("%s is %s", name, states[name])
			}
		}
	}
}

// TestLessThanAMinute adds up the time limits of the steps.
func TestLessThanAMinute(t *testing.T) {
	if all := 6*checkup.StepLimit + checkup.YtdlpLimit; all >= time.Minute {
		t.Errorf("all steps take %s", all)
	}
}

func TestDetailsAreBounded(t *testing.T) {
	server, c := newServer(t)
	server.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Playability{Status: "ERROR", Reason: strings.Repeat("é", 1000)}})
	v, _ := check(t, *c)
	if v.Step != checkup.Lookup || len(v.Detail) > 500 || !strings.HasPrefix(v.Detail, profiles()[0]) {
		t.Errorf("%d bytes: %+v", len(v.Detail), v)
	}
}
