package downloads

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// SelectionBarHeight is the height of a SelectionBar in pixels.
const SelectionBarHeight = 44

// SelectionBar says how many rows are selected, and has what can be done with all of
// them. A button that fits only some says how many.
type SelectionBar struct {
	View *fyne.Container
	list *List

	count  *widgets.Label
	check  *widgets.Icon
	back   *widgets.Surface
	all    *widgets.Button
	pause  *widgets.Button
	resume *widgets.Button
	retry  *widgets.Button
	top    *widgets.Button
	remove *widgets.Button
	cross  *widgets.Button
}

// NewSelectionBar returns the bar of a list. It calls top with the rows that are to
// become the first.
func NewSelectionBar(l *List, t *widgets.Tooltip, top func([]core.ID)) *SelectionBar {
	b := &SelectionBar{
		list:  l,
		back:  widgets.NewSurface(theme.ColorSoft, theme.ColorClear, theme.RadiusCard),
		check: widgets.NewIcon(theme.IconCheck, theme.ColorAccent),
		count: widgets.NewLabel("", theme.SizeText, true, theme.ColorText),
	}
	button := func(label string, icon fyne.Resource, do func([]core.ID)) *widgets.Button {
		x := widgets.NewButton(widgets.Outlined, label, icon, func() { do(l.Selected()) })
		x.Tooltip = t
		return x
	}
	of := func(fits func(core.State) bool, do func(...core.ID)) func([]core.ID) {
		return func(ids []core.ID) { do(l.model.filtered(ids, fits)...) }
	}
	b.pause = button(lang.L("Pause"), theme.IconPause, of(canPause, l.do.Pause))
	b.resume = button(lang.L("Resume"), theme.IconResume, of(canResume, l.do.Resume))
	b.retry = button(lang.L("Try again"), theme.IconRetry, of(canRetry, l.do.Retry))
	b.top = button(lang.L("Move to the top"), theme.IconTop, top)
	b.remove = button(lang.L("Remove"), theme.IconTrash, func(ids []core.ID) { l.removeRows(ids) })
	b.all = widgets.NewButton(widgets.Bare, "", nil, l.SelectAll)
	b.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, t, l.ClearSelection)
	b.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, SelectionBarHeight) }, b.layout,
		b.back, b.check, b.count, b.all, b.pause, b.resume, b.retry, b.top, b.remove, b.cross)
	b.View.Hide()
	return b
}

// Update shows the selection, and hides the bar when there is none. It says whether
// the bar is shown.
func (b *SelectionBar) Update() bool {
	ids := b.list.Selected()
	if len(ids) == 0 {
		widgets.SetVisible(b.View, false)
		return false
	}
	b.count.SetText(i18n.Count("{{.Count}} selected", len(ids)))
	b.all.SetText(i18n.Count("Select all {{.Count}}", b.list.model.Shown()))
	widgets.SetVisible(b.all, len(ids) < b.list.model.Shown())
	for _, x := range []struct {
		button *widgets.Button
		fits   func(core.State) bool
	}{{b.pause, canPause}, {b.resume, canResume}, {b.retry, canRetry}} {
		n := len(b.list.model.filtered(ids, x.fits))
		widgets.SetVisible(x.button, n > 0)
		suffix := ""
		if n < len(ids) {
			suffix = i18n.Number(n)
		}
		x.button.SetSuffix(suffix)
	}
	widgets.SetVisible(b.top, b.list.model.ordered())
	widgets.SetVisible(b.View, true)
	b.View.Refresh()
	return true
}

func (b *SelectionBar) layout(s fyne.Size) {
	const inset = 4
	widgets.Place(b.back, 0, 0, s.Width, s.Height)
	widgets.Place(b.check, 14, (s.Height-18)/2, 18, 18)
	widgets.Place(b.count, 40, 0, b.count.Width()+1, s.Height)
	left := 40 + b.count.Width() + 6
	right := s.Width - inset - theme.ControlHeight
	widgets.Place(b.cross, right, inset, theme.ControlHeight, theme.ControlHeight)
	buttons := []*widgets.Button{b.remove, b.top, b.retry, b.resume, b.pause}
	wide := float32(0)
	for _, x := range buttons {
		if x.SetCompact(false); x.Visible() {
			wide += x.MinSize().Width + theme.Gap
		}
	}
	compact := left+wide > right
	for _, x := range buttons {
		x.SetCompact(compact)
		if x.Visible() {
			w := x.MinSize().Width
			right -= theme.Gap + w
			widgets.Place(x, right, inset, w, theme.ControlHeight)
		}
	}
	if w := b.all.MinSize().Width; left+w <= right {
		widgets.Place(b.all, left, inset, w, theme.ControlHeight)
	} else {
		widgets.Place(b.all, left, inset, 0, 0)
	}
}
