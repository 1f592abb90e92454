package checkup

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

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// practice is a site where all is well, and a check-up of the way to it.
func practice(t *testing.T) (*simulator.Server, *Config) {
	t.Helper()
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	site.Add(simulator.Video{
		ID: KnownVideo, Duration: simulator.FixtureLength,
		Media: simulator.Formats(simulator.FixtureLength, 137, 140, 18),
	})
	return site, &Config{
		Transport: site.Transport(), Addresses: site.Addresses, LookupHost: site.LookupHost,
		Dir: t.TempDir(), Free: func(string) (int64, error) { return 50e9, nil },
		Version: "1.2.3", Built: time.Now().Add(-24 * time.Hour),
	}
}

func profiles() []string { return youtube.New(youtube.Options{}).Profiles() }

// check runs a check-up and sees to it that all steps were told of in order.
func check(t *testing.T, c Config) (Verdict, map[Name]Step) {
	t.Helper()
	ended := map[Name]Step{}
	var order []Name
	var running Name
	v := Run(t.Context(), c, func(s Step) {
		if s.State == Running {
			running = s.Name
			return
		}
		if s.State != Skipped && s.Name != running {
			t.Errorf("%s ended and had not begun", s.Name)
		}
		ended[s.Name] = s
		order = append(order, s.Name)
	})
	if !slices.Equal(order, Steps()) {
		t.Errorf("steps %q", order)
	}
	return v, ended
}

func TestAllIsWell(t *testing.T) {
	site, c := practice(t)
	v, steps := check(t, *c)
	if v != (Verdict{Class: Fine, State: OK}) || !v.Works() {
		t.Errorf("%+v", v)
	}
	for name, s := range steps {
		if s.State != OK || s.Detail == "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if left, err := os.ReadDir(c.Dir); err != nil || len(left) > 0 {
		t.Errorf("%q was left behind, %v", left, err)
	}
	var sent int64
	for _, r := range site.RequestsOn(simulator.OnMedia) {
		sent += r.Sent
	}
	if sent == 0 || sent > mediaBytes {
		t.Errorf("%d bytes of media", sent)
	}
	if n := len(site.RequestsOn(simulator.OnPlayer)); n != len(profiles()) {
		t.Errorf("%d lookups", n)
	}
}

// One client profile that works is enough, whatever became of the others; the
// first one's media being refused does not matter if another one's comes.
func TestOneProfileIsEnough(t *testing.T) {
	names := profiles()
	last := names[len(names)-1]
	for _, verdict := range []simulator.Playability{simulator.Refused, simulator.BotCheck} {
		site, c := practice(t)
		refuse(site, verdict, names[:len(names)-1])
		v, steps := check(t, *c)
		if v.Class != Fine {
			t.Errorf("%+v", v)
		}
		for _, name := range names {
			if !strings.Contains(steps[Lookup].Detail, name+": ") {
				t.Errorf("%s is not in %q", name, steps[Lookup].Detail)
			}
		}
		if !strings.Contains(steps[Media].Detail, last) {
			t.Errorf("media: %q", steps[Media].Detail)
		}
	}
	site, c := practice(t)
	for _, name := range names[:len(names)-1] {
		site.Inject(simulator.Fault{Kind: simulator.Forbid, Client: name})
	}
	if v, steps := check(t, *c); v.Class != Fine || !strings.Contains(steps[Media].Detail, last) {
		t.Errorf("%+v, media: %q", v, steps[Media].Detail)
	}
}

// Profiles that came later are those that are tried.
func TestLaterProfiles(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const later = `{"schema": 1, "serial": 99991231, "minimumApp": "0.0.1", "player": [
		{"name": "VISIONOS", "header": "101", "version": "9.9", "userAgent": "com.google.visionos.youtube/9.9(RealityDevice17,1)"}],
		"browse": {"name": "WEB", "header": "1", "version": "9.9", "userAgent": "Mozilla/5.0 (X11)"}}`
	site, c := practice(t)
	if c.Profiles, err = youtube.LoadProfiles(youtube.SignProfiles([]byte(later), private), public, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	v, _ := check(t, *c)
	asked := site.RequestsOn(simulator.OnPlayer)
	if v.Class != Fine || len(asked) != 1 || !strings.Contains(asked[0].Body, `"9.9"`) {
		t.Errorf("%+v, asked %+v", v, asked)
	}
}

// A folder that is not there yet is no fault, because downloads make it. It is
// not made for a check-up.
func TestFolderThatWillBeMade(t *testing.T) {
	_, c := practice(t)
	c.Dir = filepath.Join(c.Dir, "Hilo", "Music")
	if v, _ := check(t, *c); v.Class != Fine {
		t.Errorf("%+v", v)
	}
	if _, err := os.Stat(filepath.Dir(c.Dir)); !os.IsNotExist(err) {
		t.Errorf("it was made: %v", err)
	}
}

// What cannot be known does not count.
func TestNothingToCheck(t *testing.T) {
	_, c := practice(t)
	c.Dir, c.Built = "", time.Time{}
	c.Addresses = func() ([]net.Addr, error) { return nil, errors.New("not on this system") }
	v, steps := check(t, *c)
	if v.Class != Fine {
		t.Errorf("%+v", v)
	}
	for _, name := range []Name{Network, Folder, Space, Version} {
		if steps[name].State != Skipped {
			t.Errorf("%s: %+v", name, steps[name])
		}
	}
}

// A check-up that is stopped ends at once and tells of all that was not done.
func TestStopped(t *testing.T) {
	for _, at := range []struct {
		step Name
		on   simulator.Endpoint
	}{{YouTube, simulator.OnPage}, {Lookup, simulator.OnPlayer}, {Media, simulator.OnMedia}} {
		site, c := practice(t)
		site.Inject(simulator.Fault{Kind: simulator.Stall, On: at.on})
		ctx, cancel := context.WithCancel(t.Context())
		var asked, states = make(chan struct{}), map[Name]State{}
		go func() { // stops it once the site is being asked
			defer cancel()
			<-asked
			for len(site.RequestsOn(at.on)) == 0 {
				time.Sleep(time.Millisecond)
			}
		}()
		v := Run(ctx, *c, func(s Step) {
			if states[s.Name] = s.State; s.Name == at.step && s.State == Running {
				close(asked)
			}
		})
		if v.Class != Stopped || v.Step != at.step || v.Works() {
			t.Errorf("%s: %+v", at.step, v)
		}
		for _, name := range Steps()[slices.Index(Steps(), at.step):] {
			if states[name] != Skipped {
				t.Errorf("%s is %s", name, states[name])
			}
		}
	}
}

// The longest that a check-up can take, by the sum of its steps.
func TestLessThanAMinute(t *testing.T) {
	if 6*stepLimit >= time.Minute {
		t.Errorf("six steps take %s", 6*stepLimit)
	}
}

func TestDetailsAreBounded(t *testing.T) {
	site, c := practice(t)
	site.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Playability{Status: "ERROR", Reason: strings.Repeat("é", 1000)}})
	v, _ := check(t, *c)
	if v.Step != Lookup || len(v.Detail) > 500 || !strings.HasPrefix(v.Detail, profiles()[0]) {
		t.Errorf("%d bytes: %+v", len(v.Detail), v)
	}
}
