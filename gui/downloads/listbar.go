package downloads

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// ListBar is the line above the list: the filter, a field to search, the order and
// the height of the rows. While several rows are selected, a SelectionBar stands in
// its place.
type ListBar struct {
	View      *fyne.Container
	Filter    *Filter
	Search    *widgets.SearchField
	Selection *SelectionBar
	list      *List
	changed   func() // see View

	open    *widgets.Button // the search, in a narrow window
	sort    *widgets.Button
	frame   *widgets.Panel
	roomy   *widgets.Button
	compact *widgets.Button
	opened  bool // the search stands in the place of the filter
}

// View is how the list is shown.
type View struct {
	Sorted  Order
	Compact bool
}

var orderLabels = map[Order]string{
	OrderQueue: i18n.Key("Order of the queue"), OrderTitle: i18n.Key("Title"),
	OrderSize: i18n.Key("Size"), OrderState: i18n.Key("State"),
}

// NewListBar returns the bar of a list. It calls choose when a chip of the filter is
// pressed, top with the rows that are to become the first, and changed after another
// View was chosen.
func NewListBar(l *List, canvas fyne.Canvas, base fyne.Theme, t *widgets.Tooltip, choose func(Group), top func([]core.ID), changed func(View)) *ListBar {
	b := &ListBar{list: l, Filter: NewFilter(choose), Selection: NewSelectionBar(l, t, top), frame: widgets.NewPanel(theme.ColorCard, theme.ColorLine, theme.Radius)}
	b.changed = func() { changed(View{l.model.Sorted(), l.dense}) }
	b.Search = widgets.NewSearchField(base, lang.L("Search the list"), func(words string) {
		l.Search(words)
		b.View.Refresh()
	})
	b.Search.OnLeave = func() {
		b.opened = b.Search.Text != ""
		b.View.Refresh()
		canvas.Focus(l)
	}
	b.open = widgets.NewIconButton(lang.L("Search the list"), theme.IconSearch, t, func() { b.StartSearch(canvas) })
	b.sort = widgets.NewIconButton(lang.L("Sort"), theme.IconSort, t, func() { b.showOrders(canvas) })
	b.roomy = widgets.NewButton(widgets.Segment, lang.L("Tall rows"), theme.IconRoomy, func() { b.setCompact(false) })
	b.compact = widgets.NewButton(widgets.Segment, lang.L("Short rows"), theme.IconCompact, func() { b.setCompact(true) })
	for _, x := range []*widgets.Button{b.roomy, b.compact} {
		x.Tooltip = t
		x.SetCompact(true)
	}
	b.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, theme.ControlHeight) }, b.layout,
		b.Filter.View, b.Search.View, b.open, b.sort, b.frame, b.roomy, b.compact, b.Selection.View)
	b.Show(View{})
	return b
}

// Show shows the list in another way.
func (b *ListBar) Show(v View) {
	b.list.Sort(v.Sorted)
	b.list.SetCompact(v.Compact)
	b.roomy.SetChosen(!v.Compact)
	b.compact.SetChosen(v.Compact)
	b.sort.SetChosen(v.Sorted != OrderQueue)
}

func (b *ListBar) setCompact(on bool) {
	b.Show(View{b.list.model.Sorted(), on})
	b.changed()
}

// showOrders opens the menu of the orders.
func (b *ListBar) showOrders(canvas fyne.Canvas) {
	var items []widgets.MenuItem
	for _, o := range []Order{OrderQueue, OrderTitle, OrderSize, OrderState} {
		items = append(items, widgets.Choice(lang.L(orderLabels[o]), o == b.list.model.Sorted(), func() {
			b.Show(View{o, b.list.dense})
			b.changed()
		}))
	}
	widgets.ShowMenuUnder(canvas, b.sort, items)
}

// StartSearch puts the cursor into the search field.
func (b *ListBar) StartSearch(canvas fyne.Canvas) {
	b.opened = true
	b.list.ClearSelection()
	b.Update()
	b.View.Refresh()
	canvas.Focus(b.Search)
	b.Search.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// ShowAll takes back filter and search.
func (b *ListBar) ShowAll() {
	b.opened = false
	b.Search.SetText("")
	b.View.Refresh()
}

// Update shows the counts and the selection.
func (b *ListBar) Update() {
	b.Filter.Set(b.list.model.Counts(), b.list.model.Filter())
	before := b.Selection.View.Visible()
	if selecting := b.Selection.Update(); selecting != before {
		for _, o := range []fyne.CanvasObject{b.Filter.View, b.sort, b.frame, b.roomy, b.compact} {
			widgets.SetVisible(o, !selecting)
		}
		b.View.Refresh()
	}
}

func (b *ListBar) layout(s fyne.Size) {
	widgets.Place(b.Selection.View, 0, -(SelectionBarHeight-theme.ControlHeight)/2, s.Width, SelectionBarHeight)
	const density = theme.ControlHeight
	right := s.Width - 2*density
	widgets.Place(b.frame, right, 0, 2*density, theme.ControlHeight)
	widgets.Place(b.roomy, right, 0, density, density)
	widgets.Place(b.compact, right+density, 0, density, density)
	right -= theme.Gap + theme.ControlHeight
	widgets.Place(b.sort, right, 0, theme.ControlHeight, theme.ControlHeight)
	right -= theme.Gap
	narrow, selecting := s.Width < theme.Narrow, b.Selection.View.Visible()
	over := narrow && b.opened
	widgets.SetVisible(b.Search.View, (!narrow || over) && !selecting)
	widgets.SetVisible(b.open, narrow && !over && !selecting)
	widgets.SetVisible(b.Filter.View, !over && !selecting)
	left := float32(0)
	switch {
	case over:
		widgets.Place(b.Search.View, 0, 0, right, theme.ControlHeight)
	case narrow:
		right -= theme.ControlHeight
		widgets.Place(b.open, right, 0, theme.ControlHeight, theme.ControlHeight)
		left = right
	default:
		width := min(208, max(120, right-560))
		right -= width
		widgets.Place(b.Search.View, right, 0, width, theme.ControlHeight)
		left = right - theme.Gap
	}
	widgets.Place(b.Filter.View, 0, 0, left, theme.ControlHeight)
}
