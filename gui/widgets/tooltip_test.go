package widgets_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// A label that is longer than the window is broken into lines, and stays within it.
func TestTooltipStaysWithinTheWindow(t *testing.T) {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(theme.New())
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	tip := widgets.NewTooltip(func() time.Time { return now })
	at := widgets.NewLabel("x", theme.SizeSmall, false, theme.ColorText)
	win := a.NewWindow("")
	win.SetPadded(false)
	win.SetContent(container.NewWithoutLayout(at, tip))
	win.Resize(fyne.NewSize(600, 440))
	widgets.Place(at, 550, 20, 40, 18)
	height := float32(0)
	for _, words := range []int{2, 30} {
		tip.Enter(at, strings.Repeat("words ", words))
		tip.Update(now.Add(time.Second), win.Canvas())
		left, size := tip.Position().X, tip.Size()
		if !tip.Visible() || left < 0 || left+size.Width > 600 {
			t.Errorf("%d words: at %v, %v wide", words, left, size.Width)
		}
		if size.Height <= height {
			t.Errorf("%d words: %v high", words, size.Height)
		}
		height = size.Height
		tip.Leave(at)
	}
}
