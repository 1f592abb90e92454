package i18n

import "testing"

func TestFontPackage(t *testing.T) {
	for _, tt := range []struct{ tag, release, want string }{
		{"ja", "ID=ubuntu\nID_LIKE=debian\n", "fonts-noto-cjk"},
		{"ko", "NAME=\"Linux Mint\"\nID_LIKE=\"ubuntu debian\"\nID=linuxmint\n", "fonts-noto-cjk"},
		{"zh-Hans", "ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n", "google-noto-sans-cjk-fonts"},
		{"ar", "ID=fedora\n", "google-noto-fonts-all"},
		{"hi", "", "noto"},
	} {
		if got := fontPackage(tt.tag, []byte(tt.release)); got != tt.want {
			t.Errorf("%s in %q: %q, want %q", tt.tag, tt.release, got, tt.want)
		}
	}
}

func TestFontIsThere(t *testing.T) {
	for _, tag := range []string{"en", "de", "ru", "no such language"} {
		if pkg, missing := FontMissing(tag); missing {
			t.Errorf("%s needs %s", tag, pkg)
		}
	}
	for letter, want := range map[rune]bool{'Ж': true, '😀': true, 'あ': false} {
		if bundledFontsHave(letter) != want {
			t.Errorf("the fonts of the program have %c: %v", letter, !want)
		}
	}
}

// No font has the character U+5FFFE: Unicode will never give it a meaning.
func TestDrawable(t *testing.T) {
	const none = "\U0005fffe"
	for in, want := range map[string]string{
		"":                         "",
		"How to bake":              "How to bake",
		"Тест é ½ … ·":             "Тест é ½ … ·",
		"one" + none + " two":      "one\ufffd two",
		none + none + "é":          "\ufffd\ufffdé",
		"\u200d\ufe0f\u200e\u00ad": "\u200d\ufe0f\u200e\u00ad", // drawn with what stands beside them
		"tab\tline\n":              "tab\tline\n",
	} {
		for range 2 { // found, and remembered
			if got := Drawable(in); got != want {
				t.Errorf("%q: %q, want %q", in, got, want)
			}
		}
	}
	known.of['\u0301'] = false // as if no font had this accent
	if got := Drawable("e\u0301" + none + "\u0301"); got != "e\ufffd" {
		t.Errorf("letters with marks: %q", got)
	}
	for r := range rune(2 * mostKnown) {
		drawable(0x10000 + r)
	}
	if n := len(known.of); n > mostKnown {
		t.Errorf("%d characters are remembered", n)
	}
	if got := Drawable("e\u0301"); got != "e\u0301" {
		t.Errorf("what was remembered is not forgotten: %q", got)
	}
}
