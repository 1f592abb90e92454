package gui

import (
	"net/url"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
)

// addText adds the links in a text. What is no link stays in the entry.
func (w *Window) addText(text string) {
	w.showAdded(w.queue.Add(core.Request{Text: text, Wish: w.settings.Wish, Dir: w.settings.Dir}), true)
}

func (w *Window) addDemo() {
	w.addText(w.opts.Demo[w.nextDemo%len(w.opts.Demo)])
	w.nextDemo++
}

// showAdded shows what became of a request. If the links were taken from the entry,
// only those that were rejected stay there.
func (w *Window) showAdded(a core.Added, fromEntry bool) {
	if fromEntry {
		w.links.entry.SetText(strings.Join(a.Rejected, "\n"))
		if w.links.entry.Focused() && len(a.Rejected) == 0 {
			w.win.Canvas().Unfocus()
		}
	}
	w.banner.dismiss()
	if len(a.IDs) > 0 {
		if w.model.Filter() != downloads.GroupAll {
			w.setFilter(downloads.GroupAll)
		}
		w.list.Await(a.IDs[0])
	}
	w.update() // shows the new rows at once
	w.links.readClipboard()
	switch {
	case len(a.Rejected) > 0:
		w.tell(lang.L("Not a YouTube link: {{.Text}}", i18n.With("Text", i18n.Plain(a.Rejected[0]))))
	case len(a.Lists) > 0:
		w.banner.say(w.opts.now(), lang.L("This video is part of a list."), lang.L("Add the whole list"), func() { w.addLists(a) })
	case len(a.Known) > 0:
		w.tell(lang.L("Already in the list"))
		if w.model.Filter() != downloads.GroupAll && !w.list.Shows(a.Known[0]) {
			w.setFilter(downloads.GroupAll)
		}
		w.list.Find(a.Known[0], w.opts.now())
	case len(a.IDs) == 0:
		w.tell(lang.L("There is no link to add yet."))
	}
}

// addLists adds the whole lists that the videos of a request are part of.
func (w *Window) addLists(a core.Added) {
	var text []string
	for _, l := range a.Lists {
		text = append(text, l.Text)
	}
	w.showAdded(w.queue.Add(core.Request{
		Text: strings.Join(text, "\n"), Wish: w.settings.Wish, Dir: w.settings.Dir, Lists: true,
	}), true)
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

// greet says at the start that downloads of the last time continue, or that a part
// of the list was lost.
func (w *Window) greet() {
	unfinished := w.model.Unfinished()
	w.showRows()
	switch {
	case w.opts.Damaged != "":
		w.banner.say(w.opts.now(), lang.L("The list was damaged. What could be read of it is here; nothing that was saved is lost."),
			lang.L("Show in folder"), func() { rowActions{w}.Reveal(core.Status{File: w.opts.Damaged}) })
	case unfinished > 0:
		w.tell(i18n.Count("Going on with {{.Count}} downloads where you left off.", unfinished))
	}
}

// allDone says that no download is left to do, in a notification of the system if
// the window is not in front.
func (w *Window) allDone(u core.Update) {
	var parts []string
	if u.Saved > 0 {
		parts = append(parts, i18n.Count("All done: {{.Count}} saved", u.Saved))
	}
	if u.Failed > 0 {
		parts = append(parts, i18n.Count("{{.Count}} failed", u.Failed))
	}
	if len(parts) == 0 {
		return
	}
	sentence := strings.Join(parts, ", ")
	if !w.banner.asks() {
		w.tell(sentence)
	}
	if !w.inFront {
		w.app.SendNotification(fyne.NewNotification("Hilo", sentence))
	}
}

func (w *Window) setFilter(g downloads.Group) {
	w.list.SetFilter(g)
	w.filter.Set(w.model.Counts(), g)
}

func (w *Window) setWish(wish format.Wish) {
	wish.Subtitles = w.settings.Wish.Subtitles
	w.settings.Wish = wish
	w.save()
}

// chooseFolder asks for the folder of what is added next.
func (w *Window) chooseFolder() { w.files.askFolder(w.settings.Dir, w.setFolder) }

func (w *Window) setFolder(dir string) {
	w.bar.SetFolder(dir)
	w.empty.setFolder(dir)
	w.disk.dir.Store(dir)
	if dir != w.settings.Dir {
		w.settings.Dir = dir
		w.save()
	}
}

func (w *Window) save() {
	if err := w.queue.SetSettings(w.settings); err != nil {
		w.fail(lang.L("This choice could not be kept."), err)
	}
}

// version names this build of Hilo: its version, and what is known of commit and date.
func (w *Window) version() string {
	var known []string
	if w.opts.Commit != "" && w.opts.Commit != "unknown" {
		known = append(known, w.opts.Commit)
	}
	if !w.opts.Built.IsZero() {
		known = append(known, w.opts.Built.Format(time.DateOnly))
	}
	if len(known) == 0 {
		return w.opts.Version
	}
	return w.opts.Version + " (" + strings.Join(known, ", ") + ")"
}

// newerVersion returns what opens the page with newer versions; nil when that page
// is not known.
func (w *Window) newerVersion() func() {
	page, err := url.Parse(w.opts.Website)
	if err != nil || page.Scheme != "https" {
		return nil
	}
	return func() { rowActions{w}.browse(page.JoinPath("releases")) }
}
