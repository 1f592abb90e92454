package widgets

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
)

// tooltipDelay is how long the pointer rests on an icon before its name is shown.
const tooltipDelay = 500 * time.Millisecond

// Tooltip shows the name of what is under the pointer. It is a layer above the
// window's content and not an overlay, because those catch the next click.
type Tooltip struct {
	widget.BaseWidget
	now   func() time.Time
	over  fyne.CanvasObject
	since time.Time
	back  *canvas.Rectangle
	label string
	lines [3]*Label // that the label is broken into where the window is narrower
	used  int       // of the lines
}

// The size of a tooltip in pixels.
const (
	tooltipHeight = 26
	tooltipLine   = 18
	tooltipInset  = 8
)

var _ fyne.Widget = (*Tooltip)(nil)

// NewTooltip returns a hidden tooltip.
func NewTooltip(now func() time.Time) *Tooltip {
	t := &Tooltip{
		now:  now,
		back: canvas.NewRectangle(color.Transparent),
		used: 1,
	}
	for i := range t.lines {
		t.lines[i] = NewLabel("", theme.SizeSmall, false, theme.ColorOnBadge).Align(fyne.TextAlignCenter)
	}
	t.ExtendBaseWidget(t)
	t.Hide()
	return t
}

// Enter shows a label at an object soon, because the pointer is over it.
func (t *Tooltip) Enter(o fyne.CanvasObject, label string) {
	t.over, t.since = o, t.now()
	t.label = label
}

// fold breaks the label into lines for a width in pixels.
func (t *Tooltip) fold(width float32) {
	folded := Fold(t.label, len(t.lines), width-2*tooltipInset, theme.SizeSmall)
	t.used = max(1, len(folded))
	for i, l := range t.lines {
		if i < len(folded) {
			l.SetText(folded[i])
		} else {
			l.SetText("")
		}
	}
}

// Label returns what is shown, or will be shown after a moment; empty for nothing.
func (t *Tooltip) Label() string {
	if t.over == nil {
		return ""
	}
	return t.label
}

// Leave ends what Enter began.
func (t *Tooltip) Leave(o fyne.CanvasObject) {
	if t.over == o {
		t.over = nil
		t.Hide()
	}
}

// Update shows the name when the pointer rested long enough. Call it regularly.
func (t *Tooltip) Update(now time.Time, c fyne.Canvas) {
	if t.over == nil || t.Visible() || now.Sub(t.since) < tooltipDelay || !t.over.Visible() {
		return
	}
	t.fold(c.Size().Width - 2*theme.Gap)
	size := t.MinSize()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.over)
	x := at.X + (t.over.Size().Width-size.Width)/2
	x = max(theme.Gap, min(x, c.Size().Width-size.Width-theme.Gap))
	y := at.Y + t.over.Size().Height + 4
	if y+size.Height > c.Size().Height {
		y = at.Y - size.Height - 4
	}
	Place(t, x, y, size.Width, size.Height)
	t.Show()
	c.Refresh(t) // an object that was never drawn does not know its canvas
}

// CreateRenderer returns the renderer of the tooltip.
func (t *Tooltip) CreateRenderer() fyne.WidgetRenderer { return &tooltipRenderer{t} }

type tooltipRenderer struct{ t *Tooltip }

func (r *tooltipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.back, r.t.lines[0], r.t.lines[1], r.t.lines[2]}
}
func (r *tooltipRenderer) Destroy() {}

func (r *tooltipRenderer) MinSize() fyne.Size {
	width := float32(0)
	for _, l := range r.t.lines {
		width = max(width, l.Width())
	}
	return fyne.NewSize(width+2*tooltipInset, tooltipHeight+tooltipLine*float32(r.t.used-1))
}

func (r *tooltipRenderer) Layout(s fyne.Size) {
	Place(r.t.back, 0, 0, s.Width, s.Height)
	const above = (tooltipHeight - tooltipLine) / 2
	for i, l := range r.t.lines {
		Place(l, 0, above+tooltipLine*float32(i), s.Width, tooltipLine)
	}
}

func (r *tooltipRenderer) Refresh() {
	r.t.back.StrokeWidth, r.t.back.StrokeColor = 1, theme.Color(theme.ColorLine)
	Paint(r.t.back, theme.ColorBadge, 6)
	for _, l := range r.t.lines {
		l.Refresh()
	}
}
