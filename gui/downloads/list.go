package downloads

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
)

// List is the virtual list of the rows of a Model: it has as many Row widgets as
// are seen, however many downloads there are. The arrow keys choose a row, other
// keys act on the chosen one.
type List struct {
	widget.List
	model      *Model
	thumbnails *ThumbnailCache
	files      *fileCheck
	do         Actions

	live             map[*Row]bool // rows that are bound
	chosen           core.ID       // by a click or the arrow keys
	selection        selection
	modifiers        func() fyne.KeyModifier // that are held
	highlighted      core.ID
	highlightedUntil time.Time
	awaited          core.ID   // scrolled to once the model has it
	at               time.Time // of the last Update
	dense            bool
	drag             dragging
}

// spare is the space under the last row, in pixels: what lies over the end of the list
// hides nothing then.
const spare = 64

// show shows a line in a row, or nothing under the last one.
func (l *List) show(r *Row, i int) {
	m := l.model
	if i >= len(m.lines) {
		delete(l.live, r)
		r.clear()
		return
	}
	d := m.lines[i]
	l.releaseOthers(r, d.rowData)
	l.live[r] = true
	number, of, source := 0, 0, ""
	if head := m.groups[d.status.Group]; d.nested && head != nil {
		number, of, source = d.number, len(head.members), i18n.Plain(head.head.group.Channel)
	}
	r.bind(d.rowData, rowMarks{
		number: number, of: of, source: source,
		chosen: d.id == l.chosen, selected: l.selection.has(d.id), highlighted: d.id == l.highlighted || l.drag.rows[d.id],
		open: d.open, nested: d.nested, last: d.last, drop: l.drag.lineAt(i, d, len(m.lines)), dropNested: l.drag.gap.nested,
	})
}

// ShowMarks shows how the rows that are seen stand out now, where the lines are the same.
// Refresh would have Fyne's list make new rows for the next ones that are seen.
func (l *List) ShowMarks() {
	for r := range l.live {
		if r.data == nil {
			continue
		}
		if i, ok := l.model.index[r.data.id]; ok {
			l.show(r, i)
		}
	}
}

// ShowChanged shows the list after rows were added, removed or moved.
func (l *List) ShowChanged() {
	l.selection.prune()
	if _, ok := l.model.index[l.chosen]; !ok {
		if rest := l.model.Members(l.chosen); len(rest) == 1 { // the last of a group has no header
			l.chosen = rest[0]
		}
	}
	i, ok := l.model.lineOf(l.awaited)
	if l.Refresh(); ok {
		if l.awaited = ""; i > 0 && l.model.lines[i].nested && l.model.lines[i-1].isHead() {
			i-- // the header belongs to it
		}
		l.ScrollToOffset(float32(i) * l.rowStep())
	}
}

// SetFilter shows the rows of a group, from the top.
func (l *List) SetFilter(g Group) {
	l.model.SetFilter(g)
	l.ScrollToTop()
	l.Refresh()
}

// Search shows the rows that have all of some words, from the top.
func (l *List) Search(words string) {
	l.model.setQuery(words)
	l.ScrollToTop()
	l.Refresh()
}

// Sort sorts the rows that are shown.
func (l *List) Sort(o Order) {
	l.model.setSorted(o)
	l.Refresh()
}

// Await scrolls a row to the top as soon as it is in the list.
func (l *List) Await(id core.ID) { l.awaited = id }

const highlightFor = 1500 * time.Millisecond

// Find chooses a row, brings it into view and highlights it for a moment; its group is opened for
// that. It does nothing when the filter hides the row.
func (l *List) Find(id core.ID, now time.Time) {
	if i, ok := l.model.lineOf(id); ok && l.model.lines[i].id != id {
		l.model.setOpen(l.model.lines[i].id, true)
		l.Refresh() // so that the list can be scrolled that far
	}
	if i, ok := l.model.index[id]; ok {
		l.chosen = id
		l.selection.only(id)
		l.highlighted, l.highlightedUntil = id, now.Add(highlightFor)
		l.scrollTo(i)
		l.ShowMarks()
	}
}

// BringIntoView brings a row into view, or the header of its group if that is closed.
func (l *List) BringIntoView(id core.ID) {
	if i, ok := l.model.lineOf(id); ok {
		l.scrollTo(i)
	}
}

// scrollTo brings a row into view, above what may lie over the end of the list.
func (l *List) scrollTo(i int) {
	top := float32(i) * l.rowStep()
	switch at, height := l.GetScrollOffset(), l.Size().Height; {
	case top < at:
		l.ScrollToOffset(top)
	case top+l.rowStep()+spare > at+height:
		l.ScrollToOffset(max(0, min(top, top+l.rowStep()+spare-height)))
	}
}

// releaseOthers unbinds widgets that showed a row before r does, and that Fyne's list
// keeps for later.
func (l *List) releaseOthers(r *Row, d *rowData) {
	for o := range l.live {
		if o != r && o.data == d {
			o.unbind()
			delete(l.live, o)
		}
	}
}

// Selected returns the rows that are selected, in order; nil if fewer than two are.
func (l *List) Selected() []core.ID { return l.selection.all() }

// SelectAll selects every row that is shown.
func (l *List) SelectAll() {
	l.selection.everything()
	l.ShowMarks()
}

// ClearSelection selects the chosen row alone.
func (l *List) ClearSelection() {
	l.selection.only(l.chosen)
	l.ShowMarks()
}

// rowStep returns the height of a row with the space around it, in pixels.
func (l *List) rowStep() float32 { return stepOf(l.dense) }

// SetCompact shows rows of one line, or of three.
func (l *List) SetCompact(on bool) {
	if l.dense == on {
		return
	}
	first := l.GetScrollOffset() / l.rowStep()
	l.dense = on
	for r := range l.live {
		r.unbind()
		delete(l.live, r)
	}
	l.Refresh()
	l.ScrollToOffset(first * l.rowStep())
}

// Shows says whether the filter shows a row, or its group.
func (l *List) Shows(id core.ID) bool {
	_, ok := l.model.lineOf(id)
	return ok
}

// Chosen returns the line that keys act on: a download, the header of a group, or
// empty if none was chosen yet.
func (l *List) Chosen() core.ID { return l.chosen }

// HasChosen says whether a line that is shown is chosen.
func (l *List) HasChosen() bool {
	_, ok := l.model.index[l.chosen]
	return ok
}

// Targets returns the downloads that commands act on: those that are selected, or those
// of the chosen line.
func (l *List) Targets() []core.ID {
	if ids := l.Selected(); ids != nil {
		return ids
	}
	return l.model.Members(l.chosen)
}

// setOpen shows the rows of a group, or its header alone. A row that is hidden by that
// is chosen no longer: its header is.
func (l *List) setOpen(head core.ID, on bool) {
	l.model.setOpen(head, on)
	if i, ok := l.model.lineOf(l.chosen); ok && l.model.lines[i].id != l.chosen {
		l.chosen = head
		l.selection.only(head)
	}
	l.Refresh()
}
