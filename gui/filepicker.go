package gui

import (
	"context"
	"errors"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/theme"
)

// filePicker asks for a folder or a file with the system's dialog, one at a time,
// and with Fyne's where the system has none.
type filePicker struct {
	win        fyne.Window
	background *background
	fail       func(sentence string, err error)
	pickFolder func(ctx context.Context, title, start string) (string, error)              // desktop.PickFolder
	pickFile   func(ctx context.Context, title string, patterns ...string) (string, error) // desktop.PickFile

	asking   bool
	fallback *dialog.FileDialog // Fyne's, while it is open
}

func newFilePicker(win fyne.Window, b *background, fail func(string, error)) *filePicker {
	return &filePicker{win: win, background: b, fail: fail, pickFolder: desktop.PickFolder, pickFile: desktop.PickFile}
}

// askFolder asks for the folder to save in, starting at one.
func (p *filePicker) askFolder(start string, then func(dir string)) {
	p.askFolderFor(lang.L("Save downloads in"), start, then)
}

// askFolderFor asks for a folder with that title, starting at one.
func (p *filePicker) askFolderFor(title, start string, then func(dir string)) {
	p.ask(func(ctx context.Context) (string, error) { return p.pickFolder(ctx, title, start) }, then, func() {
		d := dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
			if err != nil {
				p.fail(lang.L("This folder could not be opened."), err)
			} else if u != nil {
				then(u.Path())
			}
		}, p.win)
		if at, err := storage.ListerForURI(storage.NewFileURI(start)); err == nil {
			d.SetLocation(at)
		}
		d.SetTitleText(title)
		p.showFallback(d)
	})
}

// askLinks asks for a file with links.
func (p *filePicker) askLinks(then func(path string)) {
	p.askFile(lang.L("Files with links"), then, "*.txt", "*.csv", "*.opml", "*.xml", "*.json")
}

// askFile asks for a file whose name has one of the patterns.
func (p *filePicker) askFile(title string, then func(path string), patterns ...string) {
	p.ask(func(ctx context.Context) (string, error) { return p.pickFile(ctx, title, patterns...) }, then, func() {
		d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
			if err != nil {
				p.fail(lang.L("This file could not be opened."), err)
			} else if f != nil {
				f.Close()
				then(f.URI().Path())
			}
		}, p.win)
		d.SetTitleText(title)
		p.showFallback(d)
	})
}

// ask waits for a dialog of the system and calls then with what was chosen, or
// instead where the system has no dialog.
func (p *filePicker) ask(pick func(context.Context) (string, error), then func(path string), instead func()) {
	if p.asking {
		return
	}
	p.asking = true
	p.background.Go(func() {
		path, err := pick(p.background.ctx)
		p.background.Later(func() {
			p.asking = false
			switch {
			case err == nil && path != "":
				then(path)
			case err != nil && !errors.Is(err, desktop.ErrCanceled):
				slog.Warn("no dialog of the system", "error", err)
				instead()
			}
		})
	})
}

func (p *filePicker) showFallback(d *dialog.FileDialog) {
	p.fallback = d
	d.SetOnClosed(func() { p.fallback = nil })
	d.Show() // first: Fyne's file dialog has no size to change before
	d.Resize(p.win.Canvas().Size().SubtractWidthHeight(2*theme.Margin, 2*theme.Margin))
}
