package i18n

import (
	"bufio"
	"bytes"
	"log/slog"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/harfbuzz"
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
// this computer has them; missing is false if one has. The package is named on Linux
// only. The first call may read all fonts: call it in the background.
func FontMissing(tag string) (pkg string, missing bool) {
	letter, ok := letters[tag]
	if !ok || drawable(letter) {
		return "", false
	}
	if runtime.GOOS != "linux" {
		return "", true
	}
	release, _ := os.ReadFile("/etc/os-release") // without it, the name that is most common
	return fontPackage(tag, release), true
}

// Drawable returns s with U+FFFD in place of each character that no font of this computer
// has, and without such marks on letters. Call it last, after Visual. Other text must not
// reach Fyne: for each such character that it measures or draws, it adds a font to the
// list that it goes through for the next (dynamicFontMap.ResolveFace in its package
// painter, 2.8.1), so that each text takes longer than the one before. The first call
// may read all fonts.
func Drawable(s string) string {
	for i, r := range s {
		if r > unicode.MaxASCII && !drawable(r) {
			return s[:i] + strings.Map(func(r rune) rune {
				switch {
				case r <= unicode.MaxASCII || drawable(r):
					return r
				case unicode.Is(unicode.M, r):
					return -1
				}
				return unicode.ReplacementChar
			}, s[i:])
		}
	}
	return s
}

// drawable says whether a font has r, or whether none is asked for it.
func drawable(r rune) bool {
	known.Lock()
	defer known.Unlock()
	yes, ok := known.of[r]
	if !ok {
		yes = ignorable(r) || bundledFontsHave(r) || systemFontsHave(r)
		if len(known.of) >= mostKnown {
			clear(known.of)
		}
		known.of[r] = yes
	}
	return yes
}

// known holds what drawable found. A window shows some hundreds of characters, one in
// Chinese some thousands.
var known = struct {
	sync.Mutex
	of map[rune]bool
}{of: map[rune]bool{}}

const mostKnown = 1 << 14 // characters

// ignorable says whether r is drawn with the font of what stands beside it (function
// ignoreFaceChange of go-text's package shaping).
func ignorable(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Zs, r) && r != '\u1680' || harfbuzz.IsDefaultIgnorable(r)
}

// bundledFontsHave says whether one of the fonts that are part of the program has r.
func bundledFontsHave(r rune) bool {
	for _, characters := range bundledFonts() {
		if _, has := characters.Lookup(r); has {
			return true
		}
	}
	return false
}

// bundledFonts returns which characters the fonts of Fyne have. Regular and bold text
// have the same.
var bundledFonts = sync.OnceValue(func() []font.Cmap {
	var all []font.Cmap
	for _, f := range []fyne.Resource{theme.DefaultTextFont(), theme.DefaultSymbolFont(), theme.DefaultEmojiFont()} {
		characters, err := readCmap(f.Content())
		if err != nil {
			slog.Error("font of the program", "name", f.Name(), "err", err)
			continue
		}
		all = append(all, characters)
	}
	return all
})

// readCmap reads the one table of a font that says which characters it has: all of the
// font with the emoji would take 20 ms.
func readCmap(data []byte) (font.Cmap, error) {
	file, err := opentype.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	raw, err := file.RawTable(opentype.MustNewTag("cmap"))
	if err != nil {
		return nil, err
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return nil, err
	}
	characters, _, err := font.ProcessCmap(table, tables.FPNone)
	return characters, err
}

// systemFontsHave says whether a font that is installed has r.
func systemFontsHave(r rune) bool {
	return slices.ContainsFunc(systemFonts(), func(f fontscan.Footprint) bool { return f.Runes.Contains(r) })
}

// systemFonts returns the fonts that are installed; none if they cannot be read, as Fyne
// uses none then. go-text reads them once, for Fyne and for this.
var systemFonts = sync.OnceValue(func() []fontscan.Footprint {
	all, err := fontscan.SystemFonts(quiet{}, "") // "" is where Fyne keeps its index too
	if err != nil {
		slog.Warn("fonts of the system", "err", err)
	}
	return all
})

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
