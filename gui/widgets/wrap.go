package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
)

// Wrap lays objects out in lines, as many in each as fit.
type Wrap struct {
	widget.BaseWidget
	Items []fyne.CanvasObject
	Width func() float32
}

var _ fyne.Widget = (*Wrap)(nil)

// NewWrap returns an empty Wrap. Fyne asks for its height before it is laid out, so
// it has to be told its width in pixels.
func NewWrap(width func() float32) *Wrap {
	f := &Wrap{Width: width}
	f.ExtendBaseWidget(f)
	return f
}

// SetItems replaces the objects.
func (f *Wrap) SetItems(all []fyne.CanvasObject) { f.Items = all; f.Refresh() }

// CreateRenderer returns the renderer of the line.
func (f *Wrap) CreateRenderer() fyne.WidgetRenderer { return &wrapRenderer{f: f} }

type wrapRenderer struct {
	f      *Wrap
	mirror Mirror
}

func (r *wrapRenderer) Objects() []fyne.CanvasObject { return r.f.Items }
func (r *wrapRenderer) Destroy()                     {}
func (r *wrapRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, r.layout(r.f.Width())) }
func (r *wrapRenderer) Layout(s fyne.Size)           { r.layout(s.Width) }
func (r *wrapRenderer) Refresh()                     { r.Layout(r.f.Size()) }

// layout lays the objects out for a width and returns the height, in pixels.
func (r *wrapRenderer) layout(width float32) (height float32) {
	r.mirror.Layout(width, r.Objects, func() { height = r.place(width) })
	return height
}

// place lays the objects out for a width and returns the height, in pixels.
func (r *wrapRenderer) place(width float32) float32 {
	x, y := float32(0), float32(0)
	for _, o := range r.f.Items {
		w := min(o.MinSize().Width, width)
		if x > 0 && x+w > width {
			x, y = 0, y+theme.ControlHeight+theme.Gap
		}
		Place(o, x, y, w, theme.ControlHeight)
		x += w + theme.Gap
	}
	if len(r.f.Items) == 0 {
		return 0
	}
	return y + theme.ControlHeight
}
