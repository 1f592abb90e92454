package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// filters are the two lines above the list: what is made of the videos, and which of
// them are shown and ticked.
type filters struct {
	kind      Kind
	bar       *options.Bar
	subtitles *widgets.Button
	languages string // of the subtitles, as the button says them; empty for none
	forAll    *widgets.Label
	filter    *widgets.SearchField
	length    *widgets.Button
	order     *widgets.Button
	all       *widgets.Button
	none      *widgets.Button
	some      *widgets.Button
}

func newFilters(base fyne.Theme, tooltip *widgets.Tooltip, r Request, do actions) *filters {
	v := &filters{kind: r.Kind}
	v.bar = options.NewBar(r.Base, do.setWish, nil, tooltip)
	v.subtitles = widgets.NewButton(widgets.Tag, "", theme.IconDown, do.showSubtitles)
	v.subtitles.IconLast = true
	v.forAll = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing)
	v.forAll.SetText(lang.L("One choice for all"))
	v.filter = widgets.NewSearchField(base, lang.L("Filter by words"), func(string) { do.filter() })
	v.filter.OnLeave = do.focusList
	v.length = widgets.NewButton(widgets.Tag, "", theme.IconDown, do.showLengths)
	v.length.IconLast = true
	v.order = widgets.NewIconButton(lang.L("Sort"), theme.IconSort, tooltip, do.showOrders)
	if r.Kind == Search {
		v.order = widgets.NewButton(widgets.Tag, "", theme.IconDown, do.showOrders)
		v.order.IconLast = true
	}
	v.all = widgets.NewButton(widgets.Outlined, lang.L("All"), nil, func() { do.tickAll(true) })
	v.none = widgets.NewButton(widgets.Outlined, lang.L("None"), nil, func() { do.tickAll(false) })
	v.some = widgets.NewButton(widgets.Outlined, "", theme.IconDown, do.showSome)
	v.some.IconLast = true
	for _, o := range []fyne.CanvasObject{v.subtitles, v.filter.View, v.all, v.none, v.some, v.forAll} {
		widgets.SetVisible(o, r.Kind != Search)
	}
	return v
}

func (v *filters) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.bar.View, v.subtitles, v.forAll, v.filter.View, v.length, v.order, v.all, v.none, v.some}
}

// place places the lines from y on, of a search with the button that follows it, and
// returns where the list begins.
func (v *filters) place(s fyne.Size, y float32, follow *widgets.Button) float32 {
	const pad, h = widgets.DialogPadding, theme.ControlHeight
	right := s.Width - pad
	needs, least := v.bar.Width()
	if v.kind == Search {
		v.fit(right-pad-least-theme.Gap, follow)
		for _, b := range []*widgets.Button{v.order, v.length, follow} {
			if b.Visible() {
				w := b.MinSize().Width
				right -= w
				widgets.Place(b, right, y, w, h)
				right -= theme.Gap
			}
		}
		widgets.Place(v.bar.View, pad, y, min(needs, max(0, right-pad)), h)
		return y + h + 12
	}
	subtitles, hint := v.fitSubtitles(right-pad-least-theme.Gap), v.forAll.Width()
	bar := min(needs, right-pad-subtitles-theme.Gap)
	widgets.Place(v.bar.View, pad, y, bar, h)
	widgets.Place(v.subtitles, pad+bar+theme.Gap, y, subtitles, h)
	widgets.SetVisible(v.forAll, pad+bar+2*theme.Gap+subtitles+hint <= right)
	widgets.Place(v.forAll, right-hint, y, hint, h)
	y += h + theme.Gap
	v.fitTicks(s.Width - 2*pad)
	for _, b := range []*widgets.Button{v.order, v.some, v.none, v.all, v.length} {
		if !b.Visible() {
			continue
		}
		w := b.MinSize().Width
		right -= w
		widgets.Place(b, right, y, w, h)
		right -= theme.Gap
	}
	widgets.Place(v.filter.View, pad, y, max(0, right-pad), h)
	return y + h + theme.Gap
}

// fitSubtitles returns how wide the button of the subtitles is, at most width. It says
// either what it is for or what is chosen where both have no space.
func (v *filters) fitSubtitles(width float32) float32 {
	name, chosen := lang.L("Subtitles"), v.languages
	if chosen == "" {
		chosen = lang.L("None")
	}
	v.subtitles.SetPrefix(name)
	v.subtitles.SetText(chosen)
	if v.subtitles.MinSize().Width > width {
		v.subtitles.SetPrefix("")
		if v.languages == "" {
			v.subtitles.SetText(name)
		}
	}
	return min(v.subtitles.MinSize().Width, width)
}

// filterWidth is how wide the field for words is at least, in pixels.
const filterWidth = 160

// fitTicks leaves out the buttons that tick all and none where the field would be too
// narrow with them: they are in the menu then.
func (v *filters) fitTicks(width float32) {
	for _, b := range []*widgets.Button{v.order, v.some, v.none, v.all, v.length} {
		width -= b.MinSize().Width + theme.Gap
	}
	widgets.SetVisible(v.all, width >= filterWidth)
	widgets.SetVisible(v.none, width >= filterWidth)
}

// fit makes the buttons of a search fit into a width: the order becomes an icon, then the
// button that follows the search is left out, then that of the length.
func (v *filters) fit(width float32, follow *widgets.Button) {
	v.order.SetIcon(theme.IconDown)
	v.order.SetCompact(false)
	v.length.Show()
	taken := v.order.MinSize().Width + theme.Gap + v.length.MinSize().Width
	if follow.Visible() {
		taken += theme.Gap + follow.MinSize().Width
	}
	if taken <= width {
		return
	}
	taken -= v.order.MinSize().Width - theme.ControlHeight
	v.order.SetIcon(theme.IconSort)
	v.order.SetCompact(true)
	if taken > width && follow.Visible() {
		taken -= theme.Gap + follow.MinSize().Width
		follow.Hide()
	}
	if taken > width {
		v.length.Hide()
	}
}
