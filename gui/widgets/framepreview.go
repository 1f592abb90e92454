package widgets

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/hilo-app/hilo/gui/theme"
)

// FramePreview is the strip over a RangeSlider that shows the frame of a time above the
// place of that time: a picture with a badge, and a stem that leads down to the slider.
// Without pictures it shows the badge alone. A hint stands where the picture is not.
type FramePreview struct {
	widget.BaseWidget
	pictures bool
	shown    bool
	x        float32 // of the time that is shown, from the left of the widget

	blank   *canvas.Rectangle
	picture *canvas.Image
	line    *canvas.Rectangle
	stem    *canvas.Rectangle
	back    *canvas.Rectangle
	badge   *Label
	hint    string
	hints   [3]*Label
}

var _ fyne.Widget = (*FramePreview)(nil)

// The size of the picture, in pixels.
const (
	FrameWidth  = 160
	FrameHeight = 90
)

const (
	frameLine   = 2
	frameStem   = 16                        // from the picture to the end of the strip
	stemInto    = 8                         // how far the stem goes into the slider
	frameWhole  = FrameWidth + 2*frameLine  // with its line
	frameTall   = FrameHeight + 2*frameLine // with its line
	badgeHeight = 16
	hintWidth   = 200
)

// NewFramePreview returns a strip that shows nothing but a hint. Without pictures it is
// as high as a badge.
func NewFramePreview(pictures bool, hint string) *FramePreview {
	p := &FramePreview{
		pictures: pictures, hint: hint,
		blank:   canvas.NewRectangle(color.Transparent),
		picture: &canvas.Image{ScaleMode: canvas.ImageScaleSmooth, CornerRadius: theme.RadiusThumb - frameLine},
		line:    canvas.NewRectangle(color.Transparent),
		stem:    canvas.NewRectangle(color.Transparent),
		back:    canvas.NewRectangle(color.Transparent),
		badge:   NewShrinkingLabel(theme.SizeBadge, false, theme.ColorOnBadge).Align(fyne.TextAlignCenter),
	}
	lines := Fold(hint, len(p.hints), hintWidth, theme.SizeSmall)
	for i := range p.hints {
		p.hints[i] = NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
		if i < len(lines) {
			p.hints[i].SetText(lines[i])
		}
	}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows a picture, nil while there is none, and a time above an x of the strip.
func (p *FramePreview) Set(x float32, picture image.Image, badge string) {
	p.shown, p.x, p.picture.Image = true, x, picture
	p.badge.SetText(badge)
	p.Refresh()
}

// Clear shows nothing.
func (p *FramePreview) Clear() {
	p.shown, p.picture.Image = false, nil
	p.Refresh()
}

// Shown returns what is shown: the text of the badge, and the picture, nil without one.
// ok is false when nothing is.
func (p *FramePreview) Shown() (badge string, picture image.Image, ok bool) {
	return p.badge.Text(), p.picture.Image, p.shown
}

// CreateRenderer returns the renderer of the preview.
func (p *FramePreview) CreateRenderer() fyne.WidgetRenderer {
	r := &framePreviewRenderer{p}
	r.Refresh()
	return r
}

type framePreviewRenderer struct{ p *FramePreview }

func (r *framePreviewRenderer) Objects() []fyne.CanvasObject {
	p := r.p
	all := []fyne.CanvasObject{p.blank, p.picture, p.line, p.stem, p.back, p.badge}
	for _, h := range p.hints {
		all = append(all, h)
	}
	return all
}

func (r *framePreviewRenderer) Destroy() {}

func (r *framePreviewRenderer) MinSize() fyne.Size {
	if !r.p.pictures {
		return fyne.NewSize(0, badgeHeight)
	}
	return fyne.NewSize(frameWhole, frameTall+frameStem)
}

func (r *framePreviewRenderer) Layout(s fyne.Size) {
	p := r.p
	badge := p.badge.Width() + 10
	if !p.pictures {
		x := max(0, min(s.Width-badge, p.x-badge/2))
		Place(p.back, x, 0, badge, badgeHeight)
		Place(p.badge, x, 0, badge, badgeHeight)
		return
	}
	x := max(0, min(s.Width-frameWhole, p.x-frameWhole/2))
	Place(p.line, x, 0, frameWhole, frameTall)
	for _, o := range []fyne.CanvasObject{p.blank, p.picture} {
		Place(o, x+frameLine, frameLine, FrameWidth, FrameHeight)
	}
	Place(p.stem, p.x-1, frameTall, 2, s.Height-frameTall+stemInto)
	right, bottom := x+frameWhole-frameLine-4, float32(frameTall-frameLine-4)
	Place(p.back, right-badge, bottom-badgeHeight, badge, badgeHeight)
	Place(p.badge, right-badge, bottom-badgeHeight, badge, badgeHeight)

	side := x + frameWhole + 22
	if !p.shown {
		side = 0
	} else if side+hintWidth > s.Width {
		side = max(0, x-22-hintWidth)
	}
	y := float32(frameTall)
	for i := len(p.hints) - 1; i >= 0; i-- {
		if p.hints[i].Text() != "" {
			y -= 20
		}
		Place(p.hints[i], side, y, hintWidth, 20)
	}
}

func (r *framePreviewRenderer) Refresh() {
	p := r.p
	Paint(p.blank, theme.ColorLine, theme.RadiusThumb-frameLine)
	p.line.StrokeWidth, p.line.StrokeColor = frameLine, theme.Color(theme.ColorAccent)
	Paint(p.line, theme.ColorClear, theme.RadiusThumb)
	Paint(p.stem, theme.ColorAccent, 0)
	Paint(p.back, theme.ColorBadge, 4)
	for _, o := range []fyne.CanvasObject{p.blank, p.line, p.stem} {
		SetVisible(o, p.shown && p.pictures)
	}
	SetVisible(p.picture, p.shown && p.pictures && p.picture.Image != nil)
	SetVisible(p.back, p.shown)
	SetVisible(p.badge, p.shown)
	p.picture.Refresh()
	p.badge.Refresh()
	for _, h := range p.hints {
		SetVisible(h, p.pictures)
		h.Refresh()
	}
	r.Layout(p.Size())
}
