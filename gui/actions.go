package gui

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// addBox adds what is in the box, or the links that were copied.
func (w *Window) addBox() {
	text := w.toAdd()
	if text == "" {
		return
	}
	if text == w.offered {
		w.used = text
	}
	w.addText(text)
}

// addPasted adds pasted text if there are links in it.
func (w *Window) addPasted(text string) bool {
	if len(copiedLinks(text)) == 0 {
		return false
	}
	w.used = text
	w.addText(text)
	return true
}

func (w *Window) addPractice() {
	w.addText(w.opts.Demo[w.practice%len(w.opts.Demo)])
	w.practice++
}

// addText adds the links in a text. What is no link stays in the box.
func (w *Window) addText(text string) {
	w.added(w.queue.Add(core.Request{Text: text, Wish: w.settings.Wish, Dir: w.settings.Dir}))
}

// added empties the box and shows what became of a request.
func (w *Window) added(a core.Added) {
	w.box.SetText(strings.Join(a.Rejected, "\n"))
	if w.box.Focused() && len(a.Rejected) == 0 {
		w.win.Canvas().Unfocus()
	}
	w.showAdded(a)
}

func (w *Window) showAdded(a core.Added) {
	w.banner.dismiss()
	if len(a.IDs) > 0 {
		if w.rows.filter != groupAll {
			w.setFilter(groupAll)
		}
		w.seek = a.IDs[0]
	}
	w.pump() // the new rows are seen at once, and known
	w.offerClipboard()
	switch {
	case len(a.Rejected) > 0:
		w.tell(lang.L("Not a YouTube link: {{.Text}}", i18n.With("Text", i18n.Plain(a.Rejected[0]))))
	case len(a.Lists) > 0:
		var text []string
		for _, l := range a.Lists {
			text = append(text, l.Text)
		}
		w.banner.say(w.now(), lang.L("This video is part of a list."), lang.L("Add the whole list"), func() {
			w.added(w.queue.Add(core.Request{
				Text: strings.Join(text, "\n"), Wish: w.settings.Wish, Dir: w.settings.Dir, Lists: true,
			}))
		})
	case len(a.Known) > 0:
		w.tell(lang.L("Already in the list"))
		w.find(a.Known[0])
	case len(a.IDs) == 0:
		w.tell(lang.L("There is no link to add yet."))
	}
}

// addWishes puts what was chosen for a video into the queue. The row that the
// sheet was opened for becomes the first of them if it still can.
func (w *Window) addWishes(s *dialog_, wishes []format.Wish) {
	if d := w.rows.rows[s.row]; d != nil && len(wishes) > 0 && d.status.State != core.Done {
		w.queue.SetWish(wishes[0], s.row)
		w.queue.Retry(s.row)
		w.queue.Resume(s.row)
	}
	// What the row has become is known to the queue. If it was started
	// meanwhile, and is what it was, this makes another one.
	var all core.Added
	for _, wish := range wishes {
		a := w.queue.Add(core.Request{Text: s.text, Wish: wish, Dir: s.dir})
		all.IDs = append(all.IDs, a.IDs...)
		all.Known = append(all.Known, a.Known...)
		all.Lists = a.Lists
	}
	if s.row == "" {
		w.used = s.text
		w.added(all)
	} else if len(all.IDs) > 0 || len(wishes) == 1 {
		w.showAdded(all)
	}
}

// copiedLinks finds the links in text that was not meant for Hilo alone: a word
// that could be a video's id is no reason to act.
func copiedLinks(text string) []link.Link {
	if !strings.Contains(strings.ToLower(text), "youtu") {
		return nil
	}
	links, _ := link.Parse(text)
	return links
}

// offerClipboard offers the links on the clipboard, unless they were added.
func (w *Window) offerClipboard() {
	w.offered, w.hint = "", lang.L("Paste a link")
	if text := widgets.ClipboardText(w.app.Clipboard()); text != w.used {
		links := copiedLinks(text)
		if slices.ContainsFunc(links, func(l link.Link) bool { return l.Kind != link.Video || !w.rows.Contains(l.VideoID) }) {
			w.offered = text
			w.hint = i18n.Count("{{.Count}} copied links – press Enter to add", len(links))
			if len(links) == 1 {
				w.hint = lang.L("{{.Link}} – copied, press Enter to add", i18n.With("Link", i18n.ShortAddress(links[0].Text)))
			}
		}
	}
	w.offer()
}

// offer shows in the box what Add would do.
func (w *Window) offer() {
	if w.box.PlaceHolder != w.hint {
		w.box.SetPlaceHolder(w.hint)
	}
	_, one := w.oneVideo()
	widgets.SetEnabled(w.add, w.toAdd() != "")
	widgets.SetEnabled(w.more, one)
	if w.more.Hint = ""; !one && w.toAdd() != "" {
		w.more.Hint = lang.L("For one video at a time")
	}
}

// toAdd is what is in the box, or else the links that were copied.
func (w *Window) toAdd() string {
	if strings.TrimSpace(w.box.Text) != "" {
		return w.box.Text
	}
	return w.offered
}

// oneVideo is what Add would add, if that is one video and nothing else.
func (w *Window) oneVideo() (text string, ok bool) {
	text = w.toAdd()
	links, rejected := link.Parse(text)
	return text, len(links) == 1 && len(rejected) == 0 && links[0].Kind == link.Video
}

// greet says once that downloads of the last time go on, or why some do not.
func (w *Window) greet() {
	going := 0
	for _, d := range w.rows.rows {
		if s := d.status.State; !s.Ended() && s != core.Paused {
			going++
		}
	}
	w.showRows()
	switch {
	case w.opts.Damaged != "":
		w.banner.say(w.now(), lang.L("The list was damaged. What could be read of it is here; nothing that was saved is lost."),
			lang.L("Show in folder"), func() { w.reveal(core.Status{File: w.opts.Damaged}) })
	case going > 0:
		w.tell(i18n.Count("Going on with {{.Count}} downloads where you left off.", going))
	}
}

// allDone says that the queue has run dry.
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
	said := strings.Join(parts, ", ")
	if !w.banner.asks() {
		w.tell(said)
	}
	if !w.inFront {
		w.app.SendNotification(fyne.NewNotification("Hilo", said))
	}
}

func (w *Window) setFilter(g Group) {
	w.rows.filter = g
	w.rows.Refilter()
	w.filter.set(w.rows.counts, g)
	w.list.ScrollToTop()
	w.list.Refresh()
}

func (w *Window) setWish(wish format.Wish) {
	wish.Subtitles = w.settings.Wish.Subtitles
	w.settings.Wish = wish
	w.save()
}

func (w *Window) setFolder(dir string) {
	w.options.SetFolder(dir)
	w.empty.setFolder(dir)
	w.freeIn.Store(dir)
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

func (w *Window) pause(id core.ID)  { w.queue.Pause(id) }
func (w *Window) resume(id core.ID) { w.queue.Resume(id) }
func (w *Window) cancel(id core.ID) { w.queue.Cancel(id) }
func (w *Window) retry(id core.ID)  { w.queue.Retry(id) }
func (w *Window) remove(id core.ID) { w.queue.Remove(id) }

func (w *Window) picture(address string) image.Image { return w.pictures.Get(address) }

// open opens a saved file with the program that the system has for it.
func (w *Window) open(s core.Status) {
	if w.gone(s.File) {
		return
	}
	if err := w.app.OpenURL(desktop.FileURL(s.File)); err != nil {
		w.fail(lang.L("This file could not be opened."), err)
	}
}

// reveal shows a saved file in its folder.
func (w *Window) reveal(s core.Status) {
	if w.gone(s.File) {
		return
	}
	w.workers.Go(func() {
		if err := desktop.Reveal(w.ctx, s.File); err != nil {
			w.later(func() {
				if err = w.app.OpenURL(desktop.FileURL(filepath.Dir(s.File))); err != nil {
					w.fail(lang.L("This folder could not be opened."), err)
				}
			})
		}
	})
}

func (w *Window) gone(file string) bool {
	_, err := os.Stat(file)
	if err != nil {
		w.fail(lang.L("This file is no longer where it was saved."), err)
	}
	return err != nil
}

// menu offers what can be done with a row.
func (w *Window) menu(s core.Status, at fyne.Position) {
	var items []*fyne.MenuItem
	offer := func(on bool, label string, do func()) {
		if on {
			items = append(items, fyne.NewMenuItem(label, do))
		}
	}
	page, isPage := webPage(s)
	offer(s.State == core.Done, lang.L("Open"), func() { w.open(s) })
	offer(s.State == core.Done, lang.L("Show in folder"), func() { w.reveal(s) })
	offer(isPage, lang.L("Watch on YouTube"), func() {
		if err := w.app.OpenURL(page); err != nil {
			w.fail(lang.L("The browser could not be opened."), err)
		}
	})
	offer(s.URL != "", lang.L("Copy the link"), func() { w.copyLink(s.URL) })
	before, up := w.rows.next(s.ID, -1)
	offer(s.State == core.Queued && up && before != s.ID, lang.L("Move to the top"), func() { w.queue.Move(s.ID, w.rows.order[0]) })
	if s.State == core.Queued || s.State == core.Paused || s.State == core.Failed || s.State == core.Cancelled {
		as := fyne.NewMenuItem(lang.L("Save as"), nil)
		as.ChildMenu = QualityMenu(s.Wish, func(q format.Wish) { w.queue.SetWish(q, s.ID) })
		items = append(items, as)
	}
	offer(s.VideoID != "" && !s.State.Active() && s.State != core.Done, lang.L("Options…"), func() { w.showRowOptions(s) })
	offer(s.VideoID != "" && s.State == core.Done, lang.L("Download again with options…"), func() { w.showRowOptions(s) })
	offer(s.State == core.Failed, lang.L("Details"), func() { w.details(s) })
	offer(s.State == core.Failed, lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) })
	offer(s.State == core.Failed || s.State == core.Cancelled, lang.L("Try again"), func() { w.retry(s.ID) })
	offer(s.State.Ended(), lang.L("Remove from the list"), func() { w.remove(s.ID) })
	offer(!s.State.Ended(), lang.L("Cancel"), func() { w.cancel(s.ID) })
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

// copyLink copies a link without offering it at once as a new one.
func (w *Window) copyLink(address string) {
	w.app.Clipboard().SetContent(address)
	w.used = address
	w.offerClipboard()
}
