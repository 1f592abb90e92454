package downloads

import (
	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/widgets"
)

// step chooses the row that is by rows further down.
func (l *List) step(by int) {
	if id, ok := l.model.next(l.chosen, by); ok {
		l.chosen = id
		if l.modifiers()&fyne.KeyModifierShift != 0 {
			l.selection.extend(id)
		} else {
			l.selection.only(id)
		}
		l.scrollTo(l.model.index[id])
		l.ShowMarks()
	}
}

var _ fyne.Focusable = (*List)(nil)

// TypedKey chooses another row, or acts on the chosen one.
func (l *List) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyPageUp:
		l.step(-5)
	case fyne.KeyPageDown:
		l.step(5)
	case fyne.KeyHome:
		l.step(-len(l.model.lines))
	case fyne.KeyEnd:
		l.step(len(l.model.lines))
	case fyne.KeyEscape:
		if !l.drag.giveUp() {
			widgets.PassOn(l, e)
			return
		}
		l.ShowMarks()
	case fyne.KeyLeft, fyne.KeyRight:
		l.unfold((e.Name == fyne.KeyRight) != widgets.Mirrored())
	default:
		if !l.Act(e.Name) {
			widgets.PassOn(l, e)
		}
	}
}

// FocusGained chooses a row, so that the keys have something to act on. Fyne's own
// highlight stays off: a row shows itself that it is chosen.
func (l *List) FocusGained() {
	if !l.HasChosen() {
		l.step(0)
	}
}

// FocusLost does nothing: the chosen row stays marked.
func (l *List) FocusLost() {}

// Act does with the chosen line, or with all that are selected, what a key stands for:
// Space pauses, resumes or retries, Enter opens, Delete removes. It says whether it
// is such a key.
func (l *List) Act(k fyne.KeyName) bool {
	ids := l.Targets()
	if len(ids) == 0 {
		return false
	}
	switch k {
	case fyne.KeySpace:
		toggle(l, ids)
	case fyne.KeyReturn, fyne.KeyEnter:
		if i, ok := l.model.index[l.chosen]; ok {
			rowHostOf{l}.open(l.model.lines[i].rowData)
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		l.removeRows(ids)
	default:
		return false
	}
	return true
}

// toggle pauses downloads, or resumes and retries them if none can be paused.
func toggle(l *List, ids []core.ID) {
	running := l.model.filtered(ids, func(s core.State) bool { return canPause(s) && s != core.Waiting })
	if len(running) > 0 {
		l.do.Pause(running...)
		return
	}
	if again := l.model.filtered(ids, func(s core.State) bool { return canResume(s) || s == core.Waiting }); len(again) > 0 {
		l.do.Resume(again...)
	}
	if failed := l.model.filtered(ids, canRetry); len(failed) > 0 {
		l.do.Retry(failed...)
	}
}

// removeRows removes downloads, and chooses the line that follows them.
func (l *List) removeRows(ids []core.ID) {
	moving := Moving{l.model}
	removed := setOf(ids)
	first, last := len(l.model.lines), -1
	for i, at := range l.model.lines {
		if moving.isMoved(at, removed) {
			first, last = min(first, i), i
		}
	}
	next := core.ID("")
	for i := last + 1; i < len(l.model.lines) && next == ""; i++ {
		next = l.model.lines[i].id
	}
	for i := first - 1; i >= 0 && next == ""; i-- {
		next = l.model.lines[i].id
	}
	l.chosen = next
	l.selection.only(next)
	l.do.Remove(ids...)
}

// unfold opens or closes the chosen group. When it is so already, it chooses the first
// row of the group, or the header of the chosen row.
func (l *List) unfold(open bool) {
	i, ok := l.model.index[l.chosen]
	if !ok {
		return
	}
	switch at := l.model.lines[i]; {
	case at.isHead() && at.open != open:
		l.setOpen(at.id, open)
	case at.isHead() && open:
		l.step(1)
	case at.nested && !open:
		l.step(l.model.index[headID(at.status.Group)] - i)
	}
}
