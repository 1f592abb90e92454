package downloads

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Positions in a row, in pixels from its top left. Title and second line never move;
// only the third line changes with the state.
const (
	leftOfText  = theme.CardPadding + widgets.ThumbnailWidth + 16
	titleTop    = 12
	titleHeight = 22
	metaTop     = 34
	metaHeight  = 18
	barTop      = 58
	paceTop     = 67
	noteTop     = 58
	tallNoteTop = 40 // a note of two lines covers the second line
	dropHeight  = 2  // of the line where what is dragged will go
	deckHeight  = 8  // of the sheets behind the thumbnail of a header
)

type rowRenderer struct{ r *Row }

func (v *rowRenderer) Objects() []fyne.CanvasObject {
	r := v.r
	if r.data == nil {
		return nil
	}
	return []fyne.CanvasObject{
		r.thread.bend[0], r.thread.bend[1], r.thread.down, r.thread.to, r.card, r.head.sheets[1], r.head.sheets[0], r.thumb, r.tick.back, r.tick.icon, r.title, r.clip, r.side, r.playing.icon, r.playing.words, r.playing.dot, r.meta, r.placeholders[0], r.placeholders[1],
		r.bar.track, r.bar.fill, r.playing.knob, r.bar.percent, r.bar.amount, r.bar.clock, r.bar.pace, r.bar.words, r.note, r.buttons.primary, r.buttons.secondary, r.buttons.pause, r.buttons.cross, r.head.chevron, r.drop,
	}
}

func (v *rowRenderer) Destroy() {}

func (v *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(320, stepOf(v.r.host.compact())) }

func (v *rowRenderer) Layout(s fyne.Size) {
	r := v.r
	if r.host.compact() {
		r.layoutCompact(s)
		r.layoutThread(s.Height)
		return
	}
	s.Width -= RowInset + RowGutter + r.indent()
	r.put(r.card, 0, 0, s.Width, rowHeight)
	r.layoutThread(s.Height)
	thumb := fyne.NewPos(theme.CardPadding, theme.CardPadding)
	if r.state.head {
		thumb.Y += deckHeight
	}
	r.put(r.thumb, thumb.X, thumb.Y, widgets.ThumbnailWidth, widgets.ThumbnailHeight-(thumb.Y-theme.CardPadding))
	r.head.layout(r.put, thumb, widgets.ThumbnailWidth, leftOfText, titleTop+titleHeight/2)
	r.put(r.tick.back, theme.CardPadding+4, theme.CardPadding+4, tickSize, tickSize)
	r.put(r.tick.icon, theme.CardPadding+7, theme.CardPadding+7, tickSize-6, tickSize-6)

	narrow := s.Width < theme.Narrow
	r.buttons.primary.SetCompact(narrow)
	r.buttons.secondary.SetCompact(narrow)
	right := s.Width - theme.CardPadding
	for _, b := range []*widgets.Button{r.buttons.cross, r.buttons.pause, r.buttons.secondary, r.buttons.primary} {
		if !b.Visible() {
			continue
		}
		size := b.MinSize()
		right -= size.Width
		r.put(b, right, (rowHeight-size.Height)/2, size.Width, size.Height)
		right -= theme.Gap
	}
	width := max(0, right-theme.Gap-leftOfText)
	tall := r.state.bar == barNone && r.note.Lines(width) > 1
	v.layoutTitle(width, tall)
	r.layoutMeta(width)
	r.put(r.placeholders[0], leftOfText, metaTop+4, min(width, 176), 10)
	r.put(r.placeholders[1], leftOfText+184, metaTop+4, max(0, min(width-184, 64)), 10)
	v.layoutThird(width, tall)
}

// layoutMeta fills the second line, which has that width in pixels.
func (r *Row) layoutMeta(width float32) {
	if r.meta.SetText(r.state.second(r.marks)); r.state.counts != "" && r.meta.Width() > width {
		r.meta.SetText(r.state.counts) // of the rest, the rows of the group say more
	}
	taken := r.playing.layout(r.put, fyne.NewPos(leftOfText, metaTop), fyne.NewSize(width, metaHeight), r.meta.Width())
	r.put(r.meta, leftOfText+taken, metaTop, width-taken, metaHeight)
}

// layoutThread draws the thread past the card, and where what is dragged will go.
func (r *Row) layoutThread(height float32) {
	top := r.card.Position().Y
	left, line := float32(RowInset), float32(0)
	if r.marks.dropNested {
		left += groupIndent
	}
	if r.marks.drop == dropBelow {
		line = height - dropHeight
	}
	put := func(o fyne.CanvasObject, x, y, w, h float32) { placeInRow(r.Size().Width, o, x, y, w, h) }
	put(r.drop, left, line, r.Size().Width-RowGutter-left, dropHeight)
	r.thread.layout(put, r.marks.nested, r.marks.last, height, top, top+r.card.Size().Height)
}

// layoutTitle puts the clip after the title, which is cut for it. The cause of a
// failure stands at the end of the line when its sentence covers the second one.
func (v *rowRenderer) layoutTitle(width float32, tall bool) {
	r := v.r
	widgets.SetVisible(r.side, tall && r.state.side != "")
	side := float32(0)
	if r.side.Visible() { // else the second line says it
		side = min(r.side.Width(), width/2)
	}
	r.put(r.side, leftOfText+width-side-1, titleTop, side+1, titleHeight)
	if side > 0 {
		width -= side + theme.Gap
	}
	left := float32(leftOfText)
	if r.state.head {
		left, width = left+chevronSpace, max(0, width-chevronSpace)
	}
	title, times := width, min(r.clip.Width(), max(0, width-64))
	if times > 0 {
		title = min(r.title.Width()+1, width-times-theme.Gap)
	}
	r.put(r.title, left, titleTop, title, titleHeight)
	r.put(r.clip, left+title+theme.Gap, titleTop, times+1, titleHeight)
}

func (v *rowRenderer) layoutThird(width float32, tall bool) {
	r := v.r
	r.put(r.bar.track, leftOfText, barTop, width, theme.BarHeight)
	r.layoutPace()
	r.layoutProgress()
	widgets.SetVisible(r.meta, !tall && r.state.state != core.LookingUp || r.state.state == core.LookingUp && r.meta.Text() != "")
	if tall {
		r.put(r.note, leftOfText, tallNoteTop, width, widgets.TallNoticeHeight)
	} else {
		top := float32(noteTop)
		if r.meta.Text() == "" && r.state.state != core.LookingUp {
			top = metaTop + 6 // the second line is empty
		}
		r.put(r.note, leftOfText, top, width, widgets.NoticeHeight)
	}
}

func (v *rowRenderer) Refresh() {
	r := v.r
	if r.data == nil {
		canvas.Refresh(r)
		return
	}
	r.setContent()
	moving := r.state.bar != barNone
	looking := r.state.state == core.LookingUp && r.meta.Text() == ""
	widgets.SetVisible(r.bar.track, moving)
	widgets.SetVisible(r.bar.fill, moving)
	widgets.SetVisible(r.bar.percent, moving)
	widgets.SetVisible(r.bar.amount, moving)
	widgets.SetVisible(r.bar.pace, moving || r.host.compact())
	widgets.SetVisible(r.bar.words, r.host.compact())
	r.title.SetSize(titleSize(r.host.compact()))
	widgets.SetVisible(r.note, !moving)
	widgets.SetVisible(r.clip, r.state.clip != "")
	r.bar.paintPace(r.state.bar == barResting && r.state.tone == widgets.Warning)
	widgets.SetVisible(r.placeholders[0], looking)
	widgets.SetVisible(r.placeholders[1], looking)

	r.head.show(r.state.head, r.marks.open, r.host.compact())
	widgets.SetVisible(r.drop, r.marks.drop != dropNone)
	widgets.Paint(r.drop, theme.ColorAccent, dropHeight/2)
	r.thread.show(r.state.head, r.marks.open, r.marks.nested)
	r.playing.show(r.state.playing && moving, r.host.compact())
	r.paintCard()
	widgets.Paint(r.placeholders[0], theme.ColorLine, 5)
	widgets.Paint(r.placeholders[1], theme.ColorLine, 5)
	widgets.Paint(r.bar.track, theme.ColorLine, theme.BarHeight/2)
	fill := theme.ColorAccent
	if r.state.bar == barResting {
		fill = theme.ColorRest
	}
	widgets.Paint(r.bar.fill, fill, theme.BarHeight/2)
	r.showThumbnail()
	r.thumb.Refresh()
	for _, t := range []*widgets.Label{r.title, r.clip, r.side, r.meta, r.bar.percent, r.bar.amount, r.bar.pace} {
		t.Refresh()
	}
	v.Layout(r.Size())
	r.note.Refresh() // its lines were broken for the width just now
}

// paintPace colours why nothing moves.
func (b rowBar) paintPace(waits bool) {
	ink := theme.ColorDim
	if waits {
		ink = theme.ColorWarn
	}
	b.pace.SetColor(ink)
	widgets.SetVisible(b.clock, waits)
	b.clock.Set(theme.IconClock, theme.ColorWarn)
}

func titleSize(compact bool) float32 {
	if compact {
		return theme.SizeText
	}
	return theme.SizeTitle
}

// layoutProgress gives the line of progress its length.
func (r *Row) layoutProgress() {
	w := r.bar.track.Size().Width
	done := w * float32(r.content.progress)
	if r.content.progress > 0 {
		done = max(done, theme.BarHeight) // a shorter line would not have round ends
	}
	r.bar.placeFill(min(w, done))
	r.playing.placeKnob(r.bar.track)
}

// layoutPace puts the numbers under the line of progress. The percentage always gets
// the width of two digits; where there is no space for all, the speed is left out.
func (r *Row) layoutPace() {
	if r.data == nil {
		return
	}
	if r.host.compact() {
		r.layoutCompactState()
		return
	}
	width := r.bar.track.Size().Width
	amount, speed, left := r.content.pace.amount, r.content.pace.speed, r.content.pace.left

	first := max(r.bar.percent.Width(), widgets.Measure(i18n.Percent(0.99), theme.SizeSmall, true))
	r.put(r.bar.percent, leftOfText, paceTop, min(width, first), paceHeight)
	x := first + theme.Gap
	r.bar.amount.SetText(amount)
	if r.state.head && r.bar.amount.Width() > width-x {
		r.bar.amount.SetText(r.state.short) // the bytes are left out
	}
	second := max(0, min(width-x, r.bar.amount.Width()))
	r.put(r.bar.amount, leftOfText+x, paceTop, second, paceHeight)

	available := max(0, width-x-second-2*theme.Gap)
	pace, icon := r.state.note, float32(0)
	if r.state.bar == barMoving {
		pace = i18n.Join(speed, left)
		if widgets.Measure(pace, theme.SizeSmall, false) > available {
			if pace = left; widgets.Measure(pace, theme.SizeSmall, false) > available {
				pace = ""
			}
		}
	} else if r.bar.clock.Visible() {
		icon = 16 + 6
	}
	if need := widgets.Measure(pace, theme.SizeSmall, false) + icon; need > available {
		r.put(r.bar.amount, leftOfText+x, paceTop, 0, paceHeight) // why it waits says more
		available = max(0, width-first-2*theme.Gap)
	}
	if icon > 0 {
		w := min(available, widgets.Measure(pace, theme.SizeSmall, false)+icon+1)
		r.put(r.bar.clock, leftOfText+width-w, paceTop+1, 16, 16)
		available = w - icon
	}
	r.bar.pace.SetText(pace)
	r.put(r.bar.pace, leftOfText+width-available, paceTop, available, paceHeight)
}

// CreateRenderer returns the renderer of the row.
func (r *Row) CreateRenderer() fyne.WidgetRenderer { return &rowRenderer{r} }
