package cli

import (
	"flag"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// WindowFlags are those of the command line that opens the window.
type WindowFlags struct {
	Demo bool
	Data string
	// Add has the links of the command line, each on a line. Offer has those of
	// "hilo:" addresses, which a web page may have opened.
	Add, Offer string
}

// scheme begins the addresses that the system opens with Hilo: "hilo:" and a link,
// as it is or percent-encoded.
const scheme = "hilo:"

// ParseWindow reads the command line that opens the window. It returns false,
// after it printed the reason, when the line is invalid.
func ParseWindow(args []string, std Streams) (WindowFlags, bool) {
	var w WindowFlags
	f := flag.NewFlagSet("hilo", flag.ContinueOnError)
	f.SetOutput(std.Err)
	f.Usage = func() { fmt.Fprint(std.Err, usage) }
	f.BoolVar(&w.Demo, "demo", false, "")
	f.StringVar(&w.Data, "data", "", "")
	if f.Parse(args) != nil {
		return w, false
	}
	for _, arg := range f.Args() {
		if !isLink(arg) {
			fmt.Fprintf(std.Err, "hilo: %q is not a link.\n\n%s", arg, usage)
			return w, false
		}
		if hasScheme(arg) {
			w.Offer += fromAddress(arg) + "\n"
		} else {
			w.Add += oneLine(arg) + "\n"
		}
	}
	return w, true
}

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
