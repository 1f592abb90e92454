package cli

import (
	"net/url"
	"strings"
	"unicode"
)

// scheme begins the addresses that the system opens with Hilo: "hilo:" and a link,
// as it is or percent-encoded.
const scheme = "hilo:"

// isLink reports whether an argument is meant as a link. Commands have letters only.
func isLink(arg string) bool { return strings.ContainsAny(arg, ":/.") && !strings.HasPrefix(arg, "-") }

func hasScheme(arg string) bool {
	return len(arg) >= len(scheme) && strings.EqualFold(arg[:len(scheme)], scheme)
}

// fromAddress returns the link of a "hilo:" address. Some programs write "//" after
// every scheme.
func fromAddress(address string) string {
	link := strings.TrimPrefix(address[len(scheme):], "//")
	if !strings.Contains(link, "://") {
		if plain, err := url.PathUnescape(link); err == nil {
			link = plain
		}
	}
	return oneLine(link)
}

// oneLine replaces everything that is not printed.
func oneLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, text))
}
