package gui

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A button's dress.
type dress int

const (
	outlined dress = iota // a card with accent text: most buttons
	primary               // the one filled button of the window
	bare                  // an icon, or a word in a banner
	chip                  // a filter; soft when chosen
	segment               // one side of the Video | Audio control
	pill                  // a choice in sight: dim words, then what is chosen
)

// button is everything in the window that can be pressed.
type button struct {
	widget.DisableableWidget
	dress  dress
	label  string // spoken, and shown on hover where only the icon is seen
	tapped func()
	tips   *tips
	hint   string // shown on hover instead of the label

	back    *canvas.Rectangle
	lead    *text // dim words before the label; pill only
	text    *text
	trail   *text // dim words after it; pill only
	icon    *canvas.Image
	glyph   fyne.Resource
	tail    bool // the icon stands after the text
	compact bool // an outlined button that shows its icon instead of its text
	chosen  bool
	hovered bool
	focused bool
}

func newButton(d dress, label string, glyph fyne.Resource, tapped func()) *button {
	b := &button{dress: d, tapped: tapped, glyph: glyph}
	size, bold := float32(sizeSmall), true
	switch d {
	case primary:
		size = sizeTitle
	case segment, pill:
		size, bold = sizeText, d == segment
	}
	b.back = canvas.NewRectangle(color.Transparent)
	b.text = newText(size, bold, colorText, wholeText)
	b.lead = newText(sizeSmall, false, colorDim, wholeText)
	b.trail = newText(sizeSmall, false, colorDim, wholeText)
	b.icon = canvas.NewImageFromResource(nil)
	b.icon.FillMode = canvas.ImageFillContain
	b.label = label
	b.text.full = label
	b.ExtendBaseWidget(b)
	return b
}

// newIcon makes a button of 36x36 that shows only its icon.
func newIcon(label string, glyph fyne.Resource, t *tips, tapped func()) *button {
	b := newButton(bare, "", glyph, tapped)
	b.label, b.tips = label, t
	return b
}

func (b *button) setText(s string) {
	if b.text.full != s {
		b.label = s
		b.text.set(s)
		b.Refresh()
	}
}

// setFace changes what an icon button does.
func (b *button) setFace(label string, glyph fyne.Resource, tapped func()) {
	b.tapped = tapped
	if b.label != label {
		b.label, b.glyph = label, glyph
		b.Refresh()
	}
}

// shows says what of the button is seen.
func (b *button) shows() (words, glyph bool) {
	if b.dress == outlined && b.glyph != nil {
		return !b.compact, b.compact
	}
	return true, b.glyph != nil
}

func (b *button) shrink(on bool) {
	if b.compact != on {
		b.compact = on
		b.Refresh()
	}
}

func (b *button) choose(on bool) {
	if b.chosen != on {
		b.chosen = on
		b.Refresh()
	}
}

// press does what a tap does, unless the button is disabled.
func (b *button) press() {
	if b.tips != nil {
		b.tips.leave(b)
	}
	if !b.Disabled() && b.tapped != nil {
		b.tapped()
	}
}

// Tapped is part of fyne.Tappable.
func (b *button) Tapped(*fyne.PointEvent) { b.press() }

// MouseIn is part of desktop.Hoverable.
func (b *button) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	if words, _ := b.shows(); b.tips != nil && (b.hint != "" || !words || b.text.full == "") {
		b.tips.enter(b, cmp.Or(b.hint, b.label))
	}
	b.Refresh()
}

// MouseMoved is part of desktop.Hoverable.
func (b *button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (b *button) MouseOut() {
	b.hovered = false
	if b.tips != nil {
		b.tips.leave(b)
	}
	b.Refresh()
}

// FocusGained is part of fyne.Focusable.
func (b *button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost is part of fyne.Focusable.
func (b *button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune is part of fyne.Focusable.
func (b *button) TypedRune(rune) {}

// TypedKey presses the button with Space or Enter.
func (b *button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.press()
	}
}

// AccessibilityLabel is part of fyne.Accessible.
func (b *button) AccessibilityLabel() string {
	s := b.label
	if b.lead.full != "" {
		s = b.lead.full + " " + s
	}
	if b.trail.full != "" {
		s += ", " + b.trail.full
	}
	return s
}

// AccessibilityRole is part of fyne.Accessible.
func (b *button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer is part of fyne.Widget.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b}
	r.Refresh()
	return r
}

type buttonRenderer struct{ b *button }

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.back, r.b.lead, r.b.text, r.b.trail, r.b.icon}
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) measures() (height, side, glyph float32) {
	switch r.b.dress {
	case primary:
		return 48, 28, 18
	case chip:
		return 28, 12, 16
	case segment:
		return 30, 16, 16
	case pill:
		return target, 12, 16
	case bare:
		return target, 9, 18
	}
	return target, 14, 16
}

func (r *buttonRenderer) MinSize() fyne.Size {
	h, side, glyph := r.measures()
	words, drawn := r.b.shows()
	if drawn && !words {
		return fyne.NewSize(h, h)
	}
	w := 2 * side
	for _, t := range []*text{r.b.lead, r.b.text, r.b.trail} {
		if t.full != "" {
			w += t.width() + gap
		}
	}
	if drawn {
		w += glyph + gap
	}
	return fyne.NewSize(max(w-gap, h), h)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	_, side, glyph := r.measures()
	r.b.back.Resize(s)
	words, drawn := r.b.shows()
	if drawn && (!words || r.b.text.full == "") {
		r.b.icon.Resize(fyne.NewSize(glyph, glyph))
		r.b.icon.Move(fyne.NewPos((s.Width-glyph)/2, (s.Height-glyph)/2))
		r.b.text.Resize(fyne.NewSize(0, s.Height))
		return
	}
	least := r.MinSize().Width
	if short := least - s.Width; short > 0 && r.b.dress == chip {
		side = max(2, side-short/2)
		least = s.Width
	}
	free := s.Width - 2*side
	used := least - 2*side
	x := side + max(0, (free-used)/2)
	if r.b.dress == pill {
		x = side
	}
	end := s.Width - side
	place := func() {
		if drawn {
			r.b.icon.Resize(fyne.NewSize(glyph, glyph))
			r.b.icon.Move(fyne.NewPos(x, (s.Height-glyph)/2))
			x += glyph + gap
		}
	}
	if !r.b.tail {
		place()
	} else if drawn {
		end -= glyph + gap
	}
	// What does not fit goes in this order: the words after, the words before.
	trail, lead := r.b.trail.width(), r.b.lead.width()
	if trail > 0 {
		trail += gap
	}
	if lead > 0 {
		lead += gap
	}
	if room := end - x - r.b.text.width() + 0.5; room < trail+lead {
		if trail = 0; room < lead {
			lead = 0
		}
	}
	line := func(t *text, w float32) {
		if w = min(w, max(0, end-x)); w <= 0 {
			t.Resize(fyne.NewSize(0, s.Height))
			return
		}
		t.Move(fyne.NewPos(x, 0))
		t.Resize(fyne.NewSize(w, s.Height))
		x += w + gap
	}
	line(r.b.lead, lead-gap)
	line(r.b.text, r.b.text.width())
	line(r.b.trail, trail-gap)
	if r.b.tail {
		x = s.Width - side - glyph
		place()
	}
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	fill, line, ink := colorCard, colorLine, colorAccent
	corner := float32(radius)
	switch b.dress {
	case primary:
		fill, line, ink, corner = colorAccent, colorClear, colorOnAccent, radiusCard
	case bare:
		fill, line, ink = colorClear, colorClear, colorDim
		if b.text.full != "" {
			ink = colorAccent
		}
	case chip, segment:
		fill, line, ink, corner = colorClear, colorClear, colorDim, 8
		if b.dress == chip {
			corner = 14
		}
		if b.chosen {
			fill, ink = colorSoft, colorAccent
		}
		b.text.line.TextStyle.Bold = b.chosen || b.dress == segment
	case pill:
		ink = colorText
	}
	if b.Disabled() {
		ink = theme.ColorNameDisabled
		if b.dress == primary {
			fill = theme.ColorNameDisabledButton
		}
	}
	b.back.FillColor = theme.Color(fill)
	if b.hovered && !b.Disabled() {
		b.back.FillColor = over(theme.Color(fill), theme.Color(colorHover))
	}
	b.back.CornerRadius = corner
	b.back.StrokeColor, b.back.StrokeWidth = theme.Color(line), 1
	if line == colorClear {
		b.back.StrokeWidth = 0 // even one that cannot be seen leaves an edge on a graphics card
	}
	if b.focused {
		b.back.StrokeColor, b.back.StrokeWidth = theme.Color(colorAccent), 2
		if b.dress == primary {
			b.back.StrokeColor = theme.Color(colorText)
		}
	}
	b.text.color = ink
	iconInk := ink
	if b.dress == pill {
		iconInk = colorDim
	}
	if _, drawn := b.shows(); drawn {
		b.icon.Resource = colored(b.glyph, iconInk)
		b.icon.Show()
	} else {
		b.icon.Hide()
	}
	r.Layout(b.Size())
	b.back.Refresh()
	b.lead.Refresh()
	b.text.Refresh()
	b.trail.Refresh()
	b.icon.Refresh()
}

// over lays a see-through colour on another.
func over(under, on color.Color) color.Color {
	u, o := color.NRGBAModel.Convert(under).(color.NRGBA), color.NRGBAModel.Convert(on).(color.NRGBA)
	if u.A == 0 {
		return o
	}
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(o.A)) + int(b)*int(o.A)) / 255) }
	return color.NRGBA{R: mix(u.R, o.R), G: mix(u.G, o.G), B: mix(u.B, o.B), A: u.A}
}
