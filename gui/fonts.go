package gui

import (
	"sync"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/theme"
)

// LoadFonts loads the fonts in the background, which is a fourth of what a start takes:
// Fyne would load them when it first measures a text. Nothing may use Fyne's text until
// the returned function, which waits for that, has returned. Call it once the app is made.
func LoadFonts() (wait func()) {
	var loading sync.WaitGroup
	loading.Go(func() {
		for _, bold := range []bool{false, true} {
			fyne.MeasureText("M", theme.SizeText, fyne.TextStyle{Bold: bold})
		}
	})
	return loading.Wait
}
