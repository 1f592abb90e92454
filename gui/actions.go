package gui

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// addText adds the links in a text. What is no link stays in the entry.
func (w *Window) addText(text string) {
	if w.links.Pick(text) {
		return
	}
	w.showAdded(w.queue.Add(core.Request{Text: text, Wish: w.settings.Wish, Dir: w.settings.NextDir(), SkipSaved: true}), true)
}

// showAdded shows what became of a request. If the links were taken from the entry,
// only those that were rejected stay there.
func (w *Window) showAdded(a core.Added, fromEntry bool) {
	if fromEntry {
		var rejected []string
		for _, r := range a.Rejected {
			rejected = append(rejected, r.Text)
		}
		w.links.Entry.SetText(strings.Join(rejected, "\n"))
		if w.links.Entry.Focused() && len(a.Rejected) == 0 {
			w.win.Canvas().Unfocus()
		}
	}
	w.over.Banner.Dismiss()
	if len(a.IDs) > 0 {
		if w.model.Filter() != downloads.GroupAll || w.model.Query() != "" {
			w.showAll()
		}
		w.list.Await(a.IDs[0])
	}
	w.update() // shows the new rows at once
	w.links.ReadClipboard()
	switch {
	case len(a.Rejected) > 0:
		w.tell(whyRejected(a.Rejected[0]))
	case w.links.OfferList(a):
	case len(a.Known)+len(a.Here) > 0:
		already{w, a.Known, a.Here}.tell(len(a.IDs))
	case len(a.IDs) == 0:
		w.tell(lang.L("There is no link to add yet."))
	}
}

// find shows a row that is in the list already.
func (w *Window) find(id core.ID) {
	if !w.list.Shows(id) {
		w.showAll()
	}
	w.list.Find(id, w.opts.now())
}

// whyRejected says why a piece of text was not added.
func whyRejected(r link.Rejection) string {
	if r.Reason == link.PrivateList {
		return lang.L("This list is private to your YouTube account, and Hilo does not log in.")
	}
	return lang.L("Not a YouTube link: {{.Text}}", i18n.With("Text", i18n.Plain(r.Text)))
}

// addChosen adds what was chosen in the options dialog. The row that the dialog was
// opened for becomes the first of the downloads if it is not done.
func (w *Window) addChosen(r options.Request, wishes []format.Wish) {
	if s, ok := w.model.Status(r.Row); ok && len(wishes) > 0 && s.State != core.Done {
		w.queue.SetWish(wishes[0], r.Row)
		w.queue.Retry(r.Row)
		w.queue.Resume(r.Row)
	}
	// The queue knows the download that the row has become, and does not add it
	// again, unless it was started meanwhile with what it was before.
	var all core.Added
	for _, wish := range wishes {
		a := w.queue.Add(core.Request{Text: r.Text, Wish: wish, Dir: r.Dir})
		all.IDs = append(all.IDs, a.IDs...)
		all.Known = append(all.Known, a.Known...)
		all.Lists = a.Lists
	}
	if r.Row == "" {
		w.links.Used = r.Text
		w.showAdded(all, true)
	} else if len(all.IDs) > 0 || len(wishes) == 1 {
		w.showAdded(all, false)
	}
}

func (w *Window) setWish(wish format.Wish) {
	wish.Subtitles = w.settings.Wish.Subtitles
	w.settings.Use(wish)
	w.save()
	w.setFolder(w.settings.NextDir())
}

// showWishes shows what is downloaded next, and remembers the choice for the other kind.
func (w *Window) showWishes() {
	for _, k := range []format.Kind{format.Video, format.Audio} {
		w.bar.Remember(w.settings.WishOf(k))
	}
	if w.settings.Wish.Kind != format.Picture {
		w.bar.SetWish(w.settings.Wish)
	}
}

// chooseFolder asks for the folder of what is added next.
func (w *Window) chooseFolder() { w.files.AskFolder(w.settings.NextDir(), w.setFolder) }

func (w *Window) setFolder(dir string) {
	w.bar.SetFolder(dir)
	w.empty.SetFolder(dir)
	w.disk.dir.Store(dir)
	if dir != w.settings.NextDir() {
		w.settings.SetDirOf(w.settings.Wish.Kind, dir)
		w.save()
	}
}

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
		sentence = i18n.List(i18n.Count("{{.Count}} added", added), i18n.Count("{{.Count}} already here", n))
	case n == 1 && len(a.rows) == 1:
		sentence = lang.L("Already in the list")
	case n == 1:
		sentence = lang.L("Already here")
	case len(a.saved) == 0:
		sentence = i18n.Count("All {{.Count}} are in the list already.", n)
	default:
		sentence = i18n.Count("{{.Count}} are already here", n)
	}
	offers := []notice.Offer{{Label: lang.L("Show"), Icon: theme.IconSearch, Do: a.show}}
	if len(a.saved) > 0 || len(a.done()) > 0 {
		offers = append(offers, notice.Offer{Label: lang.L("Download again"), Icon: theme.IconRetry, Do: a.again})
	}
	w.over.Banner.Show(now, widgets.Neutral, sentence, offers...)
	w.over.Banner.HideLater(now)
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
		savedFiles{a.w}.reveal(a.saved[0].File)
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
