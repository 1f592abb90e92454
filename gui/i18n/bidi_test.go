package i18n

import (
	"strings"
	"testing"
)

// TestVisual has in its comments what the lines mean, right-to-left text in capital
// letters, as the Unicode standard does. What is read first stands at the right.
func TestVisual(t *testing.T) {
	marks := strings.NewReplacer(leftToRightMark, "|", rightToLeftMark, "|")
	join := func(runs ...string) string { return "|" + strings.Join(runs, "||") + "|" }
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"plain (4K) 12 ü 日本", "plain (4K) 12 ü 日本"},
		{"بقيت 9 ث", join(" ث", "9", "بقيت ")},                 // LEFT 9 S
		{"9.8 م.ب/ث", join(" م.ب/ث", "9.8")},                   // 9.8 MB/S
		{"Ana – عربي (x)", join("Ana – ", "عربي", " (x)")},     // Ana – ARABIC (x)
		{"a عربي 9 ثانية", join("a ", " ثانية", "9", "عربي ")}, // a ARABIC 9 SECONDS
		{"שלום world שלום", join(" שלום", "world", "שלום ")},   // PEACE world PEACE
	} {
		if got := marks.Replace(Visual(tt.text)); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestRightToLeft(t *testing.T) {
	t.Cleanup(Load)
	for _, tag := range []string{"en", "ar"} {
		if err := Use(tag); err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]bool{"مرحبا abc": true, "abc مرحبا": false, "12:41": tag == "ar"} {
			if got := RightToLeft(text); got != want {
				t.Errorf("%s, %q: %v", tag, text, got)
			}
		}
	}
}
