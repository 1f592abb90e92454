package picker

import (
	"context"
	"fmt"
	"image"
	"log/slog"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// fakeHost is a window without anything in it but the dialog.
type fakeHost struct {
	win    fyne.Window
	theme  *theme.Theme
	ctx    context.Context
	cancel context.CancelFunc

	pages   []Page
	errs    map[int]error // by the number of the call of Next
	calls   int
	asked   []string            // the words that were read for
	filters []core.SearchFilter // with them
	free    int64
	choices []Choice
	follows []Followed
	opened  []Request
	tabs    map[core.Tab][]Page // instead of pages

	workers sync.WaitGroup
	mu      sync.Mutex
	results []func()
	dialog  Content
	card    *widgets.Dialog
	stop    func()
}

func newFakeHost(t testing.TB, pages ...Page) *fakeHost {
	t.Helper()
	t.Setenv("LC_ALL", "en_US.UTF-8")
	t.Setenv("LANG", "en_US.UTF-8")
	t.Setenv("LANGUAGE", "")
	i18n.Load()
	a := test.NewTempApp(t)
	h := &fakeHost{theme: theme.New(), pages: pages, errs: map[int]error{}, free: 118e9}
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
	t.Cleanup(func() { h.cancel(); h.workers.Wait() })
	return h
}

// open opens the picker and waits until the list was read.
func (h *fakeHost) open(k Kind) *Dialog {
	d := Open(h, Request{Text: "https://www.youtube.com/playlist?list=PLx", Kind: k, Base: format.Wish{Kind: format.Video}, Dir: "/home/ana/Downloads", Folder: true, Numbered: true})
	h.settle()
	return d
}

// settle waits for what runs and shows its results.
func (h *fakeHost) settle() {
	h.workers.Wait()
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

func (h *fakeHost) Canvas() fyne.Canvas          { return h.win.Canvas() }
func (h *fakeHost) Theme() fyne.Theme            { return h.theme }
func (h *fakeHost) Tooltip() *widgets.Tooltip    { return nil }
func (h *fakeHost) Log() *slog.Logger            { return slog.New(slog.DiscardHandler) }
func (h *fakeHost) Thumbnail(string) image.Image { return nil }
func (h *fakeHost) Context() context.Context     { return h.ctx }
func (h *fakeHost) Go(f func())                  { h.workers.Go(f) }
func (h *fakeHost) Free(string) int64            { return h.free }

func (h *fakeHost) Forecast(int, int64) Forecast { return Forecast{Takes: 25 * time.Minute} }

func (h *fakeHost) PickFolder(_ string, picked func(string)) { picked("/home/ana/Music") }

func (h *fakeHost) Example(c Choice) (folder, name string) {
	return c.Title + " /", fmt.Sprintf("%d - %s.mp4", c.Entries[0].Number, c.Entries[0].Title)
}

func (h *fakeHost) Later(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.results = append(h.results, f)
}

func (h *fakeHost) Show(card *widgets.Dialog, d Content, stop func()) {
	h.card, h.dialog, h.stop = card, d, stop
	h.Canvas().Overlays().Add(card)
}

func (h *fakeHost) Close() {
	h.stop()
	h.Canvas().Overlays().Remove(h.card)
	h.card, h.dialog = nil, nil
}

func (h *fakeHost) Download(c Choice) { h.choices = append(h.choices, c) }

func (h *fakeHost) Read(r Request) Reader {
	h.asked = append(h.asked, r.Text+string(r.Tab))
	h.filters = append(h.filters, r.Filter)
	if h.tabs != nil {
		return &fakeReader{host: h, pages: h.tabs[r.Tab]}
	}
	return &fakeReader{host: h, pages: h.pages}
}

func (h *fakeHost) Open(r Request) { h.opened = append(h.opened, r) }

// fakeReader hands the pages of its host out.
type fakeReader struct {
	host  *fakeHost
	pages []Page
	at    int
}

func (r *fakeReader) Next(context.Context) (Page, error) {
	call := r.host.calls
	r.host.calls++
	if err := r.host.errs[call]; err != nil {
		return Page{}, err
	}
	p := r.pages[r.at]
	r.at++
	p.Last = p.Last || r.at == len(r.pages)
	return p, nil
}

func (h *fakeHost) CanFollow(Request) (can, followed bool) { return true, len(h.follows) > 0 }

func (h *fakeHost) Follow(f Followed) string {
	h.follows = append(h.follows, f)
	return ""
}
