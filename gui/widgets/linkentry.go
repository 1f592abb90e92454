package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
	"github.com/hilo-app/hilo/gui/theme"
)

const (
	LinkEntryHeight = 48
	maxLines        = 5
)

// LinkEntry is where links are pasted. Enter adds, Shift+Enter makes a new line, Tab
// leaves, and a paste of links into the empty box adds them at once.
type LinkEntry struct {
	widget.Entry
	OnSubmit   func()                   // what is in the box
	OnPaste    func(text string) bool   // takes the text, or leaves it to the box
	OnShortcut func(fyne.Shortcut) bool // shortcuts of the window
	OnResize   func()                   // the box needs another height
	OnFocus    func(bool)               // came or went
	focused    bool
	shift      bool
	rows       int
}

func NewLinkEntry() *LinkEntry {
	b := &LinkEntry{rows: 1}
	b.MultiLine = true
	b.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	b.ExtendBaseWidget(b)
	b.SetMinRowsVisible(1)
	return b
}

// Focused says whether the entry has the focus.
func (b *LinkEntry) Focused() bool { return b.focused }

// Lines returns how many lines of text the entry shows.
func (b *LinkEntry) Lines() int { return b.rows }

// FitLines grows the box with its lines, up to a few.
func (b *LinkEntry) FitLines() {
	if rows := min(maxLines, 1+strings.Count(b.Text, "\n")); rows != b.rows {
		b.rows = rows
		b.SetMinRowsVisible(rows)
		b.OnResize()
	}
}

// AcceptsTab lets the Tab key leave the box, which an entry of many lines
// otherwise keeps.
func (b *LinkEntry) AcceptsTab() bool { return false }

// KeyDown is part of desktop.Keyable.
func (b *LinkEntry) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = true
	}
	b.Entry.KeyDown(e)
}

// KeyUp is part of desktop.Keyable.
func (b *LinkEntry) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = false
	}
	b.Entry.KeyUp(e)
}

// FocusGained is part of fyne.Focusable.
func (b *LinkEntry) FocusGained() {
	b.focused = true
	b.Entry.FocusGained()
	b.OnFocus(true)
}

// FocusLost is part of fyne.Focusable.
func (b *LinkEntry) FocusLost() {
	b.focused, b.shift = false, false
	b.Entry.FocusLost()
	b.OnFocus(false)
}

// TypedKey is part of fyne.Focusable.
func (b *LinkEntry) TypedKey(e *fyne.KeyEvent) {
	if (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && !b.shift {
		b.OnSubmit()
		return
	}
	b.Entry.TypedKey(e)
}

// TypedShortcut is part of fyne.Shortcutable. A focused entry gets every
// shortcut and the window none, so it hands on what is the window's.
func (b *LinkEntry) TypedShortcut(s fyne.Shortcut) {
	if paste, ok := s.(*fyne.ShortcutPaste); ok {
		if strings.TrimSpace(b.Text) == "" && b.OnPaste(ClipboardText(paste.Clipboard)) {
			return
		}
	} else if b.OnShortcut(s) {
		return
	}
	b.Entry.TypedShortcut(s)
}

// EntryFrame is the frame around an entry. An entry draws its own with a see-through
// middle, which graphics cards give a dark edge.
type EntryFrame struct {
	widget.BaseWidget
	inner   fyne.CanvasObject
	frame   *canvas.Rectangle
	fill    fyne.ThemeColorName
	corner  float32
	focused bool
}

func NewEntryFrame(entry fyne.CanvasObject, base fyne.Theme, fill fyne.ThemeColorName, corner, text, padding float32) *EntryFrame {
	f := &EntryFrame{frame: canvas.NewRectangle(nil), fill: fill, corner: corner}
	f.inner = container.NewThemeOverride(entry, theme.ForEntry(base, text, padding))
	f.ExtendBaseWidget(f)
	return f
}

// SetFocused shows that the focus came or went.
func (f *EntryFrame) SetFocused(on bool) {
	f.focused = on
	f.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (f *EntryFrame) CreateRenderer() fyne.WidgetRenderer {
	r := &entryFrameRenderer{f}
	r.Refresh()
	return r
}

type entryFrameRenderer struct{ f *EntryFrame }

func (r *entryFrameRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.frame, r.f.inner}
}

func (r *entryFrameRenderer) Destroy()           {}
func (r *entryFrameRenderer) MinSize() fyne.Size { return r.f.inner.MinSize() }

func (r *entryFrameRenderer) Layout(s fyne.Size) {
	Place(r.f.frame, 0, 0, s.Width, s.Height)
	Place(r.f.inner, 2, 0, s.Width-4, s.Height)
}

func (r *entryFrameRenderer) Refresh() {
	line := theme.ColorLine
	if r.f.focused {
		line = theme.ColorAccent
	}
	PaintFrame(r.f.frame, r.f.fill, line, r.f.corner)
}

// maxClipboard is the longest text that is searched for links, in bytes.
const maxClipboard = 1 << 20

func ClipboardText(c fyne.Clipboard) string {
	if c == nil {
		return ""
	}
	if s := c.Content(); len(s) <= maxClipboard {
		return s
	}
	return ""
}
