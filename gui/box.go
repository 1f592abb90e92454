package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

const (
	boxHeight  = 48
	maxBoxRows = 5
)

// box is where links are pasted. Enter adds, Shift+Enter makes a new line, Tab
// leaves, and a paste of links into the empty box adds them at once.
type box struct {
	widget.Entry
	add    func()                   // what is in the box
	pasted func(text string) bool   // takes the text, or leaves it to the box
	other  func(fyne.Shortcut) bool // shortcuts of the window
	grown  func()                   // the box needs another height
	shift  bool
	rows   int
}

func newBox() *box {
	b := &box{rows: 1}
	b.MultiLine = true
	b.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	b.ExtendBaseWidget(b)
	b.SetMinRowsVisible(1)
	return b
}

// resize grows the box with its lines, up to a few.
func (b *box) resize() {
	if rows := min(maxBoxRows, 1+strings.Count(b.Text, "\n")); rows != b.rows {
		b.rows = rows
		b.SetMinRowsVisible(rows)
		b.grown()
	}
}

// AcceptsTab lets the Tab key leave the box, which an entry of many lines
// otherwise keeps.
func (b *box) AcceptsTab() bool { return false }

// KeyDown is part of desktop.Keyable.
func (b *box) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = true
	}
	b.Entry.KeyDown(e)
}

// KeyUp is part of desktop.Keyable.
func (b *box) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = false
	}
	b.Entry.KeyUp(e)
}

// FocusLost is part of fyne.Focusable.
func (b *box) FocusLost() {
	b.shift = false
	b.Entry.FocusLost()
}

// TypedKey is part of fyne.Focusable.
func (b *box) TypedKey(e *fyne.KeyEvent) {
	if (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && !b.shift {
		b.add()
		return
	}
	b.Entry.TypedKey(e)
}

// TypedShortcut is part of fyne.Shortcutable. A focused entry gets every
// shortcut and the window none, so it hands on what is the window's.
func (b *box) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		if strings.TrimSpace(b.Text) == "" && b.pasted(clipboardText(paste.Clipboard)) {
			return
		}
	} else if b.other(s) {
		return
	}
	b.Entry.TypedShortcut(s)
}

// boxLook makes an entry as high as the button beside it.
func boxLook(base fyne.Theme) fyne.Theme {
	return &scoped{Theme: base, sizes: map[fyne.ThemeSizeName]float32{
		theme.SizeNameText:         sizeTitle,
		theme.SizeNameInnerPadding: 13,
		theme.SizeNameInputRadius:  radiusCard,
		theme.SizeNameInputBorder:  1,
	}}
}

// maxClipboard is the longest text that is searched for links, in bytes.
const maxClipboard = 1 << 20

func clipboardText(c fyne.Clipboard) string {
	if c == nil {
		return ""
	}
	if s := c.Content(); len(s) <= maxClipboard {
		return s
	}
	return ""
}
