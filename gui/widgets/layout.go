package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"github.com/hilo-app/hilo/gui/theme"
)

// Arrange returns a container that is laid out by two functions: minSize returns
// the smallest size it can have and place gives its objects their positions for a
// size. It is for parts of the window that Fyne's layouts do not cover.
func Arrange(minSize func() fyne.Size, place func(fyne.Size), objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: functionLayout{minSize, place}, Objects: objects}
}

type functionLayout struct {
	minSize func() fyne.Size
	place   func(fyne.Size)
}

func (l functionLayout) MinSize([]fyne.CanvasObject) fyne.Size     { return l.minSize() }
func (l functionLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) { l.place(s) }

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

// Labeled is a line of a form: a label, and a control at its right end.
func Labeled(label string, control fyne.CanvasObject) fyne.CanvasObject {
	name := NewLabel(label, theme.SizeText, true, theme.ColorText)
	return Arrange(
		func() fyne.Size { return fyne.NewSize(0, theme.ControlHeight) },
		func(s fyne.Size) {
			w := min(control.MinSize().Width, max(0, s.Width-name.Width()-16))
			Place(name, 0, 0, s.Width-w-16, s.Height)
			Place(control, s.Width-w, 0, w, s.Height)
		}, name, control)
}

// DialogWidth is the width of the text in a dialog, in pixels.
const DialogWidth = 440

// Paragraph is a text on as many lines, up to eight, as it takes in a dialog.
func Paragraph(s string) fyne.CanvasObject {
	lines := container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, l := range Fold(s, 8, DialogWidth, theme.SizeSmall) {
		lines.Add(NewLabel(l, theme.SizeSmall, false, theme.ColorDim))
	}
	return lines
}

// NewLink returns a text button for the content of a dialog. Its text, and not its
// edge, is aligned with the content above it.
func NewLink(label string, do func()) fyne.CanvasObject {
	b := NewButton(Bare, label, nil, do)
	return Arrange(
		func() fyne.Size { return b.MinSize().SubtractWidthHeight(2*DialogInset, 0) },
		func(s fyne.Size) { Place(b, -DialogInset, 0, s.Width+2*DialogInset, s.Height) }, b)
}
