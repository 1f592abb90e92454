package gui

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
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
	toggle                // something to have or not; soft and ticked when chosen
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
	case toggle:
		bold, b.glyph = false, iconPlus
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

func enable(b *button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
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
	case fyne.KeyEscape:
		handOn(b, e)
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
