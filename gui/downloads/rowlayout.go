package downloads

import (
	"fyne.io/fyne/v2"

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
	paceHeight  = 18
	noteTop     = 58
	tallNoteTop = 40 // a note of two lines covers the second line
)

type rowRenderer struct{ r *Row }

func (v *rowRenderer) Objects() []fyne.CanvasObject {
	r := v.r
	return []fyne.CanvasObject{
		r.card, r.thumb, r.title, r.clip, r.side, r.meta, r.placeholders[0], r.placeholders[1],
		r.track, r.fill, r.percent, r.amount, r.pace, r.note, r.primary, r.secondary, r.pause, r.cross,
	}
}

func (v *rowRenderer) Destroy() {}

func (v *rowRenderer) MinSize() fyne.Size { return fyne.NewSize(320, rowHeight+2*RowInset) }

func (v *rowRenderer) Layout(s fyne.Size) {
	r := v.r
	s.Width -= RowInset + RowGutter
	r.put(r.card, 0, 0, s.Width, rowHeight)
	r.put(r.thumb, theme.CardPadding, theme.CardPadding, widgets.ThumbnailWidth, widgets.ThumbnailHeight)

	narrow := s.Width < theme.Narrow
	r.primary.SetCompact(narrow)
	r.secondary.SetCompact(narrow)
	right := s.Width - theme.CardPadding
	for _, b := range []*widgets.Button{r.cross, r.pause, r.secondary, r.primary} {
		if !b.Visible() {
			continue
		}
		size := b.MinSize()
		right -= size.Width
		r.put(b, right, (rowHeight-size.Height)/2, size.Width, size.Height)
		right -= theme.Gap
	}
	width := max(0, right-theme.Gap-leftOfText)
	v.layoutTitle(width)
	r.put(r.meta, leftOfText, metaTop, width, metaHeight)
	r.put(r.placeholders[0], leftOfText, metaTop+4, min(width, 176), 10)
	r.put(r.placeholders[1], leftOfText+184, metaTop+4, max(0, min(width-184, 64)), 10)
	v.layoutThird(width)
}

// layoutTitle puts the clip after the title, which is cut for it, and the cause of a
// failure at the end of the line.
func (v *rowRenderer) layoutTitle(width float32) {
	r := v.r
	side := min(r.side.Width(), width/2)
	r.put(r.side, leftOfText+width-side-1, titleTop, side+1, titleHeight)
	if side > 0 {
		width -= side + theme.Gap
	}
	title, times := width, min(r.clip.Width(), max(0, width-64))
	if times > 0 {
		title = min(r.title.Width()+1, width-times-theme.Gap)
	}
	r.put(r.title, leftOfText, titleTop, title, titleHeight)
	r.put(r.clip, leftOfText+title+theme.Gap, titleTop, times+1, titleHeight)
}

func (v *rowRenderer) layoutThird(width float32) {
	r := v.r
	r.put(r.track, leftOfText, barTop, width, theme.BarHeight)
	r.layoutProgress()
	r.layoutPace()
	lines := r.note.Lines(width)
	tall := lines > 1
	widgets.SetVisible(r.meta, !tall && r.state.state != core.LookingUp || r.state.state == core.LookingUp && r.state.meta != "")
	if tall {
		r.put(r.note, leftOfText, tallNoteTop, width, widgets.TallNoticeHeight)
	} else {
		top := float32(noteTop)
		if r.state.meta == "" && r.state.state != core.LookingUp {
			top = metaTop + 6 // the second line is empty
		}
		r.put(r.note, leftOfText, top, width, widgets.NoticeHeight)
	}
}

func (v *rowRenderer) Refresh() {
	r := v.r
	r.setContent()
	moving := r.state.state == core.Downloading
	looking := r.state.state == core.LookingUp && r.state.meta == ""
	widgets.SetVisible(r.track, moving)
	widgets.SetVisible(r.fill, moving)
	widgets.SetVisible(r.percent, moving)
	widgets.SetVisible(r.amount, moving)
	widgets.SetVisible(r.pace, moving)
	widgets.SetVisible(r.note, !moving)
	widgets.SetVisible(r.clip, r.state.clip != "")
	widgets.SetVisible(r.side, r.state.side != "")
	widgets.SetVisible(r.placeholders[0], looking)
	widgets.SetVisible(r.placeholders[1], looking)

	r.card.StrokeWidth, r.card.StrokeColor = 1, theme.Color(theme.ColorLine)
	back := theme.ColorCard
	if r.highlighted {
		back = theme.ColorSoft
	}
	if r.chosen {
		r.card.StrokeWidth, r.card.StrokeColor = 2, theme.Color(theme.ColorAccent)
	}
	widgets.Paint(r.card, back, theme.RadiusCard)
	widgets.Paint(r.placeholders[0], theme.ColorLine, 5)
	widgets.Paint(r.placeholders[1], theme.ColorLine, 5)
	widgets.Paint(r.track, theme.ColorLine, theme.BarHeight/2)
	widgets.Paint(r.fill, theme.ColorAccent, theme.BarHeight/2)
	r.showThumbnail()
	r.thumb.Refresh()
	for _, t := range []*widgets.Label{r.title, r.clip, r.side, r.meta, r.percent, r.amount, r.pace} {
		t.Refresh()
	}
	r.note.Refresh()
	v.Layout(r.Size())
}

// layoutProgress gives the line of progress its length.
func (r *Row) layoutProgress() {
	w := r.track.Size().Width
	done := w * float32(r.progress)
	if r.progress > 0 {
		done = max(done, theme.BarHeight) // a shorter line would not have round ends
	}
	r.put(r.fill, leftOfText, barTop, min(w, done), theme.BarHeight)
}

// layoutPace puts the numbers under the line of progress. The percentage always gets
// the width of two digits; where there is no space for all, the speed is left out.
func (r *Row) layoutPace() {
	if r.data == nil {
		return
	}
	width := r.track.Size().Width
	amount, _ := r.data.amount.Get()
	speed, _ := r.data.speed.Get()
	left, _ := r.data.left.Get()

	first := max(r.percent.Width(), widgets.Measure(i18n.Percent(0.99), theme.SizeSmall, true))
	r.put(r.percent, leftOfText, paceTop, min(width, first), paceHeight)
	x := first + theme.Gap
	r.amount.SetText(amount)
	second := max(0, min(width-x, r.amount.Width()))
	r.put(r.amount, leftOfText+x, paceTop, second, paceHeight)

	available := max(0, width-x-second-2*theme.Gap)
	pace := i18n.Join(speed, left)
	if widgets.Measure(pace, theme.SizeSmall, false) > available {
		if pace = left; widgets.Measure(pace, theme.SizeSmall, false) > available {
			pace = ""
		}
	}
	r.pace.SetText(pace)
	r.put(r.pace, leftOfText+width-available, paceTop, available, paceHeight)
}
