package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// foot is what stands under the list: what is ticked, where it is saved, and what it
// will take.
type foot struct {
	kind      Kind
	ticked    *widgets.Label
	rest      *widgets.Label // what is not ticked, and why
	hint      *widgets.Label
	folder    *widgets.Button
	ownFolder *widgets.Button
	numbers   *widgets.Button
	pathIcon  *widgets.Icon
	path      *widgets.Label // folder of the example
	name      *widgets.Label // name of the example
	line      *widgets.Panel // above the buttons
	sum       *widgets.Label
	when      *widgets.Label
	cancel    *widgets.Button
	more      *widgets.Button
	start     *widgets.Button
}

func newFoot(tooltip *widgets.Tooltip, k Kind, do actions) *foot {
	v := &foot{kind: k}
	v.ticked = widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText)
	v.rest = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.hint = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim).Align(fyne.TextAlignTrailing)
	v.hint.SetText(lang.L("Shift + click ticks all in between"))
	v.folder = options.NewFolderButton(do.pickFolder, tooltip)
	v.ownFolder = widgets.NewButton(widgets.Toggle, lang.L("A folder for this list"), nil, do.toggleFolder)
	v.numbers = widgets.NewButton(widgets.Toggle, lang.L("Numbers in its order"), nil, do.toggleNumbers)
	v.pathIcon = widgets.NewIcon(theme.IconFolder, theme.ColorDim)
	v.path = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.name = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorText)
	v.line = widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0)
	v.sum = widgets.NewShrinkingLabel(theme.SizeText, true, theme.ColorText)
	v.when = widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	v.cancel = widgets.NewButton(widgets.Outlined, lang.L("Cancel"), nil, do.close)
	v.more = widgets.NewButton(widgets.Outlined, i18n.Count("{{.Count}} more", pageOfSearch), nil, do.readOn)
	v.start = widgets.NewButton(widgets.Primary, "", nil, do.download)
	for _, o := range []fyne.CanvasObject{v.ownFolder, v.numbers, v.cancel} {
		widgets.SetVisible(o, k != Search)
	}
	return v
}

// pageOfSearch is how many results a page of a search has, about.
const pageOfSearch = 20

func (v *foot) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.ticked, v.rest, v.hint, v.folder, v.ownFolder, v.numbers, v.pathIcon, v.path, v.name, v.line, v.sum, v.when, v.cancel, v.more, v.start}
}

// place places the foot and returns where the list ends.
func (v *foot) place(s fyne.Size) float32 {
	const pad, h = widgets.DialogPadding, theme.ControlHeight
	right, y := s.Width-pad, s.Height-footHeight
	widgets.Place(v.line, 0, y, s.Width, 1)
	const button = 44
	widgets.SetVisible(v.cancel, v.kind != Search && s.Width > narrowDialog) // the cross and Escape stay
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
	low := s.Height < lowDialog
	if example := v.name.Text() != "" && !low; v.placeExample(pad, y-lineHeight, s.Width-2*pad, example) {
		y -= lineHeight + 6
	}
	y -= h
	x := float32(pad)
	folder := v.folderWidth(s.Width - 2*pad)
	widgets.Place(v.folder, x, y, folder, h)
	x += folder + theme.Gap
	for _, b := range []*widgets.Button{v.ownFolder, v.numbers} {
		w := b.MinSize().Width
		widgets.Place(b, x, y, min(w, max(0, s.Width-pad-x)), h)
		x += w + theme.Gap
	}
	return v.placeTicked(s, y-lineHeight-theme.Gap, low)
}

// folderWidth returns how wide the folder is beside the two switches. Where its name has no
// space, it shows its icon; its tooltip has the name.
func (v *foot) folderWidth(width float32) float32 {
	v.folder.SetCompact(false)
	folder := min(v.folder.MinSize().Width, 220)
	left := width
	for _, b := range []*widgets.Button{v.ownFolder, v.numbers} {
		if b.Visible() {
			left -= b.MinSize().Width + theme.Gap
		}
	}
	if left >= min(folder, v.folder.LabelWidth()) {
		return min(folder, left)
	}
	v.folder.SetCompact(true)
	return v.folder.MinSize().Width
}

// placeExample places the path of the first file, if it is shown. The name has the
// space that it needs, up to two thirds.
func (v *foot) placeExample(x, y, width float32, show bool) bool {
	for _, o := range []fyne.CanvasObject{v.path, v.name, v.pathIcon} {
		widgets.SetVisible(o, show)
	}
	const icon, space = 22, 4
	width -= icon + space
	path, name := v.path.Width()+1, v.name.Width()+1 // widths are rounded
	if path+name > width {
		path = max(min(path, width/3), width-name)
	}
	name = min(name, max(0, width-path))
	widgets.Place(v.pathIcon, x, y+2, 16, 16)
	first, then := v.path, v.name
	if widgets.Mirrored() { // a path is read from left to right
		first, then, path, name = then, first, name, path
	}
	widgets.Place(first, x+icon, y, path, lineHeight)
	widgets.Place(then, x+icon+path+space, y, name, lineHeight)
	return show
}

// placeTicked places the line under the list at y, which a low dialog and a search do not
// have, and returns where the list ends.
func (v *foot) placeTicked(s fyne.Size, y float32, low bool) float32 {
	const pad = widgets.DialogPadding
	if v.kind == Search || low {
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
