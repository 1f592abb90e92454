package widgets

import (
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// MenuItem is one line of a Menu. The zero value is a line between two parts.
type MenuItem struct {
	Label string
	Icon  fyne.Resource
	Key   string // that does the same without the menu, such as "Ctrl+C"
	Do    func()

	Chosen bool // it is what applies now, where items are choices
}

func (i MenuItem) isLine() bool { return i.Label == "" }

// Choice returns the item of a menu that chooses one of several things. The one that is
// chosen now has a check, and is marked when the menu opens.
func Choice(label string, chosen bool, choose func()) MenuItem {
	i := MenuItem{Label: label, Do: choose, Chosen: chosen}
	if chosen {
		i.Icon = theme.IconCheck
	}
	return i
}

// Menu is a menu over the window. It closes with a click beside it and with Escape; the
// arrow keys, the first letter of an item and Enter choose from it. One that is higher
// than the window is scrolled.
type Menu struct {
	widget.BaseWidget
	canvas fyne.Canvas
	items  []MenuItem
	at     fyne.Position
	marked int // index of the item under the pointer, or chosen by the keyboard; -1 for none

	card   *canvas.Rectangle
	scroll *container.Scroll // the rows
	mark   *canvas.Rectangle
	rows   []menuRow
	icons  bool // some item has one
}

// menuRow is what is drawn of an item; of a line only line.
type menuRow struct {
	line  *canvas.Rectangle
	icon  *Icon
	label *Label
	key   *Label
}

var (
	_ desktop.Hoverable      = (*Menu)(nil)
	_ fyne.Accessible        = (*Menu)(nil)
	_ fyne.Focusable         = (*Menu)(nil)
	_ fyne.SecondaryTappable = (*Menu)(nil)
	_ fyne.Tappable          = (*Menu)(nil)
	_ fyne.Widget            = (*Menu)(nil)
)

// The sizes of a menu, in pixels.
const (
	menuPadding = 5
	menuItem    = theme.ControlHeight
	menuLine    = 11
	menuIcon    = 18
	menuSide    = 10 // within an item

	menuIconSpace = 10 // between icon and label
	menuKeySpace  = 32 // between label and key
)

// ShowMenu opens a menu at a position, or where there is space for it next to that.
func ShowMenu(c fyne.Canvas, at fyne.Position, items []MenuItem) *Menu {
	m := &Menu{canvas: c, items: items, at: at, marked: -1, card: canvas.NewRectangle(color.Transparent), mark: canvas.NewRectangle(color.Transparent)}
	content := []fyne.CanvasObject{m.mark}
	for i, item := range items {
		if item.isLine() {
			row := menuRow{line: canvas.NewRectangle(color.Transparent)}
			m.rows = append(m.rows, row)
			content = append(content, row.line)
			continue
		}
		if item.Chosen {
			m.marked = i
		}
		row := menuRow{
			icon:  NewIcon(item.Icon, theme.ColorDim),
			label: NewLabel("", theme.SizeText, false, theme.ColorText),
			key:   NewLabel(item.Key, theme.SizeSmall, false, theme.ColorDim),
		}
		row.label.SetText(item.Label) // may be the name of a folder
		m.icons = m.icons || item.Icon != nil
		m.rows = append(m.rows, row)
		content = append(content, row.icon, row.label, row.key)
	}
	m.scroll = container.NewVScroll(Arrange(m.rowsSize, m.placeRows, content...))
	m.ExtendBaseWidget(m)
	c.Overlays().Add(m)
	m.Resize(c.Size())
	m.showMarked()
	c.Focus(m)
	return m
}

// ShowMenuUnder opens a menu under a button; see Under.
func ShowMenuUnder(c fyne.Canvas, button fyne.CanvasObject, items []MenuItem) *Menu {
	return ShowMenu(c, Under(button), items)
}

// Under returns where a menu of a button opens in its canvas: under the side where its
// words begin.
func Under(button fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
	if Mirrored() {
		at.X += button.Size().Width
	}
	return at.AddXY(0, button.Size().Height+4)
}

// Items returns what the menu offers.
func (m *Menu) Items() []MenuItem { return m.items }

// Close closes the menu.
func (m *Menu) Close() { m.canvas.Overlays().Remove(m) }

// choose closes the menu and does what an item is for.
func (m *Menu) choose(i int) {
	if i < 0 || i >= len(m.items) || m.items[i].isLine() {
		return
	}
	m.Close()
	m.items[i].Do()
}

// itemAt returns the index of the item at a position, -1 for none.
func (m *Menu) itemAt(p fyne.Position) int {
	at, size := m.scroll.Position(), m.scroll.Size()
	if p.X < at.X || p.X >= at.X+size.Width || p.Y < at.Y || p.Y >= at.Y+size.Height {
		return -1
	}
	y := p.Y - at.Y + m.scroll.Offset.Y
	for i, item := range m.items {
		if top := m.top(i); !item.isLine() && y >= top && y < top+menuItem {
			return i
		}
	}
	return -1
}

// top returns where an item begins within the rows, in pixels; after the last one, where
// they end.
func (m *Menu) top(i int) float32 {
	y := float32(0)
	for _, item := range m.items[:i] {
		if item.isLine() {
			y += menuLine
		} else {
			y += menuItem
		}
	}
	return y
}

// rowsSize returns the size of all rows in pixels.
func (m *Menu) rowsSize() fyne.Size {
	width := float32(0)
	for i, item := range m.items {
		if item.isLine() {
			continue
		}
		w := m.rows[i].label.Width() + 1
		if item.Key != "" {
			w += menuKeySpace + m.rows[i].key.Width()
		}
		width = max(width, w)
	}
	return fyne.NewSize(m.labelStart()+width+menuPadding+menuSide, m.top(len(m.items)))
}

// labelStart returns where the labels begin within the rows, in pixels.
func (m *Menu) labelStart() float32 {
	if m.icons {
		return menuPadding + menuSide + menuIcon + menuIconSpace
	}
	return menuPadding + menuSide
}

// showMarked scrolls to the item that is marked.
func (m *Menu) showMarked() {
	if m.marked < 0 {
		return
	}
	top, height := m.top(m.marked), m.scroll.Size().Height
	if y := max(min(m.scroll.Offset.Y, top), top+menuItem-height); y != m.scroll.Offset.Y {
		m.scroll.ScrollToOffset(fyne.NewPos(0, y))
	}
}

func (m *Menu) setMarked(i int) {
	if m.marked != i {
		m.marked = i
		m.Refresh()
	}
}

// Tapped does what the item at the position is for, or closes the menu beside it.
func (m *Menu) Tapped(e *fyne.PointEvent) {
	at, size := m.card.Position(), m.card.Size()
	inside := e.Position.X >= at.X && e.Position.X < at.X+size.Width && e.Position.Y >= at.Y && e.Position.Y < at.Y+size.Height
	if i := m.itemAt(e.Position); i >= 0 {
		m.choose(i)
	} else if !inside {
		m.Close()
	}
}

// TappedSecondary closes the menu.
func (m *Menu) TappedSecondary(*fyne.PointEvent) { m.Close() }

// MouseIn marks the item under the pointer.
func (m *Menu) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved marks the item under the pointer.
func (m *Menu) MouseMoved(e *desktop.MouseEvent) { m.setMarked(m.itemAt(e.Position)) }

// MouseOut marks no item.
func (m *Menu) MouseOut() { m.setMarked(-1) }

// FocusGained does nothing.
func (m *Menu) FocusGained() {}

// FocusLost does nothing.
func (m *Menu) FocusLost() {}

// TypedRune marks the next item that begins with a letter.
func (m *Menu) TypedRune(r rune) {
	for i := range m.items {
		n := (m.marked + 1 + i) % len(m.items)
		first, _ := utf8.DecodeRuneInString(m.items[n].Label)
		if !unicode.IsSpace(r) && strings.EqualFold(string(first), string(r)) {
			m.setMarked(n)
			m.showMarked()
			return
		}
	}
}

// TypedKey marks another item, chooses the marked one or closes the menu.
func (m *Menu) TypedKey(e *fyne.KeyEvent) {
	step := func(from, by int) {
		for i := range m.items {
			n := ((from+by*(i+1))%len(m.items) + len(m.items)) % len(m.items)
			if !m.items[n].isLine() {
				m.setMarked(n)
				m.showMarked()
				return
			}
		}
	}
	switch e.Name {
	case fyne.KeyDown:
		step(m.marked, 1)
	case fyne.KeyUp:
		step(max(m.marked, 0), -1)
	case fyne.KeyHome:
		step(-1, 1)
	case fyne.KeyEnd:
		step(len(m.items), -1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.choose(m.marked)
	case fyne.KeyEscape:
		m.Close()
	}
}

// Marked returns the label of the item that is marked, "" for none.
func (m *Menu) Marked() string {
	if m.marked < 0 {
		return ""
	}
	return m.items[m.marked].Label
}

// AccessibilityLabel returns what a screen reader says of the menu: its marked item, or
// all of them.
func (m *Menu) AccessibilityLabel() string {
	if m.marked >= 0 {
		return spoken(m.Marked(), m.items[m.marked].Chosen)
	}
	var all []string
	for _, i := range m.items {
		all = append(all, i.Label)
	}
	return i18n.List(all...)
}

// AccessibilityRole returns as what a screen reader announces the menu.
func (m *Menu) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer returns the renderer of the menu.
func (m *Menu) CreateRenderer() fyne.WidgetRenderer {
	r := &menuRenderer{m: m}
	r.Refresh()
	return r
}

type menuRenderer struct{ m *Menu }

func (r *menuRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.m.card, r.m.scroll}
}

func (r *menuRenderer) Destroy()           {}
func (r *menuRenderer) MinSize() fyne.Size { return fyne.Size{} }

// Layout places the card where it was asked for, and within the window. In a mirrored
// one it opens to the left.
func (r *menuRenderer) Layout(s fyne.Size) {
	m := r.m
	size := m.rowsSize().AddWidthHeight(0, 2*menuPadding)
	size = size.Min(s.SubtractWidthHeight(2*theme.Gap, 2*theme.Gap))
	x, first := m.at.X, float32(0)
	if Mirrored() {
		x, first = x-size.Width, theme.Gap
	}
	x = max(first, min(x, s.Width-size.Width-theme.Gap))
	y := max(0, min(m.at.Y, s.Height-size.Height-theme.Gap))
	Place(m.card, x, y, size.Width, size.Height)
	Place(m.scroll, x, y+menuPadding, size.Width, size.Height-2*menuPadding)
}

// placeRows places the rows in the scroller.
func (m *Menu) placeRows(s fyne.Size) {
	for i, row := range m.rows {
		y := m.top(i)
		if row.line != nil {
			Place(row.line, 2*menuPadding, y+menuLine/2, s.Width-4*menuPadding, 1)
			continue
		}
		if i == m.marked {
			Place(m.mark, menuPadding, y, s.Width-2*menuPadding, menuItem)
		}
		Place(row.icon, menuPadding+menuSide, y+(menuItem-menuIcon)/2, menuIcon, menuIcon)
		w := row.key.Width()
		Place(row.key, s.Width-menuPadding-menuSide-w, y, w+1, menuItem)
		if w > 0 {
			w += menuKeySpace
		}
		start := m.labelStart()
		Place(row.label, start, y, min(row.label.Width()+1, s.Width-start-menuPadding-menuSide-w), menuItem)
	}
	SetVisible(m.mark, m.marked >= 0)
}

func (r *menuRenderer) Refresh() {
	m := r.m
	m.card.Shadow = canvas.Shadow{Color: theme.Color(theme.ColorShadow), BlurRadius: 14, Offset: fyne.NewPos(0, 4)}
	PaintFrame(m.card, theme.ColorOverlay, theme.ColorLine, theme.RadiusCard)
	Paint(m.mark, theme.ColorSoft, 8)
	for i, row := range m.rows {
		if row.line != nil {
			Paint(row.line, theme.ColorLine, 0)
			continue
		}
		icon, text := theme.ColorDim, theme.ColorText
		if i == m.marked {
			icon, text = theme.ColorAccent, theme.ColorAccent
		}
		row.icon.Set(m.items[i].Icon, icon)
		row.label.SetColor(text)
		row.label.Refresh()
		row.key.Refresh()
	}
	r.Layout(m.Size())
	m.scroll.Content.Refresh()
}
