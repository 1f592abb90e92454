package picker

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// dialogWidth and dialogHeight are the size of the dialog in pixels, where the window
// has the space.
const dialogWidth, dialogHeight = 800, 688

// parts are the widgets of the dialog.
type parts struct {
	content *fyne.Container
	*head
	*filters
	frame    *widgets.Panel
	list     *list
	listArea fyne.CanvasObject
	empty    *widgets.Notice // in place of the list
	*foot
}

// newParts makes and lays out the widgets.
func newParts(base fyne.Theme, tooltip *widgets.Tooltip, r Request, entries *selection, do actions) *parts {
	v := &parts{
		head: newHead(base, tooltip, r, do), filters: newFilters(base, tooltip, r, do), foot: newFoot(tooltip, r.Kind, do),
		frame: widgets.NewPanel(theme.ColorClear, theme.ColorLine, theme.Radius), empty: widgets.NewNotice().Centered(),
	}
	size := listRow
	if r.Kind == Search {
		size = searchRow
	}
	v.list = newList(entries, size, do)
	v.listArea = container.NewThemeOverride(v.list, theme.ForList(base))
	all := slices.Concat(v.head.objects(), v.filters.objects(), []fyne.CanvasObject{v.frame, v.listArea, v.empty}, v.foot.objects())
	v.content = widgets.Arrange(func() fyne.Size { return fyne.Size{} }, v.place, all...)
	return v
}

// focusable returns what can have the focus and is not scrolled by the dialog.
func (v *parts) focusable() []fyne.CanvasObject {
	return append(v.tabs.focusable(), v.again, v.follow, v.query, v.subtitles, v.filter, v.length, v.order, v.all, v.none, v.some, v.list, v.folder, v.ownFolder, v.numbers,
		v.cancel, v.more, v.start, v.cross, v.bar.View.Objects[1], v.bar.View.Objects[2], v.bar.View.Objects[3])
}

// place lays the dialog out from the top to the list and from the bottom to it.
func (v *parts) place(s fyne.Size) {
	y := v.filters.place(s, v.head.place(s), v.follow)
	bottom := v.foot.place(s)
	const pad = widgets.DialogPadding
	height := max(0, bottom-y)
	widgets.Place(v.frame, pad, y, s.Width-2*pad, height)
	widgets.Place(v.listArea, pad+4, y+4, s.Width-2*pad-8, max(0, height-8))
	natural := widgets.Measure(v.empty.Text(), theme.SizeSmall, false) + 2*pad
	width := min(s.Width-4*pad, widgets.DialogWidth, natural)
	widgets.Place(v.empty, (s.Width-width)/2, y+height/2-widgets.TallNoticeHeight, width, v.empty.HeightFor(width))
}
