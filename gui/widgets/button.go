package widgets

import (
	"cmp"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
)

// Variant is how a button looks, and whether it can be chosen.
type Variant int

// The variants of a button.
const (
	Outlined Variant = iota // a card with accent text: most buttons; soft when chosen
	Primary                 // the one filled button of the window
	Bare                    // an icon, or a word in a banner
	Chip                    // a filter; soft when chosen
	Segment                 // one side of the Video | Audio control
	Tag                     // shows a choice, with dim words before or after it
	Toggle                  // on or off; soft and ticked when chosen
	Item                    // one of a list of places to go to; soft when chosen
)

// Button is a button of any variant, pressed with a click, Space or Enter.
type Button struct {
	widget.DisableableWidget
	variant  Variant
	label    string // spoken, and shown on hover where only the icon is seen
	OnTapped func()
	Tooltip  *Tooltip
	Hint     string                    // shown on hover instead of the label
	About    string                    // said by a screen reader before the label; may be empty
	OnKey    func(*fyne.KeyEvent) bool // gets keys first; says whether it had a use for one; may be nil

	back     *canvas.Rectangle
	prefix   *Label // dim words before the label; of a Tag
	text     *Label
	suffix   *Label // dim words after it; of a Tag
	image    drawnIcon
	icon     fyne.Resource
	IconLast bool // the icon stands after the text
	Both     bool // an Outlined one shows its icon before the text
	compact  bool // shows the icon instead of the text
	chosen   bool
	inverse  bool // on a ground that has the colour of text
	hovered  bool
	focused  bool
}

var (
	_ desktop.Hoverable = (*Button)(nil)
	_ fyne.Accessible   = (*Button)(nil)
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
)

// NewButton returns a button of a variant. The icon may be nil.
func NewButton(v Variant, label string, icon fyne.Resource, tapped func()) *Button {
	b := &Button{variant: v, OnTapped: tapped, icon: icon}
	size, bold := float32(theme.SizeSmall), true
	switch v {
	case Primary:
		size = theme.SizeTitle
	case Segment, Tag, Item:
		size, bold = theme.SizeText, v == Segment
	case Toggle:
		bold, b.icon = false, theme.IconPlus
	}
	b.back = canvas.NewRectangle(color.Transparent)
	b.text = NewLabel("", size, bold, theme.ColorText)
	b.prefix = NewLabel("", theme.SizeSmall, false, theme.ColorDim)
	b.suffix = NewLabel("", theme.SizeSmall, false, theme.ColorDim)
	b.image = newDrawnIcon()
	b.label = label
	b.text.text = label
	b.ExtendBaseWidget(b)
	return b
}

// NewIconButton returns a button of 36x36 pixels that shows only its icon. The label
// is spoken, and shown by the tooltip.
func NewIconButton(label string, icon fyne.Resource, t *Tooltip, tapped func()) *Button {
	b := NewButton(Bare, "", icon, tapped)
	b.label, b.Tooltip = label, t
	return b
}

// Label returns what the button is called, also where only its icon is seen.
func (b *Button) Label() string { return b.label }

// OnInverse gives a Bare button the colours for a ground that has the colour of text.
// It returns b.
func (b *Button) OnInverse() *Button {
	b.inverse = true
	return b
}

// Hovered says whether the pointer is over the button.
func (b *Button) Hovered() bool { return b.hovered }

// Chosen says whether SetChosen switched the button on.
func (b *Button) Chosen() bool { return b.chosen }

// SetIcon changes the icon, nil for none. SetText or Refresh draws it.
func (b *Button) SetIcon(icon fyne.Resource) { b.icon = icon }

// SetPrefix sets the dim words before the label of a Tag.
func (b *Button) SetPrefix(s string) { b.prefix.SetText(s) }

// SetSuffix sets the dim words after the label of a Tag.
func (b *Button) SetSuffix(s string) { b.suffix.SetText(s) }

// LabelWidth returns the width in pixels at which a Tag still shows its label
// and its icon in full.
func (b *Button) LabelWidth() float32 { return b.text.Width() + 56 }

// Cut says whether a part of the label is not shown for want of width.
func (b *Button) Cut() bool { return b.text.Shown() != b.text.Text() }

// SetText changes the label.
func (b *Button) SetText(s string) {
	if b.text.text != s {
		b.label = s
		b.text.SetText(s)
		b.Refresh()
	}
}

// SetAction changes what an icon button is called, shows and does.
func (b *Button) SetAction(label string, icon fyne.Resource, tapped func()) {
	b.OnTapped = tapped
	if b.label != label {
		b.label, b.icon = label, icon
		b.Refresh()
	}
}

// parts returns whether the text and whether the icon are shown.
func (b *Button) parts() (text, icon bool) {
	switch {
	case b.variant == Outlined && b.icon != nil && !b.IconLast:
		return !b.compact, b.compact || b.Both
	case (b.variant == Tag || b.variant == Segment) && b.icon != nil && b.compact:
		return false, true
	}
	return true, b.icon != nil
}

// SetCompact shows the icon of an Outlined button, a Tag or a Segment instead of its text.
// An Outlined one that opens a menu, with IconLast, keeps both.
func (b *Button) SetCompact(on bool) {
	if b.compact != on {
		b.compact = on
		b.Refresh()
	}
}

// SetChosen switches an Outlined one, a Chip, a Segment, a Tag, a Toggle or an Item on or off.
func (b *Button) SetChosen(on bool) {
	if b.chosen != on {
		b.chosen = on
		b.Refresh()
	}
}

// SetEnabled enables or disables a button.
func SetEnabled(b *Button, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

// Press hides the tooltip and calls OnTapped, unless the button is disabled.
func (b *Button) Press() {
	if b.Tooltip != nil {
		b.Tooltip.Leave(b)
	}
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// Tapped presses the button.
func (b *Button) Tapped(*fyne.PointEvent) { b.Press() }

// MouseIn shows that the pointer is over the button.
func (b *Button) MouseIn(*desktop.MouseEvent) {
	b.hovered = true
	if text, _ := b.parts(); b.Tooltip != nil && (b.Hint != "" || !text || b.text.text == "") {
		b.Tooltip.Enter(b, cmp.Or(b.Hint, b.label))
	}
	b.Refresh()
}

// MouseMoved does nothing.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut shows that the pointer has left the button.
func (b *Button) MouseOut() {
	b.hovered = false
	if b.Tooltip != nil {
		b.Tooltip.Leave(b)
	}
	b.Refresh()
}

// FocusGained shows that the button has the focus.
func (b *Button) FocusGained() { b.focused = true; b.Refresh() }

// FocusLost shows that the button has lost the focus.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune does nothing.
func (b *Button) TypedRune(rune) {}

// TypedKey presses the button with Space or Enter.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if b.OnKey != nil && b.OnKey(e) {
		return
	}
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Press()
	case fyne.KeyEscape:
		PassKey(b, e)
	default:
		PassOn(b, e)
	}
}

// AccessibilityLabel returns what a screen reader says of the button, also that it is
// chosen. Of an Outlined one the label says that.
func (b *Button) AccessibilityLabel() string {
	s := b.label
	if b.About != "" {
		s = b.About + ", " + s
	}
	if b.prefix.text != "" {
		s = b.prefix.text + " " + s
	}
	if b.suffix.text != "" {
		s += ", " + b.suffix.text
	}
	return spoken(s, b.chosen && b.variant != Outlined)
}

// AccessibilityRole returns as what a screen reader announces the button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }
