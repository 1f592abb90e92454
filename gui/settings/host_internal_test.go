package settings

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const english = "en_US.UTF-8"

func press(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

// fakeHost is a window without anything in it but the dialog.
type fakeHost struct {
	app      fyne.App
	win      fyne.Window
	theme    *theme.Theme
	ctx      context.Context
	cancel   context.CancelFunc
	settings core.Settings
	refuse   error
	hold     chan struct{} // holds Ytdlp back until it is closed
	helper   core.Ytdlp
	profiles error  // of UpdateProfiles
	file     string // that is chosen; empty for none
	did      []string
	told     string
	starts   bool // with the system
	later    bool // the tray changes with the next start
	place    keyring.Place
	pages    bool  // there is a page for updates
	denied   error // of SetAutostart

	workers sync.WaitGroup
	mu      sync.Mutex
	results []func()
	dialog  *Dialog
	card    *widgets.Dialog
	stop    func()
}

func newFakeHost(t *testing.T, locale string) *fakeHost {
	t.Helper()
	t.Setenv("LC_ALL", locale)
	t.Setenv("LANG", locale)
	t.Setenv("LANGUAGE", "")
	i18n.Load()
	a := test.NewTempApp(t)
	h := &fakeHost{app: a, theme: theme.New(), settings: core.Settings{
		Dir: "/home/ana/Downloads", Wish: format.Wish{Kind: format.Video}, Parallel: 3, Connections: 4,
	}}
	a.Settings().SetTheme(h.theme)
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.win = a.NewWindow("")
	h.win.SetPadded(false)
	h.win.Resize(fyne.NewSize(960, 720))
	h.win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if h.dialog != nil {
			h.dialog.Key(e)
		}
	})
	t.Cleanup(h.close)
	return h
}

func (h *fakeHost) close() { h.cancel(); h.workers.Wait() }

// settle does what the window does ten times a second.
func (h *fakeHost) settle() {
	h.mu.Lock()
	results := h.results
	h.results = nil
	h.mu.Unlock()
	for _, f := range results {
		f()
	}
	if h.card != nil {
		h.card.ScrollToFocus(h.Canvas())
		h.dialog.Update()
	}
}

func (h *fakeHost) note(what string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.did = append(h.did, what)
}

func (h *fakeHost) took() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := strings.Join(h.did, ", ")
	h.did = nil
	return s
}

func (h *fakeHost) Canvas() fyne.Canvas           { return h.win.Canvas() }
func (h *fakeHost) Theme() fyne.Theme             { return h.theme }
func (h *fakeHost) Tooltip() *widgets.Tooltip     { return nil }
func (h *fakeHost) Log() *slog.Logger             { return slog.New(slog.DiscardHandler) }
func (h *fakeHost) Context() context.Context      { return h.ctx }
func (h *fakeHost) Go(f func())                   { h.workers.Go(f) }
func (h *fakeHost) Tell(s string)                 { h.told = s }
func (h *fakeHost) Settings() core.Settings       { return h.settings }
func (h *fakeHost) Preferences() fyne.Preferences { return h.app.Preferences() }
func (h *fakeHost) ShowLook()                     { h.note("look") }
func (h *fakeHost) ShowTray() bool                { h.note("tray"); return !h.later }
func (h *fakeHost) SetLanguage(tag string)        { h.note("language " + tag) }
func (h *fakeHost) CheckUp()                      { h.note("check-up") }
func (h *fakeHost) Version() string               { return "1.0.0" }

func (h *fakeHost) UpdatePage() bool          { return h.pages }
func (h *fakeHost) Updates() string           { return i18n.UpToDate(time.Now(), time.Now()) }
func (h *fakeHost) LookForUpdates()           {}
func (h *fakeHost) Privacy() string           { return "privacy" }
func (h *fakeHost) Autostart() (on, can bool) { return h.starts, true }

func (h *fakeHost) SetAutostart(on bool) error {
	if h.denied == nil {
		h.starts = on
	}
	return h.denied
}

func (h *fakeHost) Later(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.results = append(h.results, f)
}

func (h *fakeHost) Show(card *widgets.Dialog, c Content, stop func()) {
	h.card, h.dialog, h.stop = card, c.(*Dialog), stop
	h.Canvas().Overlays().Add(card)
}

func (h *fakeHost) Close() {
	h.stop()
	h.Canvas().Overlays().Remove(h.card)
	h.card, h.dialog = nil, nil
}

func (h *fakeHost) SetSettings(s core.Settings) error {
	if h.refuse == nil {
		h.settings = s
	}
	return h.refuse
}

func (h *fakeHost) ProxyPassword(context.Context) (keyring.Place, error) { return h.place, nil }

func (h *fakeHost) Ytdlp(ctx context.Context) core.Ytdlp {
	h.note("yt-dlp")
	if h.hold != nil {
		select {
		case <-h.hold:
		case <-ctx.Done():
			h.note("no yt-dlp")
			return core.Ytdlp{State: core.YtdlpBroken}
		}
	}
	return h.helper
}

func (h *fakeHost) UpdateProfiles(path string) error {
	h.note("profiles " + path)
	return h.profiles
}

func (h *fakeHost) AskFolder(_, start string, then func(string)) {
	h.note("folder from " + start)
	if h.file != "" {
		then(h.file)
	}
}

func (h *fakeHost) AskFile(_ string, then func(string), patterns ...string) {
	h.note("file " + strings.Join(patterns, " "))
	if h.file != "" {
		then(h.file)
	}
}

// each calls see with all that is seen of the dialog.
func (h *fakeHost) each(see func(fyne.CanvasObject)) {
	for _, o := range test.LaidOutObjects(h.card) {
		if o.Visible() {
			see(o)
		}
	}
}

// texts returns all the text that is seen, line by line.
func (h *fakeHost) texts() string {
	var all []string
	h.each(func(o fyne.CanvasObject) {
		if l, ok := o.(*widgets.Label); ok && l.Text() != "" && l.Size().Width > 0 {
			all = append(all, l.Text())
		}
	})
	return strings.Join(all, "\n")
}

// control returns what the setting of that name is set with.
func control[T fyne.CanvasObject](t *testing.T, h *fakeHost, name string) T {
	t.Helper()
	for _, s := range h.dialog.sections {
		for _, r := range slices.Concat(s.rows, s.more) {
			if c, ok := r.control.(T); ok && r.name.text == name {
				return c
			}
		}
	}
	var none T
	t.Fatalf("no %T is for %q", none, name)
	return none
}

// choose chooses what a setting is to be, with the arrow keys.
func (h *fakeHost) choose(t *testing.T, name, want string) {
	t.Helper()
	b := control[*widgets.Button](t, h, name)
	for range 50 {
		press(b, fyne.KeyUp)
	}
	for range 50 {
		if b.Label() == want {
			return
		}
		press(b, fyne.KeyDown)
	}
	t.Fatalf("%q cannot be %q", name, want)
}
