package i18n

import (
	"bufio"
	"bytes"
	"log/slog"
	"os"
	"runtime"
	"strings"

	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
)

// letters has a letter of each language whose script the font of Fyne may lack.
var letters = map[string]rune{"ar": 'ع', "hi": 'ह', "ja": 'あ', "ko": '한', "zh-Hans": '简'}

// The packages with fonts, by the ID of the distribution in /etc/os-release; "" is for
// all others.
var (
	eastAsianFonts = map[string]string{
		"debian": "fonts-noto-cjk", "ubuntu": "fonts-noto-cjk", "fedora": "google-noto-sans-cjk-fonts",
		"arch": "noto-fonts-cjk", "suse": "google-noto-sans-cjk-fonts", "": "noto-cjk",
	}
	otherFonts = map[string]string{
		"debian": "fonts-noto-core", "ubuntu": "fonts-noto-core", "fedora": "google-noto-fonts-all",
		"arch": "noto-fonts", "suse": "google-noto-fonts", "": "noto",
	}
)

// FontMissing returns the package that brings the letters of a language if no font of
// this computer has them; missing is false if one has, or if that is unknown. The
// package is named on Linux only. The first call may read all fonts: call it in the
// background.
func FontMissing(tag string) (pkg string, missing bool) {
	letter, ok := letters[tag]
	if !ok || bundledFontHas(letter) {
		return "", false
	}
	fonts, err := fontscan.SystemFonts(quiet{}, "") // "" is where Fyne keeps its index too
	if err != nil {
		slog.Warn("fonts of the system", "err", err)
		return "", false
	}
	for _, f := range fonts {
		if f.Runes.Contains(letter) {
			return "", false
		}
	}
	if runtime.GOOS != "linux" {
		return "", true
	}
	release, _ := os.ReadFile("/etc/os-release") // without it, the name that is most common
	return fontPackage(tag, release), true
}

// bundledFontHas says whether the font that is part of the program has a letter.
func bundledFontHas(letter rune) bool {
	face, err := font.ParseTTF(bytes.NewReader(theme.DefaultTextFont().Content()))
	if err != nil {
		return false
	}
	_, has := face.NominalGlyph(letter)
	return has
}

// fontPackage returns the package with the fonts of a language in the distribution
// that an os-release file names: its ID, or one it is like.
func fontPackage(tag string, release []byte) string {
	packages := otherFonts
	switch tag {
	case "ja", "ko", "zh-Hans":
		packages = eastAsianFonts
	}
	var ids []string
	for lines := bufio.NewScanner(bytes.NewReader(release)); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), "=")
		value = strings.Trim(value, `"'`)
		switch key {
		case "ID":
			ids = append([]string{value}, ids...)
		case "ID_LIKE":
			ids = append(ids, strings.Fields(value)...)
		}
	}
	for _, id := range ids {
		if pkg := packages[id]; pkg != "" {
			return pkg
		}
	}
	return packages[""]
}

// quiet drops what the search for fonts logs of fonts that it cannot read.
type quiet struct{}

func (quiet) Printf(string, ...any) {}
