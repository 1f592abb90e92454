package settings

import (
	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// section is what belongs together.
type section struct {
	title string
	icon  fyne.Resource
	rows  []*row
	more  []*row // shown with the section once they are asked for
}

// pane shows rows one under the other, under the titles of their sections.
type pane struct {
	view  *fyne.Container
	width func() float32 // in pixels: Fyne asks for the height before the width is given
	parts []part
}

// part is a title, or a row.
type part struct {
	title *widgets.Label
	row   *row
}

func newPane(width func() float32) *pane {
	p := &pane{width: width}
	p.view = widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(0, p.layout(p.width(), false)) },
		func(fyne.Size) { p.layout(p.width(), true) })
	return p
}

// show shows sections.
func (p *pane) show(all []section) {
	p.parts, p.view.Objects = nil, nil
	for _, s := range all {
		title := widgets.NewLabel(s.title, theme.SizeTitle, true, theme.ColorText)
		p.parts = append(p.parts, part{title: title})
		p.view.Objects = append(p.view.Objects, title)
		for _, r := range s.rows {
			if r.appear != nil {
				r.appear()
				r.appear = nil
			}
			p.parts = append(p.parts, part{row: r})
			p.view.Objects = append(p.view.Objects, r.view)
		}
	}
	p.view.Refresh()
}

// layout returns the height of everything in a width, and puts it in its place if it
// is to.
func (p *pane) layout(width float32, place bool) float32 {
	y := float32(0)
	for i, part := range p.parts {
		if part.title != nil {
			if i > 0 {
				y += 12
			}
			if place {
				widgets.Place(part.title, widgets.DialogInset, y, width, 24)
			}
			y += 30
			continue
		}
		h := part.row.layout(width, false)
		if place {
			widgets.Place(part.row.view, widgets.DialogInset, y, width, h)
		}
		y += h + theme.Gap
	}
	return y + theme.Gap
}
