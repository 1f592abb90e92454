// Package cli is Hilo without a window: flags in, progress bars, plain lines
// or JSON out, over the same core as the window.
package cli

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/adrg/xdg"
)

// Exit statuses.
const (
	exitSaved  = 0 // everything was saved
	exitFailed = 1 // something was not
	exitUsage  = 2 // the command line was wrong
)

// Build says which Hilo this is.
type Build struct {
	Version, Commit string
	Built           time.Time // zero when unknown
}

// Streams are a program's standard streams.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

const usage = `Hilo downloads videos and music from YouTube.

  hilo [-demo] [-data DIR]         open the window
  hilo get [flags] LINK...         download without a window (hilo get -h)
  hilo check [flags]               find out why it does not work (hilo check -h)
  hilo version                     print version and commit
  hilo help                        print this

You are responsible for what you download: take only what you have the right to keep.
`

// Wants says whether a command line asks for something else than the window.
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

// Run carries out a command line that asks for something else than the window
// and returns the exit status. ctx ends when the user interrupts.
func Run(ctx context.Context, args []string, std Streams, b Build) int {
	switch args[0] {
	case "get":
		return get(ctx, args[1:], std, b)
	case "check":
		return check(ctx, args[1:], std, b)
	case "version", "-version", "--version":
		fmt.Fprintf(std.Out, "Hilo %s (%s, %s)\n", b.Version, b.Commit, runtime.Version())
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
// having said why, when the line is wrong.
func ParseWindow(args []string, std Streams) (WindowFlags, bool) {
	var w WindowFlags
	f := flag.NewFlagSet("hilo", flag.ContinueOnError)
	f.SetOutput(std.Err)
	f.Usage = func() { fmt.Fprint(std.Err, usage) }
	f.BoolVar(&w.Demo, "demo", false, "")
	f.StringVar(&w.Data, "data", "", "")
	return w, f.Parse(args) == nil && f.NArg() == 0
}

// DataDir is where Hilo keeps its own files (queue, settings, log): dir, or
// the system's place for them if dir is empty. The folder is created. A dir that
// is a symbolic link is followed: whoever names it, with -data, means its target.
func DataDir(dir string) (string, error) {
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(config, "hilo")
	}
	return dir, os.MkdirAll(dir, 0o700)
}

// ProfilesFile is where the newest signed profiles are kept; see core.Config.
func ProfilesFile(data string) string {
	if data == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return ""
		}
		data = filepath.Join(config, "hilo")
	}
	return filepath.Join(data, "profiles.signed")
}

// Downloads is the system's folder for downloads.
func Downloads() string { return xdg.UserDirs.Download }

// parseMixed is f.Parse for command lines whose flags may come behind links,
// where people put them.
func parseMixed(f *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		left := f.Args()
		if len(left) == 0 {
			return rest, nil
		}
		if n := len(args) - len(left); n > 0 && args[n-1] == "--" {
			return append(rest, left...), nil
		}
		rest, args = append(rest, left[0]), left[1:]
	}
}
