package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/widgets"
)

// dialogs holds the open dialog, of which there is at most one.
type dialogs struct {
	canvas  fyne.Canvas
	base    fyne.Theme
	tooltip *widgets.Tooltip

	open    *widgets.Dialog
	content options.Content // nil for a dialog that needs neither keys nor updates
	stop    func()          // ends what runs for the open dialog; nil if nothing does
}

// show opens a dialog. Close the open one before.
func (d *dialogs) show(w *widgets.Dialog) {
	d.open = w
	d.canvas.Overlays().Add(w)
}

// showTitled opens a dialog with a title and a button that closes it.
func (d *dialogs) showTitled(title string, content fyne.CanvasObject) {
	d.show(widgets.NewTitledDialog(d.base, title, content, d.tooltip, d.close))
}

// close closes the open dialog, if any, and ends what runs for it.
func (d *dialogs) close() {
	if d.open == nil {
		return
	}
	if d.stop != nil {
		d.stop()
	}
	d.canvas.Overlays().Remove(d.open)
	d.open, d.content, d.stop = nil, nil, nil
}

// update scrolls to what has got the focus, and updates the content.
func (d *dialogs) update() {
	if d.open != nil {
		d.open.ScrollToFocus(d.canvas)
	}
	if d.content != nil {
		d.content.Update()
	}
}

// newCopyButton returns a button that copies a report to the clipboard.
func newCopyButton(a fyne.App, report func() string) *widgets.Button {
	b := widgets.NewButton(widgets.Outlined, lang.L("Copy report"), nil, nil)
	b.OnTapped = func() {
		a.Clipboard().SetContent(report())
		b.SetText(lang.L("Copied"))
	}
	return b
}
