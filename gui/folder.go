package gui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/theme"
)

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
	start := w.settings.Dir
	pick := func(ctx context.Context) (string, error) { return w.pick(ctx, lang.L("Save downloads in"), start) }
	w.ask(pick, then, func() {
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
		w.askInWindow(d)
	})
}

// askProfiles asks for a file with newer ways to talk to YouTube.
func (w *Window) askProfiles(then func(path string)) {
	name := lang.L("Ways to talk to YouTube")
	pick := func(ctx context.Context) (string, error) { return w.pickFile(ctx, name, "*.signed") }
	w.ask(pick, then, func() {
		d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			if err != nil {
				w.fail(lang.L("This file could not be opened."), err)
			} else if f != nil {
				f.Close()
				then(f.URI().Path())
			}
		}, w.win)
		d.SetTitleText(name)
		w.askInWindow(d)
	})
}

// ask waits for a dialog of the system, one at a time, and goes on with what
// was chosen there. Where the system has none, instead is called.
func (w *Window) ask(pick func(context.Context) (string, error), then func(path string), instead func()) {
	if w.asking {
		return
	}
	w.asking = true
	w.workers.Go(func() {
		path, err := pick(w.ctx)
		w.later(func() {
			w.asking = false
			switch {
			case err == nil && path != "":
				then(path)
			case err != nil && !errors.Is(err, desktop.ErrCanceled):
				instead()
			}
		})
	})
}

// askInWindow shows a dialog of Fyne's, for systems without one of their own.
func (w *Window) askInWindow(d *dialog.FileDialog) {
	w.folders = d
	d.SetOnClosed(func() { w.folders = nil })
	d.Show() // first: Fyne's file dialog has no size to change before
	d.Resize(w.win.Canvas().Size().SubtractWidthHeight(2*theme.Margin, 2*theme.Margin))
}
