package settings

import (
	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// choiceWidth is the least width of a choice in pixels.
const choiceWidth = 220

// choice is a button that shows which of several things is chosen, and opens a menu of
// them. The arrow keys choose the one before or after.
type choice struct {
	*widgets.Button
	names   []string
	chosen  int
	changed func(int)
}

// newChoice returns a choice, which calls changed with each other one.
func newChoice(names []string, chosen int, changed func(int)) *choice {
	c := &choice{names: names, changed: changed, chosen: max(0, min(len(names)-1, chosen))}
	c.Button = widgets.NewButton(widgets.Tag, names[c.chosen], theme.IconDown, nil)
	c.IconLast = true
	c.OnTapped = c.open
	c.OnKey = func(e *fyne.KeyEvent) bool {
		switch e.Name {
		case fyne.KeyUp:
			c.choose(c.chosen - 1)
		case fyne.KeyDown:
			c.choose(c.chosen + 1)
		default:
			return false
		}
		return true
	}
	return c
}

// numbers chooses a number from 1 to 8.
func numbers(now int, set func(int)) *choice {
	var names []string
	for i := 1; i <= 8; i++ {
		names = append(names, i18n.Number(i))
	}
	return newChoice(names, now-1, func(i int) { set(i + 1) })
}

// show shows another choice, without calling changed.
func (c *choice) show(i int) {
	if i >= 0 && i < len(c.names) {
		c.chosen = i
		c.SetText(c.names[i])
	}
}

func (c *choice) choose(i int) {
	if i < 0 || i >= len(c.names) || i == c.chosen {
		return
	}
	c.show(i)
	c.changed(i)
}

// width returns the width at which each of the names is shown in full, in pixels.
func (c *choice) width() float32 {
	w := float32(choiceWidth)
	for _, n := range c.names {
		w = max(w, widgets.Measure(n, theme.SizeText, false)+56)
	}
	return w
}

// open opens the menu.
func (c *choice) open() {
	canvas := fyne.CurrentApp().Driver().CanvasForObject(c.Button)
	if canvas == nil {
		return
	}
	var items []widgets.MenuItem
	for i, n := range c.names {
		items = append(items, widgets.Choice(n, i == c.chosen, func() { c.choose(i) }))
	}
	widgets.ShowMenuUnder(canvas, c.Button, items)
}
