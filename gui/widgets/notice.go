package widgets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// Tone is how a Notice looks.
type Tone int

// The tones of a notice.
const (
	Neutral Tone = iota
	Success
	Warning
	Error
)

// Notice is a sentence on up to two lines, on a coloured background where it asks
// for attention.
type Notice struct {
	widget.BaseWidget
	text  string
	tone  Tone
	glyph fyne.Resource // of a warning; nil is a clock: it waits
	mid   bool          // each line is in the middle
	back  *canvas.Rectangle
	icon  drawnIcon
	lines [2]*Label
}

var _ fyne.Widget = (*Notice)(nil)

// NewNotice returns an empty notice.
func NewNotice() *Notice {
	n := &Notice{back: canvas.NewRectangle(color.Transparent), icon: newDrawnIcon()}
	for i := range n.lines {
		n.lines[i] = NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	}
	n.ExtendBaseWidget(n)
	return n
}

// Set shows a sentence in a tone.
func (n *Notice) Set(s string, t Tone) { n.text, n.tone = i18n.Plain(s), t }

// SetIcon sets the icon of a warning. Without one it has a clock: something waits.
func (n *Notice) SetIcon(icon fyne.Resource) { n.glyph = icon }

// Centered puts each line of a neutral notice in the middle, and returns the notice.
func (n *Notice) Centered() *Notice {
	n.mid = true
	for _, l := range n.lines {
		l.Align(fyne.TextAlignCenter)
	}
	return n
}

// The height of a notice in pixels, on one line and on two.
const (
	NoticeHeight     = 26
	TallNoticeHeight = 46
)

const (
	noteSide = 10
	noteIcon = 16
	noteLine = 18
)

// inset returns where the text begins, and the width that is not available to it.
func (n *Notice) inset() (left, lost float32) {
	switch n.tone {
	case Success:
		return noteIcon + 6, noteIcon + 6
	case Warning:
		return noteSide + noteIcon + 6, 2*noteSide + noteIcon + 6
	case Error:
		return noteSide, 2 * noteSide
	}
	return 0, 0
}

// Text returns the whole sentence.
func (n *Notice) Text() string { return n.text }

// Cut says whether a part of the sentence is not shown for want of width.
func (n *Notice) Cut() bool {
	return slices.ContainsFunc(n.lines[:], func(l *Label) bool { return l.Shown() != l.Text() })
}

// HeightFor returns the height of the sentence in pixels in that width.
func (n *Notice) HeightFor(width float32) float32 {
	if n.Lines(width) > 1 {
		return TallNoticeHeight
	}
	return NoticeHeight
}

// Lines breaks the sentence for that width and returns how many lines it takes.
func (n *Notice) Lines(width float32) int {
	_, lost := n.inset()
	if width -= lost; n.tone == Success {
		width *= 0.92 // bold
	}
	lines := Fold(n.text, len(n.lines), width, theme.SizeSmall)
	for i, l := range n.lines {
		if i < len(lines) {
			l.SetText(lines[i])
		} else {
			l.SetText("")
		}
	}
	return len(lines)
}

// CreateRenderer returns the renderer of the notice.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer { return &noticeRenderer{n: n} }

type noticeRenderer struct {
	n      *Notice
	mirror Mirror
}

func (v *noticeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.n.back, v.n.icon.Image, v.n.lines[0], v.n.lines[1]}
}

func (v *noticeRenderer) Destroy()           {}
func (v *noticeRenderer) MinSize() fyne.Size { return fyne.NewSize(0, NoticeHeight) }

func (v *noticeRenderer) Layout(s fyne.Size) {
	v.mirror.Layout(s.Width, v.Objects, func() { v.layout(s) })
}

func (v *noticeRenderer) layout(s fyne.Size) {
	n := v.n
	left, lost := n.inset()
	lines, wide := 1, n.lines[0].Width()
	if n.lines[1].text != "" {
		lines, wide = 2, max(wide, n.lines[1].Width())
	}
	available := min(wide, max(0, s.Width-lost))
	if n.mid {
		available = max(0, s.Width-lost)
	}
	Place(n.back, 0, 0, available+lost, s.Height)
	top := (s.Height - float32(lines)*noteLine) / 2
	for i, l := range n.lines {
		Place(l, left, top+float32(i)*noteLine, available+1, noteLine)
	}
	Place(n.icon.Image, left-noteIcon-6, top+1, noteIcon, noteIcon)
}

func (v *noticeRenderer) Refresh() {
	n := v.n
	ink, fill, glyph := theme.ColorDim, theme.ColorClear, fyne.Resource(nil)
	bold := false
	switch n.tone {
	case Success:
		ink, glyph, bold = theme.ColorOK, theme.IconCheck, true
	case Warning:
		ink, fill, glyph = theme.ColorWarn, theme.ColorWarnBg, theme.IconClock
		if n.glyph != nil {
			glyph = n.glyph
		}
	case Error:
		ink, fill = theme.ColorBad, theme.ColorBadBg
	}
	Paint(n.back, fill, 8)
	if SetVisible(n.icon.Image, glyph != nil); glyph != nil {
		n.icon.show(glyph, ink)
	}
	for _, l := range n.lines {
		l.color, l.line.TextStyle.Bold = ink, bold
		l.Refresh()
	}
	v.Layout(n.Size())
}
