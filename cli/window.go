package cli

import (
	"flag"
	"fmt"
)

// WindowFlags are those of the command line that opens the window.
type WindowFlags struct {
	Demo bool
	Tray bool // start in the tray, without the window
	Data string
	// Add has the links of the command line, each on a line. Offer has those of
	// "hilo:" addresses, which a web page may have opened.
	Add, Offer string
}

// ParseWindow reads the command line that opens the window. It returns false,
// after it printed the reason, when the line is invalid.
func ParseWindow(args []string, std Streams) (WindowFlags, bool) {
	var w WindowFlags
	f := flag.NewFlagSet("hilo", flag.ContinueOnError)
	f.SetOutput(std.Err)
	f.Usage = func() { fmt.Fprint(std.Err, usage) }
	f.BoolVar(&w.Demo, "demo", false, "")
	f.BoolVar(&w.Tray, "tray", false, "")
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
