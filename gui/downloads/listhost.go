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
		if r, ok := o.(*Row); ok {
			l.show(r, i)
		}
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
	if !now.Truncate(progressPeriod).Equal(l.at.Truncate(progressPeriod)) {
		l.followPlayers()
	}
	l.at = now
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		l.thumbnails.SetScale(c.Scale())
	}
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
	for r := range l.live { // not when they are bound: rows that the wheel turns past need none
		l.thumbnails.Get(r.state.thumbnail)
	}
	l.endHighlight(now)
	l.checkFiles(now)
}

// followPlayers shows where players read. Bars that move slowly do so at the same
// moments.
func (l *List) followPlayers() {
	for r := range l.live {
		if r.data != nil && r.state.playing {
			share, known := l.do.PlayingAt(r.data.id)
			r.playing.move(r.bar.track, share, known)
		}
	}
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
		l.ShowMarks()
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
		l.ShowMarks()
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

// rowHostOf is what the rows of a list need of it.
type rowHostOf struct{ *List }

var _ rowHost = rowHostOf{}

func (l rowHostOf) thumbnail(address string) image.Image { return l.thumbnails.Loaded(address) }

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
	l.ShowMarks()
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
		l.ShowMarks()
	}
}

// drop moves what is dragged.
func (l rowHostOf) drop() {
	ids, to := l.drag.end()
	if l.ShowMarks(); to.OK {
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
		l.do.ShowGroupMenu(*d.group, l.model.Members(d.id), at)
	} else {
		l.do.ShowMenu(*d.status, at)
	}
}

// open does what a double click and Enter stand for.
func (l rowHostOf) open(d *rowData) {
	switch s := *d.status; {
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
