package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// field is an entry of one line on the card of the dialog.
type field struct {
	widget.Entry
	view  *widgets.EntryFrame
	onKey func(fyne.KeyName) bool // gets keys first; says whether it had a use for one; may be nil
	name  string                  // spoken
}

var (
	_ fyne.Accessible = (*field)(nil)
	_ fyne.Focusable  = (*field)(nil)
)

// newField returns a field with that text. A screen reader calls it by its name.
func newField(base fyne.Theme, name, text, placeholder string, changed func(string)) *field {
	f := &field{name: name}
	f.Text, f.PlaceHolder, f.OnChanged = text, placeholder, changed
	f.ExtendBaseWidget(f)
	f.view = widgets.NewEntryFrame(f, base, theme.ColorBackground, theme.Radius, theme.SizeText, 8)
	return f
}

// AccessibilityLabel returns what a screen reader says of the field: its name and what is
// written.
func (f *field) AccessibilityLabel() string { return i18n.List(f.name, f.Text) }

// AccessibilityRole returns as what a screen reader announces the field.
func (f *field) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// insert puts a text in at the caret.
func (f *field) insert(s string) {
	runes := []rune(f.Text)
	at := max(0, min(len(runes), f.CursorColumn))
	f.SetText(string(runes[:at]) + s + string(runes[at:]))
	f.CursorColumn = at + len([]rune(s))
	f.Refresh()
}

// FocusGained shows that the field has the focus.
func (f *field) FocusGained() {
	f.Entry.FocusGained()
	f.view.SetFocused(true)
}

// FocusLost shows that the field has lost the focus.
func (f *field) FocusLost() {
	f.Entry.FocusLost()
	f.view.SetFocused(false)
}

// TypedKey leaves the field with Escape, and passes on what is for the window.
func (f *field) TypedKey(e *fyne.KeyEvent) {
	if f.onKey != nil && f.onKey(e.Name) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		widgets.PassKey(f, e)
	case fyne.KeyF1, fyne.KeyF5, desktop.KeyMenu:
		widgets.PassOn(f, e)
	default:
		f.Entry.TypedKey(e)
	}
}
