package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"github.com/hilo-app/hilo/gui/widgets"
)

// showOverlay opens a dialog, of which there is at most one.
func (w *Window) showOverlay(d *widgets.Dialog) {
	w.dialog = d
	w.win.Canvas().Overlays().Add(d)
}

// closeDialog closes the open dialog, if any, and ends what runs for it.
func (w *Window) closeDialog() {
	if w.dialog == nil {
		return
	}
	if w.stopDialog != nil {
		w.stopDialog()
	}
	w.sheet, w.stopDialog = nil, nil
	w.win.Canvas().Overlays().Remove(w.dialog)
	w.dialog = nil
}

func (w *Window) showDialog(title string, content fyne.CanvasObject) {
	w.showOverlay(widgets.NewTitledDialog(w.look, title, content, w.tips, w.closeDialog))
}

var _ = context.Background
