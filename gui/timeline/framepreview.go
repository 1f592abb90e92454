package timeline

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Frame is what a FramePreview shows of a time.
type Frame struct {
	At      time.Duration
	Picture image.Image // nil while there is none
	Badge   string
	Active  bool // is pointed at
}

// FramePreview shows frames over a RangeSlider, above the places of their times: pictures
// with a badge, and a stem that leads down to the slider. Without pictures it shows the
// badges alone, in a strip of its own. Pictures have a strip after SetStrip, and lie over
// what is above the slider before.
type FramePreview struct {
	widget.BaseWidget
	length   time.Duration
	pictures bool
	shown    int // how many of cards
	strip    bool
	cards    [2]*frameCard
}

var _ fyne.Widget = (*FramePreview)(nil)

// The size of the picture of a Frame, in pixels.
const (
	FrameWidth  = 160
	FrameHeight = 90
)

const (
	frameLine  = 2
	frameStem  = 16                        // from the picture to the end of the strip
	stemInto   = 8                         // how far the stem goes into the slider
	frameWhole = FrameWidth + 2*frameLine  // with its line
	frameTall  = FrameHeight + 2*frameLine // with its line
	frameBadge = 16                        // height of the badge
	frameSide  = 22                        // between a picture and what stands beside it
)

// NewFramePreview returns a preview for a slider of that length and the same width. It
// shows nothing.
func NewFramePreview(length time.Duration, pictures bool) *FramePreview {
	p := &FramePreview{length: length, pictures: pictures, cards: [2]*frameCard{newFrameCard(), newFrameCard()}}
	p.ExtendBaseWidget(p)
	return p
}

// SetStrip gives pictures a strip of their own, or takes it from them.
func (p *FramePreview) SetStrip(on bool) {
	if p.strip != on {
		p.strip = on
		p.Refresh()
	}
}

// Free returns the wider part of a strip of a width that has no picture: where it begins
// and how wide it is, in pixels.
func (p *FramePreview) Free(width float32) (from, free float32) {
	if p.shown == 0 || !p.pictures {
		return 0, width
	}
	left, right := p.cards[0].left-frameSide, p.cards[p.shown-1].left+frameWhole+frameSide
	if width-right >= left {
		return right, max(0, width-right)
	}
	return 0, max(0, left)
}

// Set shows up to two frames, the earlier one first. Two that would lie over each other
// stand side by side.
func (p *FramePreview) Set(frames ...Frame) {
	p.shown = min(len(frames), len(p.cards))
	for i, c := range p.cards {
		if c.frame = (Frame{}); i < p.shown {
			c.frame = frames[i]
		}
	}
	p.Refresh()
}

// Shown returns the frames that are shown, the earlier one first.
func (p *FramePreview) Shown() []Frame {
	var all []Frame
	for _, c := range p.cards[:p.shown] {
		all = append(all, c.frame)
	}
	return all
}

// CreateRenderer returns the renderer of the preview.
func (p *FramePreview) CreateRenderer() fyne.WidgetRenderer {
	r := &framePreviewRenderer{p: p}
	r.Refresh()
	return r
}

type framePreviewRenderer struct {
	p      *FramePreview
	mirror widgets.Mirror
}

func (r *framePreviewRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, c := range r.p.cards {
		all = append(all, c.blank, c.picture, c.line, c.stem, c.back, c.badge)
	}
	return all
}

func (r *framePreviewRenderer) Destroy() {}

func (r *framePreviewRenderer) MinSize() fyne.Size {
	if !r.p.pictures {
		return fyne.NewSize(0, frameBadge)
	}
	if !r.p.strip {
		return fyne.NewSize(2*frameWhole+2, 0)
	}
	return fyne.NewSize(2*frameWhole+2, frameTall+frameStem)
}

func (r *framePreviewRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *framePreviewRenderer) layout(s fyne.Size) {
	p := r.p
	var widths, left [2]float32
	for i, c := range p.cards[:p.shown] {
		widths[i] = c.width(p.pictures)
		c.x = xOnLine(c.frame.At, p.length, s.Width)
		left[i] = c.x - widths[i]/2
	}
	if gap := left[0] + widths[0] + 2 - left[1]; p.shown == 2 && gap > 0 {
		left[0] -= gap / 2
		left[1] += gap / 2
	}
	for i := range p.shown { // within the strip, the second right of the first
		left[i] = max(0, left[i])
		if i > 0 {
			left[i] = max(left[i], left[i-1]+widths[i-1]+2)
		}
	}
	edge := s.Width
	for i := p.shown - 1; i >= 0; i-- {
		left[i] = max(0, min(left[i], edge-widths[i]))
		edge = left[i] - 2
		top := float32(0)
		if p.pictures { // they end where the widget ends, also if it is lower
			top = s.Height - frameTall - frameStem
		}
		p.cards[i].place(left[i], top, p.pictures)
	}
}

func (r *framePreviewRenderer) Refresh() {
	p := r.p
	for i, c := range p.cards {
		c.refresh(i < p.shown, p.pictures)
	}
	r.Layout(p.Size())
}

// frameCard is what is drawn of one frame.
type frameCard struct {
	frame   Frame
	x       float32 // where its time is
	left    float32 // where the card begins
	blank   *canvas.Rectangle
	picture *canvas.Image
	line    *canvas.Rectangle
	stem    *canvas.Rectangle
	back    *canvas.Rectangle
	badge   *widgets.Label
}

func newFrameCard() *frameCard {
	return &frameCard{
		blank:   canvas.NewRectangle(color.Transparent),
		picture: &canvas.Image{ScaleMode: canvas.ImageScaleSmooth, CornerRadius: theme.RadiusThumb - frameLine},
		line:    canvas.NewRectangle(color.Transparent),
		stem:    canvas.NewRectangle(color.Transparent),
		back:    canvas.NewRectangle(color.Transparent),
		badge:   widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorOnBadge).Align(fyne.TextAlignCenter),
	}
}

// width returns the width of the card in pixels.
func (c *frameCard) width(picture bool) float32 {
	if picture {
		return frameWhole
	}
	return c.badge.Width() + 10
}

// place lays the card out from a point on.
func (c *frameCard) place(x, y float32, picture bool) {
	c.left = x
	badge := c.badge.Width() + 10
	right, bottom := x+badge, y+frameBadge
	if picture {
		widgets.Place(c.line, x, y, frameWhole, frameTall)
		for _, o := range []fyne.CanvasObject{c.blank, c.picture} {
			widgets.Place(o, x+frameLine, y+frameLine, FrameWidth, FrameHeight)
		}
		widgets.Place(c.stem, c.x-1, y+frameTall, 2, frameStem+stemInto)
		right, bottom = x+frameWhole-frameLine-4, y+frameTall-frameLine-4
	}
	widgets.Place(c.back, right-badge, bottom-frameBadge, badge, frameBadge)
	widgets.Place(c.badge, right-badge, bottom-frameBadge, badge, frameBadge)
}

func (c *frameCard) refresh(shown, picture bool) {
	line := theme.ColorEdge
	if c.frame.Active {
		line = theme.ColorAccent
	}
	c.picture.Image = c.frame.Picture
	c.badge.SetText(c.frame.Badge)
	widgets.Paint(c.blank, theme.ColorLine, theme.RadiusThumb-frameLine)
	c.line.StrokeWidth, c.line.StrokeColor = frameLine, theme.Color(line)
	widgets.Paint(c.line, theme.ColorClear, theme.RadiusThumb)
	widgets.Paint(c.stem, line, 0)
	widgets.Paint(c.back, theme.ColorBadge, 4)
	for _, o := range []fyne.CanvasObject{c.blank, c.line, c.stem} {
		widgets.SetVisible(o, shown && picture)
	}
	widgets.SetVisible(c.picture, shown && picture && c.picture.Image != nil)
	widgets.SetVisible(c.back, shown)
	widgets.SetVisible(c.badge, shown)
	c.picture.Refresh()
	c.badge.Refresh()
}
