package downloads

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// The knob on the bar of a download that is watched, in pixels: its size, and the line
// around it that is a part of that.
const (
	knobSize = 14
	knobLine = 3
)

// playingIcon is the space for the icon before the words, in pixels.
const playingIcon = 16 + 6

// restWidth is the least that is shown of a rest of the second line that is cut, in pixels.
const restWidth = 48

// rowPlaying is what a row shows while a player shows its download: words at the start
// of the second line, and a knob on the bar where the player reads.
type rowPlaying struct {
	icon  *widgets.Icon
	words *widgets.Label
	dot   *widgets.Label // between the words and the rest of the line
	knob  *canvas.Rectangle

	share float64 // of the bar, where the knob is; from 0 to 1
	known bool    // there is a place for the knob
}

func newRowPlaying() rowPlaying {
	return rowPlaying{
		icon:  widgets.NewIcon(theme.IconPlay, theme.ColorAccent),
		words: widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorAccent),
		dot:   widgets.NewLabel("·", theme.SizeSmall, false, theme.ColorDim),
		knob:  canvas.NewRectangle(color.Transparent),
	}
}

// say says that a player shows the download, of which a part from 0 to 1 is there; on
// is false when none does. It says whether the words have another width.
func (p *rowPlaying) say(on bool, part float64) (wider bool) {
	before := p.words.Width()
	if on {
		p.words.SetText(lang.L("Playing from Hilo, {{.Percent}} there", i18n.With("Percent", i18n.Percent(part))))
	} else {
		p.words.SetText("")
	}
	return p.words.Width() != before
}

// show shows the words and the knob, or hides them.
func (p *rowPlaying) show(on, compact bool) {
	widgets.SetVisible(p.icon, on && !compact)
	widgets.SetVisible(p.words, on && !compact)
	widgets.SetVisible(p.dot, on && !compact)
	p.icon.Refresh()
	p.words.Refresh()
	p.dot.Refresh()
	p.known = p.known && on
	widgets.SetVisible(p.knob, p.known)
}

// paint draws the knob on a card of that colour.
func (p *rowPlaying) paint(card fyne.ThemeColorName) {
	p.knob.StrokeWidth, p.knob.StrokeColor = knobLine, theme.Color(card)
	widgets.Paint(p.knob, theme.ColorText, knobSize/2)
}

// layout puts the words at the start of the second line, which has that place and
// size in pixels, and returns how much of its width they take. The rest of the line
// needs the width rest; where there is little space it is left out.
func (p *rowPlaying) layout(put func(o fyne.CanvasObject, x, y, w, h float32), at fyne.Position, line fyne.Size, rest float32) float32 {
	if p.words.Text() == "" {
		return 0
	}
	words := min(max(0, line.Width-playingIcon), p.words.Width()+1)
	put(p.icon, at.X, at.Y+(line.Height-16)/2, 16, 16)
	put(p.words, at.X+playingIcon, at.Y, words, line.Height)
	dot, space := p.dot.Width(), widgets.Measure(" ", theme.SizeSmall, false)
	left, taken := playingIcon+words+space, playingIcon+words+2*space+dot
	if rest == 0 || line.Width-taken < min(restWidth, rest) {
		left, dot, taken = line.Width, 0, line.Width
	}
	put(p.dot, at.X+left, at.Y, dot, line.Height)
	return taken
}

// move moves the knob to where the player reads, from 0 to 1 of the track. It is not
// seen while that is unknown.
func (p *rowPlaying) move(track *canvas.Rectangle, share float64, known bool) {
	p.share, p.known = share, known
	p.placeKnob(track)
	widgets.SetVisible(p.knob, known)
}

// placeKnob puts the middle of the knob at its part of the track; the knob does not
// stand out at the ends. It moves by half a pixel at least, as each move has the
// window drawn.
func (p *rowPlaying) placeKnob(track *canvas.Rectangle) {
	at, size := track.Position(), track.Size()
	x := max(0, min(size.Width-knobSize, float32(math.Round(float64(size.Width)*p.share*2)/2)-knobSize/2))
	if widgets.Mirrored() {
		x = size.Width - knobSize - x
	}
	widgets.Place(p.knob, at.X+x, at.Y+(size.Height-knobSize)/2, knobSize, knobSize)
}
