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
	if got := m.Marked(); got != "Remove" {
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
	if got := m.Marked(); got != "Remove" {
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

// A menu that is higher than the window is scrolled to what is marked, and a letter marks
// what begins with it.
func TestLongMenu(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New())
	win := a.NewWindow("")
	win.Resize(fyne.NewSize(600, 440))
	var items []widgets.MenuItem
	chose := ""
	for i := range 26 {
		label := string(rune('A'+i)) + "bc"
		items = append(items, widgets.Choice(label, i == 20, func() { chose = label }))
	}
	m := widgets.ShowMenu(win.Canvas(), fyne.NewPos(100, 300), items)
	if got := m.Marked(); got != "Ubc" {
		t.Errorf("marked at first: %q", got)
	}
	inside := func(when string) {
		t.Helper()
		for _, o := range test.LaidOutObjects(m) {
			l, ok := o.(*widgets.Label)
			if !ok || l.Text() != m.Marked() {
				continue
			}
			at := a.Driver().AbsolutePositionForObject(l)
			if at.Y < 0 || at.Y+l.Size().Height > 440 {
				t.Errorf("%s: %q is at %v", when, l.Text(), at.Y)
			}
			m.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at.AddXY(1, 18)}})
			if l.Text() != m.Marked() {
				t.Errorf("%s: the pointer over %q marks %q", when, l.Text(), m.Marked())
			}
		}
	}
	inside("at first")
	for _, r := range "zb" {
		m.TypedRune(r)
		inside(string(r))
	}
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	inside("End")
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	inside("Home")
	m.TypedRune('q')
	if m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}); chose != "Qbc" {
		t.Errorf("chose %q", chose)
	}
}

// In a mirrored window a menu opens to the left, begins at the right and has its keys at
// the left.
func TestMirroredMenu(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New())
	win := a.NewWindow("")
	win.Resize(fyne.NewSize(600, 440))
	x := func(tag, text string, at float32) float32 {
		speak(t, tag)
		m := widgets.ShowMenu(win.Canvas(), fyne.NewPos(at, 100), []widgets.MenuItem{{Label: "Open", Key: "Enter"}, {Label: "A longer one"}})
		defer m.Close()
		for _, o := range test.LaidOutObjects(m) {
			if l, ok := o.(*widgets.Label); ok && l.Text() == text {
				at := a.Driver().AbsolutePositionForObject(l).X
				if tag == "ar" {
					at = 600 - at - l.Size().Width
				}
				return at
			}
		}
		t.Fatalf("%s: no %q", tag, text)
		return 0
	}
	for _, text := range []string{"Open", "Enter"} {
		if en, ar := x("en", text, 100), x("ar", text, 500); en != ar {
			t.Errorf("%s is %v from the left in English, and %v from the right in Arabic", text, en, ar)
		}
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
