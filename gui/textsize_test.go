package gui

import (
	"os"
	"testing"

	"github.com/hilo-app/hilo/gui/preferences"
)

func TestTextSize(t *testing.T) {
	t.Setenv(scaleVariable, "1.5")
	s := open(t, newFakeQueue(), english, Options{})
	for percent, want := range map[int]string{0: "1.500", 100: "1.500", 80: "1.200", 200: "3.000", 7: "1.200", 5000: "3.000"} {
		s.app.Preferences().SetInt(preferences.TextSize, percent)
		s.showTheme()
		if got := os.Getenv(scaleVariable); got != want {
			t.Errorf("%d %%: scale %s, want %s", percent, got, want)
		}
	}
}
