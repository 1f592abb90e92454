package timeline

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/theme"
)

func TestRangeSlider(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	var told Range
	b := NewRangeSlider(600*time.Second, []time.Duration{120 * time.Second, 300 * time.Second}, func(c Range) { told = c }, func(*fyne.KeyEvent) {})
	w := test.NewWindow(b)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(600+handleSize, theme.ControlHeight))
	tap := func(x float32) { b.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x+handleSize/2, 10)}) }
	drag := func(h *Handle, x float32) {
		h.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: fyne.NewPos(x+handleSize/2, 10)}})
	}
	want := func(what string, from, to time.Duration) {
		t.Helper()
		if c := (Range{From: from, To: to}); told != c || b.selected != c {
			t.Errorf("%s: told %v, shows %v, want %v", what, told, b.selected, c)
		}
	}
	tap(100)
	want("a tap brings the nearer handle", 100*time.Second, 600*time.Second)
	tap(500)
	want("a tap brings the nearer handle", 100*time.Second, 500*time.Second)
	drag(b.From, 118)
	want("a chapter attracts", 120*time.Second, 500*time.Second)
	drag(b.From, 700)
	want("handles do not pass each other", 499*time.Second, 500*time.Second)
	drag(b.To, -50)
	want("handles do not pass each other", 499*time.Second, 500*time.Second)
	drag(b.To, 900)
	want("the end is the end", 499*time.Second, 600*time.Second)
	for _, k := range []fyne.KeyName{fyne.KeyHome, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft, fyne.KeyPageUp} {
		pressKey(b.From, k)
	}
	want("keys move the start", 11*time.Second, 600*time.Second)
	pressKey(b.To, fyne.KeyLeft)
	pressKey(b.To, fyne.KeyPageDown)
	want("keys move the end", 11*time.Second, 589*time.Second)
	short := NewRangeSlider(500*time.Millisecond, nil, func(c Range) { told = c }, nil)
	short.move(short.From, time.Minute)
	if short.selected.From >= short.selected.To {
		t.Errorf("a short video: %v", short.selected)
	}
}

func pressKey(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }
