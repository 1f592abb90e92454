package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Sizes of the dialog in pixels.
const (
	dialogWidth, dialogHeight = 800, 688
	headHeight                = widgets.DialogPadding + widgets.ThumbnailHeight + 12
	searchHeadHeight          = 16 + queryHeight + 16
	queryHeight               = theme.ControlHeight
	footHeight                = 68
	lineHeight                = 20
	narrowDialog              = 620 // a narrower dialog leaves hints out
	lowDialog                 = 520 // a lower one the picture and all that is not needed
	lowHeadHeight             = 64
)

// someNumbers are how many entries the menu of the first or newest ones offers.
var someNumbers = []int{10, 20, 50, 100}

// parts are the widgets of the dialog.
type parts struct {
	kind      Kind
	content   *fyne.Container
	deck      *deck
	title     *widgets.Label
	meta      *widgets.Label
	tabs      *tabLine
	progress  *widgets.Label // how much of the list was read
	again     *widgets.Button
	follow    *widgets.Button
	cross     *widgets.Button
	query     *widgets.SearchField // of a search
	bar       *options.Bar
	forAll    *widgets.Label
	filter    *widgets.SearchField
	length    *widgets.Button
	order     *widgets.Button
	all       *widgets.Button
	none      *widgets.Button
	some      *widgets.Button
	frame     *widgets.Panel
	list      *list
	listArea  fyne.CanvasObject
	empty     *widgets.Notice // in place of the list
	ticked    *widgets.Label
	rest      *widgets.Label // what is not ticked, and why
	hint      *widgets.Label
	folder    *widgets.Button
	ownFolder *widgets.Button
	numbers   *widgets.Button
	pathIcon  *widgets.Icon
	path      *widgets.Label
	line      *widgets.Panel // above the foot
	sum       *widgets.Label
	when      *widgets.Label
	cancel    *widgets.Button
	more      *widgets.Button
	start     *widgets.Button
}

// newParts makes and lays out the widgets.
func newParts(base fyne.Theme, tooltip *widgets.Tooltip, r Request, entries *selection, do actions) *parts {
	v := &parts{kind: r.Kind}
	v.deck = newDeck()
	v.title = widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText).AsTitle()
	v.meta = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.tabs = newTabLine(r, do.showTab, do.back)
	v.progress = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.again = widgets.NewButton(widgets.Outlined, lang.L("Try again"), nil, do.readOn)
	v.follow = widgets.NewButton(widgets.Toggle, lang.L("Follow"), nil, do.follow)
	v.follow.Hide()
	v.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, tooltip, do.close)
	v.bar = options.NewBar(r.Base, do.setWish, nil, tooltip)
	v.forAll = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing)
	v.forAll.SetText(lang.L("One choice for all"))
	v.length = widgets.NewButton(widgets.Tag, "", theme.IconDown, do.showLengths)
	v.length.IconLast = true
	v.order = widgets.NewIconButton(lang.L("Sort"), theme.IconSort, tooltip, do.showOrders)
	if r.Kind == Search {
		v.order = widgets.NewButton(widgets.Tag, "", theme.IconDown, do.showOrders)
		v.order.IconLast = true
	}
	v.all = widgets.NewButton(widgets.Outlined, lang.L("All"), nil, func() { do.tickAll(true) })
	v.none = widgets.NewButton(widgets.Outlined, lang.L("None"), nil, func() { do.tickAll(false) })
	v.some = widgets.NewButton(widgets.Tag, lang.L("Some"), theme.IconDown, do.showSome)
	v.some.IconLast = true
	if r.Kind == Channel {
		v.some.SetText(lang.L("Newest"))
	}
	v.frame = widgets.NewPanel(theme.ColorClear, theme.ColorLine, theme.Radius)
	size := listRow
	if r.Kind == Search {
		size = searchRow
	}
	v.list = newList(entries, size, do)
	v.listArea = container.NewThemeOverride(v.list, theme.ForList(base))
	v.filter = widgets.NewSearchField(base, lang.L("Filter by words"), func(string) { do.filter() })
	v.filter.OnLeave = do.focusList
	v.query = widgets.NewSearchField(base, lang.L("What are you looking for?"), func(string) {})
	v.query.OnLeave = do.search
	v.query.SetText(r.Text)
	v.empty = widgets.NewNotice().Centered()
	v.ticked = widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText)
	v.rest = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.hint = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing)
	v.hint.SetText(lang.L("Shift + click ticks all in between"))
	v.folder = options.NewFolderButton(do.pickFolder, tooltip)
	v.ownFolder = widgets.NewButton(widgets.Toggle, lang.L("A folder for this list"), nil, do.toggleFolder)
	v.numbers = widgets.NewButton(widgets.Toggle, lang.L("Numbers in its order"), nil, do.toggleNumbers)
	v.pathIcon = widgets.NewIcon(theme.IconFolder, theme.ColorDim)
	v.path = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.line = widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0)
	v.sum = widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText)
	v.when = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.cancel = widgets.NewButton(widgets.Outlined, lang.L("Cancel"), nil, do.close)
	v.more = widgets.NewButton(widgets.Outlined, i18n.Count("{{.Count}} more", pageOfSearch), nil, do.readOn)
	v.start = widgets.NewButton(widgets.Primary, "", nil, do.download)
	v.assemble()
	return v
}

// assemble hides what the kind does not have, and lays out the rest.
func (v *parts) assemble() {
	search := v.kind == Search
	for _, o := range []fyne.CanvasObject{v.deck, v.title, v.meta, v.progress, v.filter.View, v.all, v.none, v.some, v.forAll, v.ownFolder, v.numbers, v.cancel} {
		widgets.SetVisible(o, !search)
	}
	widgets.SetVisible(v.query.View, search)
	v.content = widgets.Arrange(func() fyne.Size { return fyne.Size{} }, v.place,
		v.deck, v.title, v.meta, v.tabs.view, v.progress, v.again, v.follow, v.query.View, v.bar.View, v.forAll, v.filter.View, v.length, v.order, v.all, v.none, v.some,
		v.frame, v.listArea, v.empty, v.ticked, v.rest, v.hint, v.folder, v.ownFolder, v.numbers, v.pathIcon, v.path,
		v.line, v.sum, v.when, v.cancel, v.more, v.start, v.cross)
}

// pageOfSearch is how many results a page of a search has, about.
const pageOfSearch = 20

// focusable returns what can have the focus and is not scrolled by the dialog.
func (v *parts) focusable() []fyne.CanvasObject {
	return append(v.tabs.focusable(), v.again, v.follow, v.query, v.filter, v.length, v.order, v.all, v.none, v.some, v.list, v.folder, v.ownFolder, v.numbers, v.cancel, v.more, v.start, v.cross,
		v.bar.View.Objects[1], v.bar.View.Objects[2], v.bar.View.Objects[3])
}

// place lays the dialog out from the top to the list and from the bottom to it.
func (v *parts) place(s fyne.Size) {
	y := v.placeHead(s)
	y = v.placeFilters(s, y)
	bottom := v.placeFoot(s)
	const pad = widgets.DialogPadding
	height := max(0, bottom-y)
	widgets.Place(v.frame, pad, y, s.Width-2*pad, height)
	widgets.Place(v.listArea, pad+4, y+4, s.Width-2*pad-8, max(0, height-8))
	natural := widgets.Measure(v.empty.Text(), theme.SizeSmall, false) + 2*pad
	width := min(s.Width-4*pad, widgets.DialogWidth, natural)
	widgets.Place(v.empty, (s.Width-width)/2, y+height/2-widgets.TallNoticeHeight, width, v.empty.HeightFor(width))
}

// placeHead places what is above the filters and returns where they begin.
func (v *parts) placeHead(s fyne.Size) float32 {
	const pad = widgets.DialogPadding
	right := s.Width - pad
	if v.kind == Search {
		widgets.Place(v.cross, right-theme.ControlHeight+9, 16, theme.ControlHeight, theme.ControlHeight)
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
func (v *parts) placeProgress(left, right, y float32) {
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

// placeFilters places the choice of quality and the filters, and returns where the
// list begins.
func (v *parts) placeFilters(s fyne.Size, y float32) float32 {
	const pad, h = widgets.DialogPadding, theme.ControlHeight
	right := s.Width - pad
	length := v.length.MinSize().Width
	if v.kind == Search {
		order := v.order.MinSize().Width
		widgets.Place(v.order, right-order, y, order, h)
		right -= order + theme.Gap
		widgets.Place(v.length, right-length, y, length, h)
		right -= length + theme.Gap
		if v.follow.Visible() {
			w := v.follow.MinSize().Width
			right -= w
			widgets.Place(v.follow, right, y, w, h)
			right -= theme.Gap
		}
		widgets.Place(v.bar.View, pad, y, max(0, right-pad), h)
		return y + h + 12
	}
	hint := v.forAll.Width()
	widgets.SetVisible(v.forAll, s.Width > narrowDialog)
	if !v.forAll.Visible() {
		hint = 0
	}
	widgets.Place(v.bar.View, pad, y, right-hint-pad, h)
	widgets.Place(v.forAll, right-hint, y, hint, h)
	y += h + theme.Gap
	for _, b := range []*widgets.Button{v.order, v.some, v.none, v.all, v.length} {
		w := b.MinSize().Width
		right -= w
		widgets.Place(b, right, y, w, h)
		right -= theme.Gap
	}
	widgets.Place(v.filter.View, pad, y, max(0, right-pad), h)
	return y + h + theme.Gap
}

// placeFoot places what is under the list and returns where the list ends.
func (v *parts) placeFoot(s fyne.Size) float32 {
	const pad, h = widgets.DialogPadding, theme.ControlHeight
	right, y := s.Width-pad, s.Height-footHeight
	widgets.Place(v.line, 0, y, s.Width, 1)
	const button = 44
	widgets.SetVisible(v.cancel, s.Width > narrowDialog) // the cross and Escape stay
	for _, b := range []*widgets.Button{v.start, v.more, v.cancel} {
		if b.Visible() {
			w := b.MinSize().Width
			right -= w
			widgets.Place(b, right, y+(footHeight-button)/2, w, button)
			right -= theme.Gap
		}
	}
	widgets.Place(v.sum, pad, y+14, max(0, right-pad-8), lineHeight)
	widgets.Place(v.when, pad, y+34, max(0, right-pad-8), lineHeight)
	y -= 12
	search := v.kind == Search
	low := s.Height < lowDialog
	example := v.path.Text() != "" && !low
	widgets.SetVisible(v.path, example)
	widgets.SetVisible(v.pathIcon, example)
	if example {
		y -= lineHeight
		widgets.Place(v.pathIcon, pad, y+2, 16, 16)
		widgets.Place(v.path, pad+22, y, s.Width-2*pad-22, lineHeight)
		y -= 6
	}
	y -= h
	x := float32(pad)
	switches := v.ownFolder.MinSize().Width + v.numbers.MinSize().Width + 2*theme.Gap
	v.folder.SetCompact(false)
	folder := min(v.folder.MinSize().Width, 220)
	if left := s.Width - 2*pad - switches; left < min(folder, v.folder.LabelWidth()) {
		v.folder.SetCompact(true) // its tooltip has the name
		folder = v.folder.MinSize().Width
	} else {
		folder = min(folder, left)
	}
	widgets.Place(v.folder, x, y, folder, h)
	x += folder + theme.Gap
	for _, b := range []*widgets.Button{v.ownFolder, v.numbers} {
		w := b.MinSize().Width
		widgets.Place(b, x, y, min(w, max(0, s.Width-pad-x)), h)
		x += w + theme.Gap
	}
	y -= lineHeight + theme.Gap
	if search || low {
		for _, o := range []fyne.CanvasObject{v.ticked, v.rest, v.hint} {
			widgets.SetVisible(o, false)
		}
		return y + lineHeight
	}
	widgets.SetVisible(v.ticked, true)
	widgets.SetVisible(v.rest, true)
	ticked := v.ticked.Width()
	rest := min(v.rest.Width(), max(0, s.Width-2*pad-ticked-12))
	widgets.Place(v.ticked, pad, y, ticked, lineHeight)
	widgets.Place(v.rest, pad+ticked+12, y, rest, lineHeight)
	available := s.Width - 2*pad - ticked - rest - 36
	widgets.SetVisible(v.hint, v.hint.Width() <= available)
	widgets.Place(v.hint, s.Width-pad-max(0, available), y, max(0, available), lineHeight)
	return y - theme.Gap
}
