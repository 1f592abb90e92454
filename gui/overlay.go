package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// overlay is a card over the window, which is dimmed and out of reach
// meanwhile. Unlike Fyne's own it follows the window when that is resized.
type overlay struct {
	widget.BaseWidget
	shade   *canvas.Rectangle
	card    *canvas.Rectangle
	content fyne.CanvasObject
	size    func(window fyne.Size) fyne.Size // of the card
}

// showOverlay opens the one overlay there is room for; closeDialog ends it.
func (w *Window) showOverlay(content fyne.CanvasObject, size func(window fyne.Size) fyne.Size) {
	o := &overlay{
		shade: canvas.NewRectangle(color.Transparent),
		card:  canvas.NewRectangle(color.Transparent),
		size:  size,
		content: container.NewThemeOverride(content, &scoped{
			Theme: w.look,
			colors: map[fyne.ThemeColorName]fyne.ThemeColorName{ // fields are seen on the card
				theme.ColorNameInputBackground: theme.ColorNameBackground,
			},
		}),
	}
	o.ExtendBaseWidget(o)
	w.dialog = o
	w.win.Canvas().Overlays().Add(o)
}

// closeDialog closes what lies over the window.
func (w *Window) closeDialog() {
	if w.dialog == nil {
		return
	}
	if w.sheet != nil {
		w.sheet.stop()
		w.sheet = nil
	}
	w.win.Canvas().Overlays().Remove(w.dialog)
	w.dialog = nil
}

// CreateRenderer is part of fyne.Widget.
func (o *overlay) CreateRenderer() fyne.WidgetRenderer {
	r := &overlayRenderer{o}
	r.Refresh()
	return r
}

type overlayRenderer struct{ o *overlay }

func (r *overlayRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.o.shade, r.o.card, r.o.content}
}

func (r *overlayRenderer) Destroy()           {}
func (r *overlayRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *overlayRenderer) Layout(s fyne.Size) {
	o := r.o
	size := o.size(s).Min(s)
	x, y := (s.Width-size.Width)/2, (s.Height-size.Height)/2
	put(o.shade, 0, 0, s.Width, s.Height)
	put(o.card, x, y, size.Width, size.Height)
	put(o.content, x, y, size.Width, size.Height)
}

func (r *overlayRenderer) Refresh() {
	o := r.o
	o.card.Shadow = canvas.Shadow{Color: theme.Color(theme.ColorNameShadow), BlurRadius: 14, Offset: fyne.NewPos(0, 4)}
	paint(o.shade, theme.ColorNameShadow, 0)
	paint(o.card, theme.ColorNameOverlayBackground, radiusCard)
	r.Layout(o.Size())
	o.content.Refresh()
}

// handOn gives the window a key that what has the focus has no use for, such
// as the Escape that closes an overlay.
func handOn(o fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil || c.OnTypedKey() == nil {
		return
	}
	c.Unfocus()
	c.OnTypedKey()(e)
}
