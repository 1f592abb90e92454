// Package cli is Hilo without a window: "hilo get", "hilo check" and "hilo
// version". Run parses the command, opens a core.Manager with its flags and
// prints the updates of its Subscription.
//
//	flags -> core.Config, format.Wish -> core.Manager
//	core.Subscription -> display: bars on a terminal, plain lines, or JSON
//
// The package chooses and downloads nothing itself. It knows core and not the
// window. StartDemo connects a Config to the simulated YouTube of -demo, for the
// window too.
package cli

import (
	"context"
	"flag"
	"fmt"
	"strings"
)

const usage = `Hilo downloads videos and music from YouTube.

  hilo [-demo] [-data DIR]         open the window
  hilo get [flags] LINK...         download without a window (hilo get -h)
  hilo check [flags]               find out why it does not work (hilo check -h)
  hilo version                     print version, commit and date
  hilo help                        print this

You are responsible for what you download: take only what you have the right to keep.
`

// Wants reports whether a command line asks for something other than the window.
func Wants(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch strings.TrimLeft(args[0], "-") {
	case "h", "help", "version":
		return true
	}
	return !strings.HasPrefix(args[0], "-")
}

// Run carries out a command line that asks for something other than the window
// and returns the exit status. ctx ends when the user interrupts.
func Run(ctx context.Context, args []string, std Streams, b Build) int {
	switch args[0] {
	case "get":
		return get(ctx, args[1:], std, b)
	case "check":
		return check(ctx, args[1:], std, b)
	case "version", "-version", "--version":
		fmt.Fprintf(std.Out, "Hilo %s (%s)\n", b.Version, strings.Join(b.details(), ", "))
		return exitSaved
	case "help", "-h", "-help", "--help":
		fmt.Fprint(std.Out, usage)
		return exitSaved
	}
	fmt.Fprintf(std.Err, "hilo: %q is not a command.\n\n%s", args[0], usage)
	return exitUsage
}

// WindowFlags are those of the command line that opens the window.
type WindowFlags struct {
	Demo bool
	Data string
}

// ParseWindow reads the command line that opens the window. It returns false,
// after it printed the reason, when the line is invalid.
func ParseWindow(args []string, std Streams) (WindowFlags, bool) {
	var w WindowFlags
	f := flag.NewFlagSet("hilo", flag.ContinueOnError)
	f.SetOutput(std.Err)
	f.Usage = func() { fmt.Fprint(std.Err, usage) }
	f.BoolVar(&w.Demo, "demo", false, "")
	f.StringVar(&w.Data, "data", "", "")
	return w, f.Parse(args) == nil && f.NArg() == 0
}
