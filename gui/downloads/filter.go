package downloads

import (
	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Filter is the line of chips above the list, one for each Group.
type Filter struct {
	View   *fyne.Container
	chips  [groupCount]*widgets.Button
	counts [groupCount]int
	chosen Group
}

var groupLabels = [groupCount]string{
	i18n.Key("All {{.Count}}"), i18n.Key("Active {{.Count}}"), i18n.Key("Waiting {{.Count}}"), i18n.Key("Paused {{.Count}}"),
	i18n.Key("Done {{.Count}}"), i18n.Key("Failed {{.Count}}"), i18n.Key("Cancelled {{.Count}}"),
}

// NewFilter returns a filter that calls choose when a chip is pressed.
func NewFilter(choose func(Group)) *Filter {
	f := &Filter{}
	var chips []fyne.CanvasObject
	for g := range f.chips {
		f.counts[g] = -1
		f.chips[g] = widgets.NewButton(widgets.Chip, "", nil, func() { choose(Group(g)) })
		chips = append(chips, f.chips[g])
	}
	f.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, theme.ControlHeight) }, f.layout, chips...)
	return f
}

// Set shows how many rows are in each group, and which group is shown. Cancelled
// is offered only when there are some.
func (f *Filter) Set(counts [groupCount]int, chosen Group) {
	if f.counts == counts && f.chosen == chosen {
		return
	}
	f.counts, f.chosen = counts, chosen
	for g, c := range f.chips {
		c.SetText(i18n.Count(groupLabels[g], counts[g]))
		c.SetChosen(Group(g) == chosen)
		widgets.SetVisible(c, Group(g) != GroupCancelled || counts[g] > 0)
	}
	f.View.Refresh()
}

// layout puts the chips in line. Where there is little space, those of empty groups
// are left out, then those of the groups that matter least, and then the others give
// up some of the space around their words.
func (f *Filter) layout(s fyne.Size) {
	const between, most = 4, 16 // most that a chip can give up
	var seen []*widgets.Button
	fill := func(without func(Group) bool) (wide float32) {
		seen, wide = seen[:0], -between
		for g, c := range f.chips {
			if c.Visible() && (Group(g) == f.chosen || !without(Group(g))) {
				seen = append(seen, c)
				wide += c.MinSize().Width + between
			}
		}
		return wide
	}
	wide := float32(0)
	for _, without := range []func(Group) bool{
		func(Group) bool { return false },
		func(g Group) bool { return f.counts[g] == 0 },
		func(g Group) bool { return f.counts[g] == 0 || g == GroupCancelled },
		func(g Group) bool { return f.counts[g] == 0 || g == GroupCancelled || g == GroupPaused },
	} {
		if wide = fill(without); wide-most*float32(len(seen)) <= s.Width {
			break
		}
	}
	give := min(most, max(0, (wide-s.Width)/float32(len(seen))))
	for _, c := range f.chips {
		widgets.Place(c, 0, 0, 0, 0)
	}
	x := float32(0)
	for _, c := range seen {
		w := c.MinSize().Width - give
		widgets.Place(c, x, 0, w, theme.ControlHeight)
		x += w + between
	}
}
