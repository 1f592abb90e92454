package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/hilo-app/hilo/gui/theme"
)

// drawnIcon is an icon on the screen. Fyne parses and draws an icon with each Refresh of
// its image, which takes longer than all else of a button.
type drawnIcon struct {
	*canvas.Image
	scale float32 // of the canvas it was drawn for
}

func newDrawnIcon() drawnIcon {
	return drawnIcon{Image: &canvas.Image{FillMode: canvas.ImageFillContain}}
}

// show shows an icon, nil for none, in a colour of the theme as it is now. It is drawn
// anew only if it looks different.
func (d *drawnIcon) show(icon fyne.Resource, c fyne.ThemeColorName) {
	colored, scale := theme.Colored(icon, c), float32(0)
	if on := fyne.CurrentApp().Driver().CanvasForObject(d.Image); on != nil {
		scale = on.Scale()
	}
	if d.Resource == colored && d.scale == scale {
		return
	}
	d.Resource, d.scale = colored, scale
	d.Refresh()
}
