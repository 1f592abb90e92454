package widgets

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/theme"
)

// noFont is a character that no font has: Unicode will never give it a meaning.
const noFont = "\U0005fffe"

// What no font has never reaches Fyne: see i18n.Drawable.
func TestLabelOfCharactersWithoutAFont(t *testing.T) {
	test.NewTempApp(t)
	l := NewShrinkingLabel(theme.SizeText, false, theme.ColorText)
	drawn := func() string { return test.WidgetRenderer(l).Objects()[0].(*canvas.Text).Text }
	l.Resize(fyne.NewSize(500, 20))
	l.SetText("How " + noFont + " works")
	if got := drawn(); got != "How \ufffd works" || l.Text() != "How "+noFont+" works" {
		t.Errorf("draws %q, is %q", got, l.Text())
	}
	if got, want := Measure("How "+noFont, theme.SizeText, false), Measure("How \ufffd", theme.SizeText, false); got != want {
		t.Errorf("%v wide, drawn %v wide", got, want)
	}
	l.AsTitle().SetText(strings.Repeat(noFont, 200))
	if got := drawn(); strings.Trim(got, "\ufffd") != "…" {
		t.Errorf("draws %q", got)
	}
	if got := NewLabel(noFont, theme.SizeText, false, theme.ColorText); test.WidgetRenderer(got).Objects()[0].(*canvas.Text).Text != "\ufffd" {
		t.Error("a new label draws another text")
	}
}

// BenchmarkWithoutAFont measures 50 titles of which no font has the letters, as Hilo does
// and as Fyne does by itself.
func BenchmarkWithoutAFont(b *testing.B) {
	test.NewTempApp(b)
	n := 0
	for _, side := range []struct {
		name    string
		measure func(string) float32
	}{
		{"hilo", func(s string) float32 { return Measure(s, theme.SizeText, false) }},
		{"fyne", func(s string) float32 { return fyne.MeasureText(s, theme.SizeText, fyne.TextStyle{}).Width }},
	} {
		b.Run(side.name, func(b *testing.B) {
			for b.Loop() {
				for range 50 {
					n++ // Fyne remembers what it measured
					side.measure(fmt.Sprint(strings.Repeat(noFont, 20), n))
				}
			}
		})
	}
}
