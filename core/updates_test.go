package core_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/update"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

var updatesKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize))

// versionsFile is a signed list with version 2.0.0 and client profiles of 2099.
func versionsFile(serial int) []byte {
	return update.Sign(fmt.Appendf(nil, `{"schema":1,"serial":%d,"profiles":20991231,"versions":[{"version":"2.0.0","date":"2026-12-01","notes":["Better."]}]}`, serial), updatesKey)
}

// newerProfiles is a signed file of 2099 with the profiles of this version.
func newerProfiles(t *testing.T, key ed25519.PrivateKey) []byte {
	t.Helper()
	doc, err := os.ReadFile("youtube/profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	newer := regexp.MustCompile(`"serial": [0-9]+`).ReplaceAll(doc, []byte(`"serial": 20991231`))
	if bytes.Equal(doc, newer) {
		t.Fatal("profiles.json has no serial")
	}
	return youtube.SignProfiles(newer, key)
}

// updatePage is a page for updates that a queue reaches next to the simulator.
type updatePage struct {
	mu    sync.Mutex
	files map[string][]byte
	asked []string
	on    func(name string) // called before a file is served; may be nil
}

func (p *updatePage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	name := filepath.Base(r.URL.Path)
	p.asked = append(p.asked, name)
	data, ok := p.files[name]
	on := p.on
	p.mu.Unlock()
	if on != nil {
		on(name)
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(data)
}

func (p *updatePage) requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.asked...)
}

// connect makes a queue use the page.
func (p *updatePage) connect(b *harness, c *core.Config) {
	server := httptest.NewTLSServer(p)
	b.Cleanup(server.Close)
	youtubeOnly := c.Transport.DialContext
	c.Transport.TLSClientConfig.RootCAs.AddCert(server.Certificate())
	c.Transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "example.com:") { // a name of the server's certificate
			return (&net.Dialer{}).DialContext(ctx, "tcp", server.Listener.Addr().String())
		}
		return youtubeOnly(ctx, network, address)
	}
	c.UpdatePage, c.ProfilesKey, c.Version = "https://example.com/updates", updatesKey.Public().(ed25519.PublicKey), "1.0.0"
}

func TestCheckUpdatesLoadsProfiles(t *testing.T) {
	page := &updatePage{files: map[string][]byte{"versions.signed": versionsFile(5), "profiles.signed": newerProfiles(t, updatesKey)}}
	b := newHarness(t)
	kept := filepath.Join(t.TempDir(), "versions.signed")
	b.open(func(c *core.Config) { page.connect(b, c); c.Versions = kept })
	if u := b.sub.Take(); u.News != nil {
		t.Errorf("news before anybody asked: %+v", u.News)
	}
	news, err := b.m.CheckUpdates(t.Context())
	if err != nil || len(news.Newer) != 1 || news.Newer[0].Version != "2.0.0" || !news.Profiles {
		t.Fatalf("%+v, %v", news, err)
	}
	for range 2 { // it is the present state, not a change
		if u := b.sub.Take(); u.News == nil || len(u.News.Newer) != 1 {
			t.Errorf("the subscription has %+v", u.News)
		}
	}
	// The second time the profiles are those in use, and are not fetched again.
	if news, err := b.m.CheckUpdates(t.Context()); err != nil || news.Profiles {
		t.Errorf("%+v, %v", news, err)
	}
	if got := fmt.Sprint(page.requests()); got != "[versions.signed profiles.signed versions.signed]" {
		t.Error(got)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Error(err)
	}
}

// A list that is forged, older or missing is no news, and profiles that somebody
// else signed are not used.
func TestBadUpdates(t *testing.T) {
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	page := &updatePage{files: map[string][]byte{"versions.signed": versionsFile(5), "profiles.signed": newerProfiles(t, other)}}
	b := newHarness(t)
	b.open(func(c *core.Config) { page.connect(b, c) })
	if news, err := b.m.CheckUpdates(t.Context()); err != nil || news.Profiles {
		t.Errorf("profiles of another key: %+v, %v", news, err)
	}
	for _, c := range []struct {
		file []byte
		want error
	}{
		{update.Sign([]byte(`{"schema":1}`), other), update.ErrForged},
		{versionsFile(4), update.ErrStale},
		{bytes.Repeat([]byte("x"), 1<<20), update.ErrMalformed},
		{nil, core.ErrUpdatePage},
	} {
		page.mu.Lock()
		if page.files["versions.signed"] = c.file; c.file == nil {
			delete(page.files, "versions.signed")
		}
		page.mu.Unlock()
		if news, err := b.m.CheckUpdates(t.Context()); !errors.Is(err, c.want) {
			t.Errorf("%+v, %v; want %v", news, err, c.want)
		}
	}
}

func TestWithoutAnUpdatePage(t *testing.T) {
	b := newHarness(t)
	b.open(nil)
	if _, err := b.m.CheckUpdates(t.Context()); !errors.Is(err, core.ErrNoUpdatePage) {
		t.Error(err)
	}
}

// A download that fails because YouTube has changed makes Hilo look for newer
// client profiles, once in a while, and is tried again with them.
func TestFailureSeeksProfiles(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.site.Inject(simulator.Fault{Kind: simulator.Answer, On: simulator.OnPlayer, Body: `{"playabilityStatus":{"sta`})
	page := &updatePage{files: map[string][]byte{"versions.signed": versionsFile(5), "profiles.signed": newerProfiles(t, updatesKey)}}
	page.on = func(name string) {
		if name == "profiles.signed" { // with them, YouTube answers
			b.site.ClearFaults()
		}
	}
	b.open(func(c *core.Config) { page.connect(b, c) })
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, core.Done)
	if got := fmt.Sprint(page.requests()); got != "[versions.signed profiles.signed]" {
		t.Error(got)
	}
}

// roundTrip answers requests without a network.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Nobody is asked unless the settings say so, and then once a week, across restarts.
func TestWeeklyUpdates(t *testing.T) {
	store := filepath.Join(t.TempDir(), "hilo.db")
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		start := func(weekly bool, d time.Duration) {
			transport := &http.Transport{TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{}} // no HTTP/2
			transport.RegisterProtocol("https", roundTrip(func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "/versions.signed") {
					asked++
				}
				return &http.Response{StatusCode: 200, Body: io.NopCloser(bytes.NewReader(versionsFile(5))), Request: r, Header: http.Header{}}, nil
			}))
			m, err := core.Open(core.Config{Dir: t.TempDir(), Store: store, Transport: transport, UpdatePage: "https://example.com/",
				ProfilesKey: updatesKey.Public().(ed25519.PublicKey), Version: "1.0.0"})
			if err != nil {
				t.Fatal(err)
			}
			s := m.Settings()
			s.WeeklyUpdates = weekly
			if err := m.SetSettings(s); err != nil {
				t.Fatal(err)
			}
			time.Sleep(d)
			if err := m.Close(); err != nil {
				t.Fatal(err)
			}
		}
		const day = 24 * time.Hour
		for i, step := range []struct {
			weekly bool
			run    time.Duration
			want   int
		}{{false, 30 * day, 0}, {true, 2 * day, 1}, {true, 3 * day, 0}, {true, 3 * day, 1}, {true, 15 * day, 2}} {
			asked = 0
			start(step.weekly, step.run)
			if asked != step.want {
				t.Errorf("start %d, %v: asked %d times, want %d", i, step.run, asked, step.want)
			}
		}
	})
}

// When the page was asked last is known after a restart, while this version is the newest
// that it knew.
func TestUpToDateSinceARestart(t *testing.T) {
	page := &updatePage{files: map[string][]byte{"versions.signed": versionsFile(5)}}
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	open := func(version string) *core.News {
		t.Helper()
		b.open(func(c *core.Config) { page.connect(b, c); c.Version = version })
		return b.sub.Take().News
	}
	check := func() {
		t.Helper()
		if _, err := b.m.CheckUpdates(t.Context()); err != nil {
			t.Fatal(err)
		}
		b.close()
	}
	open("2.0.0")
	check()
	if n := open("2.0.0"); n == nil || len(n.Newer) > 0 || time.Since(n.Checked) > time.Hour {
		t.Errorf("%+v", n)
	}
	b.close()
	if n := open("1.0.0"); n != nil {
		t.Errorf("another version: %+v", n)
	}
	check()
	if n := open("1.0.0"); n != nil {
		t.Errorf("there was a newer one: %+v", n)
	}
}
