package downloads

import (
	"image"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/widgets"
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

// NewList returns the list of a model. It asks modifiers which modifier keys are held,
// and stat in the background whether a saved file is there: its error is
// fs.ErrNotExist if not. Call Update regularly.
func NewList(m *Model, thumbnails *ThumbnailCache, do Actions, t *widgets.Tooltip, modifiers func() fyne.KeyModifier, stat func(path string) error) *List {
	l := &List{
		files: &fileCheck{stat: stat, gone: map[string]bool{}}, model: m, thumbnails: thumbnails, do: do, live: map[*Row]bool{}, modifiers: modifiers,
		selection: selection{model: m, rows: map[core.ID]bool{}},
	}
	l.HideSeparators = true
	l.Length = func() int { return len(m.lines) + int(math.Ceil(float64(spare/l.rowStep()))) }
	l.CreateItem = func() fyne.CanvasObject { return newRow(rowHostOf{l}, t) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		r, ok := o.(*Row)
		if !ok {
			return
		}
		if i >= len(m.lines) {
			delete(l.live, r)
			r.clear()
			return
		}
		d := m.lines[i]
		l.releaseOthers(r, d.rowData)
		l.live[r] = true
		r.bind(d.rowData, rowMarks{
			chosen: d.id == l.chosen, selected: l.selection.has(d.id), highlighted: d.id == l.highlighted || l.drag.rows[d.id],
			open: d.open, nested: d.nested, last: d.last, drop: l.drag.lineAt(i, d, len(m.lines)), dropNested: l.drag.gap.nested,
		})
	}
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel returns what a screen reader says of the list. Each row has a name
// of its own.
func (l *List) AccessibilityLabel() string { return lang.L("Downloads") }

// AccessibilityRole returns as what a screen reader announces the list.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// Update shows thumbnails that arrived, ends a highlight whose time is over, and
// releases rows that are no longer seen.
func (l *List) Update(now time.Time) {
	l.at = now
	if l.thumbnails.Arrived() {
		for r := range l.live {
			r.showThumbnail()
			canvas.Refresh(r) // an image that was never drawn does not know its canvas
		}
	}
	if by := l.drag.scroll(l.Size().Height, l.rowStep()); by != 0 {
		l.ScrollToOffset(max(0, l.GetScrollOffset()+by))
		rowHostOf{l}.placeDrag()
	}
	l.sweep()
	l.endHighlight(now)
	l.checkFiles(now)
}

// checkFiles looks whether the files of the rows that are seen are still there.
func (l *List) checkFiles(now time.Time) {
	var paths []string
	for r := range l.live {
		if r.data != nil && r.data.status.State == core.Done {
			paths = append(paths, r.data.status.File)
		}
	}
	l.files.look(paths, now)
	if l.files.changed() {
		l.Refresh()
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
		l.Refresh()
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

// ShowMenu opens the menu of the chosen line at that line.
func (l *List) ShowMenu() {
	i, ok := l.model.index[l.chosen]
	if !ok {
		return
	}
	l.scrollTo(i)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	top := float32(i)*l.rowStep() - l.GetScrollOffset()
	x := float32(leftOfText)
	if widgets.Mirrored() {
		x = l.Size().Width - x
	}
	rowHostOf{l}.showMenu(l.model.lines[i].rowData, at.AddXY(x, max(0, top)+l.rowStep()/2))
}

func (l *List) endHighlight(now time.Time) {
	if l.highlighted != "" && now.After(l.highlightedUntil) {
		l.highlighted = ""
		l.Refresh()
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

// sweep unbinds rows that are no longer seen. Fyne's list drops the widgets that
// it does not need without notice, and the data would keep a bound one alive.
func (l *List) sweep() {
	first := int(l.GetScrollOffset()/l.rowStep()) - 1
	last := first + int(l.Size().Height/l.rowStep()) + 3
	if len(l.live) <= last-first+1 {
		return
	}
	for r := range l.live {
		i, ok := -1, false
		if r.data != nil {
			i, ok = l.model.index[r.data.id]
		}
		if !ok || i < first || i > last {
			r.unbind()
			delete(l.live, r)
		}
	}
}

// Selected returns the rows that are selected, in order; nil if fewer than two are.
func (l *List) Selected() []core.ID { return l.selection.all() }

// SelectAll selects every row that is shown.
func (l *List) SelectAll() {
	l.selection.everything()
	l.Refresh()
}

// ClearSelection selects the chosen row alone.
func (l *List) ClearSelection() {
	l.selection.only(l.chosen)
	l.Refresh()
}

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
		l.Refresh()
	}
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
		l.Refresh()
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
		l.toggle(ids)
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
func (l *List) toggle(ids []core.ID) {
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

// rowHostOf is what the rows of a list need of it.
type rowHostOf struct{ *List }

var _ rowHost = rowHostOf{}

func (l rowHostOf) thumbnail(address string) image.Image { return l.thumbnails.Get(address) }

func (l rowHostOf) actions() Actions { return l.do }

func (l rowHostOf) time() time.Time { return l.at }

func (l rowHostOf) compact() bool { return l.dense }

func (l rowHostOf) gone(s core.Status) bool { return s.State == core.Done && l.files.isGone(s.File) }

// choose makes a line the one that the keys act on. With Ctrl it is selected too, or
// not any more, and with Shift all lines up to it are.
func (l rowHostOf) choose(id core.ID, held fyne.KeyModifier) {
	switch {
	case held&fyne.KeyModifierShift != 0:
		l.selection.extend(id)
	case held&fyne.KeyModifierShortcutDefault != 0:
		l.selection.toggle(id)
	default:
		l.selection.only(id)
	}
	l.chosen = id
	if c := fyne.CurrentApp().Driver().CanvasForObject(l.List); c != nil {
		c.Focus(l.List)
	}
	l.Refresh()
}

// dragTo drags a line, or all that are selected if it is one of them, to a position
// of the window. A list that is sorted has no places to drop anything.
func (l rowHostOf) dragTo(d *rowData, at fyne.Position) {
	if len(l.drag.ids) == 0 {
		if d == nil || l.drag.ended || !l.model.ordered() {
			return
		}
		ids := l.model.Members(d.id)
		if l.selection.has(d.id) {
			ids = l.Selected()
		}
		l.drag.begin(ids)
	}
	l.drag.pointer = at.Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(l.List).Y
	l.placeDrag()
}

// placeDrag finds where what is dragged will go, and shows it.
func (l rowHostOf) placeDrag() {
	before := l.drag.gap
	l.drag.gap = l.model.Moving().drop(l.drag.ids, (l.GetScrollOffset()+l.drag.pointer)/l.rowStep())
	if l.drag.gap != before {
		l.Refresh()
	}
}

// drop moves what is dragged.
func (l rowHostOf) drop() {
	ids, to := l.drag.end()
	if l.Refresh(); to.OK {
		l.do.Move(ids, to)
	}
}

// members returns the downloads of a line that are in a state that fits.
func (l rowHostOf) members(id core.ID, fits func(core.State) bool) []core.ID {
	return l.model.filtered(l.model.Members(id), fits)
}

// showMenu opens the menu of a line.
func (l rowHostOf) showMenu(d *rowData, at fyne.Position) {
	if d.isHead() {
		l.do.ShowGroupMenu(d.group, l.model.Members(d.id), at)
	} else {
		l.do.ShowMenu(d.status, at)
	}
}

// open does what a double click and Enter stand for.
func (l rowHostOf) open(d *rowData) {
	switch s := d.status; {
	case d.isHead():
		if i, ok := l.model.index[d.id]; ok {
			l.setOpen(d.id, !l.model.lines[i].open)
		}
	case s.State == core.Done && l.gone(s):
		l.do.DownloadAgain(s)
	case s.State == core.Done:
		l.do.Open(s)
	case s.State == core.Failed:
		l.do.ShowDetails(s)
	}
}
