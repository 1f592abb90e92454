package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/widgets"
)

// showMenu opens a menu under a button.
func showMenu(items []widgets.MenuItem, under *widgets.Button) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(under); c != nil {
		widgets.ShowMenuUnder(c, under, items)
	}
}

// lengthNames are the choices of the length menu.
func lengthNames() []string {
	return []string{lang.L("Any length"), lang.L("Under 4 min"), lang.L("4 to 20 min"), lang.L("Over 20 min")}
}

func lengthItems(now length, choose func(length)) []widgets.MenuItem {
	var items []widgets.MenuItem
	for i, name := range lengthNames() {
		items = append(items, widgets.Choice(name, length(i) == now, func() { choose(length(i)) }))
	}
	return items
}

// sorting is what the menu of orders chooses: how the entries that were read are
// sorted and, of a search, which ones YouTube is asked for.
type sorting struct {
	order  order
	filter core.SearchFilter
}

// orderNames are the choices of the menu of orders.
func orderNames(k Kind) [orderCount]string {
	names := [orderCount]string{
		lang.L("Order of the list"), lang.L("Last one first"), lang.L("Newest first"), lang.L("Most viewed"), lang.L("Shortest first"), lang.L("Longest first"),
	}
	switch k {
	case Channel:
		names[listOrder], names[reversed] = lang.L("Newest first"), lang.L("Oldest first")
	case Search:
		names[listOrder] = lang.L("Best match")
	}
	return names
}

// offered says whether the menu of a kind has an order. Nobody wants the worst match of
// a search first, and a channel has the newest first from the start.
func offered(k Kind, o order) bool {
	switch k {
	case Search:
		return o != reversed
	case Channel:
		return o != newest
	}
	return true
}

// sinceNames are the ages by which a search is filtered, in the order of the menu.
var sinceNames = []struct {
	since core.Since
	name  string // key
}{
	{core.AnyTime, i18n.Key("Any time")}, {core.Today, i18n.Key("Today")}, {core.ThisWeek, i18n.Key("This week")},
	{core.ThisMonth, i18n.Key("This month")}, {core.ThisYear, i18n.Key("This year")},
}

// name returns what the button of the menu says.
func (s sorting) name(k Kind) string {
	names, since := orderNames(k), ""
	for _, n := range sinceNames[1:] {
		if n.since == s.filter.Since {
			since = lang.L(n.name)
		}
	}
	if s.filter.Popular && s.order == listOrder {
		return i18n.Join(names[mostViewed], since)
	}
	return i18n.Join(names[s.order], since)
}

func orderItems(k Kind, now sorting, choose func(sorting)) []widgets.MenuItem {
	var items []widgets.MenuItem
	for i, name := range orderNames(k) {
		if o := order(i); offered(k, o) {
			to := sorting{o, now.filter}
			if k == Search { // YouTube knows the most viewed of all that fit the words
				to.filter.Popular = o == mostViewed || o > listOrder && now.filter.Popular
			}
			if k == Search && o == mostViewed {
				to.order = listOrder
			}
			items = append(items, widgets.Choice(name, to == now, func() { choose(to) }))
		}
	}
	if k != Search {
		return items
	}
	items = append(items, widgets.MenuItem{})
	for _, n := range sinceNames {
		to := now
		to.filter.Since = n.since
		items = append(items, widgets.Choice(lang.L(n.name), to == now, func() { choose(to) }))
	}
	return items
}

// someNumbers are how many entries the menu of the first or newest ones offers.
var someNumbers = []int{10, 20, 50, 100}

// someName is what the button of that menu says before anything was chosen.
func someName(k Kind) string {
	if k == Channel {
		return lang.L("Newest")
	}
	return lang.L("Some")
}

// someItems are the choices of how many entries to tick. choose is called with the name
// of the choice.
func someItems(k Kind, choose func(name string, n int, fromEnd bool)) []widgets.MenuItem {
	var items []widgets.MenuItem
	add := func(sentence string, fromEnd bool) {
		for _, n := range someNumbers {
			name := i18n.Count(sentence, n)
			items = append(items, widgets.MenuItem{Label: name, Do: func() { choose(name, n, fromEnd) }})
		}
	}
	if k == Channel {
		add(i18n.Key("Newest {{.Count}}"), false)
		return items
	}
	add(i18n.Key("First {{.Count}}"), false)
	items = append(items, widgets.MenuItem{})
	add(i18n.Key("Last {{.Count}}"), true)
	return items
}

// followItems are the ways to follow a list.
func followItems(follow func(automatic, older bool)) []widgets.MenuItem {
	return []widgets.MenuItem{
		{Label: lang.L("Offer new videos"), Do: func() { follow(false, false) }},
		{Label: lang.L("Download new videos by themselves"), Do: func() { follow(true, false) }},
		{},
		{Label: lang.L("Offer also what is not here yet"), Do: func() { follow(false, true) }},
	}
}

// subtitleItems are the languages of subtitles. choose is called with a value of
// format.Subtitles.Languages.
func subtitleItems(now string, choose func(languages string)) []widgets.MenuItem {
	var items []widgets.MenuItem
	for _, c := range options.SubtitleChoices {
		items = append(items, widgets.Choice(lang.L(c.Name), c.Languages == now, func() { choose(c.Languages) }))
	}
	return items
}
