package widgets

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
)

// The size of a thumbnail in pixels.
const (
	ThumbnailWidth  = 128
	ThumbnailHeight = 72
)

// Thumbnail is an image with a badge, such as the length of a video. Without an image
// it shows Hilo's logo.
type Thumbnail struct {
	widget.BaseWidget
	blank   *canvas.Rectangle
	thread  drawnIcon
	picture *canvas.Image
	painted image.Image // with the last Refresh
	back    *canvas.Rectangle
	badge   *Label
	icon    *Icon // before the words of the badge
	iconed  bool
}

var _ fyne.Widget = (*Thumbnail)(nil)

// NewThumbnail returns a thumbnail without an image.
func NewThumbnail() *Thumbnail {
	t := &Thumbnail{
		blank:  canvas.NewRectangle(color.Transparent),
		thread: newDrawnIcon(),
		picture: &canvas.Image{ScaleMode: canvas.ImageScaleFastest, // by OpenGL: the processor takes milliseconds
			CornerRadius: theme.RadiusThumb},
		back:  canvas.NewRectangle(color.Transparent),
		badge: NewShrinkingLabel(theme.SizeBadge, false, theme.ColorOnBadge).Align(fyne.TextAlignCenter),
	}
	t.thread.Translucency = 0.5
	t.icon = NewIcon(nil, theme.ColorOnBadge)
	t.picture.Hide()
	t.ExtendBaseWidget(t)
	return t
}

// Set shows an image, nil for none, and the text of the badge, empty for none.
func (t *Thumbnail) Set(picture image.Image, badge string) {
	if picture == t.picture.Image && badge == t.badge.text {
		return
	}
	t.picture.Image = picture
	t.badge.SetText(badge)
	t.Refresh()
}

// SetBadgeIcon shows an icon before the words of the badge, or none if it is nil. Set
// or Refresh draws it.
func (t *Thumbnail) SetBadgeIcon(icon fyne.Resource) {
	if t.iconed != (icon != nil) {
		t.iconed = icon != nil
		t.icon.Set(icon, theme.ColorOnBadge)
		t.Refresh()
	}
}

// Picture returns the image that is shown, nil for none.
func (t *Thumbnail) Picture() image.Image { return t.picture.Image }

// Badge returns the text of the badge.
func (t *Thumbnail) Badge() string { return t.badge.Text() }

// CreateRenderer returns the renderer of the thumbnail.
func (t *Thumbnail) CreateRenderer() fyne.WidgetRenderer {
	r := &thumbnailRenderer{t}
	r.Refresh()
	return r
}

type thumbnailRenderer struct{ t *Thumbnail }

func (r *thumbnailRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.blank, r.t.thread.Image, r.t.picture, r.t.back, r.t.badge, r.t.icon}
}

func (r *thumbnailRenderer) Destroy()           {}
func (r *thumbnailRenderer) MinSize() fyne.Size { return fyne.NewSize(ThumbnailWidth, ThumbnailHeight) }

func (r *thumbnailRenderer) Layout(s fyne.Size) {
	t := r.t
	Place(t.blank, 0, 0, s.Width, s.Height)
	logo := min(44, s.Height-12)
	Place(t.thread.Image, (s.Width-logo)/2, (s.Height-logo)/2, logo, logo)
	Place(t.picture, 0, 0, s.Width, s.Height)
	w, before := t.badge.Width()+10, float32(0)
	if t.iconed {
		before = 14
	}
	Place(t.back, s.Width-4-w-before, s.Height-4-16, w+before, 16)
	Place(t.badge, s.Width-4-w, s.Height-4-16, w, 16)
	Place(t.icon, s.Width-4-w-before+4, s.Height-4-14, 12, 12)
}

func (r *thumbnailRenderer) Refresh() {
	t := r.t
	SetVisible(t.picture, t.picture.Image != nil)
	SetVisible(t.badge, t.badge.text != "")
	SetVisible(t.back, t.badge.text != "")
	SetVisible(t.icon, t.iconed && t.badge.text != "")
	Paint(t.blank, theme.ColorLine, theme.RadiusThumb)
	Paint(t.back, theme.ColorBadge, 4)
	t.thread.show(theme.IconThread, theme.ColorDisabled)
	if t.painted != t.picture.Image { // else its texture would be made anew
		if t.picture.Refresh(); fyne.CurrentApp().Driver().CanvasForObject(t.picture) != nil {
			t.painted = t.picture.Image
		}
	}
	t.badge.Refresh()
	r.Layout(t.Size())
}
