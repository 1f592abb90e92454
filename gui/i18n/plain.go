package i18n

import (
	"path/filepath"
	"strings"
	"unicode"
)

const maxPlain = 400 // runes; no window shows more

// Plain returns text from elsewhere as one line that cannot change what stands around
// it: control characters and line breaks become spaces, marks that turn the direction
// of text are removed, and at most 400 characters are kept.
func Plain(s string) string {
	clean := true
	for _, r := range s {
		if r < ' ' || r >= 0x7f && (unicode.IsControl(r) || turnsText(r) || r == '\u2028' || r == '\u2029' || r == unicode.ReplacementChar) {
			clean = false
			break
		}
	}
	if clean && len(s) <= maxPlain && !strings.Contains(s, "  ") {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	n, space := 0, true // true drops leading spaces
	for _, r := range s {
		switch {
		case turnsText(r) || r == unicode.ReplacementChar:
			continue
		case unicode.IsSpace(r) || unicode.IsControl(r):
			if space {
				continue
			}
			r, space = ' ', true
		default:
			space = false
		}
		if n++; n > maxPlain {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// turnsText says whether r is one of Unicode's explicit direction marks
// (UAX #9, section 2) or the byte order mark.
func turnsText(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x061c || r == 0xfeff
}

// WithoutScheme returns an address without https:// and www.
func WithoutScheme(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "www.")
}

// ShortAddress returns an address without its scheme, cut to 40 characters.
func ShortAddress(address string) string {
	const most = 40
	runes := []rune(WithoutScheme(Plain(address)))
	if len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return string(runes)
}

// FolderName returns what people call a folder: the last element of its path.
func FolderName(dir string) string {
	dir = filepath.Clean(dir)
	name := filepath.Base(dir)
	if name == "." || name == string(filepath.Separator) {
		return Plain(dir)
	}
	return Plain(name)
}
