package picker

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/widgets"
)

// showMenu opens a menu under a button.
func showMenu(items []widgets.MenuItem, under *widgets.Button) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(under); c != nil {
		widgets.ShowMenuUnder(c, under, items)
	}
}

// orderNames are the choices of the menu of orders.
func orderNames(k Kind) [orderCount]string {
	names := [orderCount]string{lang.L("Order of the list"), lang.L("Last one first"), lang.L("Shortest first"), lang.L("Longest first")}
	switch k {
	case Channel:
		names[listOrder], names[reversed] = lang.L("Newest first"), lang.L("Oldest first")
	case Search:
		names[listOrder] = lang.L("Best match")
	}
	return names
}

// lengthNames are the choices of the length menu.
func lengthNames() []string {
	return []string{lang.L("Any length"), lang.L("Under 4 min"), lang.L("4 to 20 min"), lang.L("Over 20 min")}
}
