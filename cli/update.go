package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"

	"github.com/hilo-app/hilo/core"
)

const updateUsage = `hilo update [flags]

Asks Hilo's own page for newer versions and says what is new in them. It also
loads newer ways to talk to YouTube. It installs nothing.

  -data DIR  keep what was loaded in DIR instead of the system's folder
  -json      one JSON object

Exit status: 0 the page answered, 1 it did not, 2 wrong usage.
`

// updateCheck carries out "hilo update".
func updateCheck(ctx context.Context, args []string, std Streams, b Build) int {
	var data string
	var asJSON bool
	f := flag.NewFlagSet("hilo update", flag.ContinueOnError)
	f.SetOutput(std.Err)
	f.Usage = func() { fmt.Fprint(std.Err, updateUsage) }
	f.StringVar(&data, "data", "", "")
	f.BoolVar(&asJSON, "json", false, "")
	err := f.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return exitSaved
	}
	if err == nil && f.NArg() > 0 {
		err = fmt.Errorf("%q is not needed", f.Arg(0))
	}
	if err != nil {
		fmt.Fprintf(std.Err, "hilo update: %v. Run \"hilo update -h\" for help.\n", err)
		return exitUsage
	}
	folders, err := OpenFolders(data)
	if err != nil {
		fmt.Fprintf(std.Err, "hilo update: %v\n", err)
		return exitFailed
	}
	m, err := core.Open(core.Config{Dir: ".", Version: b.Version, Profiles: folders.Profiles(), UpdatePage: b.UpdatePage, Versions: folders.Versions()})
	if err != nil {
		fmt.Fprintf(std.Err, "hilo update: %v\n", err)
		return exitFailed
	}
	defer func() { _ = m.Close() }()
	news, err := m.CheckUpdates(ctx)
	if err != nil {
		fmt.Fprintf(std.Err, "hilo update: %v\n", err)
		return exitFailed
	}
	return printNews(std, b, news, asJSON)
}

// printNews prints what the page said.
func printNews(std Streams, b Build, news core.News, asJSON bool) int {
	page := b.Website + "/releases"
	if asJSON {
		e := json.NewEncoder(std.Out)
		e.SetEscapeHTML(false)
		if err := e.Encode(struct {
			Version  string         `json:"version"`
			Newer    []core.Release `json:"newer"`
			Profiles bool           `json:"profiles_loaded"`
			Page     string         `json:"page"`
		}{b.Version, append([]core.Release{}, news.Newer...), news.Profiles, page}); err != nil {
			return exitFailed
		}
		return exitSaved
	}
	if news.Profiles {
		fmt.Fprintln(std.Out, "Newer ways to talk to YouTube were loaded and are in use.")
	}
	if len(news.Newer) == 0 {
		fmt.Fprintf(std.Out, "Hilo %s is the newest version.\n", b.Version)
		return exitSaved
	}
	for _, r := range news.Newer {
		fmt.Fprintf(std.Out, "Hilo %s of %s\n", r.Version, r.Date)
		for _, n := range r.Notes {
			fmt.Fprintf(std.Out, "  - %s\n", n)
		}
	}
	fmt.Fprintf(std.Out, "You have %s. Newer ones are at %s\n", b.Version, page)
	return exitSaved
}
