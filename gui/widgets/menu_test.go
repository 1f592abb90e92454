package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestMenu(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New())
	win := a.NewWindow("")
	win.Resize(fyne.NewSize(600, 440))
	c := win.Canvas()
	did := ""
	items := []widgets.MenuItem{
		{Label: "Open", Do: func() { did += "open " }, Key: "Enter"}, {},
		{Label: "Remove", Do: func() { did += "remove " }},
	}
	show := func(at fyne.Position) *widgets.Menu { return widgets.ShowMenu(c, at, items) }
	keys := func(m *widgets.Menu, names ...fyne.KeyName) {
		for _, n := range names {
			m.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}

	m := show(fyne.NewPos(100, 100))
	if c.Focused() != m {
		t.Errorf("focus on %T", c.Focused())
	}
	keys(m, fyne.KeyReturn) // nothing is marked yet
	keys(m, fyne.KeyDown, fyne.KeyDown)
	if got := m.AccessibilityLabel(); got != "Remove" {
		t.Errorf("marked %q", got)
	}
	keys(m, fyne.KeyDown, fyne.KeyReturn) // around the end
	keys(show(fyne.NewPos(100, 100)), fyne.KeyUp, fyne.KeySpace)
	if did != "open remove " || c.Overlays().Top() != nil {
		t.Errorf("did %q, overlay %T", did, c.Overlays().Top())
	}

	// In the corner the whole menu is inside the window.
	did = ""
	m = show(fyne.NewPos(599, 439))
	at := fyne.NewPos(580, 440-8-5-18) // the middle of the last item
	m.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	if got := m.AccessibilityLabel(); got != "Remove" {
		t.Errorf("under the pointer is %q", got)
	}
	m.Tapped(&fyne.PointEvent{Position: at})
	m = show(fyne.NewPos(100, 100))
	m.Tapped(&fyne.PointEvent{Position: fyne.NewPos(20, 20)})
	if did != "remove " || c.Overlays().Top() != nil {
		t.Errorf("did %q, overlay %T", did, c.Overlays().Top())
	}
	keys(show(fyne.NewPos(100, 100)), fyne.KeyDown, fyne.KeyEscape)
	if did != "remove " || c.Overlays().Top() != nil {
		t.Errorf("Escape: did %q, overlay %T", did, c.Overlays().Top())
	}
}

// What lies over other widgets keeps clicks from them.
func TestSurface(t *testing.T) {
	test.NewTempApp(t)
	s := widgets.NewSurface(theme.ColorCard, theme.ColorLine, 12)
	s.MouseIn(nil)
	if !s.Hovered() {
		t.Error("the pointer is not seen")
	}
	if s.MouseOut(); s.Hovered() {
		t.Error("the pointer does not leave")
	}
}
