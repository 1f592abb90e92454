package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
)

// spoken returns what a screen reader says of a control that may be chosen. Fyne has no
// other way to say that it is.
func spoken(name string, chosen bool) string {
	if !chosen {
		return name
	}
	return i18n.List(name, lang.L("Chosen"))
}

// PassKey takes the focus from an object and gives the window a key that the
// object has no use for, such as the Escape that closes a dialog.
func PassKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil || c.OnTypedKey() == nil {
		return
	}
	c.Unfocus()
	c.OnTypedKey()(e)
}

// PassOn gives the window a key that an object with the focus has no use for. The
// object keeps the focus.
func PassOn(o fyne.CanvasObject, e *fyne.KeyEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}
