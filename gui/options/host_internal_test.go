package options

import (
	"context"
	"errors"
	"image"
	"log/slog"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/background"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	english = "en_US.UTF-8"
	folder  = "/home/ana/Downloads"
)

func setLocale(t *testing.T, locale string) {
	t.Helper()
	t.Setenv("LC_ALL", locale)
	t.Setenv("LANG", locale)
	t.Setenv("LANGUAGE", "")
	i18n.Load()
}

func press(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

// fakeHost is a window without anything in it but the dialog.
type fakeHost struct {
	*background.Runner
	win   fyne.Window
	theme *theme.Theme

	base  format.Wish
	offer core.Offer
	err   error // of Lookup

	fetch func(ctx context.Context, address string) ([]byte, error)

	wishes  []format.Wish // of Download
	request Request       // of the last Download
	asked   string        // where AskFolder began
	chosen  string        // folder that is chosen there; empty for none
	dialog  *Dialog
	card    *widgets.Dialog
	stop    func()
}

func newFakeHost(t *testing.T, locale string) *fakeHost {
	t.Helper()
	setLocale(t, locale)
	a := test.NewTempApp(t)
	h := &fakeHost{Runner: background.New(), theme: theme.New(), base: format.Wish{Kind: format.Video}, offer: examples.Offer()}
	a.Settings().SetTheme(h.theme)
	h.win = a.NewWindow("")
	h.win.SetPadded(false)
	h.win.Resize(fyne.NewSize(960, 720))
	h.win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if h.dialog != nil {
			h.dialog.Key(e)
		}
	})
	t.Cleanup(h.Stop)
	return h
}

// open opens the dialog of a link and waits for the lookup.
func (h *fakeHost) open(text string) *form {
	Open(h, Request{Text: text, Base: h.base, Dir: folder})
	h.Wait()
	h.tick()
	return h.dialog.form
}

// tick does what the window does ten times a second.
func (h *fakeHost) tick() {
	h.Deliver()
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

func (h *fakeHost) Lookup(context.Context, string) (core.Offer, error) { return h.offer, h.err }

func (h *fakeHost) Fetch(ctx context.Context, address string) ([]byte, error) {
	if h.fetch == nil {
		return nil, errors.New("there are no pictures")
	}
	return h.fetch(ctx, address)
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

func (h *fakeHost) AskFolder(_, start string, then func(string)) {
	h.asked = start
	if h.chosen != "" {
		then(h.chosen)
	}
}

func (h *fakeHost) Download(r Request, wishes []format.Wish) {
	h.request = r
	h.wishes = append(h.wishes, wishes...)
}
