package gui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	bannerHeight = 44
	bannerStays  = 12 * time.Second // when it asks for nothing
)

// banner is the quiet line that says what just happened. It never stands in
// the way; a newer one takes its place.
type banner struct {
	widget.BaseWidget
	resized func()
	until   time.Time // goes away by itself then, if not zero

	back   *canvas.Rectangle
	text   *widgets.Label
	action *widgets.Button
	cross  *widgets.Button
}

func newBanner(t *widgets.Tooltip, resized func()) *banner {
	b := &banner{resized: resized, back: canvas.NewRectangle(color.Transparent), text: widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorText)}
	b.action = widgets.NewButton(widgets.Bare, "", nil, nil)
	b.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, t, b.dismiss)
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

// say shows a sentence, and a button when do is not nil.
func (b *banner) say(now time.Time, sentence, label string, do func()) {
	b.text.SetText(sentence)
	b.until = now.Add(bannerStays)
	widgets.SetVisible(b.action, do != nil)
	if do != nil {
		b.until = time.Time{}
		b.action.OnTapped = func() { b.dismiss(); do() }
		b.action.SetText(label)
	}
	if !b.Visible() {
		b.Show()
		b.resized()
	}
	b.Refresh()
}

// asks says whether it waits for an answer, and should not be talked over.
func (b *banner) asks() bool { return b.Visible() && b.action.Visible() }

func (b *banner) dismiss() {
	if b.Visible() {
		b.Hide()
		b.resized()
	}
}

// pump lets it go when its time is over.
func (b *banner) pump(now time.Time) {
	if b.Visible() && !b.until.IsZero() && now.After(b.until) {
		b.dismiss()
	}
}

// AccessibilityLabel is part of fyne.Accessible.
func (b *banner) AccessibilityLabel() string { return b.text.Text() }

// AccessibilityRole is part of fyne.Accessible.
func (b *banner) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is part of fyne.Widget.
func (b *banner) CreateRenderer() fyne.WidgetRenderer { return &bannerRenderer{b} }

type bannerRenderer struct{ b *banner }

func (r *bannerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.back, r.b.text, r.b.action, r.b.cross}
}

func (r *bannerRenderer) Destroy()           {}
func (r *bannerRenderer) MinSize() fyne.Size { return fyne.NewSize(320, bannerHeight) }

func (r *bannerRenderer) Layout(s fyne.Size) {
	b := r.b
	widgets.Place(b.back, 0, 0, s.Width, s.Height)
	right := s.Width - 4 - theme.ControlHeight
	widgets.Place(b.cross, right, 4, theme.ControlHeight, theme.ControlHeight)
	if b.action.Visible() {
		w := b.action.MinSize().Width
		right -= w
		widgets.Place(b.action, right, 4, w, theme.ControlHeight)
	}
	widgets.Place(b.text, 16, 0, max(0, right-theme.Gap-16), s.Height)
}

func (r *bannerRenderer) Refresh() {
	widgets.Paint(r.b.back, theme.ColorSoft, theme.Radius)
	r.b.text.Refresh()
	r.b.action.Refresh()
	r.b.cross.Refresh()
	r.Layout(r.b.Size())
}
