package gui

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/widgets"
)

// keyboard is what keys do in the whole window.
type keyboard struct{ w *Window }

// withCtrl returns the keys that do something together with Ctrl or Cmd.
func withCtrl() map[fyne.KeyName]func(keyboard) {
	return map[fyne.KeyName]func(keyboard){
		fyne.KeyComma:  func(k keyboard) { k.w.showSettings() },
		fyne.KeyReturn: func(k keyboard) { k.options() },
		fyne.KeyEnter:  func(k keyboard) { k.options() },
		fyne.KeyL:      func(k keyboard) { k.editLinks() },
		fyne.KeyF:      func(k keyboard) { k.search() },
		fyne.KeyH:      func(k keyboard) { k.w.showHistory() },
	}
}

// withAlt are the keys that do something together with Alt.
var withAlt = map[fyne.KeyName]func(keyboard){
	fyne.KeyUp:     func(k keyboard) { commands(k).moveUp(k.w.list.Targets()) },
	fyne.KeyDown:   func(k keyboard) { commands(k).moveDown(k.w.list.Targets()) },
	fyne.KeyHome:   func(k keyboard) { commands(k).moveToTop(k.w.list.Targets()) },
	fyne.KeyReturn: func(k keyboard) { commands(k).startNow(k.w.list.Targets()) },
	fyne.KeyEnter:  func(k keyboard) { commands(k).startNow(k.w.list.Targets()) },
}

// install sets up the shortcuts that work wherever the focus is.
func (k keyboard) install() {
	c := k.w.win.Canvas()
	k.w.links.Entry.OnShortcut = k.shortcut
	k.w.listBar.Search.OnShortcut = k.shortcut
	c.AddShortcut(&fyne.ShortcutPaste{}, k.paste)
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { k.w.over.Toast.TakeBack() })
	c.AddShortcut(&fyne.ShortcutSelectAll{}, func(fyne.Shortcut) { k.unlessAsked(func(k keyboard) { k.w.list.SelectAll() }) })
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { k.copy() })
	add := func(m fyne.KeyModifier, keys map[fyne.KeyName]func(keyboard)) {
		for key, do := range keys {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: m}, func(fyne.Shortcut) { k.unlessAsked(do) })
		}
	}
	add(fyne.KeyModifierShortcutDefault, withCtrl())
	add(fyne.KeyModifierAlt, withAlt)
	c.SetOnTypedKey(k.typed)
	c.SetOnTypedRune(func(r rune) { // typing anywhere types into the entry for links
		if c.Focused() == nil && k.w.dialogs.open == nil && unicode.IsPrint(r) && r != ' ' {
			c.Focus(k.w.links.Entry)
			k.w.links.Entry.TypedRune(r)
		}
	})
}

// unlessAsked does something unless a dialog is open.
func (k keyboard) unlessAsked(do func(keyboard)) {
	if k.w.dialogs.open == nil && k.w.files.Fallback == nil {
		do(k)
	}
}

// typed does what a key stands for while nothing has the focus. The entry has it
// only while it is used, because its cursor blinks all the time, and drawing that
// takes more than all downloads together. What has the focus passes on the keys
// that it has no use for.
func (k keyboard) typed(e *fyne.KeyEvent) {
	w, c := k.w, k.w.win.Canvas()
	switch {
	case k.anywhere(e.Name):
	case e.Name == fyne.KeyEscape && c.Focused() == w.list:
		k.escape()
	case c.Focused() != nil:
	case e.Name == fyne.KeyEscape:
		k.escape()
	case w.dialogs.content != nil:
		w.dialogs.content.Key(e)
	case w.dialogs.open != nil || w.files.Fallback != nil:
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		if w.links.Offered != "" || w.links.Entry.Text != "" || w.model.Len() == 0 {
			w.links.Submit()
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

// anywhere does what a key stands for wherever the focus is, and says whether it is
// such a key.
func (k keyboard) anywhere(name fyne.KeyName) bool {
	var do func(keyboard)
	switch {
	case name == fyne.KeyF1:
		do = func(k keyboard) { k.w.showHelp() }
	case name == fyne.KeyF5:
		do = func(k keyboard) { commands(k).refresh() }
	case name == desktop.KeyMenu || name == fyne.KeyF10 && k.w.opts.modifiers()&fyne.KeyModifierShift != 0:
		do = keyboard.menu
	default:
		return false
	}
	k.unlessAsked(do)
	return true
}

// escape closes what is open, or dismisses what is said.
func (k keyboard) escape() {
	w := k.w
	if w.files.Fallback != nil {
		w.files.Fallback.Hide()
		return
	}
	if w.dialogs.open == nil && w.list.Selected() != nil {
		w.list.ClearSelection()
		w.update()
		return
	}
	w.dialogs.close()
	w.over.Banner.Dismiss()
}

// search puts the cursor into the search field.
func (k keyboard) search() {
	if k.w.model.Len() > 0 {
		k.w.listBar.StartSearch(k.w.win.Canvas())
	}
}

// menu opens the menu of the chosen row.
func (k keyboard) menu() {
	k.w.list.ShowMenu()
}

// options opens the options of what is in the entry or was copied, or else those of
// the chosen row.
func (k keyboard) options() {
	s, ok := k.w.model.Status(k.w.list.Chosen())
	if ok && k.w.links.Text() == "" && k.w.win.Canvas().Focused() == k.w.list && s.VideoID != "" && !s.State.Active() {
		k.w.showRowOptions(s)
		return
	}
	k.w.showOptions()
}

// editLinks selects what is in the entry for links, to be replaced.
func (k keyboard) editLinks() {
	entry := k.w.links.Entry
	k.w.win.Canvas().Focus(entry)
	entry.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// copy copies the links of the selected rows, or of the chosen one.
func (k keyboard) copy() {
	k.unlessAsked(func(k keyboard) {
		var all []core.Status
		for _, id := range k.w.list.Targets() {
			if s, ok := k.w.model.Status(id); ok && s.URL != "" {
				all = append(all, s)
			}
		}
		if len(all) > 0 {
			rowActions(k).copyLinks(all)
		}
	})
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
	if text != "" && !k.w.links.Paste(text) {
		k.w.win.Canvas().Focus(k.w.links.Entry)
		k.w.links.Entry.Entry.TypedShortcut(s)
	}
}

// shortcut does the window's shortcuts for the entry, which gets them first. It
// says whether s is one of them. Ctrl+Z in an empty entry is the window's.
func (k keyboard) shortcut(s fyne.Shortcut) bool {
	if _, ok := s.(*fyne.ShortcutUndo); ok {
		return k.w.links.Entry.Text == "" && k.w.listBar.Search.Text == "" && k.w.over.Toast.TakeBack()
	}
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierShortcutDefault || withCtrl()[custom.KeyName] == nil {
		return false
	}
	k.unlessAsked(withCtrl()[custom.KeyName])
	return true
}
