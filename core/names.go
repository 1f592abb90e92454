package core

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/hilo-app/hilo/core/plaintext"
)

// maxName is the longest file name in bytes. Linux file systems count bytes,
// Windows and macOS 255 UTF-16 units, of which UTF-8 never has fewer.
const maxName = 255

// numberRoom is kept free for " (9999)".
const numberRoom = 7

// endingRoom is kept free for what is put behind the name: ".webm", or
// ".zh-Hant.srt" beside it.
const endingRoom = 40

// baseName makes a title safe as a file name without its ending on Linux,
// Windows and macOS at once, because files travel on sticks and shares. An
// unusable title falls back to id. Of what is too long, the title is cut and
// the suffix, which must be safe already, stays.
func baseName(title, suffix, id string) string {
	room := maxName - numberRoom - endingRoom - len(suffix)
	base := safeBase(title, room)
	if base == "" {
		base = safeBase(id, room)
	}
	return base + suffix
}

// fileName is a name from baseName with its ending, which has no dot. n > 1 adds
// " (n)".
func fileName(base, ext string, n int) string {
	if n > 1 {
		base = fmt.Sprintf("%s (%d)", base, n)
	}
	return base + "." + ext
}

// replaced are the characters that Windows forbids in names (Microsoft,
// "Naming Files, Paths, and Namespaces") by what people read them as.
var replaced = strings.NewReplacer(
	"/", "-", `\`, "-", ":", "-", "|", "-", "*", "", "?", "", `"`, "'", "<", "(", ">", ")",
)

func safeBase(title string, limit int) string {
	s := norm.NFC.String(strings.ToValidUTF8(title, ""))
	s = strings.Map(visible, s)
	s = strings.Join(strings.Fields(replaced.Replace(s)), " ")
	s = trimBase(s)
	if isReserved(s) {
		s = "_" + s
	}
	return trimBase(plaintext.Truncate(s, limit))
}

// visible drops control characters and the bidirectional ones that can make
// "exe.4pm" look like "mp4.exe", and turns odd spaces into spaces.
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

// trimBase cuts what Windows drops at the end and Unix hides by at the start.
func trimBase(s string) string {
	return strings.Trim(s, " .\u200c\u200d")
}

// isReserved says whether Windows takes the name for a device, whatever the
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
