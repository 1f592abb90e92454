package widgets

import "fyne.io/fyne/v2"

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
