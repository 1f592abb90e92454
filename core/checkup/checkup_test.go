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
	server.Add(simulator.Video{
		ID: checkup.KnownVideo, Duration: simulator.FixtureLength,
		Media: simulator.Formats(simulator.FixtureLength, 137, 140, 18),
	})
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
	for _, name := range []checkup.Name{checkup.Network, checkup.Folder, checkup.Space, checkup.Version} {
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
	if 6*checkup.StepLimit >= time.Minute {
		t.Errorf("six steps take %s", 6*checkup.StepLimit)
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
