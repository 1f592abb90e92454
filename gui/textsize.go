package gui

import (
	"os"
	"strconv"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/preferences"
)

// scaleVariable is where Fyne's driver looks for the scale of windows, each time that
// the settings of the app change.
const scaleVariable = "FYNE_SCALE"

// textSize makes everything in the window larger or smaller, so that all of it still
// fits: a text that grows alone would be cut.
type textSize struct {
	base float64 // the scale at 100 per cent
}

// newTextSize returns the size of the environment and of the settings of Fyne, as 100
// per cent.
func newTextSize(s fyne.Settings) textSize {
	base, err := strconv.ParseFloat(os.Getenv(scaleVariable), 64)
	if err != nil || base <= 0 {
		base = 1
		if set := float64(s.Scale()); set > 0 {
			base = set
		}
	}
	return textSize{base}
}

// apply sets the scale of the preferences. The windows have it once the theme is set.
func (t textSize) apply(p fyne.Preferences) error {
	percent := p.Int(preferences.TextSize)
	if percent == 0 {
		percent = 100
	}
	percent = min(max(percent, 80), 200)
	return os.Setenv(scaleVariable, strconv.FormatFloat(t.base*float64(percent)/100, 'f', 3, 64))
}
