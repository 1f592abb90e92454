package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
)

// rowList is the virtual list of rows: it has as many row widgets as are seen,
// however long the queue is. The arrow keys choose a row.
type rowList struct {
	widget.List
	w *Window
}

func newList(w *Window) *rowList {
	l := &rowList{w: w}
	l.HideSeparators = true
	l.Length = func() int { return len(w.rows.shown) }
	l.CreateItem = func() fyne.CanvasObject { return newRow(w, w.tips) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if r, ok := o.(*Row); ok && i < len(w.rows.shown) {
			d := w.rows.shown[i]
			w.live[r] = true
			r.bind(d, d.id == w.chosen, d.id == w.lit)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey is part of fyne.Focusable.
func (l *rowList) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.w.step(-1)
	case fyne.KeyDown:
		l.w.step(1)
	case fyne.KeyPageUp:
		l.w.step(-5)
	case fyne.KeyPageDown:
		l.w.step(5)
	case fyne.KeyHome:
		l.w.step(-len(l.w.rows.shown))
	case fyne.KeyEnd:
		l.w.step(len(l.w.rows.shown))
	default:
		l.w.rowKey(e.Name)
	}
}

// FocusGained chooses a row, so that the keys have something to act on. The
// list's own highlight stays off: a row shows by itself that it is chosen.
func (l *rowList) FocusGained() {
	if _, ok := l.w.rows.index[l.w.chosen]; !ok {
		l.w.step(0)
	}
}

// FocusLost is part of fyne.Focusable.
func (l *rowList) FocusLost() {}

// step chooses the row that many places away.
func (w *Window) step(by int) {
	if id, ok := w.rows.next(w.chosen, by); ok {
		w.chosen = id
		w.list.ScrollTo(w.rows.index[id])
	}
}

// choose makes a row the one that the keys act on.
func (w *Window) choose(id core.ID) {
	w.chosen = id
	w.win.Canvas().Focus(w.list)
	w.list.Refresh()
}

// rowKey does with the chosen row what a key stands for.
func (w *Window) rowKey(k fyne.KeyName) {
	d := w.rows.rows[w.chosen]
	if d == nil {
		return
	}
	s := d.status
	switch k {
	case fyne.KeySpace:
		switch {
		case s.State == core.Paused || s.State == core.Waiting:
			w.resume(s.ID)
		case s.State == core.Failed || s.State == core.Cancelled:
			w.retry(s.ID)
		case !s.State.Ended():
			w.pause(s.ID)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.State == core.Done {
			w.open(s)
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		i := w.rows.index[s.ID]
		w.remove(s.ID)
		if i+1 < len(w.rows.shown) {
			w.chosen = w.rows.shown[i+1].id
		} else if i > 0 {
			w.chosen = w.rows.shown[i-1].id
		}
	}
}

const litFor = 1500 * time.Millisecond

// find brings a row into view and lights it for a moment.
func (w *Window) find(id core.ID) {
	d := w.rows.rows[id]
	if d == nil {
		return
	}
	if _, ok := w.rows.index[id]; !ok {
		w.setFilter(groupAll)
	}
	w.lit, w.litUntil = id, w.now().Add(litFor)
	w.list.ScrollTo(w.rows.index[id])
}

// found puts the light out.
func (w *Window) found(now time.Time) {
	if w.lit != "" && now.After(w.litUntil) {
		w.lit = ""
		w.list.Refresh()
	}
}

// sweep unbinds rows that are no longer seen. The list drops the widgets it
// has no use for without a word, and a bound one would live on in the data.
func (w *Window) sweep() {
	const height = rowHeight + 2*rowInset
	first := int(w.list.GetScrollOffset()/height) - 1
	last := first + int(w.list.Size().Height/height) + 3
	if len(w.live) <= last-first+1 {
		return
	}
	for r := range w.live {
		i, ok := -1, false
		if r.data != nil {
			i, ok = w.rows.index[r.data.id]
		}
		if !ok || i < first || i > last {
			r.unbind()
			delete(w.live, r)
		}
	}
}
