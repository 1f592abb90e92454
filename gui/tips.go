package gui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// tipDelay is how long the pointer rests on an icon before its name is shown.
const tipDelay = 500 * time.Millisecond

// tips shows the name of an icon button under the pointer. It is a layer above
// the window's content and no overlay, because those catch the next click.
type tips struct {
	widget.BaseWidget
	now   func() time.Time
	over  *button
	since time.Time
	back  *canvas.Rectangle
	text  *text
}

func newTips(now func() time.Time) *tips {
	t := &tips{
		now:  now,
		back: canvas.NewRectangle(color.Transparent),
		text: newText(sizeSmall, false, colorOnBadge, wholeText).align(fyne.TextAlignCenter),
	}
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

func (t *tips) enter(b *button, label string) {
	t.over, t.since = b, t.now()
	t.text.set(label)
}

func (t *tips) leave(b *button) {
	if t.over == b {
		t.over = nil
		t.Hide()
	}
}

// pump shows the name when it is time.
func (t *tips) pump(now time.Time, c fyne.Canvas) {
	if t.over == nil || t.Visible() || now.Sub(t.since) < tipDelay || !t.over.Visible() {
		return
	}
	size := t.MinSize()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.over)
	x := at.X + (t.over.Size().Width-size.Width)/2
	x = max(gap, min(x, c.Size().Width-size.Width-gap))
	y := at.Y + t.over.Size().Height + 4
	if y+size.Height > c.Size().Height {
		y = at.Y - size.Height - 4
	}
	put(t, x, y, size.Width, size.Height)
	t.Show()
	c.Refresh(t) // by its own means it can't: what was never drawn does not know its canvas
}

// CreateRenderer is part of fyne.Widget.
func (t *tips) CreateRenderer() fyne.WidgetRenderer { return &tipsRenderer{t} }

type tipsRenderer struct{ t *tips }

func (r *tipsRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.back, r.t.text} }
func (r *tipsRenderer) Destroy()                     {}
func (r *tipsRenderer) MinSize() fyne.Size           { return fyne.NewSize(r.t.text.width()+16, 26) }

func (r *tipsRenderer) Layout(s fyne.Size) {
	put(r.t.back, 0, 0, s.Width, s.Height)
	put(r.t.text, 0, 0, s.Width, s.Height)
}

func (r *tipsRenderer) Refresh() {
	r.t.back.StrokeWidth, r.t.back.StrokeColor = 1, Color(colorLine)
	paint(r.t.back, colorBadge, 6)
	r.t.text.Refresh()
}
