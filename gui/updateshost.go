package gui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/updates"
	"github.com/hilo-app/hilo/gui/widgets"
)

func newNews(w *Window, offered int) *news {
	n := &news{}
	if w.opts.UpdatePage != "" {
		n.updates = updates.New(updatesHost{w}, w.opts.Version, updates.Ending())
	}
	followed := &libraryNews{w, offered}
	n.update = func(u core.Update) {
		followed.update(u)
		n.updates.Hear(u.News)
		updatesHost{w}.offer(n.updates, u)
	}
	return n
}

// updatesHost is the window as package updates sees it.
type updatesHost struct{ w *Window }

var _ updates.Host = updatesHost{}

// offer shows in the banner what the weekly check found.
func (h updatesHost) offer(newer *updates.Updates, u core.Update) {
	if h.w.over.Banner.Asks() {
		return // the news stay those of the next update
	}
	if sentence, ok := newer.Offer(u.News); ok {
		found := *u.News
		h.w.over.Banner.Show(h.w.opts.now(), widgets.Neutral, sentence,
			notice.Offer{Label: lang.L("What is new"), Do: func() { newer.Show(found) }},
			notice.Offer{Label: lang.L("Open the page"), Do: newer.OpenPage})
	}
}

func (h updatesHost) Context() context.Context { return h.w.background.Context() }
func (h updatesHost) Go(f func())              { h.w.background.Go(f) }
func (h updatesHost) Later(f func())           { h.w.background.Later(f) }
func (h updatesHost) Log() *slog.Logger        { return h.w.opts.Log }

func (h updatesHost) CheckUpdates(ctx context.Context) (core.News, error) {
	return h.w.queue.CheckUpdates(ctx)
}

func (h updatesHost) Show(title string, content fyne.CanvasObject, stop func()) {
	h.w.dialogs.close()
	h.w.dialogs.showTitled(title, content)
	h.w.dialogs.stop = stop
}

func (h updatesHost) Resize() {
	if h.w.dialogs.open != nil {
		h.w.dialogs.open.Refresh()
	}
}

func (h updatesHost) OpenPage() {
	if open := h.w.newerVersion(); open != nil {
		open()
	}
}
