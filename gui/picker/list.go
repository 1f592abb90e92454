package picker

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/widgets"
)

// list is the virtual list of the shown entries. The arrow keys move the current
// row, with Shift they extend the range; Space changes a tick.
type list struct {
	widget.List
	selection *selection
	size      rowSize
	current   int // position of the row that the keys act on
	focused   bool
	shift     bool
	changed   func()                  // a tick
	open      func(Entry)             // a playlist
	pass      func(*fyne.KeyEvent)    // takes the keys that the list has no use for
	picture   func(Entry) image.Image // nil until it was loaded
	live      map[*row]bool
}

var (
	_ desktop.Keyable = (*list)(nil)
	_ fyne.Focusable  = (*list)(nil)
)

func newList(s *selection, size rowSize, do actions) *list {
	l := &list{selection: s, size: size, picture: do.picture, changed: do.ticked, open: do.open, pass: do.key, live: map[*row]bool{}}
	l.HideSeparators = true
	l.Length = func() int { return len(l.selection.shown) }
	l.CreateItem = func() fyne.CanvasObject { return newRow(size, l.tap) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if r, ok := o.(*row); ok && i < len(l.selection.shown) {
			l.live[r] = true
			l.bind(r, i)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel returns what a screen reader says of the list. Each row has a name
// of its own.
func (l *list) AccessibilityLabel() string { return lang.L("Videos") }

// AccessibilityRole returns as what a screen reader announces the list.
func (l *list) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

func (l *list) bind(r *row, i int) {
	s := l.selection
	at := s.shown[i]
	e := s.all[at]
	r.thumb.Set(l.thumbnail(e), "")
	r.bind(i, e, s.ticked[at], s.inRange(i), l.focused && i == l.current)
}

// thumbnail returns the thumbnail of what can be downloaded.
func (l *list) thumbnail(e Entry) image.Image {
	if e.Why != "" {
		return nil
	}
	return l.picture(e)
}

// showPictures shows thumbnails that were loaded since the rows were bound.
func (l *list) showPictures() {
	for r := range l.live {
		if i := r.position; i < len(l.selection.shown) && l.selection.all[l.selection.shown[i]].ID == r.entry.ID {
			r.thumb.Set(l.thumbnail(r.entry), "")
		} else {
			delete(l.live, r)
		}
	}
}

// tap changes the tick at a position, or with Shift those up to it.
func (l *list) tap(position int, shift bool) {
	if position >= len(l.selection.shown) {
		return
	}
	l.current = position
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
	if e, _ := l.currentEntry(); e.List != "" {
		l.open(e)
		return
	}
	if shift {
		l.selection.extend(position)
	} else {
		l.selection.toggle(position)
	}
	l.show()
}

// currentEntry returns the entry that the keys act on.
func (l *list) currentEntry() (e Entry, ok bool) {
	if l.current >= len(l.selection.shown) {
		return Entry{}, false
	}
	return l.selection.all[l.selection.shown[l.current]], true
}

// show shows the ticks after a change.
func (l *list) show() {
	l.changed()
	l.Refresh()
}

// FocusGained shows the current row.
func (l *list) FocusGained() { l.focused = true; l.Refresh() }

// FocusLost shows no current row.
func (l *list) FocusLost() { l.focused, l.shift = false, false; l.Refresh() }

// KeyDown remembers that Shift is held.
func (l *list) KeyDown(e *fyne.KeyEvent) { l.setShift(e, true) }

// KeyUp remembers that Shift is released.
func (l *list) KeyUp(e *fyne.KeyEvent) { l.setShift(e, false) }

func (l *list) setShift(e *fyne.KeyEvent, held bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		l.shift = held
	}
}

// TypedRune does nothing.
func (l *list) TypedRune(rune) {}

// TypedKey moves the current row or changes its tick.
func (l *list) TypedKey(e *fyne.KeyEvent) {
	n := len(l.selection.shown)
	page := max(1, int(l.Size().Height/l.size.height)-1)
	steps := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -page, fyne.KeyPageDown: page, fyne.KeyHome: -n, fyne.KeyEnd: n}
	by, moves := steps[e.Name]
	switch {
	case moves && n > 0:
		if l.shift && l.selection.anchor < 0 {
			l.selection.toggle(l.current)
		}
		l.current = max(0, min(n-1, l.current+by))
		if l.shift {
			l.selection.extend(l.current)
			l.changed()
		}
		l.ScrollTo(l.current)
		l.Refresh()
	case e.Name == fyne.KeySpace && l.current < n:
		l.selection.toggle(l.current)
		l.show()
	case e.Name == fyne.KeyEscape:
		widgets.PassKey(l, e)
	default:
		l.pass(e)
	}
}
