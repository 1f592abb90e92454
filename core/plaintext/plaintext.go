// Package plaintext bounds and checks text that others wrote: titles, error
// messages, ids.
//
// Truncate shortens what is to be kept or shown, IsToken checks what is to be
// put into an address. The package does not know what a text means; what is
// forbidden in the names of files is checked elsewhere.
package plaintext

import "unicode/utf8"

// Truncate returns the longest start of s that has at most limit bytes and does
// not end inside a rune. A negative limit counts as 0. Text that is not UTF-8
// stays so.
func Truncate(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	limit = max(limit, 0)
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// IsToken reports whether s has at least one character and only those of
// base64url (RFC 4648, section 5, without padding), which YouTube's ids of
// videos, lists and channels are made of.
func IsToken(s string) bool {
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return s != ""
}
