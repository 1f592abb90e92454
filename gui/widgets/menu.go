package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
)

// MenuItem is one line of a Menu. The zero value is a line between two parts.
type MenuItem struct {
	Label string
	Icon  fyne.Resource
	Key   string // that does the same without the menu, such as "Ctrl+C"
	Do    func()
}

func (i MenuItem) isLine() bool { return i.Label == "" }

// Menu is a menu over the window. It closes with a click beside it and with Escape;
// the arrow keys and Enter choose from it.
type Menu struct {
	widget.BaseWidget
	canvas fyne.Canvas
	items  []MenuItem
	at     fyne.Position
	marked int // index of the item under the pointer, or chosen by the keyboard; -1 for none

	card *canvas.Rectangle
	mark *canvas.Rectangle
	rows []menuRow
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
	menuPadding  = 5
	menuItem     = theme.ControlHeight
	menuLine     = 11
	menuIcon     = 18
	menuSide     = 15 // within an item
	menuKeySpace = 32 // between label and key
)

// ShowMenu opens a menu at a position, or where there is space for it next to that.
func ShowMenu(c fyne.Canvas, at fyne.Position, items []MenuItem) *Menu {
	m := &Menu{canvas: c, items: items, at: at, marked: -1, card: canvas.NewRectangle(color.Transparent), mark: canvas.NewRectangle(color.Transparent)}
	for _, i := range items {
		if i.isLine() {
			m.rows = append(m.rows, menuRow{line: canvas.NewRectangle(color.Transparent)})
			continue
		}
		m.rows = append(m.rows, menuRow{
			icon:  NewIcon(i.Icon, theme.ColorDim),
			label: NewLabel(i.Label, theme.SizeText, false, theme.ColorText),
			key:   NewLabel(i.Key, theme.SizeSmall, false, theme.ColorDim),
		})
	}
	m.ExtendBaseWidget(m)
	c.Overlays().Add(m)
	m.Resize(c.Size())
	c.Focus(m)
	return m
}

// ShowMenuUnder opens a menu under a button, aligned with the side where its words begin.
func ShowMenuUnder(c fyne.Canvas, button fyne.CanvasObject, items []MenuItem) *Menu {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
	if Mirrored() {
		at.X += button.Size().Width
	}
	return ShowMenu(c, at.AddXY(0, button.Size().Height+4), items)
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
	at, size := m.card.Position(), m.card.Size()
	if p.X < at.X || p.X >= at.X+size.Width {
		return -1
	}
	y := at.Y + menuPadding
	for i, item := range m.items {
		height := float32(menuItem)
		if item.isLine() {
			height = menuLine
		}
		if p.Y >= y && p.Y < y+height && !item.isLine() {
			return i
		}
		y += height
	}
	return -1
}

// cardSize returns the size of the card in pixels.
func (m *Menu) cardSize() fyne.Size {
	width, height := float32(0), float32(2*menuPadding)
	for i, item := range m.items {
		if item.isLine() {
			height += menuLine
			continue
		}
		height += menuItem
		w := m.rows[i].label.Width() + 1
		if item.Key != "" {
			w += menuKeySpace + m.rows[i].key.Width()
		}
		width = max(width, w)
	}
	return fyne.NewSize(width+2*menuPadding+2*menuSide+menuIcon+10, height)
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

// TypedRune does nothing.
func (m *Menu) TypedRune(rune) {}

// TypedKey marks another item, chooses the marked one or closes the menu.
func (m *Menu) TypedKey(e *fyne.KeyEvent) {
	step := func(from, by int) {
		for i := range m.items {
			n := ((from+by*(i+1))%len(m.items) + len(m.items)) % len(m.items)
			if !m.items[n].isLine() {
				m.setMarked(n)
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

// AccessibilityLabel returns what a screen reader says of the menu: its marked item.
func (m *Menu) AccessibilityLabel() string {
	if m.marked < 0 {
		return ""
	}
	return m.items[m.marked].Label
}

// AccessibilityRole returns as what a screen reader announces the menu.
func (m *Menu) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer returns the renderer of the menu.
func (m *Menu) CreateRenderer() fyne.WidgetRenderer {
	r := &menuRenderer{m: m}
	r.Refresh()
	return r
}

type menuRenderer struct {
	m      *Menu
	mirror Mirror
}

func (r *menuRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.m.card, r.m.mark}
	for _, row := range r.m.rows {
		if row.line != nil {
			all = append(all, row.line)
		} else {
			all = append(all, row.icon, row.label, row.key)
		}
	}
	return all
}

func (r *menuRenderer) Destroy()           {}
func (r *menuRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *menuRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *menuRenderer) layout(s fyne.Size) {
	m := r.m
	size := m.cardSize()
	at := m.at.X
	if Mirrored() {
		at = s.Width - at // the menu opens to the left
	}
	x := max(0, min(at, s.Width-size.Width-theme.Gap))
	y := max(0, min(m.at.Y, s.Height-size.Height-theme.Gap))
	Place(m.card, x, y, size.Width, size.Height)
	y += menuPadding
	SetVisible(m.mark, m.marked >= 0)
	for i, row := range m.rows {
		if row.line != nil {
			Place(row.line, x+2*menuPadding, y+menuLine/2, size.Width-4*menuPadding, 1)
			y += menuLine
			continue
		}
		if i == m.marked {
			Place(m.mark, x+menuPadding, y, size.Width-2*menuPadding, menuItem)
		}
		left := x + menuPadding + menuSide
		Place(row.icon, left, y+(menuItem-menuIcon)/2, menuIcon, menuIcon)
		Place(row.label, left+menuIcon+10, y, row.label.Width()+1, menuItem)
		w := row.key.Width()
		Place(row.key, x+size.Width-menuPadding-menuSide-w, y, w+1, menuItem)
		y += menuItem
	}
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
}
