package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// wordsEntry is an entry of one line with a magnifying glass before it.
type wordsEntry struct {
	widget.Entry
	view  fyne.CanvasObject
	frame *widgets.EntryFrame
	enter func()
	down  func()
}

var _ fyne.Focusable = (*wordsEntry)(nil)

// newWordsEntry returns an entry that calls enter for the Enter key, and down for
// the arrow that leads to the list.
func newWordsEntry(base fyne.Theme, placeholder string, size, padding float32, enter, down func()) *wordsEntry {
	e := &wordsEntry{enter: enter, down: down}
	e.Wrapping = fyne.TextWrapOff
	e.Scroll = fyne.ScrollNone
	e.SetPlaceHolder(placeholder)
	e.ExtendBaseWidget(e)
	glass := widgets.NewIcon(theme.IconSearch, theme.ColorDim)
	e.frame = widgets.NewEntryFrame(widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(120, theme.ControlHeight) },
		func(s fyne.Size) {
			widgets.Place(glass, 12, (s.Height-16)/2, 16, 16)
			height := e.MinSize().Height
			widgets.Place(e, 32, (s.Height-height)/2, s.Width-36, height)
		}, e, glass), base, theme.ColorBackground, theme.Radius, size, padding)
	e.view = e.frame
	return e
}

// FocusGained shows that the entry has the focus.
func (e *wordsEntry) FocusGained() { e.Entry.FocusGained(); e.frame.SetFocused(true) }

// FocusLost shows that the entry has lost the focus.
func (e *wordsEntry) FocusLost() { e.Entry.FocusLost(); e.frame.SetFocused(false) }

// TypedKey passes Escape on and takes Enter.
func (e *wordsEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyEscape:
		widgets.PassKey(e, k)
	case fyne.KeyReturn, fyne.KeyEnter:
		e.enter()
	case fyne.KeyDown:
		e.down()
	default:
		e.Entry.TypedKey(k)
	}
}

// lengthNames are the choices of the length menu.
func lengthNames() []string {
	return []string{lang.L("Any length"), lang.L("Under 4 min"), lang.L("4 to 20 min"), lang.L("Over 20 min")}
}
