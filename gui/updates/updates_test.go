package updates_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/update"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/updates"
	"github.com/hilo-app/hilo/gui/widgets"
)

var key = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize))

// list is a signed list of versions, the newest of which is 1.3.0.
func list(serial int) []byte {
	return update.Sign(fmt.Appendf(nil, `{"schema":1,"serial":%d,"versions":[{"version":"1.3.0","date":"2026-12-01","notes":["Names by pattern."]},
		{"version":"1.2.0","date":"2026-11-01","notes":["What this one has."]}]}`, serial), key)
}

// host is a window with a real queue, on a simulated YouTube, whose page for updates
// is the test's.
type host struct {
	t       *testing.T
	queue   *core.Manager
	sub     *core.Subscription
	wait    sync.WaitGroup
	later   chan func()
	title   string
	content fyne.CanvasObject
	stop    func()
	opened  int // the page

	mu     sync.Mutex
	answer func(http.ResponseWriter) // of the page
}

func newHost(t *testing.T, version string) *host {
	t.Helper()
	i18n.Load()
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	h := &host{t: t, later: make(chan func(), 10)}
	page := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h.mu.Lock()
		answer := h.answer
		h.mu.Unlock()
		answer(w)
	}))
	t.Cleanup(page.Close)
	transport := site.Transport()
	youtubeOnly := transport.DialContext
	transport.TLSClientConfig.RootCAs.AddCert(page.Certificate())
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "example.com:") { // a name of the page's certificate
			return (&net.Dialer{}).DialContext(ctx, "tcp", page.Listener.Addr().String())
		}
		return youtubeOnly(ctx, network, address)
	}
	dir := t.TempDir()
	m, err := core.Open(core.Config{
		Dir: dir, Transport: transport, Version: version, UpdatePage: "https://example.com/hilo/",
		ProfilesKey: key.Public().(ed25519.PublicKey), Versions: filepath.Join(dir, "versions.signed"),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		h.wait.Wait()
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	h.queue, h.sub = m, m.Subscribe()
	return h
}

// serve sets what the page answers.
func (h *host) serve(answer func(http.ResponseWriter)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer = answer
}

func file(data []byte) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { _, _ = w.Write(data) }
}

func (h *host) CheckUpdates(ctx context.Context) (core.News, error) { return h.queue.CheckUpdates(ctx) }
func (h *host) Show(title string, content fyne.CanvasObject, stop func()) {
	h.title, h.content, h.stop = title, container.NewStack(content), stop
}
func (h *host) Resize()                  {}
func (h *host) OpenPage()                { h.opened++ }
func (h *host) Context() context.Context { return h.t.Context() }
func (h *host) Go(f func())              { h.wait.Go(f) }
func (h *host) Later(f func())           { h.later <- f }
func (h *host) Log() *slog.Logger        { return slog.New(slog.DiscardHandler) }

// deliver runs the next thing that was left for the UI goroutine.
func (h *host) deliver() { (<-h.later)() }

// texts returns the sentence of the notice and the labels under it, line by line.
func (h *host) texts() string {
	var all []string
	part := map[string]bool{} // labels of buttons
	for _, o := range test.LaidOutObjects(h.content) {
		switch o := o.(type) {
		case *widgets.Notice:
			all = append(all, o.Text())
		case *widgets.Button:
			part[o.Label()] = true
		case *widgets.Label:
			text := o.Text()
			if o.Visible() && text != "" && !part[text] && (len(all) == 0 || !strings.Contains(all[0], text)) {
				all = append(all, text)
			}
		}
	}
	return strings.Join(all, "\n")
}

// button returns the visible button with that label, nil if there is none.
func (h *host) button(label string) *widgets.Button {
	for _, o := range test.LaidOutObjects(h.content) {
		if b, ok := o.(*widgets.Button); ok && b.Visible() && b.Label() == label {
			return b
		}
	}
	return nil
}

func TestDialogShowsWhatIsNew(t *testing.T) {
	h := newHost(t, "1.2.0")
	h.serve(file(list(5)))
	u := updates.New(h, "1.2.0", ".deb")
	u.Open()
	if got := h.texts(); got != "Looking…" {
		t.Errorf("meanwhile it says %q", got)
	}
	h.deliver()
	got := h.texts()
	for _, want := range []string{"Hilo 1.3.0 is there", "2026-12-01", "• Names by pattern.", "the file that ends in .deb"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "What this one has.") {
		t.Error("it shows what this Hilo has already")
	}
	if h.opened != 0 {
		t.Error("the page was opened without being asked for")
	}
	test.Tap(h.button("Open the page"))
	if h.opened != 1 {
		t.Errorf("the page was opened %d times", h.opened)
	}
	// The banner does not say it once more.
	if sentence, ok := u.Offer(h.sub.Take().News); ok {
		t.Errorf("offers %q again", sentence)
	}
}

func TestNewestVersion(t *testing.T) {
	h := newHost(t, "1.3.0")
	h.serve(file(list(5)))
	u := updates.New(h, "1.3.0", ".deb")
	u.Open()
	h.deliver()
	if got := h.texts(); got != "Hilo 1.3.0 is the newest version." {
		t.Error(got)
	}
	if h.button("Open the page") != nil {
		t.Error("there is nothing to open")
	}
	if _, ok := u.Offer(h.sub.Take().News); ok {
		t.Error("offers the version that runs")
	}
}

// Every answer that is not a newer list of Hilo's makers gets a sentence, and
// nothing of it is shown.
func TestBadAnswers(t *testing.T) {
	h := newHost(t, "1.2.0")
	u := updates.New(h, "1.2.0", ".deb")
	h.serve(file(list(5)))
	u.Open()
	h.deliver()
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter)
		want   string
	}{
		"forged":  {file(update.Sign([]byte(`{"schema":1,"serial":9}`), other)), "The answer was not signed by the makers of Hilo. Nothing of it was used."},
		"stale":   {file(list(4)), "The answer was older than one before it. Nothing of it was used."},
		"too new": {file(update.Sign([]byte(`{"schema":2}`), key)), "This Hilo is too old to read the answer. The page has a newer one."},
		"endless": {func(w http.ResponseWriter) {
			for { // until the reader closes
				if _, err := w.Write(bytes.Repeat([]byte("x"), 64<<10)); err != nil {
					return
				}
			}
		}, "The answer could not be read. Nothing of it was used."},
		"missing": {func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, "The page for updates does not answer. Try it again later."},
	} {
		h.serve(c.answer)
		test.Tap(h.button("Check again"))
		if h.button("Open the page") != nil {
			t.Errorf("%s: offers the page while it asks", name)
		}
		h.deliver()
		if got := h.texts(); got != c.want {
			t.Errorf("%s: says %q", name, got)
		}
		if h.button("Check again").Disabled() {
			t.Errorf("%s: cannot be tried again", name)
		}
	}
}

// What the weekly check found is offered once, and "What is new" asks nobody again.
func TestOffer(t *testing.T) {
	h := newHost(t, "1.2.0")
	asked := 0
	h.serve(func(w http.ResponseWriter) { asked++; file(list(5))(w) })
	u := updates.New(h, "1.2.0", "")
	if _, ok := u.Offer(h.sub.Take().News); ok {
		t.Error("offers something before anybody asked")
	}
	if _, err := h.queue.CheckUpdates(t.Context()); err != nil {
		t.Fatal(err)
	}
	news := h.sub.Take().News
	if sentence, ok := u.Offer(news); !ok || sentence != "Hilo 1.3.0 is there" {
		t.Errorf("%q, %v", sentence, ok)
	}
	if _, ok := u.Offer(h.sub.Take().News); ok {
		t.Error("offers it twice")
	}
	u.Show(*news)
	if got := h.texts(); !strings.Contains(got, "Names by pattern.") || strings.Contains(got, "ends in") {
		t.Error(got)
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

// A dialog that was closed before the answer shows nothing, and leaves the news to
// the banner.
func TestClosedBeforeTheAnswer(t *testing.T) {
	h := newHost(t, "1.2.0")
	held := make(chan struct{})
	h.serve(func(w http.ResponseWriter) { <-held; file(list(5))(w) })
	u := updates.New(h, "1.2.0", "")
	u.Open()
	news := &core.News{Newer: []core.Release{{Version: "1.3.0"}}}
	if _, ok := u.Offer(news); ok {
		t.Error("the banner says what the dialog is about to say")
	}
	h.stop()
	h.deliver()
	close(held)
	if got := h.texts(); got != "Looking…" {
		t.Errorf("a closed dialog says %q", got)
	}
	if _, ok := u.Offer(news); !ok {
		t.Error("nobody says it")
	}
}

// What is known is said with the day of the last answer.
func TestKnown(t *testing.T) {
	h := newHost(t, "1.2.0")
	u := updates.New(h, "1.2.0", "")
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.Local)
	for want, news := range map[string]*core.News{
		"":                              nil,
		"Up to date, checked today":     {Checked: now.Add(-11 * time.Hour)},
		"Up to date, checked yesterday": {Checked: now.Add(-13 * time.Hour)},
		"Up to date, checked on 20 Nov": {Checked: now.AddDate(0, 0, -7)},
		"Hilo 1.3.0 is there":           {Checked: now, Newer: []core.Release{{Version: "1.3.0"}}},
	} {
		if news == nil {
			u = updates.New(h, "1.2.0", "")
		}
		u.Hear(news)
		if got := u.Known(now); news != nil && got != want {
			t.Errorf("%+v: %q", news, got)
		}
	}
	if got := updates.New(h, "1.2.0", "").Known(now); got != "" {
		t.Errorf("nothing was heard: %q", got)
	}
}

func TestWithoutAPage(t *testing.T) {
	i18n.Load()
	var u *updates.Updates
	if _, ok := u.Offer(&core.News{Newer: []core.Release{{Version: "9.0.0"}}}); ok || u.Link() != nil {
		t.Error("it speaks of updates")
	}
	if !strings.Contains(u.Privacy(), "no one but YouTube") {
		t.Error(u.Privacy())
	}
	if h := newHost(t, "1.2.0"); strings.Contains(updates.New(h, "1.2.0", "").Privacy(), "no one but YouTube") {
		t.Error("it says that it asks no page")
	}
}
