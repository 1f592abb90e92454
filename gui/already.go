package gui

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// already is what was not added, because it is in the queue or was saved before.
type already struct {
	w     *Window
	rows  []core.ID
	saved []history.Entry // that are not in the queue
}

// tell says how many were added and how many are here, and offers to show the first of
// those and to download the finished ones again. What is in the list is shown at once
// when nothing was added.
func (a already) tell(added int) {
	w, now := a.w, a.w.opts.now()
	var sentence string
	switch n := len(a.rows) + len(a.saved); {
	case added > 0:
		sentence = i18n.Count("{{.Count}} added", added) + ", " + i18n.Count("{{.Count}} already here", n)
	case n == 1 && len(a.rows) == 1:
		sentence = lang.L("Already in the list")
	case n == 1:
		sentence = lang.L("Already here")
	case len(a.saved) == 0:
		sentence = i18n.Count("All {{.Count}} are in the list already.", n)
	default:
		sentence = i18n.Count("{{.Count}} are already here", n)
	}
	offers := []offer{{lang.L("Show"), theme.IconSearch, a.show}}
	if len(a.saved) > 0 || len(a.done()) > 0 {
		offers = append(offers, offer{lang.L("Download again"), theme.IconRetry, a.again})
	}
	w.over.banner.show(now, widgets.Neutral, sentence, offers...)
	w.over.banner.until = now.Add(bannerStays)
	if added == 0 && len(a.rows) > 0 {
		w.find(a.rows[0])
	}
}

// done returns the rows that are finished.
func (a already) done() []core.ID { return a.w.model.Among(a.rows, core.Done) }

// show brings the first into view: its row, or its file.
func (a already) show() {
	if len(a.rows) > 0 {
		a.w.find(a.rows[0])
	} else {
		rowActions{a.w}.Reveal(core.Status{File: a.saved[0].File})
	}
}

// again downloads what is finished once more; the files that are there stay. A row of
// the list is replaced by the new one.
func (a already) again() {
	w := a.w
	var all core.Added
	for _, e := range a.saved {
		wish := w.settings.Wish
		wish.Clip = e.Part
		all.IDs = append(all.IDs, w.queue.Add(core.Request{Text: e.URL(), Wish: wish, Dir: w.settings.Dir}).IDs...)
	}
	for _, id := range a.done() {
		s, _ := w.model.Status(id)
		w.queue.RemoveWithUndo(id).Expire()
		all.IDs = append(all.IDs, w.queue.Add(core.Request{Text: s.URL, Wish: s.Wish, Dir: s.Dir}).IDs...)
	}
	w.showAdded(all, false)
}
