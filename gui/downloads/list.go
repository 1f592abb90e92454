package downloads

import (
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	do         Actions

	live             map[*Row]bool // rows that are bound
	chosen           core.ID       // by a click or the arrow keys
	highlighted      core.ID
	highlightedUntil time.Time
	awaited          core.ID // scrolled to once the model has it
}

// NewList returns the list of a model. Call Update regularly.
func NewList(m *Model, thumbnails *ThumbnailCache, do Actions, t *widgets.Tooltip) *List {
	l := &List{model: m, thumbnails: thumbnails, do: do, live: map[*Row]bool{}}
	l.HideSeparators = true
	l.Length = func() int { return len(m.shown) }
	l.CreateItem = func() fyne.CanvasObject { return newRow(l, t) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if r, ok := o.(*Row); ok && i < len(m.shown) {
			d := m.shown[i]
			l.live[r] = true
			r.bind(d, d.id == l.chosen, d.id == l.highlighted)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// Update shows thumbnails that arrived, ends a highlight whose time is over, and
// releases rows that are no longer seen.
func (l *List) Update(now time.Time) {
	if l.thumbnails.Arrived() {
		for r := range l.live {
			r.showThumbnail()
			canvas.Refresh(r) // an image that was never drawn does not know its canvas
		}
	}
	l.sweep()
	l.endHighlight(now)
}

// ShowChanged shows the list after rows were added, removed or moved.
func (l *List) ShowChanged() {
	if i, ok := l.model.index[l.awaited]; ok {
		l.ScrollTo(i)
		l.awaited = ""
	}
	l.Refresh()
}

// SetFilter shows the rows of a group, from the top.
func (l *List) SetFilter(g Group) {
	l.model.SetFilter(g)
	l.ScrollToTop()
	l.Refresh()
}

// Await scrolls to a row as soon as it is in the list.
func (l *List) Await(id core.ID) { l.awaited = id }

const highlightFor = 1500 * time.Millisecond

// Find brings a row into view and highlights it for a moment. It does nothing
// when the filter hides the row.
func (l *List) Find(id core.ID, now time.Time) {
	if i, ok := l.model.index[id]; ok {
		l.highlighted, l.highlightedUntil = id, now.Add(highlightFor)
		l.ScrollTo(i)
	}
}

func (l *List) endHighlight(now time.Time) {
	if l.highlighted != "" && now.After(l.highlightedUntil) {
		l.highlighted = ""
		l.Refresh()
	}
}

// sweep unbinds rows that are no longer seen. Fyne's list drops the widgets that
// it does not need without notice, and the data would keep a bound one alive.
func (l *List) sweep() {
	const height = rowHeight + 2*RowInset
	first := int(l.GetScrollOffset()/height) - 1
	last := first + int(l.Size().Height/height) + 3
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

// choose makes a row the one that the keys act on.
func (l *List) choose(id core.ID) {
	l.chosen = id
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
	l.Refresh()
}

// step chooses the row that is by rows further down.
func (l *List) step(by int) {
	if id, ok := l.model.next(l.chosen, by); ok {
		l.chosen = id
		l.ScrollTo(l.model.index[id])
	}
}

func (l *List) thumbnail(address string) image.Image { return l.thumbnails.Get(address) }

func (l *List) actions() Actions { return l.do }

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
		l.step(-len(l.model.shown))
	case fyne.KeyEnd:
		l.step(len(l.model.shown))
	default:
		l.Act(e.Name)
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

// Shows says whether the filter shows a row.
func (l *List) Shows(id core.ID) bool {
	_, ok := l.model.index[id]
	return ok
}

// Chosen returns the row that keys act on, empty if none was chosen yet.
func (l *List) Chosen() core.ID { return l.chosen }

// HasChosen says whether a row that is shown is chosen.
func (l *List) HasChosen() bool {
	return l.Shows(l.chosen)
}

// Act does with the chosen row what a key stands for: Space pauses, resumes or
// retries, Enter opens, Delete removes.
func (l *List) Act(k fyne.KeyName) {
	s, ok := l.model.Status(l.chosen)
	if !ok {
		return
	}
	switch k {
	case fyne.KeySpace:
		switch {
		case s.State == core.Paused || s.State == core.Waiting:
			l.do.Resume(s.ID)
		case s.State == core.Failed || s.State == core.Cancelled:
			l.do.Retry(s.ID)
		case !s.State.Ended():
			l.do.Pause(s.ID)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.State == core.Done {
			l.do.Open(s)
		}
	case fyne.KeyDelete, fyne.KeyBackspace:
		i := l.model.index[s.ID]
		l.do.Remove(s.ID)
		if i+1 < len(l.model.shown) {
			l.chosen = l.model.shown[i+1].id
		} else if i > 0 {
			l.chosen = l.model.shown[i-1].id
		}
	}
}
