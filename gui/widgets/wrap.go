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
func (r *wrapRenderer) Refresh()                     { r.Layout(r.f.Size()) }

// MinSize returns the height for the width that f may have. It moves nothing, as f may
// be narrower than that.
func (r *wrapRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, r.f.lines(r.f.Width(), func(fyne.CanvasObject, float32, float32, float32) {}))
}

// Layout lays the objects out for a width.
func (r *wrapRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() {
		r.f.lines(s.Width, func(o fyne.CanvasObject, x, y, w float32) { Place(o, x, y, w, theme.ControlHeight) })
	})
}

// lines calls put with where each object is to be in a width, and returns the height,
// all in pixels.
func (f *Wrap) lines(width float32, put func(o fyne.CanvasObject, x, y, w float32)) float32 {
	x, y := float32(0), float32(0)
	for _, o := range f.Items {
		w := min(o.MinSize().Width, width)
		if x > 0 && x+w > width {
			x, y = 0, y+theme.ControlHeight+theme.Gap
		}
		put(o, x, y, w)
		x += w + theme.Gap
	}
	if len(f.Items) == 0 {
		return 0
	}
	return y + theme.ControlHeight
}
