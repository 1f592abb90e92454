package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// OptionGrid offers options in a grid, one of which is chosen: by a click, or with
// the arrow keys.
type OptionGrid struct {
	widget.BaseWidget
	all     []*Tile
	chosen  int
	changed func(int)
	onKey   func(*fyne.KeyEvent) // gets keys that choose nothing
	columns int                  // as they were last laid out
	large   int                  // how many are large
	focused bool
}

var (
	_ fyne.Accessible = (*OptionGrid)(nil)
	_ fyne.Focusable  = (*OptionGrid)(nil)
	_ fyne.Widget     = (*OptionGrid)(nil)
)

// The size of a tile, in pixels.
const (
	TileHeight = 72
	tileWidth  = 140 // at least, of a small one
	tileIcon   = 16
)

// NewOptionGrid returns a grid without options. It calls changed with the index of
// the option that is chosen, and onKey with keys that choose nothing.
func NewOptionGrid(changed func(int), key func(*fyne.KeyEvent)) *OptionGrid {
	t := &OptionGrid{changed: changed, onKey: key, columns: 4}
	t.ExtendBaseWidget(t)
	return t
}

// Option is one of those that an OptionGrid offers. Large ones that come first are
// twice as wide.
type Option struct {
	Name  string
	Icons []fyne.Resource // at the start of the third line
	Notes []string        // for the third line; the first one that there is space for is shown
	Large bool
}

// SetOptions shows what can be chosen, and what is.
func (t *OptionGrid) SetOptions(all []Option, chosen int) {
	t.all, t.large, t.chosen = nil, 0, chosen
	for i, o := range all {
		if o.Large && t.large == i {
			t.large++
		}
		t.all = append(t.all, newTile(o, func() { t.Choose(i) }))
	}
	t.Refresh()
}

// SetDetails shows a second line on every option. The function is told whether
// the option is a large one.
func (t *OptionGrid) SetDetails(details func(i int, large bool) string) {
	for i, x := range t.all {
		x.more.SetText(details(i, i < t.large))
	}
}

// Chosen returns the index of the chosen option.
func (t *OptionGrid) Chosen() int { return t.chosen }

// ChosenObject returns what is drawn of the chosen option, nil if there is none.
func (t *OptionGrid) ChosenObject() fyne.CanvasObject {
	if t.chosen < len(t.all) {
		return t.all[t.chosen]
	}
	return nil
}

// Tile returns what is drawn of the option of that index.
func (t *OptionGrid) Tile(i int) *Tile { return t.all[i] }

// Choose chooses the option of that index, or the nearest there is.
func (t *OptionGrid) Choose(i int) {
	if i = max(0, min(len(t.all)-1, i)); i != t.chosen && i >= 0 {
		t.chosen = i
		t.Refresh()
		t.changed(i)
	}
}

// FocusGained shows that the grid has the focus.
func (t *OptionGrid) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost shows that the grid has lost the focus.
func (t *OptionGrid) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune does nothing.
func (t *OptionGrid) TypedRune(rune) {}

// TypedKey chooses with the arrow keys, Home and End, and passes on other keys.
func (t *OptionGrid) TypedKey(e *fyne.KeyEvent) {
	before, after := fyne.KeyLeft, fyne.KeyRight
	if Mirrored() {
		before, after = after, before
	}
	switch e.Name {
	case before:
		t.Choose(t.chosen - 1)
	case after:
		t.Choose(t.chosen + 1)
	case fyne.KeyUp, fyne.KeyDown:
		t.Choose(t.neighbour(e.Name == fyne.KeyDown))
	case fyne.KeyHome:
		t.Choose(0)
	case fyne.KeyEnd:
		t.Choose(len(t.all) - 1)
	default:
		t.onKey(e)
	}
}

// neighbour returns the tile above or below the chosen one: the nearest of that line.
func (t *OptionGrid) neighbour(down bool) int {
	if len(t.all) == 0 {
		return 0
	}
	at := t.all[t.chosen]
	best, far := t.chosen, float32(-1)
	middle := func(x *Tile) float32 { return x.Position().X + x.Size().Width/2 }
	line := at.Position().Y - TileHeight - theme.Gap
	if down {
		line = at.Position().Y + TileHeight + theme.Gap
	}
	for i, x := range t.all {
		d := middle(x) - middle(at)
		if d = max(d, -d); x.Position().Y == line && (far < 0 || d < far) {
			best, far = i, d
		}
	}
	return best
}

// AccessibilityLabel returns what a screen reader says of the grid.
func (t *OptionGrid) AccessibilityLabel() string {
	if t.chosen >= len(t.all) {
		return ""
	}
	return t.all[t.chosen].AccessibilityLabel()
}

// AccessibilityRole returns as what a screen reader announces the grid.
func (t *OptionGrid) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer returns the renderer of the grid.
func (t *OptionGrid) CreateRenderer() fyne.WidgetRenderer { return &optionGridRenderer{t: t} }

type optionGridRenderer struct {
	t      *OptionGrid
	mirror Mirror
}

func (r *optionGridRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(r.t.all))
	for _, x := range r.t.all {
		all = append(all, x)
	}
	return all
}

func (r *optionGridRenderer) Destroy() {}

func (r *optionGridRenderer) MinSize() fyne.Size {
	lines := (r.t.large+1)/2 + (len(r.t.all)-r.t.large+r.t.columns-1)/r.t.columns
	return fyne.NewSize(2*tileWidth, float32(lines)*(TileHeight+theme.Gap)-theme.Gap)
}

func (r *optionGridRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *optionGridRenderer) layout(s fyne.Size) {
	t := r.t
	t.columns = max(2, int((s.Width+theme.Gap)/(tileWidth+theme.Gap)))
	y := float32(0)
	line := func(all []*Tile, columns int) {
		width := (s.Width - float32(columns-1)*theme.Gap) / float32(columns)
		for i, x := range all {
			Place(x, float32(i%columns)*(width+theme.Gap), y+float32(i/columns)*(TileHeight+theme.Gap), width, TileHeight)
		}
		y += float32((len(all)+columns-1)/columns) * (TileHeight + theme.Gap)
	}
	line(t.all[:t.large], min(2, max(1, t.large)))
	line(t.all[t.large:], t.columns)
}

func (r *optionGridRenderer) Refresh() {
	for i, x := range r.t.all {
		x.chosen, x.marked = i == r.t.chosen, i == r.t.chosen && r.t.focused
		x.Refresh()
	}
	r.Layout(r.t.Size())
}

// Tile is one option of an OptionGrid.
type Tile struct {
	widget.BaseWidget
	tapped  func()
	back    *canvas.Rectangle
	name    *Label
	more    *Label
	icons   []*Icon
	notes   []string
	note    *Label
	chosen  bool
	marked  bool // by the keyboard
	hovered bool
}

var (
	_ desktop.Hoverable = (*Tile)(nil)
	_ fyne.Accessible   = (*Tile)(nil)
	_ fyne.Tappable     = (*Tile)(nil)
	_ fyne.Widget       = (*Tile)(nil)
)

// AccessibilityLabel returns what a screen reader says of the tile, also that it is chosen.
func (x *Tile) AccessibilityLabel() string {
	notes := append(slices.Clone(x.notes), "")
	return spoken(i18n.Join(x.name.text, x.more.text, notes[0]), x.chosen)
}

// AccessibilityRole returns as what a screen reader announces the tile.
func (x *Tile) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Details returns the second line of the tile.
func (x *Tile) Details() string { return x.more.Text() }

// Note returns the words of the third line, "" where there is no space for any.
func (x *Tile) Note() string { return x.note.Text() }

func newTile(o Option, tapped func()) *Tile {
	x := &Tile{
		tapped: tapped, back: canvas.NewRectangle(color.Transparent),
		name: NewShrinkingLabel(theme.SizeText, true, theme.ColorText), more: NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		note: NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
	}
	x.name.SetText(o.Name)
	x.notes = o.Notes
	for _, i := range o.Icons {
		x.icons = append(x.icons, NewIcon(i, theme.ColorDim))
	}
	x.ExtendBaseWidget(x)
	return x
}

// Tapped chooses the tile.
func (x *Tile) Tapped(*fyne.PointEvent) { x.tapped() }

// MouseIn shows that the pointer is over the tile.
func (x *Tile) MouseIn(*desktop.MouseEvent) { x.hovered = true; x.Refresh() }

// MouseMoved does nothing.
func (x *Tile) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the tile.
func (x *Tile) MouseOut() { x.hovered = false; x.Refresh() }

// CreateRenderer returns the renderer of the tile.
func (x *Tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{x: x}
	r.Refresh()
	return r
}

type tileRenderer struct {
	x      *Tile
	mirror Mirror
}

func (r *tileRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.x.back, r.x.name, r.x.more, r.x.note}
	for _, i := range r.x.icons {
		all = append(all, i)
	}
	return all
}

func (r *tileRenderer) Destroy()           {}
func (r *tileRenderer) MinSize() fyne.Size { return fyne.NewSize(tileWidth, TileHeight) }

func (r *tileRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *tileRenderer) layout(s fyne.Size) {
	Place(r.x.back, 0, 0, s.Width, s.Height)
	Place(r.x.name, theme.CardPadding, 8, max(0, s.Width-2*theme.CardPadding), 20)
	Place(r.x.more, theme.CardPadding, 29, max(0, s.Width-2*theme.CardPadding), 18)
	left := float32(theme.CardPadding)
	for _, i := range r.x.icons {
		Place(i, left, 48, tileIcon, tileIcon)
		left += tileIcon + 5
	}
	if len(r.x.icons) > 0 {
		left += 2
	}
	space := max(0, s.Width-theme.CardPadding-left)
	for _, n := range append(slices.Clone(r.x.notes), "") {
		if r.x.note.SetText(n); r.x.note.Width() <= space {
			break
		}
	}
	Place(r.x.note, left, 47, space, 18)
}

func (r *tileRenderer) Refresh() {
	x := r.x
	fill, line := theme.ColorCard, theme.ColorLine
	x.name.color, x.back.StrokeWidth = theme.ColorText, 1
	if x.chosen {
		fill, line, x.name.color = theme.ColorSoft, theme.ColorAccent, theme.ColorAccent
	}
	if x.marked {
		x.back.StrokeWidth = 2
	}
	x.back.FillColor, x.back.CornerRadius, x.back.StrokeColor = theme.Color(fill), theme.Radius, theme.Color(line)
	if x.hovered {
		x.back.FillColor = over(x.back.FillColor, theme.Color(theme.ColorHover))
	}
	x.back.Refresh()
	x.name.Refresh()
	x.more.Refresh()
	for _, i := range x.icons {
		i.Refresh()
	}
	r.Layout(x.Size())
}
