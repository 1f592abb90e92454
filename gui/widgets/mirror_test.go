package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// speak makes the language in use another one for one test.
func speak(t *testing.T, tag string) {
	t.Helper()
	t.Cleanup(i18n.Load)
	if err := i18n.Use(tag); err != nil {
		t.Fatal(err)
	}
}

// An object that is placed once keeps its place however often the others are placed, and
// a scroller is where it was put.
func TestMirroredArrange(t *testing.T) {
	test.NewTempApp(t)
	speak(t, "ar")
	once, always := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	scroll := container.NewVScroll(canvas.NewRectangle(nil))
	first := true
	c := widgets.Arrange(func() fyne.Size { return fyne.Size{} }, func(s fyne.Size) {
		if first {
			widgets.Place(once, 10, 0, 20, 5)
		}
		first = false
		widgets.Place(always, s.Width-30, 0, 30, 5)
		widgets.Place(scroll, 4, 0, 50, 5)
	}, once, always, scroll)
	c.Resize(fyne.NewSize(200, 10))
	for i := range 3 {
		if once.Position().X != 170 || always.Position().X != 0 || scroll.Position().X != 4 {
			t.Errorf("layout %d: at %v, %v and %v", i, once.Position().X, always.Position().X, scroll.Position().X)
		}
		c.Refresh()
		c.Layout.Layout(c.Objects, c.Size())
	}
	speak(t, "en")
	c.Layout.Layout(c.Objects, c.Size())
	if once.Position().X != 10 || always.Position().X != 170 {
		t.Errorf("in English: at %v and %v", once.Position().X, always.Position().X)
	}
}

// A row begins at the right, and its last object after a spacer ends at the left.
func TestMirroredRow(t *testing.T) {
	test.NewTempApp(t)
	speak(t, "ar")
	first, last := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	first.SetMinSize(fyne.NewSize(30, 5))
	last.SetMinSize(fyne.NewSize(20, 5))
	c := widgets.Row(first, layout.NewSpacer(), last)
	c.Resize(fyne.NewSize(200, 10))
	c.Layout.Layout(c.Objects, c.Size())
	if first.Position().X != 170 || last.Position().X != 0 {
		t.Errorf("at %v and %v", first.Position().X, last.Position().X)
	}
}

// What is written in a field begins at the right, and a click beside it focuses the field.
func TestMirroredEntry(t *testing.T) {
	test.NewTempApp(t)
	speak(t, "ar")
	f := widgets.NewSearchField(theme.New(), "hint", func(string) {})
	w := test.NewTempWindow(t, f.View)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 36))
	for _, text := range []string{"", "مرحبا", "a", "a text that is longer than the whole field, however one looks at it"} {
		f.SetText(text)
		at, wide := fyne.CurrentApp().Driver().AbsolutePositionForObject(f).X, f.Size().Width
		if end := 300 - at - wide; end != 28 {
			t.Errorf("%q ends %v from the right", text, end)
		}
		if most := widgets.Measure(text, theme.SizeSmall, false) + 30; wide > most || wide > 272 {
			t.Errorf("%q has %v pixels", text, wide)
		}
	}
	f.SetText("a")
	test.TapCanvas(w.Canvas(), fyne.NewPos(20, 18))
	if w.Canvas().Focused() != f {
		t.Errorf("focus on %T", w.Canvas().Focused())
	}
}

// The hint of an empty field stands at the right, and goes when something is written.
func TestMirroredHint(t *testing.T) {
	test.NewTempApp(t)
	speak(t, "ar")
	f := widgets.NewSearchField(theme.New(), "hint", func(string) {})
	w := test.NewTempWindow(t, f.View)
	w.Resize(fyne.NewSize(300, 60))
	shown := func() bool {
		for _, o := range test.LaidOutObjects(f.View) {
			if l, ok := o.(*canvas.Text); ok && l.Text == "hint" && l.Alignment == fyne.TextAlignTrailing {
				return true
			}
		}
		return false
	}
	if !shown() || f.PlaceHolder != "" {
		t.Errorf("no hint at the right; the entry says %q", f.PlaceHolder)
	}
	for _, o := range test.LaidOutObjects(f.View) {
		if l, ok := o.(*widgets.Label); ok && l.Text() == "hint" {
			if f.SetText("x"); l.Visible() {
				t.Error("the hint stays over what is written")
			}
			if f.SetText(""); !l.Visible() {
				t.Error("the hint does not come back")
			}
		}
	}
}

// What asks a Wrap how high it is for the width that it may have does not move its
// objects, which are laid out for the width that it has.
func TestMirroredWrapMeasured(t *testing.T) {
	test.NewTempApp(t)
	speak(t, "ar")
	w := widgets.NewWrap(func() float32 { return 500 })
	var all []fyne.CanvasObject
	for range 3 {
		o := canvas.NewRectangle(nil)
		o.SetMinSize(fyne.NewSize(90, 20))
		all = append(all, o)
	}
	w.SetItems(all)
	w.Resize(fyne.NewSize(300, theme.ControlHeight))
	before := all[0].Position()
	if high := w.MinSize().Height; high != theme.ControlHeight {
		t.Errorf("%v pixels high", high)
	}
	if at := all[0].Position(); at != before || at.X != 210 {
		t.Errorf("the first object went from %v to %v, not 210", before.X, at.X)
	}
}
