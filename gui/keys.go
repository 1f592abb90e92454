package gui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/hilo-app/hilo/gui/widgets"
)

// keys sets up the shortcuts that work wherever the focus is.
func (w *Window) keys() {
	c := w.win.Canvas()
	c.AddShortcut(&fyne.ShortcutPaste{}, w.paste)
	comma := &desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(comma, func(fyne.Shortcut) { w.showSettings() })
	for _, enter := range enters {
		c.AddShortcut(enter, func(fyne.Shortcut) { w.showOptions() })
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) { w.strayKey(e) })
	c.SetOnTypedRune(func(r rune) { // typing anywhere is typing in the box
		if c.Focused() == nil && w.dialog == nil && unicode.IsPrint(r) && r != ' ' {
			c.Focus(w.box)
			w.box.TypedRune(r)
		}
	})
}

// strayKey does what a key stands for while nothing has the focus. The box has
// it only while it is used, because its cursor never rests: drawing it takes
// more than all downloads together.
func (w *Window) strayKey(e *fyne.KeyEvent) {
	c := w.win.Canvas()
	switch {
	case c.Focused() != nil:
	case e.Name == fyne.KeyEscape:
		if w.folders != nil {
			w.folders.Hide()
			return
		}
		w.closeDialog()
		w.banner.dismiss()
	case w.sheet != nil:
		w.sheet.key(e)
	case w.dialog != nil || w.folders != nil:
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		if w.offered != "" || w.box.Text != "" {
			w.addBox()
		} else {
			w.rowKey(e.Name)
		}
	case (e.Name == fyne.KeyUp || e.Name == fyne.KeyDown) && len(w.rows.shown) > 0:
		_, moves := w.rows.index[w.chosen] // or the first press only chooses
		if c.Focus(w.list); moves {
			w.list.TypedKey(e)
		}
	default:
		w.rowKey(e.Name)
	}
}

// paste adds what was copied, or puts it in the box if there is no link in it.
func (w *Window) paste(s fyne.Shortcut) {
	if w.dialog != nil {
		return
	}
	text := ""
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		text = widgets.ClipboardText(paste.Clipboard)
	}
	if text != "" && !w.addPasted(text) {
		w.win.Canvas().Focus(w.box)
		w.box.Entry.TypedShortcut(s)
	}
}

// enters are the keys of the options: both Enter keys, with Ctrl or Cmd.
var enters = []*desktop.CustomShortcut{
	{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault},
	{KeyName: fyne.KeyEnter, Modifier: fyne.KeyModifierShortcutDefault},
}

// shortcut does the window's shortcuts for the box, which gets them first.
func (w *Window) shortcut(s fyne.Shortcut) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch custom.KeyName {
	case fyne.KeyComma:
		w.showSettings()
	case fyne.KeyReturn, fyne.KeyEnter:
		w.showOptions()
	default:
		return false
	}
	return true
}
