package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// channelTabs are the tabs of a channel, in the order of their chips.
var channelTabs = []core.Tab{core.AllUploads, core.VideosTab, core.ShortsTab, core.LiveTab, core.PlaylistsTab}

var tabLabels = map[core.Tab]string{
	core.AllUploads: i18n.Key("All uploads"), core.VideosTab: i18n.Key("Videos"), core.ShortsTab: i18n.Key("Shorts"),
	core.LiveTab: i18n.Key("Past live streams"), core.PlaylistsTab: i18n.Key("Playlists"),
}

// tabLine is the line of chips in the head: the tabs of a channel, or the way back to
// the channel from which a playlist was opened. Tabs that do not fit are in a menu.
type tabLine struct {
	view   *fyne.Container
	chips  []*widgets.Button
	menu   *widgets.Button // in place of the chips
	chosen core.Tab
	choose func(core.Tab)
}

const betweenChips = 4 // in pixels

// newTabLine returns the line of a request, without chips where it has neither tabs
// nor a way back.
func newTabLine(r Request, choose func(core.Tab), back func()) *tabLine {
	l := &tabLine{choose: choose, menu: widgets.NewButton(widgets.Chip, "", theme.IconDown, nil)}
	l.menu.IconLast = true
	l.menu.OnTapped = l.showMenu
	switch {
	case r.Kind == Channel && !r.Given:
		for _, t := range channelTabs {
			l.chips = append(l.chips, widgets.NewButton(widgets.Chip, lang.L(tabLabels[t]), nil, func() { choose(t) }))
		}
	case r.Back != nil:
		l.chips = append(l.chips, widgets.NewButton(widgets.Chip, lang.L("Back to the channel"), nil, back))
		l.chips[0].SetChosen(true) // the ground shows that it can be pressed
	}
	objects := []fyne.CanvasObject{l.menu}
	for _, c := range l.chips {
		objects = append(objects, c)
	}
	l.view = widgets.Arrange(func() fyne.Size { return fyne.NewSize(0, theme.ControlHeight) }, l.layout, objects...)
	l.set(r.Tab)
	return l
}

// set shows which tab is open.
func (l *tabLine) set(t core.Tab) {
	l.chosen = t
	if len(l.chips) == len(channelTabs) {
		for i, c := range l.chips {
			c.SetChosen(channelTabs[i] == t)
		}
	}
	l.menu.SetText(lang.L(tabLabels[t]))
	l.menu.SetChosen(true)
}

// width returns how much of a width the line takes.
func (l *tabLine) width(available float32) float32 {
	wide := l.whole()
	if wide > available {
		wide = l.menu.MinSize().Width
	}
	return min(available, wide)
}

// whole returns the width of all chips.
func (l *tabLine) whole() float32 {
	wide := float32(0)
	for i, c := range l.chips {
		if i > 0 {
			wide += betweenChips
		}
		wide += c.MinSize().Width
	}
	return wide
}

func (l *tabLine) layout(s fyne.Size) {
	fits := l.whole() <= s.Width
	widgets.SetVisible(l.menu, len(l.chips) > 1 && !fits)
	x := float32(0)
	for _, c := range l.chips {
		widgets.SetVisible(c, fits || len(l.chips) == 1)
		w := min(c.MinSize().Width, max(0, s.Width-x))
		widgets.Place(c, x, 0, w, theme.ControlHeight)
		x += w + betweenChips
	}
	widgets.Place(l.menu, 0, 0, min(s.Width, l.menu.MinSize().Width), theme.ControlHeight)
}

func (l *tabLine) showMenu() {
	var items []widgets.MenuItem
	for _, t := range channelTabs {
		items = append(items, widgets.Choice(lang.L(tabLabels[t]), t == l.chosen, func() { l.choose(t) }))
	}
	showMenu(items, l.menu)
}

// focusable returns what can have the focus.
func (l *tabLine) focusable() []fyne.CanvasObject {
	all := []fyne.CanvasObject{l.menu}
	for _, c := range l.chips {
		all = append(all, c)
	}
	return all
}
