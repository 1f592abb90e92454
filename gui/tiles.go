package gui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/format"
)

// tiles are the files that can be made of a video, one of which is chosen: by a
// click, or with the arrow keys. Those with a name are larger and come first.
type tiles struct {
	widget.BaseWidget
	all     []*tile
	chosen  int
	changed func(int)
	key     func(*fyne.KeyEvent) // those that are not for choosing
	columns int                  // as they were last laid out
	large   int                  // how many have a name
	focused bool
}

const (
	tileHeight = 56
	tileWidth  = 140 // at least, of a small one
)

func newTiles(changed func(int), key func(*fyne.KeyEvent)) *tiles {
	t := &tiles{changed: changed, key: key, columns: 4}
	t.ExtendBaseWidget(t)
	return t
}

// offer shows what can be chosen.
func (t *tiles) offer(all []format.Option, chosen int) {
	t.all, t.large, t.chosen = nil, 0, chosen
	for i, o := range all {
		name, named := optionName(o)
		if named && t.large == i {
			t.large++
		}
		t.all = append(t.all, newTile(name, func() { t.choose(i) }))
	}
	t.Refresh()
}

// price shows a size, in words, on every tile.
func (t *tiles) price(all []format.Option, words func(size int64) string) {
	for i, x := range t.all {
		x.more.set(join(optionMore(all[i], i < t.large), words(all[i].Size)))
	}
}

func (t *tiles) choose(i int) {
	if i = max(0, min(len(t.all)-1, i)); i != t.chosen && i >= 0 {
		t.chosen = i
		t.Refresh()
		t.changed(i)
	}
}

// optionName is what people call a file, and whether that is a name of its own.
func optionName(o format.Option) (name string, named bool) {
	w := o.Wish
	switch {
	case w.Kind == format.Audio && o.Format == format.MP3 && w.MP3 == format.MP3320:
		return lang.L("MP3, 320 kbit/s"), true
	case w.Kind == format.Audio && o.Format == format.MP3 && w.MP3 == format.MP3V2:
		return lang.L("MP3, smaller"), true
	case w.Kind == format.Audio:
		return o.Quality, true
	case w.MaxHeight == 0 && !w.Best:
		return lang.L("Plays everywhere"), true
	case w.MaxHeight == 0 && !w.HDR:
		return lang.L("Best picture"), true
	}
	return o.Quality, false
}

// optionMore says what the name does not.
func optionMore(o format.Option, named bool) string {
	kind := strings.ToUpper(string(o.Format))
	switch o.Format {
	case format.WebM:
		kind = "WebM"
	case format.M4A, format.Opus:
		return lang.L("the original sound")
	case format.MP3:
		return map[format.MP3Quality]string{format.MP3V0: lang.L("plays everywhere")}[o.Wish.MP3]
	}
	if !named {
		return kind
	}
	screen := map[int]string{2160: " (4K)", 4320: " (8K)"}[heightOf(o.Quality)]
	return join(kind, o.Quality+screen)
}

// FocusGained is part of fyne.Focusable.
func (t *tiles) FocusGained() { t.focused = true; t.Refresh() }

// FocusLost is part of fyne.Focusable.
func (t *tiles) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune is part of fyne.Focusable.
func (t *tiles) TypedRune(rune) {}

// TypedKey is part of fyne.Focusable.
func (t *tiles) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		t.choose(t.chosen - 1)
	case fyne.KeyRight:
		t.choose(t.chosen + 1)
	case fyne.KeyUp, fyne.KeyDown:
		t.choose(t.beside(e.Name == fyne.KeyDown))
	case fyne.KeyHome:
		t.choose(0)
	case fyne.KeyEnd:
		t.choose(len(t.all) - 1)
	default:
		t.key(e)
	}
}

// beside is the tile over or under the chosen one: the nearest in the next line.
func (t *tiles) beside(down bool) int {
	if len(t.all) == 0 {
		return 0
	}
	at := t.all[t.chosen]
	best, far := t.chosen, float32(-1)
	middle := func(x *tile) float32 { return x.Position().X + x.Size().Width/2 }
	line := at.Position().Y - tileHeight - gap
	if down {
		line = at.Position().Y + tileHeight + gap
	}
	for i, x := range t.all {
		d := middle(x) - middle(at)
		if d = max(d, -d); x.Position().Y == line && (far < 0 || d < far) {
			best, far = i, d
		}
	}
	return best
}

// AccessibilityLabel is part of fyne.Accessible.
func (t *tiles) AccessibilityLabel() string {
	if t.chosen >= len(t.all) {
		return ""
	}
	return join(t.all[t.chosen].name.full, t.all[t.chosen].more.full)
}

// AccessibilityRole is part of fyne.Accessible.
func (t *tiles) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer is part of fyne.Widget.
func (t *tiles) CreateRenderer() fyne.WidgetRenderer { return &tilesRenderer{t} }

type tilesRenderer struct{ t *tiles }

func (r *tilesRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(r.t.all))
	for _, x := range r.t.all {
		all = append(all, x)
	}
	return all
}

func (r *tilesRenderer) Destroy() {}

func (r *tilesRenderer) MinSize() fyne.Size {
	lines := (r.t.large+1)/2 + (len(r.t.all)-r.t.large+r.t.columns-1)/r.t.columns
	return fyne.NewSize(2*tileWidth, float32(lines)*(tileHeight+gap)-gap)
}

func (r *tilesRenderer) Layout(s fyne.Size) {
	t := r.t
	t.columns = max(2, int((s.Width+gap)/(tileWidth+gap)))
	y := float32(0)
	line := func(all []*tile, columns int) {
		width := (s.Width - float32(columns-1)*gap) / float32(columns)
		for i, x := range all {
			put(x, float32(i%columns)*(width+gap), y+float32(i/columns)*(tileHeight+gap), width, tileHeight)
		}
		y += float32((len(all)+columns-1)/columns) * (tileHeight + gap)
	}
	line(t.all[:t.large], min(2, max(1, t.large)))
	line(t.all[t.large:], t.columns)
}

func (r *tilesRenderer) Refresh() {
	for i, x := range r.t.all {
		x.chosen, x.marked = i == r.t.chosen, i == r.t.chosen && r.t.focused
		x.Refresh()
	}
	r.Layout(r.t.Size())
}

// tile is one of them.
type tile struct {
	widget.BaseWidget
	tapped  func()
	back    *canvas.Rectangle
	name    *text
	more    *text
	chosen  bool
	marked  bool // by the keyboard
	hovered bool
}

func newTile(name string, tapped func()) *tile {
	x := &tile{
		tapped: tapped, back: canvas.NewRectangle(color.Transparent),
		name: newText(sizeText, true, colorText, 0), more: newText(sizeSmall, false, colorDim, 0),
	}
	x.name.set(name)
	x.ExtendBaseWidget(x)
	return x
}

// Tapped is part of fyne.Tappable.
func (x *tile) Tapped(*fyne.PointEvent) { x.tapped() }

// MouseIn is part of desktop.Hoverable.
func (x *tile) MouseIn(*desktop.MouseEvent) { x.hovered = true; x.Refresh() }

// MouseMoved is part of desktop.Hoverable.
func (x *tile) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (x *tile) MouseOut() { x.hovered = false; x.Refresh() }

// CreateRenderer is part of fyne.Widget.
func (x *tile) CreateRenderer() fyne.WidgetRenderer {
	r := &tileRenderer{x}
	r.Refresh()
	return r
}

type tileRenderer struct{ x *tile }

func (r *tileRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.x.back, r.x.name, r.x.more}
}

func (r *tileRenderer) Destroy()           {}
func (r *tileRenderer) MinSize() fyne.Size { return fyne.NewSize(tileWidth, tileHeight) }

func (r *tileRenderer) Layout(s fyne.Size) {
	put(r.x.back, 0, 0, s.Width, s.Height)
	put(r.x.name, cardPadding, 8, max(0, s.Width-2*cardPadding), 20)
	put(r.x.more, cardPadding, 29, max(0, s.Width-2*cardPadding), 18)
}

func (r *tileRenderer) Refresh() {
	x := r.x
	fill, line := colorCard, colorLine
	x.name.color, x.back.StrokeWidth = colorText, 1
	if x.chosen {
		fill, line, x.name.color = colorSoft, colorAccent, colorAccent
	}
	if x.marked {
		x.back.StrokeWidth = 2
	}
	x.back.FillColor, x.back.CornerRadius, x.back.StrokeColor = Color(fill), radius, Color(line)
	if x.hovered {
		x.back.FillColor = over(x.back.FillColor, Color(colorHover))
	}
	x.back.Refresh()
	x.name.Refresh()
	x.more.Refresh()
	r.Layout(x.Size())
}
