package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
)

// Dialog is a card over the window, which is dimmed and does not react meanwhile.
// Unlike Fyne's it follows the size of the window. Show it as an overlay of a
// canvas.
type Dialog struct {
	widget.BaseWidget
	shade   *canvas.Rectangle
	card    *canvas.Rectangle
	content fyne.CanvasObject
	size    func(window fyne.Size) fyne.Size // of the card

	scroll *container.Scroll          // the part that is scrolled
	fixed  map[fyne.CanvasObject]bool // what can have the focus and is not scrolled
	inView fyne.CanvasObject          // what had the focus at the last ScrollToFocus
}

var _ fyne.Widget = (*Dialog)(nil)

// The space around and within the card of a dialog, in pixels.
const (
	DialogMargin  = 16 // around the card, in a small window
	DialogPadding = 20
	DialogInset   = 4 // around what is scrolled, so that no edge is clipped
)

// NewDialog returns a dialog with that content on its card. The card has the size
// that is asked for where the window has space. ScrollToFocus scrolls the scroller,
// which is a part of the content, to what has the focus unless that is one of
// fixed.
func NewDialog(base fyne.Theme, content fyne.CanvasObject, scroller *container.Scroll, size func() fyne.Size, fixed ...fyne.CanvasObject) *Dialog {
	d := &Dialog{
		scroll: scroller,
		fixed:  map[fyne.CanvasObject]bool{},
		shade:  canvas.NewRectangle(color.Transparent),
		card:   canvas.NewRectangle(color.Transparent),
		size: func(window fyne.Size) fyne.Size {
			return size().Min(window.SubtractWidthHeight(2*DialogMargin, 2*DialogMargin))
		},
		content: container.NewThemeOverride(content, theme.ForDialog(base)),
	}
	for _, f := range fixed {
		d.fixed[f] = true
	}
	d.ExtendBaseWidget(d)
	return d
}

// NewTitledDialog returns a dialog with a title and a button that closes it. Its
// content is scrolled where there is no space for it.
func NewTitledDialog(base fyne.Theme, title string, content fyne.CanvasObject, tooltip *Tooltip, onClose func()) *Dialog {
	const topHeight = 12 + theme.ControlHeight + 12
	head := NewLabel(title, theme.SizeHeading, true, theme.ColorText)
	cross := NewIconButton(lang.L("Close"), theme.IconClose, tooltip, onClose)
	scroll := container.NewVScroll(container.New(
		layout.NewCustomPaddedLayout(DialogInset, DialogInset, DialogInset, DialogPadding-DialogInset), content))
	return NewDialog(base, Arrange(
		func() fyne.Size { return fyne.Size{} },
		func(s fyne.Size) {
			Place(head, DialogPadding, 12, s.Width-2*DialogPadding-theme.ControlHeight, theme.ControlHeight)
			Place(cross, s.Width-DialogPadding-theme.ControlHeight+9, 12, theme.ControlHeight, theme.ControlHeight)
			Place(scroll, DialogPadding-DialogInset, topHeight-DialogInset,
				s.Width-DialogPadding, s.Height-topHeight-DialogPadding+2*DialogInset)
		}, head, scroll, cross), scroll, func() fyne.Size {
		return content.MinSize().AddWidthHeight(2*DialogPadding, topHeight+DialogPadding)
	}, cross)
}

// Scroller returns the part of the dialog that is scrolled.
func (o *Dialog) Scroller() *container.Scroll { return o.scroll }

// CardSize returns the size of the card in pixels.
func (o *Dialog) CardSize() fyne.Size { return o.card.Size() }

// CreateRenderer returns the renderer of the dialog.
func (o *Dialog) CreateRenderer() fyne.WidgetRenderer {
	r := &dialogRenderer{o}
	r.Refresh()
	return r
}

type dialogRenderer struct{ o *Dialog }

func (r *dialogRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.o.shade, r.o.card, r.o.content}
}

func (r *dialogRenderer) Destroy()           {}
func (r *dialogRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *dialogRenderer) Layout(s fyne.Size) {
	o := r.o
	size := o.size(s)
	x, y := (s.Width-size.Width)/2, (s.Height-size.Height)/2
	Place(o.shade, 0, 0, s.Width, s.Height)
	Place(o.card, x, y, size.Width, size.Height)
	Place(o.content, x, y, size.Width, size.Height)
}

func (r *dialogRenderer) Refresh() {
	o := r.o
	o.card.Shadow = canvas.Shadow{Color: theme.Color(theme.ColorShadow), BlurRadius: 14, Offset: fyne.NewPos(0, 4)}
	Paint(o.shade, theme.ColorShadow, 0)
	Paint(o.card, theme.ColorOverlay, theme.RadiusCard)
	r.Layout(o.Size())
	o.content.Refresh()
}

// ScrollToFocus scrolls to what has got the focus since the last call.
func (o *Dialog) ScrollToFocus(c fyne.Canvas) {
	focused, _ := c.Focused().(fyne.CanvasObject)
	if g, ok := focused.(*OptionGrid); ok && g.ChosenObject() != nil {
		focused = g.ChosenObject()
	}
	if focused == o.inView {
		return
	}
	if o.inView = focused; focused == nil || o.fixed[focused] || c.Overlays().Top() != o {
		return
	}
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(focused).Y - d.AbsolutePositionForObject(o.scroll).Y
	switch under := top + focused.Size().Height + theme.Gap - o.scroll.Size().Height; {
	case top < theme.Gap:
		o.scroll.ScrollToOffset(fyne.NewPos(0, max(0, o.scroll.Offset.Y+top-theme.Gap)))
	case under > 0:
		o.scroll.ScrollToOffset(fyne.NewPos(0, o.scroll.Offset.Y+under))
	}
}
