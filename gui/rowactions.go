package gui

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/options"
)

// rowActions is what the rows of the list can do: most of it by the queue.
type rowActions struct{ w *Window }

var _ downloads.Actions = rowActions{}

func (a rowActions) Pause(id core.ID)          { a.w.queue.Pause(id) }
func (a rowActions) Resume(id core.ID)         { a.w.queue.Resume(id) }
func (a rowActions) Cancel(id core.ID)         { a.w.queue.Cancel(id) }
func (a rowActions) Retry(id core.ID)          { a.w.queue.Retry(id) }
func (a rowActions) Remove(id core.ID)         { a.w.queue.Remove(id) }
func (a rowActions) ShowDetails(s core.Status) { a.w.showDetails(s) }
func (a rowActions) ShowOptions(s core.Status) { a.w.showRowOptions(s) }
func (a rowActions) Update() func()            { return a.w.newerVersion() }

// Open opens a saved file with the program that the system has for it.
func (a rowActions) Open(s core.Status) {
	if !a.isThere(s.File) {
		return
	}
	if err := desktop.Open(s.File, a.w.app.OpenURL); err != nil {
		a.w.fail(lang.L("This file could not be opened."), err)
	}
}

// Reveal shows a saved file in its folder.
func (a rowActions) Reveal(s core.Status) {
	if !a.isThere(s.File) {
		return
	}
	w := a.w
	w.background.Go(func() {
		if err := desktop.Reveal(w.background.ctx, s.File); err != nil {
			w.background.Later(func() {
				if err = desktop.Open(filepath.Dir(s.File), w.app.OpenURL); err != nil {
					w.fail(lang.L("This folder could not be opened."), err)
				}
			})
		}
	})
}

func (a rowActions) isThere(file string) bool {
	_, err := os.Stat(file)
	if err != nil {
		a.w.fail(lang.L("This file is no longer where it was saved."), err)
	}
	return err == nil
}

// SaveElsewhere asks for another folder for a download that could not be saved,
// and starts it again there.
func (a rowActions) SaveElsewhere(s core.Status) {
	a.w.files.askFolder(a.w.settings.Dir, func(dir string) {
		a.w.setFolder(dir)
		a.w.queue.Remove(s.ID)
		a.w.showAdded(a.w.queue.Add(core.Request{Text: s.URL, Wish: s.Wish, Dir: dir}), true)
	})
}

// ShowMenu offers what can be done with a row.
func (a rowActions) ShowMenu(s core.Status, at fyne.Position) {
	w := a.w
	var items []*fyne.MenuItem
	offer := func(on bool, label string, do func()) {
		if on {
			items = append(items, fyne.NewMenuItem(label, do))
		}
	}
	page, isPage := downloads.WebPage(s)
	offer(s.State == core.Done, lang.L("Open"), func() { a.Open(s) })
	offer(s.State == core.Done, lang.L("Show in folder"), func() { a.Reveal(s) })
	offer(isPage, lang.L("Watch on YouTube"), func() { w.browse(page) })
	offer(s.URL != "", lang.L("Copy the link"), func() { a.copyLink(s.URL) })
	first, below := w.model.Top(s.ID)
	offer(s.State == core.Queued && below, lang.L("Move to the top"), func() { w.queue.Move(s.ID, first) })
	if s.State == core.Queued || s.State == core.Paused || s.State == core.Failed || s.State == core.Cancelled {
		as := fyne.NewMenuItem(lang.L("Save as"), nil)
		as.ChildMenu = options.QualityMenu(s.Wish, func(q format.Wish) { w.queue.SetWish(q, s.ID) })
		items = append(items, as)
	}
	offer(s.VideoID != "" && !s.State.Active() && s.State != core.Done, lang.L("Options…"), func() { a.ShowOptions(s) })
	offer(s.VideoID != "" && s.State == core.Done, lang.L("Download again with options…"), func() { a.ShowOptions(s) })
	offer(s.State == core.Failed, lang.L("Details"), func() { a.ShowDetails(s) })
	offer(s.State == core.Failed, lang.L("Why isn't it working?"), func() { w.showCheckUp(s.Dir) })
	offer(s.State == core.Failed || s.State == core.Cancelled, lang.L("Try again"), func() { a.Retry(s.ID) })
	offer(s.State.Ended(), lang.L("Remove from the list"), func() { a.Remove(s.ID) })
	offer(!s.State.Ended(), lang.L("Cancel"), func() { a.Cancel(s.ID) })
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

// copyLink copies a link without offering it at once as a new one.
func (a rowActions) copyLink(address string) {
	a.w.app.Clipboard().SetContent(address)
	a.w.links.used = address
	a.w.links.readClipboard()
}
