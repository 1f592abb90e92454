package settings

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Sizes of a picture of a theme, in pixels.
const (
	themeHeight  = 124 // with its name
	themePicture = 74
	themeInset   = 12
)

// themePictures offers the themes as pictures of a window, one of which is chosen: by a
// click, or with the arrow keys.
type themePictures struct {
	widget.BaseWidget
	tiles   []*themeTile
	chosen  int
	changed func(int)
	focused bool
}

var (
	_ fyne.Accessible = (*themePictures)(nil)
	_ fyne.Focusable  = (*themePictures)(nil)
)

// newThemePictures returns a picture for each name, of the themes that themeParts has.
func newThemePictures(names []string, chosen int, changed func(int)) *themePictures {
	p := &themePictures{chosen: chosen, changed: changed}
	for i, n := range names {
		p.tiles = append(p.tiles, newThemeTile(n, themeParts(i), func() { p.choose(i) }))
	}
	p.ExtendBaseWidget(p)
	p.show()
	return p
}

// themeParts returns the variants that a picture has from its left to its right.
func themeParts(i int) []fyne.ThemeVariant {
	switch themes[i].value {
	case "light":
		return []fyne.ThemeVariant{fynetheme.VariantLight}
	case "dark":
		return []fyne.ThemeVariant{fynetheme.VariantDark}
	}
	return []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark}
}

func (p *themePictures) choose(i int) {
	if i < 0 || i >= len(p.tiles) || i == p.chosen {
		return
	}
	p.chosen = i
	p.changed(i)
	p.show()
}

func (p *themePictures) show() {
	for i, t := range p.tiles {
		t.chosen, t.marked = i == p.chosen, i == p.chosen && p.focused
		t.Refresh()
	}
}

// FocusGained shows that the pictures have the focus.
func (p *themePictures) FocusGained() { p.focused = true; p.show() }

// FocusLost shows that the pictures have lost the focus.
func (p *themePictures) FocusLost() { p.focused = false; p.show() }

// TypedRune does nothing.
func (p *themePictures) TypedRune(rune) {}

// TypedKey chooses with the arrow keys.
func (p *themePictures) TypedKey(e *fyne.KeyEvent) {
	before, after := fyne.KeyLeft, fyne.KeyRight
	if widgets.Mirrored() {
		before, after = after, before
	}
	switch e.Name {
	case before, fyne.KeyUp:
		p.choose(p.chosen - 1)
	case after, fyne.KeyDown:
		p.choose(p.chosen + 1)
	case fyne.KeyEscape:
		widgets.PassKey(p, e)
	default:
		widgets.PassOn(p, e)
	}
}

// AccessibilityLabel returns what a screen reader says of the pictures.
func (p *themePictures) AccessibilityLabel() string { return p.tiles[p.chosen].name.Text() }

// AccessibilityRole returns as what a screen reader announces the pictures.
func (p *themePictures) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer returns the renderer of the pictures.
func (p *themePictures) CreateRenderer() fyne.WidgetRenderer {
	all := make([]fyne.CanvasObject, 0, len(p.tiles))
	for _, t := range p.tiles {
		all = append(all, t)
	}
	return widget.NewSimpleRenderer(widgets.Arrange(func() fyne.Size { return fyne.NewSize(0, themeHeight) }, func(s fyne.Size) {
		width := (s.Width - float32(len(all)-1)*theme.Gap) / float32(len(all))
		for i, o := range all {
			widgets.Place(o, float32(i)*(width+theme.Gap), 0, width, s.Height)
		}
	}, all...))
}

// themeTile is the picture of one theme over its name.
type themeTile struct {
	widget.BaseWidget
	tapped  func()
	back    *canvas.Rectangle
	picture *fyne.Container
	check   *widgets.Icon
	name    *widgets.Label
	chosen  bool
	marked  bool // by the keyboard
	hovered bool
}

var (
	_ desktop.Hoverable = (*themeTile)(nil)
	_ fyne.Accessible   = (*themeTile)(nil)
	_ fyne.Tappable     = (*themeTile)(nil)
)

func newThemeTile(name string, parts []fyne.ThemeVariant, tapped func()) *themeTile {
	t := &themeTile{
		tapped: tapped, back: canvas.NewRectangle(color.Transparent), picture: newThemePicture(parts),
		check: widgets.NewIcon(theme.IconCheck, theme.ColorAccent), name: widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText),
	}
	t.name.SetText(name)
	t.ExtendBaseWidget(t)
	return t
}

// AccessibilityLabel returns what a screen reader says of the tile, also that it is chosen.
func (t *themeTile) AccessibilityLabel() string {
	if t.chosen {
		return i18n.List(t.name.Text(), lang.L("Chosen"))
	}
	return t.name.Text()
}

// AccessibilityRole returns as what a screen reader announces the tile.
func (t *themeTile) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped chooses the theme.
func (t *themeTile) Tapped(*fyne.PointEvent) { t.tapped() }

// MouseIn shows that the pointer is over the picture.
func (t *themeTile) MouseIn(*desktop.MouseEvent) { t.hovered = true; t.Refresh() }

// MouseMoved does nothing.
func (t *themeTile) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the picture.
func (t *themeTile) MouseOut() { t.hovered = false; t.Refresh() }

// CreateRenderer returns the renderer of the picture.
func (t *themeTile) CreateRenderer() fyne.WidgetRenderer {
	r := &themeTileRenderer{t: t}
	r.all = widgets.Arrange(func() fyne.Size { return fyne.NewSize(0, themeHeight) }, r.place, t.back, t.picture, t.check, t.name)
	r.Refresh()
	return r
}

type themeTileRenderer struct {
	t   *themeTile
	all *fyne.Container
}

func (r *themeTileRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.all} }
func (r *themeTileRenderer) Destroy()                     {}
func (r *themeTileRenderer) MinSize() fyne.Size           { return r.all.MinSize() }
func (r *themeTileRenderer) Layout(s fyne.Size)           { r.all.Resize(s) }

func (r *themeTileRenderer) place(s fyne.Size) {
	t := r.t
	const nameTop = themeInset + themePicture + 5
	widgets.Place(t.back, 0, 0, s.Width, s.Height)
	widgets.Place(t.picture, themeInset, themeInset, max(0, s.Width-2*themeInset), themePicture)
	left := float32(themeInset)
	widgets.Place(t.check, left, nameTop+2, 16, 16)
	if t.chosen {
		left += 22
	}
	widgets.Place(t.name, left, nameTop, max(0, s.Width-left-4), 20)
}

func (r *themeTileRenderer) Refresh() {
	t := r.t
	fill, line, text := theme.ColorCard, theme.ColorLine, theme.ColorText
	switch {
	case t.chosen:
		fill, line, text = theme.ColorSoft, theme.ColorAccent, theme.ColorAccent
	case t.hovered:
		line = theme.ColorEdge
	}
	t.back.StrokeWidth, t.back.StrokeColor = 1, theme.Color(line)
	if t.marked {
		t.back.StrokeWidth = 2
	}
	widgets.Paint(t.back, fill, theme.Radius)
	t.name.SetColor(text)
	widgets.SetVisible(t.check, t.chosen)
	t.check.Refresh()
	t.name.Refresh()
	r.all.Layout.Layout(r.all.Objects, t.Size())
}

// stroke is a rectangle of the picture of a theme, in parts of the picture's width and in
// pixels of its height.
type stroke struct {
	left, right float32
	top, high   float32
	fill        fyne.ThemeColorName
	corner      float32
}

// strokes are a small window: the entry with its button, and two rows.
var strokes = []stroke{
	{0, 1, 0, themePicture, theme.ColorBackground, 6},
	{.06, .75, 8, 13, theme.ColorCard, 4},
	{.78, .94, 8, 13, theme.ColorAccent, 4},
	{.06, .94, 27, 19, theme.ColorCard, 4},
	{.09, .23, 30, 13, theme.ColorButton, 3},
	{.26, .76, 32, 3, theme.ColorText, 1},
	{.26, .67, 38, 3, theme.ColorAccent, 1},
	{.06, .94, 51, 19, theme.ColorCard, 4},
	{.09, .23, 54, 13, theme.ColorButton, 3},
	{.26, .70, 56, 3, theme.ColorText, 1},
	{.26, .45, 62, 3, theme.ColorOK, 1},
}

// newThemePicture returns the picture of a window whose parts, from left to right, have
// these variants.
func newThemePicture(parts []fyne.ThemeVariant) *fyne.Container {
	own := theme.New()
	type piece struct {
		stroke
		rect *canvas.Rectangle
	}
	var pieces []piece
	var all []fyne.CanvasObject
	for i, v := range parts {
		from, to := float32(i)/float32(len(parts)), float32(i+1)/float32(len(parts))
		for _, s := range strokes {
			cut := s
			cut.left, cut.right = max(s.left, from), min(s.right, to)
			if cut.left >= cut.right {
				continue
			}
			r := canvas.NewRectangle(own.Color(s.fill, v))
			r.CornerRadius = s.corner
			if s.fill == theme.ColorCard {
				r.StrokeWidth, r.StrokeColor = 1, own.Color(theme.ColorLine, v)
			}
			if cut.left > s.left || cut.right < s.right { // no round corner where it is cut
				r.CornerRadius = 0
				if cut.left == s.left {
					r.TopLeftCornerRadius, r.BottomLeftCornerRadius = s.corner, s.corner
				} else {
					r.TopRightCornerRadius, r.BottomRightCornerRadius = s.corner, s.corner
				}
			}
			pieces, all = append(pieces, piece{cut, r}), append(all, r)
		}
	}
	// The picture is the same in every language, as its light half is.
	return widgets.ArrangeFixed(func() fyne.Size { return fyne.NewSize(0, themePicture) }, func(s fyne.Size) {
		for _, p := range pieces {
			widgets.Place(p.rect, p.left*s.Width, p.top, (p.right-p.left)*s.Width, p.high)
		}
	}, all...)
}
