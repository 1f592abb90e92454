// Package folders asks for folders and files, and remembers the folders used last.
package folders

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

// Picker asks for a folder or a file with the system's dialog, one at a time,
// and with Fyne's where the system has none.
type Picker struct {
	Recent     *Recent
	Fallback   *dialog.FileDialog                                                          // Fyne's, while it is open
	PickFolder func(ctx context.Context, title, start string) (string, error)              // desktop.PickFolder
	PickFile   func(ctx context.Context, title string, patterns ...string) (string, error) // desktop.PickFile

	win        fyne.Window
	background *background.Runner
	fail       func(sentence string, err error)
	asking     bool
}

// New returns a Picker for a window. fail is told of what could not be opened.
func New(win fyne.Window, b *background.Runner, r *Recent, fail func(string, error)) *Picker {
	return &Picker{win: win, background: b, Recent: r, fail: fail, PickFolder: desktop.PickFolder, PickFile: desktop.PickFile}
}

// AskFolder asks for the folder to save in, starting at one. Both are recent then.
func (p *Picker) AskFolder(start string, then func(dir string)) {
	p.AskFolderFor(lang.L("Save downloads in"), start, func(dir string) {
		p.Recent.Add(start)
		p.Recent.Add(dir)
		then(dir)
	})
}

// OfferFolders offers the recent folders in a menu at a position, with the one in use
// marked, and another one by a dialog. Without recent ones it asks at once.
func (p *Picker) OfferFolders(at func() fyne.Position, inUse string, then func(dir string)) {
	if !p.Recent.others(inUse) {
		p.AskFolder(inUse, then)
		return
	}
	all := p.Recent.All()
	p.background.Go(func() {
		present := p.Recent.present(all)
		p.background.Later(func() {
			if !slices.ContainsFunc(present, func(d string) bool { return d != inUse }) {
				p.AskFolder(inUse, then)
				return
			}
			p.showFolders(at(), present, inUse, then)
		})
	})
}

func (p *Picker) showFolders(at fyne.Position, dirs []string, inUse string, then func(dir string)) {
	var items []widgets.MenuItem
	for _, dir := range dirs {
		icon := theme.IconFolder
		if dir == inUse {
			icon = theme.IconCheck
		}
		items = append(items, widgets.MenuItem{Label: ShortPath(dir), Icon: icon, Do: func() {
			p.Recent.Add(dir)
			then(dir)
		}})
	}
	items = append(items, widgets.MenuItem{},
		widgets.MenuItem{Label: lang.L("Another folder…"), Icon: theme.IconFolder, Do: func() { p.AskFolder(inUse, then) }})
	widgets.ShowMenu(p.win.Canvas(), at, items)
}

// AskFolderFor asks for a folder with that title, starting at one.
func (p *Picker) AskFolderFor(title, start string, then func(dir string)) {
	p.ask(func(ctx context.Context) (string, error) { return p.PickFolder(ctx, title, start) }, then, func() {
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

// AskLinks asks for a file with links.
func (p *Picker) AskLinks(then func(path string)) {
	p.AskFile(lang.L("Files with links"), then, "*.txt", "*.csv", "*.opml", "*.xml", "*.json")
}

// AskFile asks for a file whose name has one of the patterns.
func (p *Picker) AskFile(title string, then func(path string), patterns ...string) {
	p.ask(func(ctx context.Context) (string, error) { return p.PickFile(ctx, title, patterns...) }, then, func() {
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
func (p *Picker) ask(pick func(context.Context) (string, error), then func(path string), instead func()) {
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

func (p *Picker) showFallback(d *dialog.FileDialog) {
	p.Fallback = d
	d.SetOnClosed(func() { p.Fallback = nil })
	d.Show() // first: Fyne's file dialog has no size to change before
	d.Resize(p.win.Canvas().Size().SubtractWidthHeight(2*theme.Margin, 2*theme.Margin))
}
