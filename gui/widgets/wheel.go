package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over an entry and gives the mouse wheel to the dialog. An entry scrolls
// sideways within its frame and would keep the wheel for that.
type wheel struct{ widget.BaseWidget }

var _ fyne.Scrollable = (*wheel)(nil)

func newWheel() *wheel {
	w := &wheel{}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled scrolls the dialog.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil {
		if d, ok := c.Overlays().Top().(*Dialog); ok {
			d.scroll.Scrolled(e)
		}
	}
}

// CreateRenderer returns a renderer that draws nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
