package gui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// emptyState is what the window shows when there are no downloads: how to begin.
type emptyState struct {
	view  *fyne.Container
	logo  *widgets.Icon
	head  []*widgets.Label // words and keys in turn
	keys  []*widgets.Panel
	lines [2]*widgets.Label
	demo  *widgets.Button // nil without demo videos
}

func newEmptyState(addDemo func()) *emptyState {
	e := &emptyState{logo: widgets.NewIcon(theme.IconThread, theme.ColorAccent)}
	ctrl := lang.L("Ctrl")
	if runtime.GOOS == "darwin" {
		ctrl = "⌘"
	}
	for _, s := range []string{lang.L("Copy a link, then press"), ctrl, "+", "V"} {
		e.head = append(e.head, widgets.NewLabel(s, theme.SizeHeading, true, theme.ColorText).Align(fyne.TextAlignCenter))
	}
	all := []fyne.CanvasObject{e.logo}
	for range 2 {
		e.keys = append(e.keys, widgets.NewPanel(theme.ColorCard, theme.ColorLine, 6))
	}
	all = append(all, e.keys[0], e.keys[1])
	for _, t := range e.head {
		all = append(all, t)
	}
	for i := range e.lines {
		e.lines[i] = widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorDim).Align(fyne.TextAlignCenter)
		all = append(all, e.lines[i])
	}
	e.lines[0].SetText(lang.L("One video, a whole playlist, or many links at once."))
	if addDemo != nil {
		e.demo = widgets.NewButton(widgets.Outlined, lang.L("Try a demo video"), nil, addDemo)
		all = append(all, e.demo)
	}
	e.view = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, 240) }, e.layout, all...)
	return e
}

func (e *emptyState) setFolder(dir string) {
	e.lines[1].SetText(lang.L("Files are saved in {{.Folder}} and play everywhere.", i18n.With("Folder", i18n.FolderName(dir))))
}

func (e *emptyState) layout(s fyne.Size) {
	height := float32(120 + 12 + 28 + 12 + 40)
	if e.demo != nil {
		height += 16 + theme.ControlHeight
	}
	y := max(0, (s.Height-height)/2)
	widgets.Place(e.logo, (s.Width-120)/2, y, 120, 120)
	y += 120 + 12
	e.layoutHead(s.Width, y)
	y += 28 + 12
	for _, t := range e.lines {
		widgets.Place(t, 0, y, s.Width, 20)
		y += 20
	}
	if e.demo != nil {
		w := e.demo.MinSize().Width
		widgets.Place(e.demo, (s.Width-w)/2, y+16, w, theme.ControlHeight)
	}
}

// layoutHead centres the words and the keys, which have a frame around them. The keys
// stand in the order of the keyboard in every language.
func (e *emptyState) layoutHead(total, y float32) {
	const side, between = 9, 8
	width := float32(-between)
	for i, t := range e.head {
		width += t.Width() + between
		if i%2 == 1 {
			width += 2 * side
		}
	}
	x := (total - width) / 2
	order := []int{0, 1, 2, 3}
	if widgets.Mirrored() {
		order = []int{0, 3, 2, 1}
	}
	for _, i := range order {
		t := e.head[i]
		w := t.Width()
		if i%2 == 1 {
			widgets.Place(e.keys[i/2], x, y, w+2*side, 28)
			x += side
		}
		widgets.Place(t, x, y, w+1, 28)
		if x += w + between; i%2 == 1 {
			x += side
		}
	}
}
