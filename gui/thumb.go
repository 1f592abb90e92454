package gui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ground is a plain shape in colours of the theme.
type ground struct {
	widget.BaseWidget
	rect       *canvas.Rectangle
	fill, line fyne.ThemeColorName
	corner     float32
}

func newGround(fill, line fyne.ThemeColorName, corner float32) *ground {
	g := &ground{rect: canvas.NewRectangle(color.Transparent), fill: fill, line: line, corner: corner}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is part of fyne.Widget.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{g}
	r.Refresh()
	return r
}

type groundRenderer struct{ g *ground }

func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.rect} }
func (r *groundRenderer) Destroy()                     {}
func (r *groundRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groundRenderer) Layout(s fyne.Size)           { put(r.g.rect, 0, 0, s.Width, s.Height) }

func (r *groundRenderer) Refresh() {
	if r.g.line != colorClear {
		r.g.rect.StrokeWidth, r.g.rect.StrokeColor = 1, Color(r.g.line)
	}
	paint(r.g.rect, r.g.fill, r.g.corner)
}

// thumb is a video's picture with its length, or the place for it.
type thumb struct {
	widget.BaseWidget
	blank   *canvas.Rectangle
	thread  *canvas.Image
	picture *canvas.Image
	back    *canvas.Rectangle
	badge   *text
}

func newThumb() *thumb {
	t := &thumb{
		blank:   canvas.NewRectangle(color.Transparent),
		thread:  &canvas.Image{FillMode: canvas.ImageFillContain, Translucency: 0.5},
		picture: &canvas.Image{ScaleMode: canvas.ImageScaleSmooth, CornerRadius: radiusThumb},
		back:    canvas.NewRectangle(color.Transparent),
		badge:   newText(sizeBadge, false, colorOnBadge, 0).align(fyne.TextAlignCenter),
	}
	t.picture.Hide()
	t.ExtendBaseWidget(t)
	return t
}

// set shows a picture, nil for none yet, and a length.
func (t *thumb) set(picture image.Image, badge string) {
	if picture == t.picture.Image && badge == t.badge.full {
		return
	}
	t.picture.Image = picture
	t.badge.set(badge)
	t.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (t *thumb) CreateRenderer() fyne.WidgetRenderer {
	r := &thumbRenderer{t}
	r.Refresh()
	return r
}

type thumbRenderer struct{ t *thumb }

func (r *thumbRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.blank, r.t.thread, r.t.picture, r.t.back, r.t.badge}
}

func (r *thumbRenderer) Destroy()           {}
func (r *thumbRenderer) MinSize() fyne.Size { return fyne.NewSize(thumbWidth, thumbHeight) }

func (r *thumbRenderer) Layout(s fyne.Size) {
	t := r.t
	put(t.blank, 0, 0, s.Width, s.Height)
	put(t.thread, (s.Width-44)/2, (s.Height-44)/2, 44, 44)
	put(t.picture, 0, 0, s.Width, s.Height)
	w := t.badge.width() + 10
	put(t.back, s.Width-4-w, s.Height-4-16, w, 16)
	put(t.badge, s.Width-4-w, s.Height-4-16, w, 16)
}

func (r *thumbRenderer) Refresh() {
	t := r.t
	show(t.picture, t.picture.Image != nil)
	show(t.badge, t.badge.full != "")
	show(t.back, t.badge.full != "")
	paint(t.blank, colorLine, radiusThumb)
	paint(t.back, colorBadge, 4)
	t.thread.Resource = colored(iconThread, colorDisabled)
	t.thread.Refresh()
	t.picture.Refresh()
	t.badge.Refresh()
	r.Layout(t.Size())
}
