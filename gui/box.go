package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
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
	add     func()                   // what is in the box
	pasted  func(text string) bool   // takes the text, or leaves it to the box
	other   func(fyne.Shortcut) bool // shortcuts of the window
	grown   func()                   // the box needs another height
	focus   func(bool)               // came or went
	focused bool
	shift   bool
	rows    int
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

// FocusGained is part of fyne.Focusable.
func (b *box) FocusGained() {
	b.focused = true
	b.Entry.FocusGained()
	b.focus(true)
}

// FocusLost is part of fyne.Focusable.
func (b *box) FocusLost() {
	b.focused, b.shift = false, false
	b.Entry.FocusLost()
	b.focus(false)
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

// field is the frame around an entry. An entry draws its own with a see-through
// middle, which graphics cards give a dark edge.
type field struct {
	widget.BaseWidget
	inner   fyne.CanvasObject
	frame   *canvas.Rectangle
	fill    fyne.ThemeColorName
	corner  float32
	focused bool
}

func newField(entry fyne.CanvasObject, base fyne.Theme, fill fyne.ThemeColorName, corner, text, padding float32) *field {
	f := &field{frame: canvas.NewRectangle(nil), fill: fill, corner: corner}
	f.inner = container.NewThemeOverride(entry, themeForEntry(base, text, padding))
	f.ExtendBaseWidget(f)
	return f
}

// focus shows that the focus came or went.
func (f *field) focus(on bool) {
	f.focused = on
	f.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (f *field) CreateRenderer() fyne.WidgetRenderer {
	r := &fieldRenderer{f}
	r.Refresh()
	return r
}

type fieldRenderer struct{ f *field }

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.frame, r.f.inner}
}

func (r *fieldRenderer) Destroy()           {}
func (r *fieldRenderer) MinSize() fyne.Size { return r.f.inner.MinSize() }

func (r *fieldRenderer) Layout(s fyne.Size) {
	put(r.f.frame, 0, 0, s.Width, s.Height)
	put(r.f.inner, 2, 0, s.Width-4, s.Height)
}

func (r *fieldRenderer) Refresh() {
	line := colorLine
	if r.f.focused {
		line = colorAccent
	}
	paintFrame(r.f.frame, r.f.fill, line, r.f.corner)
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
