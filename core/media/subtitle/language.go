package subtitle

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// Undetermined is the language "und" (ISO/IEC 14496-12 §8.4.2.3).
const Undetermined = 0x55c4

// PackLanguage returns the three letters of ISO 639-2/T for a BCP 47 tag, in five
// bits each (ISO/IEC 14496-12 §8.4.2.3), and the whole tag if it says more than
// they do.
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
