package picker

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// rowSize is how a row is laid out, in pixels.
type rowSize struct {
	height, thumbWidth, thumbHeight float32
	number                          bool
}

var (
	listRow   = rowSize{height: 48, thumbWidth: 64, thumbHeight: 36, number: true}
	searchRow = rowSize{height: 72, thumbWidth: 96, thumbHeight: 54}
)

// row is the widget of one entry. The list has only as many as are seen.
type row struct {
	widget.BaseWidget
	widgets.OwnLook
	size     rowSize
	position int
	entry    Entry
	ticked   bool
	inRange  bool
	current  bool // the keys act on it
	hovered  bool
	shift    bool // held when the button of the mouse went down
	tapped   func(position int, shift bool)

	back     *canvas.Rectangle
	box      *canvas.Rectangle // the tick
	check    *widgets.Icon
	number   *widgets.Label
	thumb    *widgets.Thumbnail
	barred   *widgets.Panel // in place of the thumbnail of what cannot be downloaded
	lock     *widgets.Icon  // on it
	title    *widgets.Label
	meta     *widgets.Label
	here     *widgets.Label
	hereIcon *widgets.Icon
	duration *widgets.Label
	opens    *widgets.Label // of a playlist
}

var (
	_ desktop.Hoverable = (*row)(nil)
	_ desktop.Mouseable = (*row)(nil)
	_ fyne.Accessible   = (*row)(nil)
	_ fyne.Tappable     = (*row)(nil)
	_ fyne.Widget       = (*row)(nil)
)

func newRow(size rowSize, tapped func(position int, shift bool)) *row {
	r := &row{
		size: size, tapped: tapped,
		back:     canvas.NewRectangle(color.Transparent),
		box:      canvas.NewRectangle(color.Transparent),
		check:    widgets.NewIcon(theme.IconCheck, theme.ColorOnAccent),
		number:   widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
		thumb:    widgets.NewThumbnail(),
		barred:   widgets.NewPanel(theme.ColorButton, theme.ColorClear, theme.RadiusThumb),
		lock:     widgets.NewIcon(theme.IconLock, theme.ColorDim),
		title:    widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorText).AsTitle(),
		meta:     widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		here:     widgets.NewLabel(lang.L("Already here"), theme.SizeSmall, false, theme.ColorOK),
		hereIcon: widgets.NewIcon(theme.IconCheck, theme.ColorOK),
		duration: widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
		opens:    widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorAccent).Align(fyne.TextAlignTrailing),
	}
	r.ExtendBaseWidget(r)
	return r
}

// bind makes the row show an entry.
func (r *row) bind(position int, e Entry, ticked, inRange, current bool) {
	r.position, r.entry, r.ticked, r.inRange, r.current = position, e, ticked, inRange, current
	r.title.SetText(i18n.Plain(e.Title))
	r.meta.SetText(i18n.Join(i18n.Plain(e.Channel), e.More))
	r.duration.SetText(i18n.Clock(e.Duration))
	r.opens.SetText("")
	if e.List != "" {
		r.duration.SetText("")
		r.opens.SetText(lang.L("Open"))
	}
	r.title.SetColor(theme.ColorText)
	if e.Why != "" {
		r.meta.SetText(e.Why)
		r.title.SetColor(theme.ColorDim)
		r.duration.SetText("–")
	}
	r.number.SetText("")
	if e.Number > 0 && e.List == "" {
		r.number.SetText(strconv.Itoa(e.Number))
	}
	r.Refresh()
}

// Tapped changes the tick.
func (r *row) Tapped(*fyne.PointEvent) { r.tapped(r.position, r.shift) }

// MouseDown remembers whether Shift is held.
func (r *row) MouseDown(e *desktop.MouseEvent) { r.shift = e.Modifier&fyne.KeyModifierShift != 0 }

// MouseUp does nothing.
func (r *row) MouseUp(*desktop.MouseEvent) {}

// MouseIn shows that the pointer is over the row.
func (r *row) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved does nothing.
func (r *row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the row.
func (r *row) MouseOut() { r.hovered = false; r.Refresh() }

// AccessibilityLabel returns what a screen reader says of the row.
func (r *row) AccessibilityLabel() string {
	here := ""
	if r.entry.Here {
		here = r.here.Text()
	}
	ticked := ""
	if r.ticked {
		ticked = lang.L("Ticked")
	}
	return i18n.Join(ticked, r.number.Text(), r.title.Text(), r.meta.Text(), here, r.duration.Text())
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
	return []fyne.CanvasObject{r.back, r.box, r.check, r.number, r.thumb, r.barred, r.lock, r.title, r.meta, r.hereIcon, r.here, r.duration, r.opens}
}

func (v *rowRenderer) Destroy()           {}
func (v *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(0, v.r.size.height) }

// The columns of a row, in pixels.
const (
	tickLeft      = 12
	tickSide      = 20
	tickCorner    = 6
	numberWidth   = 44 // five digits
	durationWidth = 58 // "10:02:10"
	rowPadding    = 14 // at the right end
)

func (v *rowRenderer) Layout(s fyne.Size) {
	v.mirror.Layout(s.Width, v.Objects, func() { v.layout(s) })
}

func (v *rowRenderer) layout(s fyne.Size) {
	r := v.r
	middle := s.Height / 2
	inset := float32(0) // a range is one area
	if r.current {
		inset = 2 // the line around it is within the row
	}
	widgets.Place(r.back, inset, inset, s.Width-2*inset, s.Height-2*inset)
	widgets.Place(r.box, tickLeft, middle-tickSide/2, tickSide, tickSide)
	widgets.Place(r.check, tickLeft+2, middle-8, 16, 16)
	x := float32(tickLeft + tickSide)
	if r.size.number {
		widgets.Place(r.number, x, 0, numberWidth, s.Height)
		x += numberWidth + 12
	} else {
		x += 16
	}
	widgets.Place(r.thumb, x, middle-r.size.thumbHeight/2, r.size.thumbWidth, r.size.thumbHeight)
	widgets.Place(r.barred, x, middle-r.size.thumbHeight/2, r.size.thumbWidth, r.size.thumbHeight)
	widgets.Place(r.lock, x+(r.size.thumbWidth-16)/2, middle-8, 16, 16)
	x += r.size.thumbWidth + 12
	right := s.Width - rowPadding - durationWidth
	widgets.Place(r.duration, right, 0, durationWidth, s.Height)
	if r.entry.List != "" {
		w := r.opens.Width()
		right = s.Width - rowPadding - w
		widgets.Place(r.opens, right, 0, w, s.Height)
	}
	if r.entry.Here {
		w := r.here.Width()
		right -= w + 8
		widgets.Place(r.here, right, 0, w, s.Height)
		right -= 20
		widgets.Place(r.hereIcon, right, middle-8, 16, 16)
	}
	available := max(0, right-12-x)
	widgets.Place(r.title, x, middle-19, available, 20)
	widgets.Place(r.meta, x, middle, available, 18)
}

func (v *rowRenderer) Refresh() {
	r := v.r
	back := theme.ColorClear
	switch {
	case r.inRange:
		back = theme.ColorSoft
	case r.hovered:
		back = theme.ColorHover
	}
	r.back.StrokeWidth, r.back.StrokeColor = 0, nil
	if r.current {
		r.back.StrokeWidth, r.back.StrokeColor = 2, theme.Color(theme.ColorAccent)
	}
	corner := float32(theme.Radius)
	if r.inRange && !r.current {
		corner = 0
	}
	widgets.Paint(r.back, back, corner)
	box, line := theme.ColorCard, theme.ColorDim
	switch {
	case r.entry.Why != "":
		box, line = theme.ColorButton, theme.ColorLine
	case r.ticked:
		box, line = theme.ColorAccent, theme.ColorAccent
	}
	r.box.StrokeWidth, r.box.StrokeColor = 1.5, theme.Color(line)
	widgets.Paint(r.box, box, tickCorner)
	widgets.SetVisible(r.box, r.entry.List == "")
	widgets.SetVisible(r.opens, r.entry.List != "")
	widgets.SetVisible(r.check, r.ticked)
	widgets.SetVisible(r.number, r.size.number)
	widgets.SetVisible(r.thumb, r.entry.Why == "")
	widgets.SetVisible(r.barred, r.entry.Why != "")
	widgets.SetVisible(r.lock, r.entry.Why != "")
	widgets.SetVisible(r.here, r.entry.Here)
	widgets.SetVisible(r.hereIcon, r.entry.Here)
	for _, o := range []fyne.CanvasObject{r.check, r.number, r.barred, r.lock, r.title, r.meta, r.here, r.hereIcon, r.duration, r.opens} {
		if o.Visible() {
			o.Refresh()
		}
	}
	v.Layout(r.Size())
}
