package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// head is what stands above the filters: of a list its picture and title, of a search
// its words.
type head struct {
	kind     Kind
	deck     *deck
	title    *widgets.Label
	meta     *widgets.Label
	tabs     *tabLine
	progress *widgets.Label // how much of the list was read
	again    *widgets.Button
	follow   *widgets.Button
	cross    *widgets.Button
	query    *widgets.SearchField // of a search
}

func newHead(base fyne.Theme, tooltip *widgets.Tooltip, r Request, do actions) *head {
	v := &head{kind: r.Kind}
	v.deck = newDeck()
	v.title = widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText).AsTitle()
	v.meta = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.tabs = newTabLine(r, do.showTab, do.back)
	v.progress = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.again = widgets.NewButton(widgets.Outlined, lang.L("Try again"), nil, do.readOn)
	v.follow = widgets.NewButton(widgets.Toggle, lang.L("Follow"), nil, do.follow)
	v.follow.Hide()
	v.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, tooltip, do.close)
	v.query = widgets.NewSearchField(base, lang.L("What are you looking for?"), func(string) {})
	v.query.OnLeave = do.search
	v.query.SetText(r.Text)
	search := r.Kind == Search
	for _, o := range []fyne.CanvasObject{v.deck, v.title, v.meta, v.progress} {
		widgets.SetVisible(o, !search)
	}
	widgets.SetVisible(v.query.View, search)
	return v
}

func (v *head) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.deck, v.title, v.meta, v.tabs.view, v.progress, v.again, v.follow, v.query.View, v.cross}
}

// place places the head and returns where they begin.
func (v *head) place(s fyne.Size) float32 {
	const pad = widgets.DialogPadding
	right := s.Width - pad
	if v.kind == Search {
		widgets.Place(v.cross, right-theme.ControlHeight+9, 16+(queryHeight-theme.ControlHeight)/2, theme.ControlHeight, theme.ControlHeight)
		widgets.Place(v.query.View, pad, 16, max(0, right-theme.ControlHeight-8-pad), queryHeight)
		return searchHeadHeight
	}
	widgets.Place(v.cross, right-theme.ControlHeight+9, pad-8, theme.ControlHeight, theme.ControlHeight)
	low := s.Height < lowDialog
	widgets.SetVisible(v.deck, !low)
	widgets.SetVisible(v.meta, !low && len(v.tabs.chips) < 2)
	if low {
		widgets.Place(v.title, pad, pad-8, max(0, right-theme.ControlHeight-pad), 22)
		if len(v.tabs.chips) > 0 {
			widgets.Place(v.tabs.view, pad, pad+14, right-pad, theme.ControlHeight)
			v.placeProgress(pad, right, pad+52)
			return lowHeadHeight + theme.ControlHeight
		}
		v.placeProgress(pad, right-theme.ControlHeight, pad+14) // beside the cross
		return lowHeadHeight
	}
	widgets.Place(v.deck, pad, pad-8, widgets.ThumbnailWidth, widgets.ThumbnailHeight+8)
	const left = pad + widgets.ThumbnailWidth + 16
	widgets.Place(v.title, left, pad, max(0, right-theme.ControlHeight-left), 22)
	tabs, meta := v.tabs.width(max(0, right-left)), float32(pad+24)
	widgets.Place(v.tabs.view, left, pad+19, tabs, theme.ControlHeight)
	if tabs > 0 {
		tabs += theme.Gap
		meta += 4 // the middle of the chips
	}
	widgets.Place(v.meta, left+tabs, meta, max(0, right-left-tabs), 18)
	if len(v.tabs.chips) > 0 {
		v.placeProgress(left, right, pad+56)
		return headHeight + 6
	}
	v.placeProgress(left, right, pad+48)
	return headHeight
}

// placeProgress places how much was read, and the button that reads on.
func (v *head) placeProgress(left, right, y float32) {
	if v.again.Visible() {
		w := v.again.MinSize().Width
		right -= w
		widgets.Place(v.again, right, y-9, w, theme.ControlHeight)
		right -= 12
	}
	if v.follow.Visible() {
		w := v.follow.MinSize().Width
		right -= w
		widgets.Place(v.follow, right, y-9, w, theme.ControlHeight)
		right -= 12
	}
	widgets.Place(v.progress, left, y, max(0, right-left), 18)
}
