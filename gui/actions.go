package gui

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
)

// addText adds the links in a text. What is no link stays in the entry.
func (w *Window) addText(text string) {
	if w.links.pick(text) {
		return
	}
	w.showAdded(w.queue.Add(core.Request{Text: text, Wish: w.settings.Wish, Dir: w.settings.NextDir()}), true)
}

// showAdded shows what became of a request. If the links were taken from the entry,
// only those that were rejected stay there.
func (w *Window) showAdded(a core.Added, fromEntry bool) {
	if fromEntry {
		var rejected []string
		for _, r := range a.Rejected {
			rejected = append(rejected, r.Text)
		}
		w.links.entry.SetText(strings.Join(rejected, "\n"))
		if w.links.entry.Focused() && len(a.Rejected) == 0 {
			w.win.Canvas().Unfocus()
		}
	}
	w.over.banner.dismiss()
	if len(a.IDs) > 0 {
		if w.model.Filter() != downloads.GroupAll || w.model.Query() != "" {
			w.showAll()
		}
		w.list.Await(a.IDs[0])
	}
	w.update() // shows the new rows at once
	w.links.readClipboard()
	switch {
	case len(a.Rejected) > 0:
		w.tell(whyRejected(a.Rejected[0]))
	case len(a.Lists) > 0:
		sentence := lang.L("This video is part of a list.")
		if len(a.IDs) == 0 && len(a.Known) > 0 {
			sentence = lang.L("Already in the list") + ". " + sentence
			w.find(a.Known[0])
		}
		w.over.banner.say(w.opts.now(), sentence, lang.L("Choose from the list…"), func() { w.links.pickList(a.Lists[0]) })
	case len(a.Known) > 0 && len(a.IDs) > 0:
		w.tell(i18n.Count("{{.Count}} added", len(a.IDs)) + ", " + i18n.Count("{{.Count}} already in the list", len(a.Known)))
	case len(a.Known) > 1:
		w.tell(i18n.Count("All {{.Count}} are in the list already.", len(a.Known)))
		w.find(a.Known[0])
	case len(a.Known) > 0:
		w.tell(lang.L("Already in the list"))
		w.find(a.Known[0])
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
		w.links.used = r.Text
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
func (w *Window) chooseFolder() { w.files.askFolder(w.settings.NextDir(), w.setFolder) }

func (w *Window) setFolder(dir string) {
	w.bar.SetFolder(dir)
	w.empty.setFolder(dir)
	w.disk.dir.Store(dir)
	if dir != w.settings.NextDir() {
		w.settings.SetDirOf(w.settings.Wish.Kind, dir)
		w.save()
	}
}
