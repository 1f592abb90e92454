package downloads

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Positions in a compact row, in pixels from the left of its card.
const (
	compactThumbLeft   = 8
	compactThumbTop    = 4
	compactThumbWidth  = 64
	compactThumbHeight = 36
	compactDeck        = 4 // height of the sheet behind the thumbnail of a header
	compactTextLeft    = 84
	compactState       = 312 // width of the column that shows the state
	compactStateNarrow = 150
	compactBar         = 96
	compactPercent     = 32
	compactAmount      = 92

	paceHeight = 18 // of a line of numbers
)

// words returns what a compact row says of its state, its icon and their colour.
func (f rowState) words() (text string, icon fyne.Resource, ink fyne.ThemeColorName) {
	switch {
	case f.head && f.tone == widgets.Success:
		return f.note, theme.IconCheck, theme.ColorOK
	case f.state == core.Done && !f.gone && !f.head:
		return lang.L("Saved"), theme.IconCheck, theme.ColorOK
	case f.tone == widgets.Error:
		return cmp.Or(f.brief, f.note), theme.IconWarn, theme.ColorBad
	case f.tone == widgets.Warning:
		return f.note, f.warning(), theme.ColorWarn
	}
	return f.note, nil, theme.ColorDim
}

// layoutCompact puts everything in one line.
func (r *Row) layoutCompact(s fyne.Size) {
	s.Width -= RowInset + RowGutter + r.indent()
	r.put(r.card, 0, 0, s.Width, compactHeight)
	thumb, text := fyne.NewPos(compactThumbLeft, compactThumbTop), float32(compactTextLeft)
	r.head.layout(r.put, thumb.AddXY(0, compactDeck), compactThumbWidth, text, compactHeight/2)
	if r.state.head {
		thumb.Y += compactDeck
		text += chevronSpace
	}
	r.put(r.thumb, thumb.X, thumb.Y, compactThumbWidth, compactThumbHeight-(thumb.Y-compactThumbTop))
	r.put(r.tick.back, compactThumbLeft+4, compactThumbTop+7, tickSize, tickSize)
	r.put(r.tick.icon, compactThumbLeft+7, compactThumbTop+10, tickSize-6, tickSize-6)
	right := s.Width - 4
	const top = (compactHeight - theme.ControlHeight) / 2
	for _, b := range []*widgets.Button{r.buttons.cross, r.buttons.pause} {
		right -= theme.ControlHeight
		r.put(b, right, top, theme.ControlHeight, theme.ControlHeight)
	}
	state := float32(compactState)
	if s.Width < theme.Narrow {
		state = compactStateNarrow
	}
	r.bar.left, r.bar.width = right-state, state-theme.Gap
	width := max(0, r.bar.left-16-text)
	times := min(r.clip.Width(), max(0, width-64))
	title := width
	if times > 0 {
		title = min(r.title.Width()+1, width-times-theme.Gap)
	}
	r.put(r.title, text, 0, title, compactHeight)
	r.put(r.clip, text+title+theme.Gap, 0, times+1, compactHeight)
	for _, o := range []fyne.CanvasObject{r.meta, r.side, r.note, r.placeholders[0], r.placeholders[1], r.buttons.primary, r.buttons.secondary} {
		widgets.SetVisible(o, false)
	}
	if r.data != nil {
		r.layoutCompactState()
	}
	r.bar.placeFill(r.bar.track.Size().Width * float32(r.content.progress))
	r.playing.placeKnob(r.bar.track)
}

// layoutCompactState fills the column of the state: the bar and its numbers, or words.
func (r *Row) layoutCompactState() {
	left, width := r.bar.left, r.bar.width
	right := left + width
	const top = (compactHeight - paceHeight) / 2
	amount, timeLeft := r.content.pace.amount, r.content.pace.left
	text, icon, ink := r.state.words()
	end := timeLeft
	if r.state.head {
		amount = r.state.short
	}
	if r.state.bar != barNone {
		r.put(r.bar.track, left, (compactHeight-theme.BarHeight)/2, min(width, compactBar), theme.BarHeight)
		left += compactBar + theme.Gap
		r.bar.percent.SetText(i18n.Percent(r.content.progress))
		percent := max(compactPercent, r.bar.percent.Width())
		r.put(r.bar.percent, left, top, max(0, min(percent, right-left)), paceHeight)
		left += percent + theme.Gap
	}
	if r.state.bar == barMoving {
		text, icon = "", nil
	} else if end = ""; r.state.state == core.Done {
		end = r.state.size
	}
	if r.state.bar == barMoving || r.state.state == core.Paused && r.state.bar != barNone {
		r.bar.amount.SetText(amount)
		r.put(r.bar.amount, left, top, max(0, min(compactAmount, right-left)), paceHeight)
		left += compactAmount + theme.Gap
		if r.state.state == core.Paused {
			text, end = "", text
		}
	} else {
		r.put(r.bar.amount, left, top, 0, paceHeight)
	}
	iconWidth := float32(0)
	if icon != nil {
		iconWidth = 16 + 6
	}
	bold := r.state.state == core.Done && !r.state.gone
	if wide := widgets.Measure(text, theme.SizeSmall, bold) + iconWidth; text != "" && wide+widgets.Measure(end, theme.SizeSmall, false) > right-left {
		if end = ""; r.state.short != "" && wide > right-left {
			text = r.state.short
		}
	}
	endWidth := min(max(0, right-left), widgets.Measure(end, theme.SizeSmall, false)+1)
	r.bar.pace.SetText(end)
	r.bar.pace.SetColor(theme.ColorDim)
	r.put(r.bar.pace, right-endWidth, top, endWidth, paceHeight)
	widgets.SetVisible(r.bar.clock, icon != nil)
	if icon != nil {
		r.bar.clock.Set(icon, ink)
		r.put(r.bar.clock, left, (compactHeight-16)/2, 16, 16)
		left += 16 + 6
	}
	r.bar.words.SetColor(ink)
	r.bar.words.SetBold(bold)
	r.bar.words.SetText(text)
	r.put(r.bar.words, left, top, max(0, right-endWidth-left), paceHeight)
	r.bar.words.Refresh()
}
