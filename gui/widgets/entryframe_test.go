package widgets_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// A long text, as one pasted by mistake, stays within its field.
func TestLongTextStaysInItsField(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New())
	f := widgets.NewSearchField(theme.New(), "Search", func(string) {})
	w := test.NewTempWindow(t, container.NewWithoutLayout(f.View))
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 100))
	f.View.Resize(fyne.NewSize(150, theme.ControlHeight))
	beside := func() string {
		var b strings.Builder
		img := w.Canvas().Capture()
		for x := 160; x < 400; x += 2 {
			for y := 0; y < int(theme.ControlHeight); y += 2 {
				r, _, _, _ := img.At(x, y).RGBA()
				b.WriteByte(byte(r >> 8))
			}
		}
		return b.String()
	}
	before := beside()
	f.SetText(strings.Repeat("youtu.be/HiloDemo002 ", 5))
	if beside() != before {
		t.Error("the text is drawn outside of its field")
	}
}

// The wheel over a field scrolls the dialog, not the field.
func TestWheelOverAFieldScrollsTheDialog(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New())
	f := widgets.NewSearchField(theme.New(), "Search", func(string) {})
	f.SetText(strings.Repeat("long words ", 40))
	rows := container.NewVBox(f.View)
	for range 40 {
		rows.Add(widget.NewLabel("row"))
	}
	scroll := container.NewVScroll(rows)
	d := widgets.NewDialog(theme.New(), scroll, scroll, func() fyne.Size { return fyne.NewSize(300, 300) })
	w := test.NewTempWindow(t, widget.NewLabel(""))
	w.Resize(fyne.NewSize(400, 400))
	w.Canvas().Overlays().Add(d)
	d.Resize(w.Canvas().Size())
	at := a.Driver().AbsolutePositionForObject(f.View).AddXY(f.View.Size().Width/2, f.View.Size().Height/2)
	test.Scroll(w.Canvas(), at, 0, -50)
	if scroll.Offset.Y != 50 {
		t.Errorf("the dialog is scrolled by %v", scroll.Offset.Y)
	}
}
