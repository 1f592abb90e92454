package library

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/widgets"
)

// source has the rows of a list.
type source interface {
	length() int
	row(i int) content // the zero value until it is known
}

// list is the virtual list of a tab. The arrow keys move the current row; Enter does
// its main action, Del removes it, and the menu key opens its menu.
type list struct {
	widget.List
	name    string // spoken
	source  source
	columns columns
	current int // position of the row that the keys act on
	focused bool
	pass    func(*fyne.KeyEvent)             // takes the keys that the list has no use for
	picture func(address string) image.Image // nil until it was loaded
	live    map[*row]bool
}

var _ fyne.Focusable = (*list)(nil)

func newList(name string, s source, c columns, picture func(string) image.Image, pass func(*fyne.KeyEvent), t *widgets.Tooltip) *list {
	l := &list{name: name, source: s, columns: c, picture: picture, pass: pass, live: map[*row]bool{}}
	l.HideSeparators = true
	l.Length = s.length
	l.CreateItem = func() fyne.CanvasObject {
		r := newRow(c, lang.L("More"), t)
		r.tapped, r.openMenu = l.choose, l.openMenu
		return r
	}
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if r, ok := o.(*row); ok {
			l.live[r] = true
			v := s.row(i)
			r.bind(i, v, l.picture(v.thumbnail), l.focused && i == l.current)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// AccessibilityLabel returns what a screen reader says of the list. Each row has a name
// of its own.
func (l *list) AccessibilityLabel() string { return l.name }

// AccessibilityRole returns as what a screen reader announces the list.
func (l *list) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// showPictures shows thumbnails that were loaded since the rows were bound.
func (l *list) showPictures() {
	for r := range l.live {
		r.thumb.Set(l.picture(r.content.thumbnail), "")
	}
}

// show shows the rows after a change.
func (l *list) show() {
	l.current = max(0, min(l.current, l.source.length()-1))
	l.Refresh()
}

// choose makes a row the current one.
func (l *list) choose(position int) {
	l.current = position
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
	l.Refresh()
}

func (l *list) openMenu(position int, at fyne.Position) {
	c := fyne.CurrentApp().Driver().CanvasForObject(l)
	v := l.source.row(position)
	if c == nil || v.menu == nil {
		return
	}
	l.choose(position)
	widgets.ShowMenu(c, at, v.menu())
}

// openCurrentMenu opens the menu of the current row, at its dots.
func (l *list) openCurrentMenu() {
	for r := range l.live {
		if r.position == l.current && r.Visible() {
			l.openMenu(l.current, fyne.CurrentApp().Driver().AbsolutePositionForObject(r.dots).AddXY(0, r.dots.Size().Height))
			return
		}
	}
}

// FocusGained shows the current row.
func (l *list) FocusGained() { l.focused = true; l.Refresh() }

// FocusLost shows no current row.
func (l *list) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune does nothing.
func (l *list) TypedRune(rune) {}

// TypedKey moves the current row or acts on it.
func (l *list) TypedKey(e *fyne.KeyEvent) {
	n := l.source.length()
	page := max(1, int(l.Size().Height/l.columns.height)-1)
	steps := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -page, fyne.KeyPageDown: page, fyne.KeyHome: -n, fyne.KeyEnd: n}
	by, moves := steps[e.Name]
	switch {
	case moves && n > 0:
		l.current = max(0, min(n-1, l.current+by))
		l.ScrollTo(l.current)
		l.Refresh()
	case e.Name == fyne.KeyEscape:
		widgets.PassKey(l, e)
	case l.current >= n:
		l.pass(e)
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter || e.Name == fyne.KeySpace:
		if v := l.source.row(l.current); len(v.actions) > 0 {
			v.actions[0].do()
		}
	case e.Name == fyne.KeyDelete:
		if v := l.source.row(l.current); v.remove != nil {
			v.remove()
		}
	case e.Name == desktop.KeyMenu:
		l.openCurrentMenu()
	default:
		l.pass(e)
	}
}
