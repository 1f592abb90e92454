package widgets

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/hilo-app/hilo/gui/theme"
)

func TestFit(t *testing.T) {
	test.NewTempApp(t)
	style := fyne.TextStyle{Bold: true}
	for _, s := range []string{"How bridges are built", "日本語のとても長いタイトル", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "👩‍🚀👩‍🚀👩‍🚀👩‍🚀", ""} {
		for width := float32(0); width < 300; width += 7 {
			got := fit(s, width, theme.SizeTitle, style)
			if w := measure(got, theme.SizeTitle, style); w > width+0.5 {
				t.Fatalf("fit(%q, %v) is %v wide", s, width, w)
			}
			if strings.HasSuffix(got, "\u200d…") || strings.HasSuffix(got, " …") {
				t.Fatalf("fit(%q, %v) = %q", s, width, got)
			}
		}
	}
}
