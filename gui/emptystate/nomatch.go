package emptystate

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// NoMatch says that the filter or the search finds nothing, and what would be there.
type NoMatch struct {
	View *fyne.Container
	head *widgets.Label
	more *widgets.Label
	all  *widgets.Button
}

// NewNoMatch returns it hidden, with a button that shows all rows.
func NewNoMatch(showAll func()) *NoMatch {
	n := &NoMatch{
		head: widgets.NewShrinkingLabel(theme.SizeTitle, true, theme.ColorText).Align(fyne.TextAlignCenter),
		more: widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorDim).Align(fyne.TextAlignCenter),
		all:  widgets.NewButton(widgets.Outlined, "", nil, showAll),
	}
	logo := widgets.NewIcon(theme.IconThread, theme.ColorEdge)
	n.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, 180) }, func(s fyne.Size) {
		y := max(0, (s.Height-180)/2)
		widgets.Place(logo, (s.Width-72)/2, y, 72, 72)
		widgets.Place(n.head, 0, y+80, s.Width, 24)
		widgets.Place(n.more, 0, y+106, s.Width, 20)
		w := n.all.MinSize().Width
		widgets.Place(n.all, (s.Width-w)/2, y+142, w, theme.ControlHeight)
	}, logo, n.head, n.more, n.all)
	n.View.Hide()
	return n
}

// nothingIn says of a group that nothing is in it, and what would be.
var nothingIn = map[downloads.Group][2]string{
	downloads.GroupActive:    {i18n.Key("Nothing is being downloaded"), i18n.Key("What is downloaded now is here, with its speed and the time left.")},
	downloads.GroupWaiting:   {i18n.Key("Nothing is waiting"), i18n.Key("What waits for its turn, for the network or for YouTube is here.")},
	downloads.GroupPaused:    {i18n.Key("Nothing is paused"), i18n.Key("What you pause is here until you resume it.")},
	downloads.GroupDone:      {i18n.Key("Nothing is saved yet"), i18n.Key("What was saved is here until you clear it.")},
	downloads.GroupFailed:    {i18n.Key("Nothing has failed"), i18n.Key("When something does, it is here with its reason and what helps.")},
	downloads.GroupCancelled: {i18n.Key("Nothing is cancelled"), ""},
}

// Set says why no row is shown of so many.
func (n *NoMatch) Set(g downloads.Group, query string, rows int) {
	text := nothingIn[g]
	if query != "" {
		text = [2]string{i18n.Key("Nothing found"), i18n.Key("No title, channel or address has these words.")}
	}
	for i, label := range []*widgets.Label{n.head, n.more} {
		sentence := ""
		if text[i] != "" {
			sentence = lang.L(text[i])
		}
		label.SetText(sentence)
	}
	if all := i18n.Count("Show all {{.Count}}", rows); all != n.all.Label() {
		n.all.SetText(all)
		n.View.Refresh()
	}
}
