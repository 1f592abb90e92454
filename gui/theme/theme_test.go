package theme_test

import (
	"bytes"
	"fmt"
	"math"
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

// TestContrast holds that text can be read on every ground that it is drawn on, by
// the ratio of WCAG 2.2 for text of its size (1.4.3).
func TestContrast(t *testing.T) {
	look := theme.New()
	part := func(v uint32) float64 {
		c := float64(v>>8) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	luminance := func(n fyne.ThemeColorName, v fyne.ThemeVariant) float64 {
		r, g, b, _ := look.Color(n, v).RGBA()
		return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
	}
	for ground, inks := range map[fyne.ThemeColorName][]fyne.ThemeColorName{
		theme.ColorBackground: {theme.ColorText, theme.ColorDim, theme.ColorAccent, theme.ColorOK, theme.ColorWarn, theme.ColorBad},
		theme.ColorCard:       {theme.ColorText, theme.ColorDim, theme.ColorAccent, theme.ColorOK, theme.ColorWarn, theme.ColorBad},
		theme.ColorSoft:       {theme.ColorText, theme.ColorDim, theme.ColorAccent, theme.ColorOK},
		theme.ColorWarnBg:     {theme.ColorWarn},
		theme.ColorBadBg:      {theme.ColorBad},
		theme.ColorAccent:     {theme.ColorOnAccent},
		theme.ColorText:       {theme.ColorBackground, theme.ColorLine, theme.ColorAccentOnInverse},
	} {
		for _, ink := range inks {
			for _, v := range []fyne.ThemeVariant{fynetheme.VariantLight, fynetheme.VariantDark} {
				a, b := luminance(ground, v), luminance(ink, v)
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("%s on %s, variant %d: %.2f", ink, ground, v, ratio)
				}
			}
		}
	}
}
