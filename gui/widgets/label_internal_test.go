package widgets

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/i18n"
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

// A number that was cut would be another one.
func TestFitCutsNoNumber(t *testing.T) {
	test.NewTempApp(t)
	style := fyne.TextStyle{}
	for s, numbers := range map[string][]string{
		"1080p · 148 MB": {"1080", "148"},
		"4.940 vidéos":   {"4.940"},
		"12,5 Mio.":      {"12,5"},
		"٢٤٨ ميغابايت":   {"٢٤٨"},
		"in 3.":          {"3"},
		"12345":          {"12345"},
	} {
		shown := map[string]bool{}
		for width := float32(0); width < 200; width++ {
			got := fit(s, width, theme.SizeTitle, style)
			shown[got] = true
			for rest := strings.TrimSuffix(got, "…"); rest != ""; {
				rest = strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsDigit(r) })
				end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' })
				if end < 0 {
					end = len(rest)
				}
				if n := strings.TrimRight(rest[:end], ".,"); n != "" && !slices.Contains(numbers, n) {
					t.Fatalf("fit(%q, %v) = %q", s, width, got)
				}
				rest = rest[end:]
			}
		}
		if !shown[s] || len(shown) < 2 {
			t.Errorf("%q was shown as %v", s, shown)
		}
	}
}

// What is read from the right is drawn in another order, and is not cut for that.
func TestLabelOrdersRuns(t *testing.T) {
	test.NewTempApp(t)
	l := NewLabel("", 14, false, theme.ColorText)
	test.NewTempWindow(t, l)
	l.SetText("بقيت 9 ث")
	l.Resize(l.MinSize())
	if l.Shown() != l.Text() {
		t.Errorf("%q is cut to %q", l.Text(), l.Shown())
	}
	if l.line.Text != i18n.Drawable(i18n.Visual(l.Text())) || l.line.Text == i18n.Drawable(l.Text()) {
		t.Errorf("drawn as %q", l.line.Text)
	}
}

func TestPieces(t *testing.T) {
	for s, want := range map[string]string{
		"two words":      "two |words",
		"a\u00a0b c":     "a\u00a0b |c",
		"動画です。待つ":        "動|画|で|す。|待|つ",
		"（PAC）でHiloは":    "（PAC）|で|Hilo|は",
		"한국어 띄어쓰기":       "한국어 |띄어쓰기",
		"一つ、YouTubeのデータ": "一|つ、|YouTube|の|デー|タ",
		"":               "",
	} {
		if got := strings.Join(pieces(s), "|"); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}
