package gui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"github.com/ncruces/zenity"

	"hilo/core"
)

// pickFolder shows the system's own folder dialog and waits for it. It returns
// zenity.ErrCanceled when the person changes their mind, and another error
// where the system has no dialog to show.
func pickFolder(ctx context.Context, start string) (string, error) {
	return zenity.SelectFile(zenity.Directory(), zenity.Context(ctx),
		zenity.Title(lang.L("Save downloads in")), zenity.Filename(start))
}

// chooseFolder asks for the folder of what is added next.
func (w *Window) chooseFolder() { w.askFolder(w.setFolder) }

// moveElsewhere asks for another folder for a download that could not be
// saved, and starts it again there.
func (w *Window) moveElsewhere(s core.Status) {
	w.askFolder(func(dir string) {
		w.setFolder(dir)
		w.queue.Remove(s.ID)
		w.added(w.queue.Add(core.Request{Text: s.URL, Wish: s.Wish, Dir: dir}))
	})
}

func (w *Window) askFolder(then func(dir string)) {
	if w.asking {
		return
	}
	w.asking = true
	start := w.settings.Dir
	w.workers.Go(func() {
		dir, err := w.pick(w.ctx, start)
		w.later(func() {
			w.asking = false
			switch {
			case err == nil && dir != "":
				then(dir)
			case err != nil && !errors.Is(err, zenity.ErrCanceled):
				w.askInWindow(start, then)
			}
		})
	})
}

// askInWindow shows Fyne's folder dialog, for systems without one of their own.
func (w *Window) askInWindow(start string, then func(dir string)) {
	d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
		if err != nil {
			w.fail(lang.L("This folder could not be opened."), err)
		} else if u != nil {
			then(u.Path())
		}
	}, w.win)
	if at, err := storage.ListerForURI(storage.NewFileURI(start)); err == nil {
		d.SetLocation(at)
	}
	d.SetTitleText(lang.L("Save downloads in"))
	w.folders = d
	d.SetOnClosed(func() { w.folders = nil })
	d.Show() // first: Fyne's file dialog has no size to change before
	d.Resize(w.win.Canvas().Size().SubtractWidthHeight(2*margin, 2*margin))
}
