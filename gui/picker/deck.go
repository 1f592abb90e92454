package picker

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// deck is the thumbnail of a list: a picture with the edges of two more behind it.
type deck struct {
	widget.BaseWidget
	sheets [2]*widgets.Panel // the farthest first
	top    *widgets.Thumbnail
}

func newDeck() *deck {
	d := &deck{top: widgets.NewThumbnail()}
	d.sheets[0] = widgets.NewPanel(theme.ColorButton, theme.ColorClear, theme.RadiusThumb)
	d.sheets[1] = widgets.NewPanel(theme.ColorLine, theme.ColorClear, theme.RadiusThumb)
	d.ExtendBaseWidget(d)
	return d
}

func (d *deck) set(picture image.Image, badge string) { d.top.Set(picture, badge) }

// CreateRenderer returns the renderer of the deck.
func (d *deck) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(widgets.ThumbnailWidth, widgets.ThumbnailHeight+8) },
		func(s fyne.Size) {
			widgets.Place(d.sheets[0], 16, 0, s.Width-32, 24)
			widgets.Place(d.sheets[1], 8, 4, s.Width-16, 24)
			widgets.Place(d.top, 0, 8, s.Width, s.Height-8)
		}, d.sheets[0], d.sheets[1], d.top))
}
