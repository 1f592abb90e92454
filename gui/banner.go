package gui

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
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
	text   *Label
	action *Button
	cross  *Button
}

func newBanner(t *Tooltip, resized func()) *banner {
	b := &banner{resized: resized, back: canvas.NewRectangle(color.Transparent), text: NewShrinkingLabel(sizeText, false, colorText)}
	b.action = NewButton(Bare, "", nil, nil)
	b.cross = NewIconButton(lang.L("Close"), iconClose, t, b.dismiss)
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

// say shows a sentence, and a button when do is not nil.
func (b *banner) say(now time.Time, sentence, label string, do func()) {
	b.text.SetText(sentence)
	b.until = now.Add(bannerStays)
	SetVisible(b.action, do != nil)
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
	Place(b.back, 0, 0, s.Width, s.Height)
	right := s.Width - 4 - controlHeight
	Place(b.cross, right, 4, controlHeight, controlHeight)
	if b.action.Visible() {
		w := b.action.MinSize().Width
		right -= w
		Place(b.action, right, 4, w, controlHeight)
	}
	Place(b.text, 16, 0, max(0, right-Gap-16), s.Height)
}

func (r *bannerRenderer) Refresh() {
	Paint(r.b.back, colorSoft, radius)
	r.b.text.Refresh()
	r.b.action.Refresh()
	r.b.cross.Refresh()
	r.Layout(r.b.Size())
}
