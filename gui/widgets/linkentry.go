package widgets

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
)

// LinkEntryHeight is the height of an entry of one line, in pixels.
const LinkEntryHeight = 48

const maxLines = 5

// LinkEntry is the entry for links. Enter submits, Shift+Enter makes a new line, Tab
// moves the focus on, and a paste into the empty entry goes to OnPaste.
type LinkEntry struct {
	widget.Entry
	OnSubmit   func()                   // Enter was pressed
	OnPaste    func(text string) bool   // returns false to leave the text to the entry
	OnShortcut func(fyne.Shortcut) bool // returns false for those that are the entry's
	OnResize   func()                   // the number of lines changed
	OnFocus    func(bool)               // the focus was gained or lost
	Name       string                   // said by a screen reader
	focused    bool
	shift      bool
	rows       int
}

var (
	_ desktop.Keyable   = (*LinkEntry)(nil)
	_ fyne.Accessible   = (*LinkEntry)(nil)
	_ fyne.Focusable    = (*LinkEntry)(nil)
	_ fyne.Shortcutable = (*LinkEntry)(nil)
)

// NewLinkEntry returns an empty entry of one line. Set its functions before it is
// used.
func NewLinkEntry() *LinkEntry {
	b := &LinkEntry{rows: 1}
	b.MultiLine = true
	b.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	b.ExtendBaseWidget(b)
	b.SetMinRowsVisible(1)
	return b
}

// AccessibilityLabel returns what a screen reader says of the entry: its name and what is
// written.
func (b *LinkEntry) AccessibilityLabel() string { return i18n.List(b.Name, b.Text) }

// AccessibilityRole returns as what a screen reader announces the entry. Fyne has no role
// for one.
func (b *LinkEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Focused says whether the entry has the focus.
func (b *LinkEntry) Focused() bool { return b.focused }

// Lines returns how many lines of text the entry shows.
func (b *LinkEntry) Lines() int { return b.rows }

// FitLines makes the entry as high as its text, up to five lines.
func (b *LinkEntry) FitLines() {
	if rows := min(maxLines, 1+strings.Count(b.Text, "\n")); rows != b.rows {
		b.rows = rows
		b.SetMinRowsVisible(rows)
		b.OnResize()
	}
}

// AcceptsTab returns false, so that Tab moves the focus on. Fyne's entry of many lines
// would keep it.
func (b *LinkEntry) AcceptsTab() bool { return false }

// KeyDown remembers that Shift is held.
func (b *LinkEntry) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = true
	}
	b.Entry.KeyDown(e)
}

// KeyUp remembers that Shift is released.
func (b *LinkEntry) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = false
	}
	b.Entry.KeyUp(e)
}

// FocusGained shows that the entry has the focus.
func (b *LinkEntry) FocusGained() {
	b.focused = true
	b.Entry.FocusGained()
	b.OnFocus(true)
}

// FocusLost shows that the entry has lost the focus.
func (b *LinkEntry) FocusLost() {
	b.focused, b.shift = false, false
	b.Entry.FocusLost()
	b.OnFocus(false)
}

// TypedKey submits with Enter, unless Shift is held, and leaves with Escape.
func (b *LinkEntry) TypedKey(e *fyne.KeyEvent) {
	switch {
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && !b.shift:
		b.OnSubmit()
	case e.Name == fyne.KeyEscape:
		PassKey(b, e)
	case e.Name == fyne.KeyF1 || e.Name == fyne.KeyF5 || e.Name == desktop.KeyMenu:
		PassOn(b, e)
	default:
		b.Entry.TypedKey(e)
	}
}

// TypedShortcut gives OnPaste and OnShortcut a shortcut first: an entry that has the
// focus gets every shortcut and the window none.
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
	hint    *Label // of an empty entry in a mirrored window
	wheel   *wheel
	entry   *widget.Entry // in a mirrored window, after SetHint
	text    float32       // size of the text in pixels
	fill    fyne.ThemeColorName
	corner  float32
	inset   float32 // of the entry from the edge where its words begin, in pixels
	side    float32 // of the words within the entry, in pixels
	focused bool
	bad     bool // what is written is refused
}

var (
	_ fyne.SecondaryTappable = (*EntryFrame)(nil)
	_ fyne.Tappable          = (*EntryFrame)(nil)
	_ fyne.Widget            = (*EntryFrame)(nil)
)

// NewEntryFrame returns an entry in a frame of that colour and corner. Text and
// padding are in pixels.
func NewEntryFrame(entry fyne.CanvasObject, base fyne.Theme, fill fyne.ThemeColorName, corner, text, padding float32) *EntryFrame {
	f := &EntryFrame{frame: canvas.NewRectangle(nil), hint: NewShrinkingLabel(text, false, fynetheme.ColorNamePlaceHolder), side: padding, text: text, fill: fill, corner: corner, inset: 2, wheel: newWheel()}
	f.hint.Hide()
	if _, lines := entry.(*LinkEntry); lines {
		f.wheel.Hide() // the wheel scrolls its lines
	}
	f.inner = container.NewThemeOverride(entry, theme.ForEntry(base, text, padding))
	f.ExtendBaseWidget(f)
	return f
}

// SetHint makes an entry in the frame say something while it is empty. Call it with each
// change of the text. The frame says it, not the entry: for the text of an entry, which
// has a theme of its own, Fyne loads its fonts once more, 6 MB and 15 ms. Also, Fyne's
// entries begin at the left: in a mirrored window the frame makes the entry as wide as
// its text, at the right.
func (f *EntryFrame) SetHint(e *widget.Entry, hint string) {
	if empty := e.Text == ""; f.entry == e && !Mirrored() && f.hint.Text() == i18n.Plain(hint) && f.hint.Visible() == empty {
		return
	}
	f.hint.SetText(hint)
	SetVisible(f.hint, e.Text == "")
	f.entry = e
	f.Refresh()
}

// entryWidth returns the width of the entry of so many pixels that it can have.
func (f *EntryFrame) entryWidth(available float32) float32 {
	if f.entry == nil || !Mirrored() {
		return available
	}
	wide := float32(0)
	for line := range strings.Lines(f.entry.Text) {
		wide = max(wide, fyne.MeasureText(strings.TrimSuffix(line, "\n"), f.text, f.entry.TextStyle).Width)
	}
	const caret = 4
	return min(available, wide+2*f.side+caret)
}

// Tapped focuses the entry, which may be narrower than the frame.
func (f *EntryFrame) Tapped(*fyne.PointEvent) {
	if o, ok := f.inner.(*container.ThemeOverride).Content.(fyne.Focusable); ok {
		if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil {
			c.Focus(o)
		}
	}
}

// TappedSecondary opens the menu of the entry.
func (f *EntryFrame) TappedSecondary(e *fyne.PointEvent) {
	if f.entry != nil {
		f.entry.TappedSecondary(e)
	}
}

// SetFocused shows that the focus came or went.
func (f *EntryFrame) SetFocused(on bool) {
	f.focused = on
	f.Refresh()
}

// SetBad shows whether what is written is refused.
func (f *EntryFrame) SetBad(on bool) {
	if f.bad != on {
		f.bad = on
		f.Refresh()
	}
}

// CreateRenderer returns the renderer of the frame.
func (f *EntryFrame) CreateRenderer() fyne.WidgetRenderer {
	r := &entryFrameRenderer{f: f}
	r.Refresh()
	return r
}

type entryFrameRenderer struct {
	f      *EntryFrame
	mirror Mirror
}

func (r *entryFrameRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.f.frame, r.f.inner, r.f.hint, r.f.wheel}
}

func (r *entryFrameRenderer) Destroy()           {}
func (r *entryFrameRenderer) MinSize() fyne.Size { return r.f.inner.MinSize() }

func (r *entryFrameRenderer) Layout(s fyne.Size) {
	r.mirror.Layout(s.Width, r.Objects, func() { r.layout(s) })
}

func (r *entryFrameRenderer) layout(s fyne.Size) {
	Place(r.f.frame, 0, 0, s.Width, s.Height)
	Place(r.f.inner, r.f.inset, 0, r.f.entryWidth(s.Width-r.f.inset-2), s.Height)
	Place(r.f.wheel, 0, 0, s.Width, s.Height)
	Place(r.f.hint, r.f.inset+r.f.side, r.f.side, max(0, s.Width-r.f.inset-2*r.f.side), r.f.hint.MinSize().Height) // where the entry has its text
}

func (r *entryFrameRenderer) Refresh() {
	line := theme.ColorLine
	switch {
	case r.f.bad:
		line = theme.ColorBad
	case r.f.focused:
		line = theme.ColorAccent
	}
	PaintFrame(r.f.frame, r.f.fill, line, r.f.corner)
	if r.f.entry != nil {
		r.Layout(r.f.Size())
	}
}

// maxClipboard is the longest text that is searched for links, in bytes.
const maxClipboard = 1 << 20

// ClipboardText returns the text on a clipboard, empty if it is longer than 1 MiB.
func ClipboardText(c fyne.Clipboard) string {
	if c == nil {
		return ""
	}
	if s := c.Content(); len(s) <= maxClipboard {
		return s
	}
	return ""
}
