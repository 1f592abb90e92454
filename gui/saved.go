package gui

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/desktop"
)

// savedFiles opens what was saved with the programs of the system.
type savedFiles struct{ w *Window }

// open opens a saved file with the program that the system has for it.
func (a savedFiles) open(file string) {
	if !a.isThere(file) {
		return
	}
	if err := desktop.Open(file, a.w.app.OpenURL); err != nil {
		a.w.fail(lang.L("This file could not be opened."), err)
	}
}

// reveal shows a saved file in its folder.
func (a savedFiles) reveal(file string) {
	if !a.isThere(file) {
		return
	}
	w := a.w
	w.background.Go(func() {
		if err := desktop.Reveal(w.background.Context(), file); err != nil {
			w.background.Later(func() {
				if err = desktop.Open(filepath.Dir(file), w.app.OpenURL); err != nil {
					w.fail(lang.L("This folder could not be opened."), err)
				}
			})
		}
	})
}

// openFolder opens the folder of a group.
func (a savedFiles) openFolder(dir string) {
	if err := desktop.Open(dir, a.w.app.OpenURL); err != nil {
		a.w.fail(lang.L("This folder could not be opened."), err)
	}
}

func (a savedFiles) isThere(file string) bool {
	_, err := os.Stat(file)
	if err != nil {
		a.w.fail(lang.L("This file is no longer where it was saved."), err)
	}
	return err == nil
}
