package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
)

// Places in a row, in pixels from its top left. Title and second line stand
// still; only the third line changes with the state.
const (
	thumbWidth, thumbHeight = 128, 72

	leftOfText  = cardPadding + thumbWidth + 16
	titleTop    = 12
	titleHeight = 22
	metaTop     = 34
	metaHeight  = 18
	barTop      = 58
	barHeight   = 6
	paceTop     = 67
	paceHeight  = 18
	noteTop     = 58
	noteHeight  = 26
	tallNoteTop = 40 // a note of two lines takes the second line's place
	tallNote    = 46

	narrowRow = 720 // below, buttons show their icons
	rowGutter = 16  // right of the cards, for the scroll bar
	rowInset  = 4   // around the card, so that the list does not clip its edge
)

type rowRenderer struct{ r *row }

func (v *rowRenderer) Objects() []fyne.CanvasObject {
	r := v.r
	return []fyne.CanvasObject{
		r.card, r.thumb, r.title, r.times, r.side, r.meta, r.skeleton[0], r.skeleton[1],
		r.track, r.fill, r.percent, r.amount, r.pace, r.note, r.first, r.second, r.pause, r.cross,
	}
}

func (v *rowRenderer) Destroy() {}

func (v *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(320, rowHeight+2*rowInset) }

func (v *rowRenderer) Layout(s fyne.Size) {
	r := v.r
	s.Width -= rowInset + rowGutter
	r.put(r.card, 0, 0, s.Width, rowHeight)
	r.put(r.thumb, cardPadding, cardPadding, thumbWidth, thumbHeight)

	narrow := s.Width < narrowRow
	r.first.shrink(narrow)
	r.second.shrink(narrow)
	right := s.Width - cardPadding
	for _, b := range []*button{r.cross, r.pause, r.second, r.first} {
		if !b.Visible() {
			continue
		}
		size := b.MinSize()
		right -= size.Width
		r.put(b, right, (rowHeight-size.Height)/2, size.Width, size.Height)
		right -= gap
	}
	width := max(0, right-gap-leftOfText)
	v.layoutTitle(width)
	r.put(r.meta, leftOfText, metaTop, width, metaHeight)
	r.put(r.skeleton[0], leftOfText, metaTop+4, min(width, 176), 10)
	r.put(r.skeleton[1], leftOfText+184, metaTop+4, max(0, min(width-184, 64)), 10)
	v.layoutThird(width)
}

// layoutTitle puts the times behind the title, of which they leave the start,
// and the side of a failure at the end of the line.
func (v *rowRenderer) layoutTitle(width float32) {
	r := v.r
	side := min(r.side.width(), width/2)
	r.put(r.side, leftOfText+width-side-1, titleTop, side+1, titleHeight)
	if side > 0 {
		width -= side + gap
	}
	title, times := width, min(r.times.width(), max(0, width-64))
	if times > 0 {
		title = min(r.title.width()+1, width-times-gap)
	}
	r.put(r.title, leftOfText, titleTop, title, titleHeight)
	r.put(r.times, leftOfText+title+gap, titleTop, times+1, titleHeight)
}

func (v *rowRenderer) layoutThird(width float32) {
	r := v.r
	r.put(r.track, leftOfText, barTop, width, barHeight)
	r.layoutPart()
	r.layoutPace()
	lines := r.note.wrap(width)
	tall := lines > 1
	show(r.meta, !tall && r.face.state != core.LookingUp || r.face.state == core.LookingUp && r.face.meta != "")
	if tall {
		r.put(r.note, leftOfText, tallNoteTop, width, tallNote)
	} else {
		top := float32(noteTop)
		if r.face.meta == "" && r.face.state != core.LookingUp {
			top = metaTop + 6 // nothing stands between
		}
		r.put(r.note, leftOfText, top, width, noteHeight)
	}
}

func (v *rowRenderer) Refresh() {
	r := v.r
	r.setFace()
	moving := r.face.state == core.Downloading
	looking := r.face.state == core.LookingUp && r.face.meta == ""
	show(r.track, moving)
	show(r.fill, moving)
	show(r.percent, moving)
	show(r.amount, moving)
	show(r.pace, moving)
	show(r.note, !moving)
	show(r.times, r.face.times != "")
	show(r.side, r.face.side != "")
	show(r.skeleton[0], looking)
	show(r.skeleton[1], looking)

	r.card.StrokeWidth, r.card.StrokeColor = 1, Color(colorLine)
	back := colorCard
	if r.lit {
		back = colorSoft
	}
	if r.chosen {
		r.card.StrokeWidth, r.card.StrokeColor = 2, Color(colorAccent)
	}
	paint(r.card, back, radiusCard)
	paint(r.skeleton[0], colorLine, 5)
	paint(r.skeleton[1], colorLine, 5)
	paint(r.track, colorLine, barHeight/2)
	paint(r.fill, colorAccent, barHeight/2)
	r.showPicture()
	r.thumb.Refresh()
	for _, t := range []*text{r.title, r.times, r.side, r.meta, r.percent, r.amount, r.pace} {
		t.Refresh()
	}
	r.note.Refresh()
	v.Layout(r.Size())
}

// layoutPart draws the progress.
func (r *row) layoutPart() {
	w := r.track.Size().Width
	done := w * float32(r.part)
	if r.part > 0 {
		done = max(done, barHeight) // less would not be round
	}
	r.put(r.fill, leftOfText, barTop, min(w, done), barHeight)
}

// layoutPace puts the numbers under the progress. The percentage has room for
// two digits from the start; where there is no room for all, the speed goes.
func (r *row) layoutPace() {
	if r.data == nil {
		return
	}
	width := r.track.Size().Width
	amount, _ := r.data.amount.Get()
	speed, _ := r.data.speed.Get()
	left, _ := r.data.left.Get()

	first := max(r.percent.width(), measure(percent(0.99), sizeSmall, r.percent.line.TextStyle))
	r.put(r.percent, leftOfText, paceTop, min(width, first), paceHeight)
	x := first + gap
	r.amount.set(amount)
	second := max(0, min(width-x, r.amount.width()))
	r.put(r.amount, leftOfText+x, paceTop, second, paceHeight)

	room := max(0, width-x-second-2*gap)
	pace := join(speed, left)
	if measure(pace, sizeSmall, fyne.TextStyle{}) > room {
		if pace = left; measure(pace, sizeSmall, fyne.TextStyle{}) > room {
			pace = ""
		}
	}
	r.pace.set(pace)
	r.put(r.pace, leftOfText+width-room, paceTop, room, paceHeight)
}

// put places a part of the card.
func (r *row) put(o fyne.CanvasObject, x, y, w, h float32) { put(o, rowInset+x, rowInset+y, w, h) }

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// note is the sentence in the middle of a row, on a soft ground where it asks
// for attention. Long ones take two lines.
type note struct {
	widget.BaseWidget
	full  string
	tone  tone
	back  *canvas.Rectangle
	icon  *canvas.Image
	lines [2]*text
}

func newNote() *note {
	n := &note{back: canvas.NewRectangle(color.Transparent), icon: canvas.NewImageFromResource(nil)}
	n.icon.FillMode = canvas.ImageFillContain
	for i := range n.lines {
		n.lines[i] = newText(sizeSmall, false, colorDim, 0)
	}
	n.ExtendBaseWidget(n)
	return n
}

func (n *note) set(s string, t tone) { n.full, n.tone = plain(s), t }

const (
	noteSide = 10
	noteIcon = 16
	noteLine = 18
)

// inset is where the words begin, and how much room they lose.
func (n *note) inset() (left, lost float32) {
	switch n.tone {
	case good:
		return noteIcon + 6, noteIcon + 6
	case waiting:
		return noteSide + noteIcon + 6, 2*noteSide + noteIcon + 6
	case wrong:
		return noteSide, 2 * noteSide
	}
	return 0, 0
}

// wrap breaks the sentence for that width and returns how many lines it takes.
func (n *note) wrap(width float32) int {
	_, lost := n.inset()
	if width -= lost; n.tone == good {
		width *= 0.92 // bold
	}
	lines := fold(n.full, len(n.lines), width, sizeSmall)
	for i, l := range n.lines {
		if i < len(lines) {
			l.set(lines[i])
		} else {
			l.set("")
		}
	}
	return len(lines)
}

// CreateRenderer is part of fyne.Widget.
func (n *note) CreateRenderer() fyne.WidgetRenderer { return &noteRenderer{n} }

type noteRenderer struct{ n *note }

func (v *noteRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.n.back, v.n.icon, v.n.lines[0], v.n.lines[1]}
}

func (v *noteRenderer) Destroy()           {}
func (v *noteRenderer) MinSize() fyne.Size { return fyne.NewSize(0, noteHeight) }

func (v *noteRenderer) Layout(s fyne.Size) {
	n := v.n
	left, lost := n.inset()
	lines, wide := 1, n.lines[0].width()
	if n.lines[1].full != "" {
		lines, wide = 2, max(wide, n.lines[1].width())
	}
	room := min(wide, max(0, s.Width-lost))
	put(n.back, 0, 0, room+lost, s.Height)
	top := (s.Height - float32(lines)*noteLine) / 2
	for i, l := range n.lines {
		put(l, left, top+float32(i)*noteLine, room+1, noteLine)
	}
	put(n.icon, left-noteIcon-6, top+1, noteIcon, noteIcon)
}

func (v *noteRenderer) Refresh() {
	n := v.n
	ink, ground, glyph := colorDim, colorClear, fyne.Resource(nil)
	bold := false
	switch n.tone {
	case good:
		ink, glyph, bold = colorOK, iconCheck, true
	case waiting:
		ink, ground, glyph = colorWarn, colorWarnBg, iconClock
	case wrong:
		ink, ground = colorBad, colorBadBg
	}
	paint(n.back, ground, 8)
	if show(n.icon, glyph != nil); glyph != nil {
		n.icon.Resource = colored(glyph, ink)
		n.icon.Refresh()
	}
	for _, l := range n.lines {
		l.color, l.line.TextStyle.Bold = ink, bold
		l.Refresh()
	}
	v.Layout(n.Size())
}
