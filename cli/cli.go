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
	"fmt"
	"strings"
)

const usage = `Hilo downloads videos and music from YouTube.

  hilo [-demo] [-data DIR] [LINK...]   open the window, and download the links
  hilo -tray                           start in the tray, without the window
  hilo get [flags] LINK...             download without a window (hilo get -h)
  hilo check [flags]                   find out why it does not work (hilo check -h)
  hilo version                         print version, commit and date
  hilo help                            print this

You are responsible for what you download: take only what you have the right to keep.
`

// usage is the help for this build.
func (b Build) usage() string {
	if b.UpdatePage == "" {
		return usage
	}
	const before = "  hilo version "
	return strings.Replace(usage, before, "  hilo update [flags]                  look for a newer Hilo (hilo update -h)\n"+before, 1)
}

// Wants reports whether a command line asks for something other than the window.
func Wants(args []string) bool {
	if len(args) == 0 {
		return false
	}
	switch strings.TrimLeft(args[0], "-") {
	case "h", "help", "version":
		return true
	}
	return !strings.HasPrefix(args[0], "-") && !isLink(args[0])
}

// Run carries out a command line that asks for something other than the window
// and returns the exit status. ctx ends when the user interrupts.
func Run(ctx context.Context, args []string, std Streams, b Build) int {
	switch args[0] {
	case "get":
		return get(ctx, args[1:], std, b)
	case "check":
		return check(ctx, args[1:], std, b)
	case "update":
		if b.UpdatePage != "" {
			return updateCheck(ctx, args[1:], std, b)
		}
	case "version", "-version", "--version":
		fmt.Fprintf(std.Out, "Hilo %s (%s)\n", b.Version, strings.Join(b.details(), ", "))
		return exitSaved
	case "help", "-h", "-help", "--help":
		fmt.Fprint(std.Out, b.usage())
		return exitSaved
	}
	fmt.Fprintf(std.Err, "hilo: %q is not a command.\n\n%s", args[0], b.usage())
	return exitUsage
}
