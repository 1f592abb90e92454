package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Sizes of the dialog in pixels.
const (
	dialogWidth, dialogHeight = 800, 688
	headHeight                = 60
	sideWidth                 = 220 // of the list of sections
	narrowDialog              = 680 // a narrower one has a choice instead of the list
)

// paneWidth returns the width of the rows in a card of a width.
func paneWidth(card float32) float32 {
	if card < narrowDialog {
		return card - 2*widgets.DialogPadding
	}
	return card - sideWidth - 2*widgets.DialogPadding
}

// frame is what stands around the rows: the title, the search field, the sections.
type frame struct {
	content  *fyne.Container
	title    *widgets.Label
	search   *widgets.SearchField
	cross    *widgets.Button
	sections []*widgets.Button
	choice   *choice // instead of sections, in a narrow window
	lines    [2]*widgets.Panel
	version  *widgets.Label
	updates  *widgets.Label // under it; empty when nothing is known
	help     *widgets.Button
	scroll   fyne.CanvasObject
}

// newFrame returns a frame around what is scrolled. It calls search with what is looked
// for, and show with the section that is chosen.
func newFrame(h Host, sections []section, scroll fyne.CanvasObject, search func(string), show func(Section)) *frame {
	f := &frame{
		title:   widgets.NewLabel(lang.L("Settings"), theme.SizeHeading, true, theme.ColorText),
		search:  widgets.NewSearchField(h.Theme(), lang.L("Search the settings"), search).OnCard(),
		cross:   widgets.NewIconButton(lang.L("Close"), theme.IconClose, h.Tooltip(), h.Close),
		version: widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText),
		updates: widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		help:    widgets.NewButton(widgets.Bare, lang.L("Why isn't it working?"), nil, h.CheckUp),
		scroll:  scroll,
	}
	number, _, _ := strings.Cut(h.Version(), " ") // commit and date stand under Look and language
	f.version.SetText("Hilo " + number)
	f.updates.SetText(h.Updates())
	all := []fyne.CanvasObject{f.title, f.search.View, f.cross}
	var names []string
	for i, s := range sections {
		names = append(names, s.title)
		b := widgets.NewButton(widgets.Item, s.title, s.icon, func() { show(Section(i)) })
		b.OnKey = func(e *fyne.KeyEvent) bool { return f.move(h.Canvas(), i, e.Name) }
		f.sections = append(f.sections, b)
		all = append(all, b)
	}
	f.search.OnLeave = func() { h.Canvas().FocusNext() }
	f.choice = newChoice(names, 0, func(i int) { show(Section(i)) })
	f.choice.About = lang.L("Settings")
	for i := range f.lines {
		f.lines[i] = widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0)
		all = append(all, f.lines[i])
	}
	all = append(all, f.choice.Button, f.scroll, f.version, f.updates, f.help)
	f.content = widgets.Arrange(func() fyne.Size { return fyne.Size{} }, f.layout, all...)
	return f
}

// fixed are what can have the focus and is not scrolled.
func (f *frame) fixed() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.search, f.cross, f.choice.Button, f.help}
	for _, b := range f.sections {
		all = append(all, b)
	}
	return all
}

// move goes to the section before or after one, and says whether a key is for that.
func (f *frame) move(c fyne.Canvas, from int, key fyne.KeyName) bool {
	switch key {
	case fyne.KeyUp:
		from--
	case fyne.KeyDown:
		from++
	default:
		return false
	}
	if from >= 0 && from < len(f.sections) {
		c.Focus(f.sections[from])
		f.sections[from].Press()
	}
	return true
}

// mark shows which section is shown.
func (f *frame) mark(at Section) {
	for i, b := range f.sections {
		b.SetChosen(Section(i) == at)
	}
	f.choice.show(int(at))
}

func (f *frame) layout(s fyne.Size) {
	const pad = widgets.DialogPadding
	narrow := s.Width < narrowDialog
	searchLeft := float32(sideWidth + pad)
	if narrow {
		searchLeft = pad + f.title.MinSize().Width + 16
	}
	crossLeft := s.Width - pad - theme.ControlHeight + 9
	widgets.Place(f.title, pad, 12, searchLeft-pad-8, theme.ControlHeight)
	widgets.Place(f.search.View, searchLeft, 12, crossLeft-searchLeft-8, theme.ControlHeight)
	widgets.Place(f.cross, crossLeft, 12, theme.ControlHeight, theme.ControlHeight)
	widgets.Place(f.lines[0], 0, headHeight, s.Width, 1)
	for i, b := range f.sections {
		widgets.Place(b, 12, headHeight+13+float32(i)*40, sideWidth-24, theme.ControlHeight)
		widgets.SetVisible(b, !narrow)
	}
	for _, o := range []fyne.CanvasObject{f.lines[1], f.version, f.updates, f.help} {
		widgets.SetVisible(o, !narrow)
	}
	widgets.SetVisible(f.choice.Button, narrow)
	widgets.Place(f.lines[1], sideWidth, headHeight, 1, s.Height-headHeight)
	version := s.Height - 66
	if f.updates.Text() != "" {
		version -= 18
	}
	widgets.Place(f.version, pad+2, version, sideWidth-pad-4, 20)
	widgets.Place(f.updates, pad+2, s.Height-66, sideWidth-pad-4, 20)
	widgets.Place(f.help, pad+2-9, s.Height-48, min(f.help.MinSize().Width, sideWidth-16), theme.ControlHeight)
	left, top := float32(sideWidth+pad), float32(headHeight+17)
	if narrow {
		widgets.Place(f.choice.Button, pad, headHeight+12, s.Width-2*pad, theme.ControlHeight)
		left, top = pad, headHeight+12+theme.ControlHeight+12
	}
	// The scrolled part is wider on both sides, so that no focus line is clipped and
	// the bar stands in the padding.
	const inset = widgets.DialogInset
	x, width := left-inset, s.Width-left
	if widgets.Mirrored() {
		x = pad - inset // a scroller is where it is put; see widgets.Mirror
	}
	widgets.Place(f.scroll, x, top, width, s.Height-top-8)
}
