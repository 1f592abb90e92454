package gui

import (
	"image/color"
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// empty is what the window shows instead of a list without rows: how to begin.
type empty struct {
	widget.BaseWidget
	thread   *canvas.Image
	head     []*widgets.Label // words and keys in turn
	keys     []*canvas.Rectangle
	lines    [2]*widgets.Label
	practice *widgets.Button // nil without practice videos
}

func newEmpty(practice func()) *empty {
	e := &empty{thread: canvas.NewImageFromResource(nil)}
	e.thread.FillMode = canvas.ImageFillContain
	ctrl := lang.L("Ctrl")
	if runtime.GOOS == "darwin" {
		ctrl = "⌘"
	}
	for _, s := range []string{lang.L("Copy a link, then press"), ctrl, "+", "V"} {
		e.head = append(e.head, widgets.NewLabel(s, theme.SizeHeading, true, theme.ColorText).Align(fyne.TextAlignCenter))
	}
	for range 2 {
		e.keys = append(e.keys, canvas.NewRectangle(color.Transparent))
	}
	for i := range e.lines {
		e.lines[i] = widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorDim).Align(fyne.TextAlignCenter)
	}
	e.lines[0].SetText(lang.L("One video, a whole playlist, or many links at once."))
	if practice != nil {
		e.practice = widgets.NewButton(widgets.Outlined, lang.L("Try a practice video"), nil, practice)
	}
	e.ExtendBaseWidget(e)
	return e
}

func (e *empty) setFolder(dir string) {
	e.lines[1].SetText(lang.L("Files are saved in {{.Folder}} and play everywhere.", i18n.With("Folder", i18n.FolderName(dir))))
}

// CreateRenderer is part of fyne.Widget.
func (e *empty) CreateRenderer() fyne.WidgetRenderer {
	r := &emptyRenderer{e}
	r.Refresh()
	return r
}

type emptyRenderer struct{ e *empty }

func (r *emptyRenderer) Objects() []fyne.CanvasObject {
	e := r.e
	all := []fyne.CanvasObject{e.thread, e.keys[0], e.keys[1]}
	for _, t := range e.head {
		all = append(all, t)
	}
	all = append(all, e.lines[0], e.lines[1])
	if e.practice != nil {
		all = append(all, e.practice)
	}
	return all
}

func (r *emptyRenderer) Destroy()           {}
func (r *emptyRenderer) MinSize() fyne.Size { return fyne.NewSize(320, 240) }

func (r *emptyRenderer) Layout(s fyne.Size) {
	e := r.e
	height := float32(120 + 12 + 28 + 12 + 40)
	if e.practice != nil {
		height += 16 + theme.ControlHeight
	}
	y := max(0, (s.Height-height)/2)
	widgets.Place(e.thread, (s.Width-120)/2, y, 120, 120)
	y += 120 + 12

	const side, between = 9, 8
	width := float32(-between)
	for i, t := range e.head {
		width += t.Width() + between
		if i%2 == 1 {
			width += 2 * side
		}
	}
	x := (s.Width - width) / 2
	for i, t := range e.head {
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
	y += 28 + 12
	for _, t := range e.lines {
		widgets.Place(t, 0, y, s.Width, 20)
		y += 20
	}
	if e.practice != nil {
		w := e.practice.MinSize().Width
		widgets.Place(e.practice, (s.Width-w)/2, y+16, w, theme.ControlHeight)
	}
}

func (r *emptyRenderer) Refresh() {
	e := r.e
	e.thread.Resource = theme.Colored(theme.IconThread, theme.ColorAccent)
	e.thread.Refresh()
	for _, k := range e.keys {
		widgets.PaintFrame(k, theme.ColorCard, theme.ColorLine, 6)
	}
	for _, t := range append(e.head, e.lines[:]...) {
		t.Refresh()
	}
	if e.practice != nil {
		e.practice.Refresh()
	}
	r.Layout(e.Size())
}
