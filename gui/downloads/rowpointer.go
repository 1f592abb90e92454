package downloads

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

var (
	_ desktop.Hoverable      = (*Row)(nil)
	_ desktop.Mouseable      = (*Row)(nil)
	_ fyne.Accessible        = (*Row)(nil)
	_ fyne.DoubleTappable    = (*Row)(nil)
	_ fyne.Draggable         = (*Row)(nil)
	_ fyne.SecondaryTappable = (*Row)(nil)
	_ fyne.Widget            = (*Row)(nil)
)

// MouseDown chooses the row. A tap would come too late: after a second one could. One of
// several that are selected may be dragged with them: MouseUp chooses it.
func (r *Row) MouseDown(e *desktop.MouseEvent) {
	switch r.pressed = false; {
	case r.data == nil || e.Button != desktop.MouseButtonPrimary:
	case r.tick.under(e.Position):
		r.host.choose(r.data.id, fyne.KeyModifierShortcutDefault)
	case r.marks.selected && e.Modifier == 0:
		r.pressed = true
	default:
		r.host.choose(r.data.id, e.Modifier)
	}
}

// MouseUp chooses the row alone, if it was one of several and was not dragged.
func (r *Row) MouseUp(*desktop.MouseEvent) {
	if r.pressed && r.data != nil {
		r.host.choose(r.data.id, 0)
	}
	r.pressed = false
}

// Dragged moves the row in the list: a line shows where it will go.
func (r *Row) Dragged(e *fyne.DragEvent) {
	r.pressed = false
	r.host.dragTo(r.data, e.AbsolutePosition)
}

// DragEnd drops the row there.
func (r *Row) DragEnd() { r.host.drop() }

// DoubleTapped opens what was saved, or says why it failed.
func (r *Row) DoubleTapped(*fyne.PointEvent) {
	if r.data != nil {
		r.host.open(r.data)
	}
}

// MouseIn shows that the pointer is over the row.
func (r *Row) MouseIn(*desktop.MouseEvent) { r.hover(true) }

// MouseMoved shows the whole text where the pointer is over a title, or a sentence of a
// compact row, that is cut.
func (r *Row) MouseMoved(e *desktop.MouseEvent) {
	if r.tip.Tooltip == nil || r.data == nil {
		return
	}
	var over *widgets.Label
	for _, l := range []*widgets.Label{r.title, r.playing.words, r.bar.words} {
		at, size := l.Position(), l.Size()
		if l.Visible() && l.Shown() != l.Text() && e.Position.X >= at.X && e.Position.X < at.X+size.Width && e.Position.Y >= at.Y && e.Position.Y < at.Y+size.Height {
			over = l
		}
	}
	r.showTip(over)
}

// showTip shows the whole text of a label, or none with nil.
func (r *Row) showTip(of *widgets.Label) {
	if of == r.tip.of {
		return
	}
	if r.tip.of != nil {
		r.tip.Leave(r.tip.of)
	}
	if r.tip.of = of; of != nil {
		r.tip.Enter(of, of.Text())
	}
}

// MouseOut shows that the pointer has left the row.
func (r *Row) MouseOut() {
	r.hover(false)
	r.showTip(nil)
}

func (r *Row) hover(on bool) {
	if r.hovered != on {
		r.hovered = on
		r.paintCard()
	}
}

// under says whether a position is on the tick, or near enough to press it.
func (t rowTick) under(p fyne.Position) bool {
	at := t.back.Position()
	return p.X >= at.X-tickReach && p.X < at.X+tickSize+tickReach && p.Y >= at.Y-tickReach && p.Y < at.Y+tickSize+tickReach
}

// TappedSecondary opens the row's menu.
func (r *Row) TappedSecondary(e *fyne.PointEvent) {
	d := r.data
	if d == nil {
		return
	}
	if !r.marks.selected {
		r.host.choose(d.id, 0) // draws the list: the row may have another download then, or none
	}
	if r.data == d {
		r.host.showMenu(d, e.AbsolutePosition)
	}
}

// AccessibilityLabel returns what a screen reader says of the row.
func (r *Row) AccessibilityLabel() string {
	if r.data == nil {
		return ""
	}
	return i18n.Join(r.state.title, r.state.clip, r.playing.words.Text(), r.state.second(r.marks), r.state.note, string(r.state.side), r.bar.percent.Text(), r.bar.amount.Text(), r.bar.pace.Text())
}

// AccessibilityRole returns as what a screen reader announces the row.
func (r *Row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
