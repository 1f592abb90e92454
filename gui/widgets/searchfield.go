package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// SearchField is an entry for words to search for.
type SearchField struct {
	widget.Entry
	View       *fyne.Container          // the field with its icon and frame
	OnShortcut func(fyne.Shortcut) bool // gets shortcuts first; says whether it was one of its own
	OnLeave    func()                   // Enter, Down, or Escape in an empty field
	frame      *EntryFrame
	hint       string
}

var (
	_ fyne.Accessible = (*SearchField)(nil)
	_ fyne.Focusable  = (*SearchField)(nil)
)

// NewSearchField returns an empty field that calls changed with what is written.
func NewSearchField(base fyne.Theme, placeholder string, changed func(string)) *SearchField {
	f := &SearchField{OnShortcut: func(fyne.Shortcut) bool { return false }, OnLeave: func() {}}
	f.OnChanged = func(words string) {
		f.SetHint(f.hint)
		changed(words)
	}
	f.ExtendBaseWidget(f)
	frame := NewEntryFrame(f, base, theme.ColorCard, theme.Radius, theme.SizeSmall, 8)
	f.frame = frame
	frame.inset = 28
	f.SetHint(placeholder)
	icon := NewIcon(theme.IconSearch, theme.ColorDim)
	f.View = Arrange(
		func() fyne.Size { return fyne.NewSize(120, theme.ControlHeight) },
		func(s fyne.Size) {
			Place(frame, 0, 0, s.Width, s.Height)
			Place(icon, 12, (s.Height-16)/2, 16, 16)
		}, frame, icon)
	return f
}

// SetHint sets what the empty field says.
func (f *SearchField) SetHint(hint string) {
	f.hint = hint
	f.frame.SetHint(&f.Entry, hint)
}

// Hint returns what the empty field says.
func (f *SearchField) Hint() string { return f.hint }

// AccessibilityLabel returns what a screen reader says of the field: its hint and what is
// written.
func (f *SearchField) AccessibilityLabel() string { return i18n.List(f.hint, f.Text) }

// AccessibilityRole returns as what a screen reader announces the field.
func (f *SearchField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// OnCard gives the field the ground of the window, so that it stands out from a card. It
// returns f.
func (f *SearchField) OnCard() *SearchField {
	f.frame.fill = theme.ColorBackground
	return f
}

// FocusGained shows that the field has the focus.
func (f *SearchField) FocusGained() {
	f.Entry.FocusGained()
	f.frame.SetFocused(true)
}

// FocusLost shows that the field has lost the focus.
func (f *SearchField) FocusLost() {
	f.Entry.FocusLost()
	f.frame.SetFocused(false)
}

// TypedKey empties the field with Escape, and leaves it with Enter or Down.
func (f *SearchField) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape && f.Text != "":
		f.SetText("")
	case e.Name == fyne.KeyEscape || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter || e.Name == fyne.KeyDown:
		if f.OnLeave(); e.Name == fyne.KeyEscape && f.frame.focused { // there is nothing to go to
			PassKey(f, e)
		}
	case e.Name == fyne.KeyF1 || e.Name == fyne.KeyF5 || e.Name == desktop.KeyMenu:
		PassOn(f, e)
	default:
		f.Entry.TypedKey(e)
	}
}

// TypedShortcut gives OnShortcut a shortcut first.
func (f *SearchField) TypedShortcut(s fyne.Shortcut) {
	if !f.OnShortcut(s) {
		f.Entry.TypedShortcut(s)
	}
}
