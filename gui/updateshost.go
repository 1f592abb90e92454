package gui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/updates"
	"github.com/hilo-app/hilo/gui/widgets"
)

// news tells of what is new: in what is followed, and in Hilo.
type news struct {
	library libraryNews
	updates *updates.Updates // nil when this Hilo was built without a page for updates
}

func newNews(w *Window, offered int) *news {
	n := &news{library: libraryNews{w, offered}}
	if w.opts.UpdatePage != "" {
		n.updates = updates.New(updatesHost{w}, w.opts.Version, updates.Ending())
	}
	return n
}

// update shows what the queue told.
func (n *news) update(u core.Update) {
	n.library.update(u)
	w := n.library.w
	if w.over.banner.asks() {
		return // the news stay those of the next update
	}
	if sentence, ok := n.updates.Offer(u.News); ok {
		found := *u.News
		w.over.banner.show(w.opts.now(), widgets.Neutral, sentence,
			offer{label: lang.L("What is new"), do: func() { n.updates.Show(found) }},
			offer{label: lang.L("Open the page"), do: n.updates.OpenPage})
	}
}

// updatesHost is the window as package updates sees it.
type updatesHost struct{ w *Window }

var _ updates.Host = updatesHost{}

func (h updatesHost) Context() context.Context { return h.w.background.ctx }
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
