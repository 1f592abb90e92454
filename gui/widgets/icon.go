package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Icon is an icon in a colour of the theme.
type Icon struct {
	widget.BaseWidget
	image drawnIcon
	icon  fyne.Resource
	color fyne.ThemeColorName
}

// NewIcon returns an icon that fills the size it is given.
func NewIcon(icon fyne.Resource, c fyne.ThemeColorName) *Icon {
	i := &Icon{image: newDrawnIcon(), icon: icon, color: c}
	i.ExtendBaseWidget(i)
	return i
}

// Set shows another icon, or the same in another colour.
func (i *Icon) Set(icon fyne.Resource, c fyne.ThemeColorName) {
	i.icon, i.color = icon, c
	i.Refresh()
}

// Resource returns the icon that is shown, before it is coloured.
func (i *Icon) Resource() fyne.Resource { return i.icon }

var _ fyne.Widget = (*Icon)(nil)

// CreateRenderer returns the renderer of the icon.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	r := &iconRenderer{i}
	r.Refresh()
	return r
}

type iconRenderer struct{ i *Icon }

func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.i.image.Image} }
func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *iconRenderer) Layout(s fyne.Size)           { Place(r.i.image.Image, 0, 0, s.Width, s.Height) }

func (r *iconRenderer) Refresh() {
	r.i.image.show(r.i.icon, r.i.color)
}
