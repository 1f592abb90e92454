package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
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

	scroll *container.Scroll          // its middle
	fixed  map[fyne.CanvasObject]bool // what takes keys and is not in the middle
	inView fyne.CanvasObject          // what had the focus when that was last looked at
}

const (
	overlayMargin  = 16 // around the card, in a small window
	overlayPadding = 20
	overlayInset   = 4 // around what is scrolled, so that no edge is clipped
)

// showOverlay opens the one overlay there is room for; closeDialog ends it. Its
// card has the size that is asked for where the window has room.
func (w *Window) showOverlay(content fyne.CanvasObject, scroll *container.Scroll, size func() fyne.Size, fixed ...fyne.CanvasObject) {
	o := &overlay{
		scroll: scroll,
		fixed:  map[fyne.CanvasObject]bool{},
		shade:  canvas.NewRectangle(color.Transparent),
		card:   canvas.NewRectangle(color.Transparent),
		size: func(window fyne.Size) fyne.Size {
			return size().Min(window.SubtractWidthHeight(2*overlayMargin, 2*overlayMargin))
		},
		content: container.NewThemeOverride(content, themeForDialog(w.look)),
	}
	for _, f := range fixed {
		o.fixed[f] = true
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
	if w.stopDialog != nil {
		w.stopDialog()
	}
	w.sheet, w.stopDialog = nil, nil
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
	size := o.size(s)
	x, y := (s.Width-size.Width)/2, (s.Height-size.Height)/2
	put(o.shade, 0, 0, s.Width, s.Height)
	put(o.card, x, y, size.Width, size.Height)
	put(o.content, x, y, size.Width, size.Height)
}

func (r *overlayRenderer) Refresh() {
	o := r.o
	o.card.Shadow = canvas.Shadow{Color: Color(colorShadow), BlurRadius: 14, Offset: fyne.NewPos(0, 4)}
	paint(o.shade, colorShadow, 0)
	paint(o.card, colorOverlay, radiusCard)
	r.Layout(o.Size())
	o.content.Refresh()
}

// showDialog shows a card with a title, which is scrolled where there is no
// room for it.
func (w *Window) showDialog(title string, content fyne.CanvasObject) {
	const topHeight = 12 + target + 12
	head := newLabel(title, sizeHeading, true, colorText)
	cross := newIcon(lang.L("Close"), iconClose, w.tips, w.closeDialog)
	scroll := container.NewVScroll(container.New(
		layout.NewCustomPaddedLayout(overlayInset, overlayInset, overlayInset, overlayPadding-overlayInset), content))
	w.showOverlay(arrange(
		func() fyne.Size { return fyne.Size{} },
		func(s fyne.Size) {
			put(head, overlayPadding, 12, s.Width-2*overlayPadding-target, target)
			put(cross, s.Width-overlayPadding-target+9, 12, target, target)
			put(scroll, overlayPadding-overlayInset, topHeight-overlayInset,
				s.Width-overlayPadding, s.Height-topHeight-overlayPadding+2*overlayInset)
		}, head, scroll, cross), scroll, func() fyne.Size {
		return content.MinSize().AddWidthHeight(2*overlayPadding, topHeight+overlayPadding)
	}, cross)
}

// follow scrolls to what has got the focus.
func (o *overlay) follow(c fyne.Canvas) {
	focused, _ := c.Focused().(fyne.CanvasObject)
	if t, ok := focused.(*tiles); ok && t.chosen < len(t.all) {
		focused = t.all[t.chosen]
	}
	if focused == o.inView {
		return
	}
	if o.inView = focused; focused == nil || o.fixed[focused] || c.Overlays().Top() != o {
		return
	}
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(focused).Y - d.AbsolutePositionForObject(o.scroll).Y
	switch under := top + focused.Size().Height + gap - o.scroll.Size().Height; {
	case top < gap:
		o.scroll.ScrollToOffset(fyne.NewPos(0, max(0, o.scroll.Offset.Y+top-gap)))
	case under > 0:
		o.scroll.ScrollToOffset(fyne.NewPos(0, o.scroll.Offset.Y+under))
	}
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
