package i18n

import (
	"strings"
	"testing"
)

// TestVisual has in its comments what the lines mean, right-to-left text in capital
// letters, as the Unicode standard does. What is read first stands at the right.
func TestVisual(t *testing.T) {
	t.Cleanup(Load)
	if err := Use("en"); err != nil {
		t.Fatal(err)
	}
	marks := strings.NewReplacer(leftToRightMark, "|", rightToLeftMark, "|")
	join := func(runs ...string) string { return "|" + strings.Join(runs, "||") + "|" }
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"plain (4K) 12 ü 日本", "plain (4K) 12 ü 日本"},
		{"بقيت 9 ث", join("ث", " 9", "بقيت ")},                 // LEFT 9 S
		{"تمّ.", join(".", "تمّ")},                             // DONE.
		{"خيارات…", join("…", "خيارات")},                       // OPTIONS…
		{"نشط، فشل", join("نشط، فشل")},                         // ACTIVE, FAILED with a comma of the font of the letters
		{"9.8 م.ب/ث", join("ث", "/", "ب", ".", "م", " 9.8")},   // 9.8 MB/S
		{"Ana – عربي (x)", join("Ana – ", "عربي", " (x)")},     // Ana – ARABIC (x)
		{"a عربي 9 ثانية", join("a ", "ثانية", " 9", "عربي ")}, // a ARABIC 9 SECONDS
		{"שלום world שלום", join("שלום", " world", "שלום ")},   // PEACE world PEACE
	} {
		if got := marks.Replace(Visual(tt.text)); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

// In an Arabic window, a sentence begins at the right also if a Latin word is first.
func TestVisualInArabic(t *testing.T) {
	t.Cleanup(Load)
	if err := Use("ar"); err != nil {
		t.Fatal(err)
	}
	marks := strings.NewReplacer(leftToRightMark, "", rightToLeftMark, "")
	for text, want := range map[string]string{
		// A bracket behind Latin words is one of theirs, and the full stop of a file's ending too.
		"خدمة Hilo (example.com) حيث": "حيث Hilo (example.com)خدمة ",
		"جانب (.srt)":                 ").srt(جانب ",
		"خدمة Hilo (حيث)":             ")حيث( Hiloخدمة ",
		"MP4 حتى 1080p":               "1080pحتى  MP4", // MP4 TO 1080p, where the first space is read from the right
		"Ana – Hilo":                  "Ana – Hilo",
		Join("Ana", "1080p", "9 ب"):   "ب 9 · 1080p · Ana",
		Join("Ana", "1080p"):          "1080p · Ana",
	} {
		if got := marks.Replace(Visual(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A title has its own direction, also in an Arabic window.
func TestVisualTitle(t *testing.T) {
	t.Cleanup(Load)
	if err := Use("ar"); err != nil {
		t.Fatal(err)
	}
	marks := strings.NewReplacer(leftToRightMark, "", rightToLeftMark, "")
	for text, want := range map[string]string{
		"Ana · Luna":     "Ana · Luna",
		"Ana – عربي (x)": "Ana – عربي (x)",
		"عربي Ana":       "Anaعربي ", // the space is read from the right
	} {
		if got := marks.Replace(VisualTitle(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestList(t *testing.T) {
	t.Cleanup(Load)
	for tag, want := range map[string]string{"en": "1, 2", "ar": "1، 2", "ja": "1、2", "zh-Hans": "1、2"} {
		if err := Use(tag); err != nil {
			t.Fatal(err)
		}
		if got := List("1", "", "2"); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
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

// The dot of an ending stays before it in a sentence that is read from the right.
func TestVisualEnding(t *testing.T) {
	setLocale(t, "ar_EG.UTF-8")
	marks := strings.NewReplacer(leftToRightMark, "", rightToLeftMark, "")
	if got := marks.Replace(Visual("الملف .tar.xz")); !strings.Contains(got, ".tar.xz") {
		t.Errorf("%q", got)
	}
}
