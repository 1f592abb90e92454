package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Filter is the line of chips over the list.
type Filter struct {
	widget.BaseWidget
	chips  [groupCount]*widgets.Button
	counts [groupCount]int
	chosen Group
}

// labels are sentences with a number, keys of the translations.
var labels = [groupCount]string{
	"All {{.Count}}", "Active {{.Count}}", "Waiting {{.Count}}",
	"Done {{.Count}}", "Failed {{.Count}}", "Cancelled {{.Count}}",
}

func NewFilter(choose func(Group)) *Filter {
	f := &Filter{}
	for g := range f.chips {
		f.counts[g] = -1
		f.chips[g] = widgets.NewButton(widgets.Chip, "", nil, func() { choose(Group(g)) })
	}
	f.ExtendBaseWidget(f)
	return f
}

// set shows how many rows are in each group. Cancelled is offered only when
// there are some.
func (f *Filter) set(counts [groupCount]int, chosen Group) {
	if f.counts == counts && f.chosen == chosen {
		return
	}
	f.counts, f.chosen = counts, chosen
	for g, c := range f.chips {
		c.SetText(i18n.Count(labels[g], counts[g]))
		c.SetChosen(Group(g) == chosen)
		widgets.SetVisible(c, Group(g) != groupCancelled || counts[g] > 0)
	}
	f.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (f *Filter) CreateRenderer() fyne.WidgetRenderer { return &filterRenderer{f} }

type filterRenderer struct{ f *Filter }

func (r *filterRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, c := range r.f.chips {
		all = append(all, c)
	}
	return all
}

func (r *filterRenderer) Destroy()           {}
func (r *filterRenderer) MinSize() fyne.Size { return fyne.NewSize(320, 28) }

// Layout puts the chips in line. Where there is little room, those without a
// row go, and then the others give up some of the space around their words.
func (r *filterRenderer) Layout(s fyne.Size) {
	const between, most = 4, 16 // most that a chip can give up
	var seen []*widgets.Button
	fill := func(all bool) (wide float32) {
		seen, wide = seen[:0], -between
		for g, c := range r.f.chips {
			if c.Visible() && (all || r.f.counts[g] > 0 || Group(g) == r.f.chosen) {
				seen = append(seen, c)
				wide += c.MinSize().Width + between
			}
		}
		return wide
	}
	wide := fill(true)
	if wide > s.Width {
		wide = fill(false)
	}
	give := min(most, max(0, (wide-s.Width)/float32(len(seen))))
	for _, c := range r.f.chips {
		widgets.Place(c, 0, 0, 0, 0)
	}
	x := float32(0)
	for _, c := range seen {
		w := c.MinSize().Width - give
		widgets.Place(c, x, 0, w, 28)
		x += w + between
	}
}

func (r *filterRenderer) Refresh() {
	for _, c := range r.f.chips {
		c.Refresh()
	}
	r.Layout(r.f.Size())
}
