package theme_test

import (
	"bytes"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/hilo-app/hilo/gui/theme"
)

// TestVariants holds that every colour of Hilo differs from its background in light
// and in dark, so that neither was forgotten.
func TestVariants(t *testing.T) {
	look := theme.New()
	for _, v := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
		for _, n := range []fyne.ThemeColorName{theme.ColorText, theme.ColorDim, theme.ColorAccent, theme.ColorOK, theme.ColorWarn, theme.ColorBad, theme.ColorCard, theme.ColorLine} {
			if look.Color(n, v) == look.Color(theme.ColorBackground, v) {
				t.Errorf("%s is not seen on the background of variant %d", n, v)
			}
		}
	}
}

func TestForEntryDrawsNoFrame(t *testing.T) {
	entry := theme.ForEntry(theme.New(), 15, 8)
	if got := entry.Size(fynetheme.SizeNameInputBorder); got != 0 {
		t.Errorf("border of %v", got)
	}
	if got := entry.Size(fynetheme.SizeNameText); got != 15 {
		t.Errorf("text of %v", got)
	}
	if _, _, _, alpha := entry.Color(fynetheme.ColorNameInputBackground, fynetheme.VariantLight).RGBA(); alpha != 0 {
		t.Error("the background covers the frame around it")
	}
}

func TestIconsTakeTheColour(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New())
	ok, bad := theme.Colored(theme.IconCheck, theme.ColorOK), theme.Colored(theme.IconCheck, theme.ColorBad)
	if bytes.Equal(ok.Content(), bad.Content()) || ok.Name() == bad.Name() {
		t.Error("two colours of an icon are the same")
	}
}

func ExampleNew() {
	look := theme.New()
	fmt.Println(look.Color(theme.ColorCard, fynetheme.VariantLight), look.Color(theme.ColorCard, fynetheme.VariantDark))
	// Output: {255 255 255 255} {27 31 36 255}
}
