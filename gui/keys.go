package gui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/hilo-app/hilo/gui/widgets"
)

// keyboard is what keys do in the whole window.
type keyboard struct{ w *Window }

// optionsKeys open the options: both Enter keys, with Ctrl or Cmd.
var optionsKeys = []*desktop.CustomShortcut{
	{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault},
	{KeyName: fyne.KeyEnter, Modifier: fyne.KeyModifierShortcutDefault},
}

// install sets up the shortcuts that work wherever the focus is.
func (k keyboard) install() {
	c := k.w.win.Canvas()
	k.w.links.entry.OnShortcut = k.shortcut
	c.AddShortcut(&fyne.ShortcutPaste{}, k.paste)
	comma := &desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault}
	c.AddShortcut(comma, func(fyne.Shortcut) { k.w.showSettings() })
	for _, enter := range optionsKeys {
		c.AddShortcut(enter, func(fyne.Shortcut) { k.w.showOptions() })
	}
	c.SetOnTypedKey(k.typed)
	c.SetOnTypedRune(func(r rune) { // typing anywhere types into the entry for links
		if c.Focused() == nil && k.w.dialogs.open == nil && unicode.IsPrint(r) && r != ' ' {
			c.Focus(k.w.links.entry)
			k.w.links.entry.TypedRune(r)
		}
	})
}

// typed does what a key stands for while nothing has the focus. The entry has it
// only while it is used, because its cursor blinks all the time, and drawing that
// takes more than all downloads together.
func (k keyboard) typed(e *fyne.KeyEvent) {
	w, c := k.w, k.w.win.Canvas()
	switch {
	case c.Focused() != nil:
	case e.Name == fyne.KeyEscape:
		if w.files.fallback != nil {
			w.files.fallback.Hide()
			return
		}
		w.dialogs.close()
		w.banner.dismiss()
	case w.dialogs.content != nil:
		w.dialogs.content.Key(e)
	case w.dialogs.open != nil || w.files.fallback != nil:
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		if w.links.offered != "" || w.links.entry.Text != "" {
			w.links.submit()
		} else {
			w.list.Act(e.Name)
		}
	case (e.Name == fyne.KeyUp || e.Name == fyne.KeyDown) && w.model.Shown() > 0:
		moves := w.list.HasChosen() // or the first press only chooses
		if c.Focus(w.list); moves {
			w.list.TypedKey(e)
		}
	default:
		w.list.Act(e.Name)
	}
}

// paste adds what was copied, or puts it into the entry if there is no link in it.
func (k keyboard) paste(s fyne.Shortcut) {
	if k.w.dialogs.open != nil {
		return
	}
	text := ""
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		text = widgets.ClipboardText(paste.Clipboard)
	}
	if text != "" && !k.w.links.paste(text) {
		k.w.win.Canvas().Focus(k.w.links.entry)
		k.w.links.entry.Entry.TypedShortcut(s)
	}
}

// shortcut does the window's shortcuts for the entry, which gets them first. It
// says whether s is one of them.
func (k keyboard) shortcut(s fyne.Shortcut) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierShortcutDefault {
		return false
	}
	switch custom.KeyName {
	case fyne.KeyComma:
		k.w.showSettings()
	case fyne.KeyReturn, fyne.KeyEnter:
		k.w.showOptions()
	default:
		return false
	}
	return true
}
