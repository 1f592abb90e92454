package downloads

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// rowHeight is the height of a card in pixels, whatever the row shows.
const rowHeight = 96

// compactHeight is that of a row of one line.
const compactHeight = 44

// rowHost is what a row needs of its list.
type rowHost interface {
	choose(core.ID, fyne.KeyModifier)
	thumbnail(address string) image.Image // nil until it was loaded
	actions() Actions
	members(core.ID, func(core.State) bool) []core.ID // of a header
	open(*rowData)
	showMenu(*rowData, fyne.Position)
	dragTo(*rowData, fyne.Position)
	drop()
	gone(core.Status) bool // what was saved
	time() time.Time       // to a tenth of a second
	compact() bool         // rows have one line
}

// stepOf returns the height of a row with the space around it, in pixels.
func stepOf(compact bool) float32 {
	if compact {
		return compactHeight + RowInset
	}
	return rowHeight + 2*RowInset
}

// rowMarks is how a row stands out.
type rowMarks struct {
	chosen      bool   // keys act on it
	selected    bool   // with others
	highlighted bool   // see List.Find
	open        bool   // a header whose rows are shown
	nested      bool   // a row of a group
	last        bool   // the last of them
	number, of  int    // which of them, from 1, of how many; 0 for a row that is none
	source      string // of all, as the header says it
	drop        dropLine
	dropNested  bool // it stands as far in as the rows of a group
}

// rowTick shows that a row is selected.
type rowTick struct {
	back *canvas.Rectangle
	icon *widgets.Icon
}

// rowTip shows the whole text where one is cut.
type rowTip struct {
	*widgets.Tooltip
	of *widgets.Label // whose text it shows, nil for none
}

// rowBar shows the progress, and what moves it or why nothing does.
type rowBar struct {
	track   *canvas.Rectangle
	fill    *canvas.Rectangle
	percent *widgets.Label
	amount  *widgets.Label
	pace    *widgets.Label // speed and time left, or why nothing moves
	clock   *widgets.Icon  // before why it waits
	words   *widgets.Label // what a compact row says instead of a notice

	left, width float32 // of the column of a compact row that shows the state, in pixels
}

// placeFill puts the line of progress, so many pixels long, where the track begins.
func (b rowBar) placeFill(length float32) {
	at := b.track.Position()
	if widgets.Mirrored() {
		at.X += b.track.Size().Width - length
	}
	widgets.Place(b.fill, at.X, at.Y, length, theme.BarHeight)
}

// rowButtons are at the end of a row.
type rowButtons struct {
	primary   *widgets.Button // the most useful action
	secondary *widgets.Button
	pause     *widgets.Button // in a compact row the most useful action
	cross     *widgets.Button
}

// Row is the widget of one download, or of the header of a group. The list has only as
// many as are seen, and binds each to the data of another line when it is scrolled.
type Row struct {
	widget.BaseWidget
	widgets.OwnLook
	host    rowHost
	data    *rowData
	content rowContent // what the data had last
	state   rowState   // of that, with what the row knows: gone and playing
	marks   rowMarks
	shown   rowShown // by the last bind
	hovered bool
	pressed bool // with others; see MouseUp
	tip     rowTip

	listener binding.DataListener // of data

	head         *rowHead
	thread       *rowThread
	drop         *canvas.Rectangle // where what is dragged will go
	card         *canvas.Rectangle
	thumb        *widgets.Thumbnail
	tick         rowTick
	title        *widgets.Label
	clip         *widgets.Label // after the title: which part of the video
	side         *widgets.Label // the cause of a failure
	meta         *widgets.Label
	playing      rowPlaying // before and over the meta and the bar
	placeholders [2]*canvas.Rectangle
	bar          rowBar
	note         *widgets.Notice
	buttons      rowButtons
}

func newRow(host rowHost, t *widgets.Tooltip) *Row {
	r := &Row{
		host:  host,
		tip:   rowTip{Tooltip: t},
		card:  canvas.NewRectangle(color.Transparent),
		thumb: widgets.NewThumbnail(),
		tick:  rowTick{back: canvas.NewRectangle(color.Transparent), icon: widgets.NewIcon(theme.IconCheck, theme.ColorOnAccent)},
		title: widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText).AsTitle(),
		clip:  widgets.NewShrinkingLabel(theme.SizeTitle, false, theme.ColorDim),
		side:  widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
		meta:  widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		bar: rowBar{
			track:   canvas.NewRectangle(color.Transparent),
			fill:    canvas.NewRectangle(color.Transparent),
			percent: widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText),
			amount:  widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
			pace:    widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
			clock:   widgets.NewIcon(theme.IconClock, theme.ColorWarn),
			words:   widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		},
		playing: newRowPlaying(),
		note:    widgets.NewNotice(),
		buttons: rowButtons{
			primary:   widgets.NewButton(widgets.Outlined, "", nil, nil),
			secondary: widgets.NewButton(widgets.Outlined, "", nil, nil),
			pause:     widgets.NewIconButton("", nil, t, nil),
			cross:     widgets.NewIconButton("", theme.IconClose, t, nil),
		},
	}
	r.head = newRowHead(t, func() {
		if r.data != nil {
			r.host.open(r.data)
		}
	})
	r.thread = newRowThread()
	r.drop = canvas.NewRectangle(color.Transparent)
	r.buttons.primary.Tooltip, r.buttons.secondary.Tooltip = t, t
	for i := range r.placeholders {
		r.placeholders[i] = canvas.NewRectangle(color.Transparent)
		r.placeholders[i].CornerRadius = 5
	}
	r.ExtendBaseWidget(r)
	return r
}

// showThumbnail shows the thumbnail if it was loaded.
func (r *Row) showThumbnail() {
	badge := r.state.badge
	var icon fyne.Resource
	if r.state.head {
		icon = theme.IconList
	}
	if r.host.compact() {
		badge = "" // there is no space for it
	}
	r.thumb.SetBadgeIcon(icon)
	r.thumb.Set(r.host.thumbnail(r.state.thumbnail), badge)
}

// paint shows the tick on the thumbnail while the pointer is over the row, and that
// it is on when the row is selected.
func (t rowTick) paint(hovered, selected bool) {
	widgets.SetVisible(t.back, hovered || selected)
	widgets.SetVisible(t.icon, selected)
	fill, line := theme.ColorCard, theme.ColorDisabled
	if selected {
		fill, line = theme.ColorAccent, theme.ColorCard
	}
	t.back.StrokeWidth, t.back.StrokeColor = 1.5, theme.Color(line)
	widgets.Paint(t.back, fill, 6)
}

// The tick on a thumbnail, in pixels: its size, and how far around it a press counts.
const (
	tickSize  = 22
	tickReach = (theme.ControlHeight - tickSize) / 2
)

// paintCard draws the card: the row that keys act on has a line in the colour of the
// focus.
func (r *Row) paintCard() {
	fill, line := theme.ColorCard, theme.ColorLine
	r.card.StrokeWidth = 1
	if r.hovered {
		line = theme.ColorEdge
	}
	if r.marks.highlighted || r.marks.selected {
		fill = theme.ColorSoft
	}
	if r.marks.selected {
		line = theme.ColorAccent
	}
	if r.marks.chosen {
		r.card.StrokeWidth, line = 2, theme.ColorAccent
	}
	r.tick.paint(r.hovered, r.marks.selected)
	r.playing.paint(fill)
	r.card.StrokeColor = theme.Color(line)
	corner := float32(theme.RadiusCard)
	if r.host.compact() {
		corner = theme.Radius
	}
	widgets.Paint(r.card, fill, corner)
}

// ID returns the download or header that the row shows, empty if none.
func (r *Row) ID() core.ID {
	if r.data == nil {
		return ""
	}
	return r.data.id
}

// Chosen says whether the row is marked as the one that keys act on.
func (r *Row) Chosen() bool { return r.marks.chosen }

// Selected says whether the row is one of several that are selected.
func (r *Row) Selected() bool { return r.marks.selected }

// Highlighted says whether the row is highlighted: see List.Find.
func (r *Row) Highlighted() bool { return r.marks.highlighted }

// put places an object within the card.
func (r *Row) put(o fyne.CanvasObject, x, y, w, h float32) {
	above := float32(RowInset)
	if r.host.compact() {
		above /= 2
	}
	placeInRow(r.Size().Width, o, RowInset+r.indent()+x, above+y, w, h)
}

// placeInRow places an object in a row of that width in pixels, and mirrors it if it
// has to. The list has its scroll bar at the right in every language.
func placeInRow(width float32, o fyne.CanvasObject, x, y, w, h float32) {
	if widgets.Mirrored() {
		x = RowInset + width - RowGutter - x - w
	}
	widgets.Place(o, x, y, w, h)
}

// indent returns how far in the card stands, in pixels.
func (r *Row) indent() float32 {
	if r.marks.nested {
		return groupIndent
	}
	return 0
}

// rowShown is what a row was bound to show. The bar and its numbers are not part of it:
// listeners change them.
type rowShown struct {
	id            core.ID
	marks         rowMarks
	state         rowState
	gone, playing bool
}
