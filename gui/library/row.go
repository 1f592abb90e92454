package library

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// content is what a row shows. The zero value is a row whose entry is not known yet.
type content struct {
	id        string
	thumbnail string        // address
	symbol    fyne.Resource // in place of a thumbnail, of what never has one
	deck      bool          // a list: the edges of two more pictures behind the thumbnail
	title     string
	line      string // under the title
	more      string // under that
	when      string // in a column of its own
	state     string
	stateTone tone
	stateMore string   // under the state
	actions   []action // the main one, which Enter does, first; at most two
	remove    func()   // what Del does
	menu      func() []widgets.MenuItem
}

// action is a button of a row.
type action struct {
	label string
	do    func()
}

// tone is how a state looks.
type tone int

const (
	plain tone = iota
	good
	bad  // something needs attention
	news // something new is offered
)

// columns are how the rows of a tab are laid out, in pixels.
type columns struct {
	height  float32
	actions float32 // for the buttons
	state   float32
	when    float32 // 0: there is none
}

// The sizes within a row, in pixels.
const (
	rowSide      = 12
	thumbWidth   = 96
	thumbHeight  = 54
	sheetStep    = 4   // between the sheets of a deck
	narrowRow    = 740 // a narrower row has no columns
	columnGap    = 16
	stateIcon    = 16
	newsHeight   = 24
	newsPadding  = 12
	lineHeight   = 20
	titleHeight  = 22
	leastOfTitle = 120
)

// row is the widget of one entry. The list has only as many as are seen.
type row struct {
	widget.BaseWidget
	widgets.OwnLook
	columns  columns
	position int
	content  content
	current  bool // the keys act on it
	hovered  bool
	tapped   func(position int)
	openMenu func(position int, at fyne.Position)

	back      *canvas.Rectangle
	sheets    [2]*widgets.Panel // the farthest first
	thumb     *widgets.Thumbnail
	blank     *widgets.Panel // under the symbol
	symbol    *widgets.Icon
	title     *widgets.Label
	line      *widgets.Label
	more      *widgets.Label
	when      *widgets.Label
	pill      *widgets.Panel // behind a state of the tone news
	stateIcon *widgets.Icon
	state     *widgets.Label
	stateMore *widgets.Label
	buttons   [2]*widgets.Button
	dots      *widgets.Button
	tooltip   *widgets.Tooltip // nil for none
}

var (
	_ desktop.Hoverable      = (*row)(nil)
	_ fyne.Accessible        = (*row)(nil)
	_ fyne.SecondaryTappable = (*row)(nil)
	_ fyne.Tappable          = (*row)(nil)
	_ fyne.DoubleTappable    = (*row)(nil)
	_ fyne.Widget            = (*row)(nil)
)

func newRow(c columns, dotsLabel string, t *widgets.Tooltip) *row {
	small := func() *widgets.Label { return widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim) }
	r := &row{
		columns:   c,
		tooltip:   t,
		back:      canvas.NewRectangle(color.Transparent),
		thumb:     widgets.NewThumbnail(),
		blank:     widgets.NewPanel(theme.ColorBackground, theme.ColorLine, theme.RadiusThumb),
		symbol:    widgets.NewIcon(theme.IconSearch, theme.ColorDim),
		title:     widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText).AsTitle(),
		line:      small(),
		more:      small(),
		when:      small(),
		pill:      widgets.NewPanel(theme.ColorSoft, theme.ColorClear, newsHeight/2),
		stateIcon: widgets.NewIcon(nil, theme.ColorDim),
		state:     small(),
		stateMore: small(),
	}
	r.sheets[0] = widgets.NewPanel(theme.ColorButton, theme.ColorClear, theme.RadiusThumb)
	r.sheets[1] = widgets.NewPanel(theme.ColorLine, theme.ColorClear, theme.RadiusThumb)
	for i := range r.buttons {
		r.buttons[i] = widgets.NewButton(widgets.Outlined, "", nil, nil)
	}
	r.dots = widgets.NewIconButton(dotsLabel, theme.IconMore, t, func() {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(r.dots)
		r.openMenu(r.position, at.AddXY(0, theme.ControlHeight))
	})
	r.ExtendBaseWidget(r)
	return r
}

// bind makes the row show an entry.
func (r *row) bind(position int, c content, picture image.Image, current bool) {
	r.position, r.content, r.current = position, c, current
	r.thumb.Set(picture, "")
	r.title.SetText(i18n.Plain(c.title))
	r.line.SetText(c.line)
	r.more.SetText(c.more)
	r.when.SetText(c.when)
	r.state.SetText(c.state)
	r.stateMore.SetText(c.stateMore)
	for i, b := range r.buttons {
		widgets.SetVisible(b, i < len(c.actions))
		if i < len(c.actions) {
			b.OnTapped = c.actions[i].do
			b.SetText(c.actions[i].label)
		}
	}
	r.Refresh()
}

// Tapped makes the row the current one.
func (r *row) Tapped(*fyne.PointEvent) { r.tapped(r.position) }

// DoubleTapped does the main action.
func (r *row) DoubleTapped(*fyne.PointEvent) {
	if len(r.content.actions) > 0 {
		r.content.actions[0].do()
	}
}

// TappedSecondary opens the menu.
func (r *row) TappedSecondary(e *fyne.PointEvent) { r.openMenu(r.position, e.AbsolutePosition) }

// MouseIn shows that the pointer is over the row, and what of it is cut.
func (r *row) MouseIn(*desktop.MouseEvent) {
	r.hovered = true
	if tip := r.tip(); tip != "" && r.tooltip != nil {
		r.tooltip.Enter(r, tip)
	}
	r.Refresh()
}

// tip returns the texts that the row has no space for, empty if there are none.
func (r *row) tip() string {
	var all []string
	for _, l := range []*widgets.Label{r.title, r.line, r.more, r.when, r.state, r.stateMore} {
		if l.Visible() && l.Shown() != l.Text() {
			all = append(all, l.Text())
		}
	}
	return i18n.Join(all...)
}

// MouseMoved does nothing.
func (r *row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the row.
func (r *row) MouseOut() {
	r.hovered = false
	if r.tooltip != nil {
		r.tooltip.Leave(r)
	}
	r.Refresh()
}

// AccessibilityLabel returns what a screen reader says of the row.
func (r *row) AccessibilityLabel() string {
	c := r.content
	return i18n.Join(r.title.Text(), c.line, c.more, c.when, c.state, c.stateMore)
}

// AccessibilityRole returns as what a screen reader announces the row.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer returns the renderer of the row.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	v := &rowRenderer{r: r}
	v.Refresh()
	return v
}

type rowRenderer struct {
	r      *row
	mirror widgets.Mirror
}

func (v *rowRenderer) Objects() []fyne.CanvasObject {
	r := v.r
	return []fyne.CanvasObject{
		r.back, r.sheets[0], r.sheets[1], r.thumb, r.blank, r.symbol, r.title, r.line, r.more, r.when,
		r.pill, r.stateIcon, r.state, r.stateMore, r.buttons[0], r.buttons[1], r.dots,
	}
}

func (v *rowRenderer) Destroy()           {}
func (v *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(0, v.r.columns.height) }

// Layout places the picture at the left, the buttons at the right, and between them
// the words; in a narrow row the state takes the place of the last line.
func (v *rowRenderer) Layout(s fyne.Size) {
	v.mirror.Layout(s.Width, v.Objects, func() { v.layout(s) })
}

func (v *rowRenderer) layout(s fyne.Size) {
	r := v.r
	narrow := s.Width < narrowRow
	widgets.Place(r.back, 1, 1, s.Width-2, s.Height-2)
	v.placePicture(s)
	x := float32(rowSide + thumbWidth + columnGap)
	right := v.placeButtons(s, narrow) - columnGap
	if !narrow {
		right = v.placeColumns(s)
	}
	widgets.SetVisible(r.when, !narrow && r.columns.when > 0)
	available := max(0, right-x)
	last := r.line
	middle := s.Height / 2
	if r.content.more == "" {
		widgets.Place(r.title, x, middle-titleHeight, available, titleHeight)
		widgets.Place(r.line, x, middle+1, available, lineHeight)
	} else {
		widgets.Place(r.title, x, middle-titleHeight-10, available, titleHeight)
		widgets.Place(r.line, x, middle-9, available, lineHeight)
		widgets.Place(r.more, x, middle+9, available, lineHeight)
		last = r.more
	}
	v.placeState(s, narrow, last)
}

func (v *rowRenderer) placePicture(s fyne.Size) {
	r := v.r
	top := (s.Height - thumbHeight) / 2
	if r.content.deck {
		top += sheetStep
		widgets.Place(r.sheets[0], rowSide+12, top-2*sheetStep, thumbWidth-24, 20)
		widgets.Place(r.sheets[1], rowSide+6, top-sheetStep, thumbWidth-12, 20)
	}
	height := float32(thumbHeight)
	if r.content.deck {
		height -= 2 * sheetStep
	}
	widgets.Place(r.thumb, rowSide, top, thumbWidth, height)
	widgets.Place(r.blank, rowSide, top, thumbWidth, height)
	widgets.Place(r.symbol, rowSide+(thumbWidth-24)/2, top+(height-24)/2, 24, 24)
}

// placeButtons places the buttons from the right end and returns where they begin. A
// narrow row has only the main one.
func (v *rowRenderer) placeButtons(s fyne.Size, narrow bool) float32 {
	r := v.r
	const h = theme.ControlHeight
	top := (s.Height - h) / 2
	right := s.Width - h - 2
	widgets.Place(r.dots, right, top, h, h)
	widgets.SetVisible(r.dots, r.content.menu != nil)
	right -= 2
	n := len(r.content.actions)
	if narrow {
		n = min(n, 1)
	}
	for i := len(r.buttons) - 1; i >= 0; i-- {
		b := r.buttons[i]
		widgets.SetVisible(b, i < n)
		if i < n {
			w := b.MinSize().Width
			right -= w
			widgets.Place(b, right, top, w, h)
			right -= theme.Gap
		}
	}
	return right
}

// placeColumns places the columns between words and buttons and returns where they
// begin.
func (v *rowRenderer) placeColumns(s fyne.Size) float32 {
	r := v.r
	left := v.stateLeft(s)
	if r.columns.when > 0 {
		left -= r.columns.when + 12
		widgets.Place(r.when, left, 0, r.columns.when, s.Height)
	}
	return left - columnGap
}

func (v *rowRenderer) stateLeft(s fyne.Size) float32 {
	return s.Width - theme.ControlHeight - 4 - v.r.columns.actions - columnGap - v.r.columns.state
}

// placeState places the state in its column or, in a narrow row, in place of a line.
func (v *rowRenderer) placeState(s fyne.Size, narrow bool, last *widgets.Label) {
	r := v.r
	tone := r.content.stateTone
	inPlace := narrow && r.content.state != "" && tone != plain && tone != good
	said := r.content.state != "" && (!narrow || inPlace)
	widgets.SetVisible(last, !inPlace)
	widgets.SetVisible(r.state, said)
	widgets.SetVisible(r.stateIcon, said && r.stateIcon.Resource() != nil)
	widgets.SetVisible(r.pill, said && !narrow && tone == news)
	widgets.SetVisible(r.stateMore, said && !narrow && r.content.stateMore != "")
	if !said {
		return
	}
	left, top, width := v.stateLeft(s), s.Height/2-lineHeight/2, r.columns.state
	if inPlace {
		left, top, width = last.Position().X, last.Position().Y, last.Size().Width
	} else if r.content.stateMore != "" {
		widgets.Place(r.stateMore, left, s.Height/2+2, width, lineHeight)
		top = s.Height/2 - lineHeight - 1
	}
	switch {
	case tone == news && !inPlace:
		w := min(width, r.state.Width()+2*newsPadding)
		widgets.Place(r.pill, left, top-4, w, newsHeight)
		widgets.Place(r.state, left+newsPadding, top-4, max(0, w-2*newsPadding+1), newsHeight)
	case r.stateIcon.Resource() != nil:
		widgets.Place(r.stateIcon, left, top+(lineHeight-stateIcon)/2, stateIcon, stateIcon)
		widgets.Place(r.state, left+stateIcon+6, top, max(0, width-stateIcon-6), lineHeight)
	default:
		widgets.Place(r.state, left, top, width, lineHeight)
	}
}

// tones are the colour and the icon of a state.
var tones = map[tone]struct {
	color fyne.ThemeColorName
	icon  fyne.Resource
}{
	plain: {theme.ColorDim, nil},
	good:  {theme.ColorOK, theme.IconCheck},
	bad:   {theme.ColorWarn, theme.IconWarn},
	news:  {theme.ColorAccent, nil},
}

func (v *rowRenderer) Refresh() {
	r := v.r
	back := theme.ColorClear
	if r.hovered {
		back = theme.ColorHover
	}
	r.back.StrokeWidth, r.back.StrokeColor = 0, nil
	if r.current {
		r.back.StrokeWidth, r.back.StrokeColor = 2, theme.Color(theme.ColorAccent)
	}
	widgets.Paint(r.back, back, theme.Radius)
	symbol := r.content.symbol != nil
	widgets.SetVisible(r.sheets[0], r.content.deck)
	widgets.SetVisible(r.sheets[1], r.content.deck)
	widgets.SetVisible(r.thumb, !symbol && r.content.id != "")
	widgets.SetVisible(r.blank, symbol)
	widgets.SetVisible(r.symbol, symbol)
	widgets.SetVisible(r.more, r.content.more != "")
	look := tones[r.content.stateTone]
	r.stateIcon.Set(look.icon, look.color)
	r.state.SetColor(look.color)
	r.state.SetBold(r.content.stateTone != plain && r.content.stateTone != bad)
	for _, o := range v.Objects()[1:] {
		if o.Visible() && o != r.stateIcon { // which Set refreshed
			o.Refresh()
		}
	}
	v.Layout(r.Size())
}
