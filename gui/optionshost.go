package gui

import (
	"context"
	"image"
	"log/slog"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/widgets"
)

// optionsHost is the window as the options dialog sees it.
type optionsHost struct{ w *Window }

var _ options.Host = optionsHost{}

func (h optionsHost) Canvas() fyne.Canvas                  { return h.w.win.Canvas() }
func (h optionsHost) Theme() fyne.Theme                    { return h.w.theme }
func (h optionsHost) Tooltip() *widgets.Tooltip            { return h.w.tooltip }
func (h optionsHost) Log() *slog.Logger                    { return h.w.opts.Log }
func (h optionsHost) Thumbnail(address string) image.Image { return h.w.thumbnails.Get(address) }
func (h optionsHost) Context() context.Context             { return h.w.background.Context() }
func (h optionsHost) Go(f func())                          { h.w.background.Go(f) }
func (h optionsHost) Later(f func())                       { h.w.background.Later(f) }
func (h optionsHost) Close()                               { h.w.dialogs.close() }

func (h optionsHost) Lookup(ctx context.Context, link string) (core.Offer, error) {
	return h.w.queue.Lookup(ctx, link)
}

func (h optionsHost) Fetch(ctx context.Context, address string) ([]byte, error) {
	return h.w.queue.Thumbnail(ctx, address)
}

func (h optionsHost) Show(card *widgets.Dialog, d options.Content, stop func()) {
	h.w.dialogs.show(card)
	h.w.dialogs.content, h.w.dialogs.stop = d, stop
}

func (h optionsHost) AskFolder(title, start string, then func(dir string)) {
	h.w.files.AskFolderFor(title, start, then)
}

func (h optionsHost) Download(r options.Request, wishes []format.Wish) { h.w.addChosen(r, wishes) }

// showOptions opens the options of the one video in the entry or on the clipboard.
func (w *Window) showOptions() {
	if w.links.Text() == "" {
		w.links.ReadClipboard() // copied while the window was in front
	}
	if text, ok := w.links.OneVideo(); ok {
		w.openOptions(options.Request{Text: text, Base: w.settings.Wish, Dir: w.settings.NextDir(), DirOf: w.settings.DirOf})
	}
}

// showRowOptions opens the options of a row.
func (w *Window) showRowOptions(s core.Status) {
	w.openOptions(options.Request{Text: s.URL, Base: s.Wish, Dir: s.Dir, Row: s.ID, Known: s})
}

func (w *Window) openOptions(r options.Request) {
	if w.dialogs.open == nil {
		options.Open(optionsHost{w}, r)
	}
}
