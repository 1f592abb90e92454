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
	for tag, want := range map[string]bool{"ru": true, "ja": false} {
		if letter := map[string]rune{"ru": 'Ж', "ja": 'あ'}[tag]; bundledFontHas(letter) != want {
			t.Errorf("the font of the program has %c: %v", letter, !want)
		}
	}
}
