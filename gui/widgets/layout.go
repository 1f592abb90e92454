package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/gui/theme"
)

// Arrange returns a container that is laid out by two functions: minSize returns
// the smallest size it can have and place gives its objects their positions for a
// size. It is for parts of the window that Fyne's layouts do not cover. Where the
// language is read from the right it is mirrored: see Mirror.
func Arrange(minSize func() fyne.Size, place func(fyne.Size), objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &functionLayout{minSize: minSize, place: place}, Objects: objects}
}

// ArrangeFixed is Arrange for what is the same in every language.
func ArrangeFixed(minSize func() fyne.Size, place func(fyne.Size), objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &functionLayout{minSize: minSize, place: place, fixed: true}, Objects: objects}
}

type functionLayout struct {
	minSize func() fyne.Size
	place   func(fyne.Size)
	fixed   bool
	mirror  Mirror
}

func (l *functionLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.minSize() }

func (l *functionLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	if l.fixed {
		l.place(s)
		return
	}
	l.mirror.Layout(s.Width, func() []fyne.CanvasObject { return objects }, func() { l.place(s) })
}

// Row returns a container that is like Fyne's HBox, with a gap between its objects. It is
// mirrored where the language is read from the right.
func Row(objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &rowLayout{inner: layout.NewCustomPaddedHBoxLayout(theme.Gap)}, Objects: objects}
}

type rowLayout struct {
	inner  fyne.Layout
	mirror Mirror
}

func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return l.inner.MinSize(objects) }

func (l *rowLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	l.mirror.Layout(s.Width, func() []fyne.CanvasObject { return objects }, func() { l.inner.Layout(objects, s) })
}

// Place gives an object its position and size in pixels.
func Place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// SetVisible shows or hides an object, unless it is shown or hidden already.
func SetVisible(o fyne.CanvasObject, on bool) {
	if on && !o.Visible() {
		o.Show()
	} else if !on && o.Visible() {
		o.Hide()
	}
}

// Paint fills a rectangle with a colour of the theme.
func Paint(r *canvas.Rectangle, fill fyne.ThemeColorName, corner float32) {
	r.FillColor, r.CornerRadius = theme.Color(fill), corner
	r.Refresh()
}

// PaintFrame fills a rectangle and draws a line of one pixel around it.
func PaintFrame(r *canvas.Rectangle, fill, line fyne.ThemeColorName, corner float32) {
	r.StrokeWidth, r.StrokeColor = 1, theme.Color(line)
	Paint(r, fill, corner)
}
