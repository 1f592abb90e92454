package disk

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hilo-app/hilo/core/plaintext"
	"golang.org/x/text/unicode/norm"
)

// maxName is the longest file name in bytes. Linux file systems count bytes,
// Windows and macOS UTF-16 units, and no name has fewer bytes than units.
const maxName = 255

// What BaseName leaves free, in bytes.
const (
	numberReserve = 7  // for " (9999)"
	endingReserve = 40 // for ".webm", or ".zh-Hant (2).srt" of a sidecar
	maxTag        = 28 // what fits in endingReserve with "." before it, a number and ".srt" after it
)

// MaxBase is how many bytes BaseName has for a title and a suffix.
const MaxBase = maxName - numberReserve - endingReserve

// BaseName returns the sanitized title followed by suffix, which must be
// sanitized already: a file name without its extension. A title of which
// nothing is left is replaced by id. A title that is too long is cut so that
// suffix, a number and an extension fit.
func BaseName(title, suffix, id string) string {
	limit := MaxBase - len(suffix)
	base := Sanitize(title, limit)
	if base == "" {
		base = Sanitize(id, limit)
	}
	return base + suffix
}

// SidecarBase returns the name of a sidecar of a file, without an extension: that
// of the file without its own, and a tag such as a language.
func SidecarBase(file, tag string) string {
	return strings.TrimSuffix(file, filepath.Ext(file)) + "." + Sanitize(tag, maxTag)
}

// FileName returns the n-th file name for a base from BaseName: "base.ext" for
// 1, "base (2).ext" for 2. The extension is given without its dot.
func FileName(base, ext string, n int) string { return numbered(base, n) + "." + ext }

func numbered(base string, n int) string {
	if n <= 1 {
		return base
	}
	return fmt.Sprintf("%s (%d)", base, n)
}

// forbidden replaces the characters that Windows does not allow in names
// (Microsoft, "Naming Files, Paths, and Namespaces") by similar ones.
var forbidden = strings.NewReplacer(
	"/", "-", `\`, "-", ":", "-", "|", "-", "*", "", "?", "", `"`, "'", "<", "(", ">", ")",
)

// Sanitize makes a part of a file name from a title, of at most limit bytes.
// The result is legal on Linux, Windows and macOS at once, because files are
// copied between them. It is empty when nothing of the title can be kept.
func Sanitize(title string, limit int) string {
	s := strings.Map(visible, strings.ToValidUTF8(title, ""))
	s = norm.NFC.String(forbidden.Replace(s)) // last, because what is dropped may have kept accents from their letters
	s = trimBase(strings.Join(strings.Fields(s), " "))
	if isReserved(s) || strings.HasPrefix(s, "-") { // the latter because programs take it for an option
		s = "_" + s
	}
	return trimBase(plaintext.Truncate(s, limit))
}

// visible drops control characters and the bidirectional marks that can make
// "exe.4pm" look like "mp4.exe", and turns every kind of space into a plain one.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == '\u200c' || r == '\u200d': // joiners: part of words and emoji
		return r
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp):
		return -1
	}
	return r
}

// trimBase cuts the spaces and dots that Windows drops at the end of a name, and
// the leading dots that hide a file on Unix.
func trimBase(s string) string {
	return strings.Trim(s, " .\u200c\u200d")
}

// isReserved reports whether Windows takes the name for a device, whatever its
// extension.
func isReserved(s string) bool {
	s, _, _ = strings.Cut(strings.ToUpper(s), ".")
	s = strings.TrimRight(s, " ")
	switch s {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	for _, port := range []string{"COM", "LPT"} {
		if rest, ok := strings.CutPrefix(s, port); ok && utf8.RuneCountInString(rest) == 1 && strings.ContainsAny(rest, "0123456789¹²³") {
			return true
		}
	}
	return false
}
