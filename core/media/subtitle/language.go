package subtitle

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Undetermined is the language "und" (§8.4.2.3).
const Undetermined = 0x55c4

// PackLanguage turns a BCP 47 tag into the three letters of ISO 639-2/T in five
// bits each (ISO/IEC 14496-12 §8.4.2.3), and into the tag for those who read
// that, where it says more.
func PackLanguage(tag string) (packed uint16, extended string) {
	t, err := language.Parse(tag)
	if err != nil {
		base, _, _ := strings.Cut(tag, "-")
		t = language.Make(base)
	}
	base, _, _ := t.Raw()
	code := base.ISO3()
	if len(code) != 3 || slices.ContainsFunc([]byte(code), func(c byte) bool { return c < 'a' || c > 'z' }) {
		return Undetermined, ""
	}
	for _, c := range []byte(code) {
		packed = packed<<5 | uint16(c-0x60)
	}
	if t.String() != base.String() {
		extended = t.String()
	}
	return packed, extended
}
