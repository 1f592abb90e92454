package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Sizes of the dialog in pixels.
const (
	dialogWidth, dialogHeight = 912, 688
	headHeight                = 60
	footHeight                = 68
	footButton                = 44
	listInset                 = 8
	searchInset               = 52  // of the words in a search field, on both sides together
	narrowDialog              = 640 // a narrower dialog shows icons in place of words
	historyRow                = 72
	followingRow              = 80
)

// parts are the widgets of the dialog.
type parts struct {
	content   *fyne.Container
	tabsFrame *widgets.Panel
	tabs      [2]*widgets.Button // by Tab
	searches  [2]*widgets.SearchField
	hints     [2][2]string    // what an empty field says, and that in short
	export    *widgets.Button // on the tab History
	add       *widgets.Button // on the tab Following
	dots      *widgets.Button
	cross     *widgets.Button
	headLine  *widgets.Panel
	lists     [2]*list
	listAreas [2]fyne.CanvasObject
	empty     *widgets.Notice // in place of a list
	footLine  *widgets.Panel
	sum       *widgets.Label
	note      *widgets.Label
	clear     *widgets.Button // on the tab History
	every     *widgets.Button // on the tab Following
	checkAll  *widgets.Button // on the tab Following
	question  [3]*widgets.Button

	tab    Tab
	asking bool
}

// actions is what the widgets do.
type actions struct {
	show                          func(Tab)
	search                        [2]func(words string)
	leaveSearch                   func()
	export, add, menu, close      func()
	askClear, showEvery, checkAll func()
	key                           func(*fyne.KeyEvent)
}

// newParts makes and lays out the widgets. Each tab has its rows from one source.
func newParts(h Host, sources [2]source, do actions) *parts {
	base, tooltip := h.Theme(), h.Tooltip()
	v := &parts{}
	v.tabsFrame = widgets.NewPanel(theme.ColorCard, theme.ColorLine, theme.Radius)
	v.tabs[HistoryTab] = widgets.NewButton(widgets.Segment, lang.L("History"), nil, func() { do.show(HistoryTab) })
	v.tabs[FollowingTab] = widgets.NewButton(widgets.Segment, lang.L("Following"), nil, func() { do.show(FollowingTab) })
	v.hints = [2][2]string{
		{lang.L("Search the history"), lang.L("Search")},
		{lang.L("Search, or paste the link of a list to follow"), lang.L("Search or link")},
	}
	rows := [2]columns{historyColumns(), followingColumns()}
	for i := range v.lists {
		v.searches[i] = widgets.NewSearchField(base, v.hints[i][0], do.search[i])
		v.searches[i].OnLeave = do.leaveSearch
		v.lists[i] = newList(v.tabs[i].Label(), sources[i], rows[i], h.Thumbnail, do.key, tooltip)
		v.listAreas[i] = container.NewThemeOverride(v.lists[i], theme.ForList(base))
	}
	v.export = widgets.NewButton(widgets.Outlined, lang.L("Export…"), nil, do.export)
	v.add = widgets.NewButton(widgets.Outlined, lang.L("Follow"), theme.IconPlus, do.add)
	v.add.Tooltip = tooltip
	v.dots = widgets.NewIconButton(lang.L("More"), theme.IconMore, tooltip, do.menu)
	v.cross = widgets.NewIconButton(lang.L("Close"), theme.IconClose, tooltip, do.close)
	v.headLine = widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0)
	v.footLine = widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0)
	v.empty = widgets.NewNotice().Centered()
	v.sum = widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText)
	v.note = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.clear = widgets.NewButton(widgets.Outlined, lang.L("Empty the history…"), nil, do.askClear)
	v.every = widgets.NewButton(widgets.Tag, "", theme.IconDown, do.showEvery)
	v.every.IconLast = true
	v.checkAll = widgets.NewButton(widgets.Outlined, lang.L("Check all now"), nil, do.checkAll)
	objects := []fyne.CanvasObject{
		v.headLine, v.tabsFrame, v.tabs[0], v.tabs[1], v.searches[0].View, v.searches[1].View, v.export, v.add, v.dots, v.cross,
		v.listAreas[0], v.listAreas[1], v.empty, v.footLine, v.sum, v.note, v.clear, v.every, v.checkAll,
	}
	for i := range v.question {
		v.question[i] = widgets.NewButton(widgets.Outlined, "", nil, nil)
		v.question[i].Hide()
		objects = append(objects, v.question[i])
	}
	v.content = widgets.Arrange(func() fyne.Size { return fyne.Size{} }, v.place, objects...)
	return v
}

// focusable returns what can have the focus and is not scrolled by the dialog.
func (v *parts) focusable() []fyne.CanvasObject {
	all := []fyne.CanvasObject{v.tabs[0], v.tabs[1], v.searches[0], v.searches[1], v.lists[0], v.lists[1], v.export, v.add, v.dots, v.cross, v.clear, v.every, v.checkAll}
	for _, b := range v.question {
		all = append(all, b)
	}
	return all
}

// widthOf returns the width of the widest of some labels as buttons.
func widthOf(labels ...string) (widest float32) {
	for _, l := range labels {
		widest = max(widest, widgets.NewButton(widgets.Outlined, l, nil, nil).MinSize().Width)
	}
	return widest
}

// historyColumns returns the columns of the history, wide enough in every language.
func historyColumns() columns {
	c := columns{height: historyRow, when: 96}
	c.actions = max(widthOf(lang.L("Open"))+theme.Gap+widthOf(lang.L("Show")), widthOf(lang.L("Download again")))
	for _, state := range []string{lang.L("Here"), lang.L("Moved or deleted"), lang.L("In the list")} {
		c.state = max(c.state, widgets.Measure(state, theme.SizeSmall, true)+stateIcon+6)
	}
	return c
}

func followingColumns() columns {
	return columns{height: followingRow, state: 216, actions: widthOf(lang.L("Check now"), lang.L("Try now"), lang.L("Download")) + theme.Gap + 92}
}

// showTab shows the widgets of a tab.
func (v *parts) showTab(t Tab) {
	v.tab = t
	for i := range v.tabs {
		on := Tab(i) == t
		v.tabs[i].SetChosen(on)
		widgets.SetVisible(v.searches[i].View, on)
	}
	v.showFoot()
}

// showFoot shows the buttons of the tab, or those of a question.
func (v *parts) showFoot() {
	widgets.SetVisible(v.clear, !v.asking && v.tab == HistoryTab)
	widgets.SetVisible(v.every, !v.asking && v.tab == FollowingTab)
	widgets.SetVisible(v.checkAll, !v.asking && v.tab == FollowingTab)
	for _, b := range v.question {
		widgets.SetVisible(b, v.asking && b.Label() != "")
	}
}

// place lays out head, list and foot.
func (v *parts) place(s fyne.Size) {
	const pad = widgets.DialogPadding
	v.placeHead(s)
	v.placeFoot(s)
	height := max(0, s.Height-headHeight-footHeight)
	for _, area := range v.listAreas {
		widgets.Place(area, listInset, headHeight+4, max(0, s.Width-2*listInset), max(0, height-8))
	}
	width := min(s.Width-4*pad, widgets.DialogWidth)
	widgets.Place(v.empty, (s.Width-width)/2, headHeight+height/2-widgets.TallNoticeHeight, width, v.empty.HeightFor(width))
}

func (v *parts) placeHead(s fyne.Size) {
	const pad, h, top = widgets.DialogPadding, theme.ControlHeight, (headHeight - theme.ControlHeight) / 2
	narrow := s.Width < narrowDialog
	widgets.Place(v.headLine, 0, headHeight-1, s.Width, 1)
	x := float32(pad)
	for _, b := range v.tabs {
		w := b.MinSize().Width
		widgets.Place(b, x+3, top, w, h)
		x += w
	}
	widgets.Place(v.tabsFrame, pad, top, x+6-pad, h)
	x += 6 + 16
	right := s.Width - pad + 9 - h
	widgets.Place(v.cross, right, top, h, h)
	right -= h
	widgets.Place(v.dots, right, top, h, h)
	right -= theme.Gap
	widgets.SetVisible(v.export, v.tab == HistoryTab && !narrow)
	widgets.SetVisible(v.add, v.tab == FollowingTab)
	v.add.SetCompact(narrow)
	for _, b := range []*widgets.Button{v.export, v.add} {
		if b.Visible() {
			w := max(b.MinSize().Width, h)
			right -= w
			widgets.Place(b, right, top, w, h)
			right -= theme.Gap
		}
	}
	for i, field := range v.searches {
		hint := v.hints[i][0]
		if widgets.Measure(hint, theme.SizeSmall, false) > right-x-searchInset {
			hint = v.hints[i][1] // an entry does not cut it
		}
		field.SetHint(hint)
		widgets.Place(field.View, x, top, max(0, right-x), h)
	}
}

func (v *parts) placeFoot(s fyne.Size) {
	const pad = widgets.DialogPadding
	y := s.Height - footHeight
	widgets.Place(v.footLine, 0, y, s.Width, 1)
	right := s.Width - pad
	buttons := []*widgets.Button{v.clear, v.checkAll, v.every}
	if v.asking {
		buttons = v.question[:]
	}
	for _, b := range buttons {
		if !b.Visible() {
			continue
		}
		w, h := b.MinSize().Width, float32(footButton)
		if b == v.every {
			h = theme.ControlHeight
		}
		right -= w
		widgets.Place(b, right, y+(footHeight-h)/2, w, h)
		right -= theme.Gap
	}
	widgets.Place(v.sum, pad, y+14, max(0, right-pad-8), lineHeight)
	widgets.Place(v.note, pad, y+34, max(0, right-pad-8), lineHeight)
	widgets.SetVisible(v.note, v.note.Width() <= right-pad-8) // a part of it helps nobody
}
