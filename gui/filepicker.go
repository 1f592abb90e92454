package gui

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"

	"github.com/hilo-app/hilo/gui/background"
	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// filePicker asks for a folder or a file with the system's dialog, one at a time,
// and with Fyne's where the system has none.
type filePicker struct {
	win        fyne.Window
	background *background.Runner
	fail       func(sentence string, err error)
	pickFolder func(ctx context.Context, title, start string) (string, error)              // desktop.PickFolder
	pickFile   func(ctx context.Context, title string, patterns ...string) (string, error) // desktop.PickFile

	recent   *recentFolders
	asking   bool
	fallback *dialog.FileDialog // Fyne's, while it is open
}

func newFilePicker(win fyne.Window, b *background.Runner, r *recentFolders, fail func(string, error)) *filePicker {
	return &filePicker{win: win, background: b, recent: r, fail: fail, pickFolder: desktop.PickFolder, pickFile: desktop.PickFile}
}

// askFolder asks for the folder to save in, starting at one. Both are recent then.
func (p *filePicker) askFolder(start string, then func(dir string)) {
	p.askFolderFor(lang.L("Save downloads in"), start, func(dir string) {
		p.recent.add(start)
		p.recent.add(dir)
		then(dir)
	})
}

// offerFolders offers the recent folders in a menu at a position, with the one in use
// marked, and another one by a dialog. Without recent ones it asks at once.
func (p *filePicker) offerFolders(at func() fyne.Position, inUse string, then func(dir string)) {
	if !p.recent.others(inUse) {
		p.askFolder(inUse, then)
		return
	}
	all := p.recent.all()
	p.background.Go(func() {
		present := p.recent.present(all)
		p.background.Later(func() {
			if !slices.ContainsFunc(present, func(d string) bool { return d != inUse }) {
				p.askFolder(inUse, then)
				return
			}
			p.showFolders(at(), present, inUse, then)
		})
	})
}

func (p *filePicker) showFolders(at fyne.Position, dirs []string, inUse string, then func(dir string)) {
	var items []widgets.MenuItem
	for _, dir := range dirs {
		icon := theme.IconFolder
		if dir == inUse {
			icon = theme.IconCheck
		}
		items = append(items, widgets.MenuItem{Label: shortPath(dir), Icon: icon, Do: func() {
			p.recent.add(dir)
			then(dir)
		}})
	}
	items = append(items, widgets.MenuItem{},
		widgets.MenuItem{Label: lang.L("Another folder…"), Icon: theme.IconFolder, Do: func() { p.askFolder(inUse, then) }})
	widgets.ShowMenu(p.win.Canvas(), at, items)
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
		path, err := pick(p.background.Context())
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
