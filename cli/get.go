package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/hilo-app/hilo/core"
)

// get carries out "hilo get".
func get(ctx context.Context, args []string, std Streams, b Build) int {
	r, err := parseGet(args, std)
	if errors.Is(err, flag.ErrHelp) {
		return exitSaved
	}
	if err != nil {
		fmt.Fprintf(std.Err, "hilo get: %v. Run \"hilo get -h\" for help.\n", err)
		return exitUsage
	}
	r.config.Version = b.Version
	if r.demo {
		defer StartDemo(&r.config)()
	} else {
		useFolders(&r.config, r.data)
	}
	if r.data != "" {
		log, closer, err := openLog(r.data)
		if err != nil {
			fmt.Fprintf(std.Err, "hilo get: -data: %v\n", err)
			return exitUsage
		}
		defer closer.Close()
		r.config.Logger = log
	}
	return r.run(ctx, std)
}

// useFolders sets what a command without a window shares with the window; data as in
// FindFolders. Without such folders there is nothing to share.
func useFolders(c *core.Config, data string) {
	c.UseYtdlp = true
	if folders, err := FindFolders(data); err == nil {
		c.Profiles, c.Cache = folders.Profiles(), folders.Cache
	}
}

func openLog(data string) (*slog.Logger, io.Closer, error) {
	folders, err := OpenFolders(data)
	if err != nil {
		return nil, nil, err
	}
	return OpenLog(folders.State)
}

func (r request) run(ctx context.Context, std Streams) int {
	m, err := core.Open(r.config)
	if err != nil {
		fmt.Fprintf(std.Err, "hilo get: %v\n", err)
		return exitFailed
	}
	defer func() { _ = m.Close() }()
	saved, err := openArchive(r.archive)
	if err != nil {
		fmt.Fprintf(std.Err, "hilo get: %v\n", err)
		return exitUsage
	}
	code := r.download(ctx, std, m, saved)
	if err := saved.close(); err != nil {
		fmt.Fprintf(std.Err, "hilo get: %v\n", err)
		return exitFailed
	}
	return code
}

// download downloads, or prints with -flat, what the links lead to.
func (r request) download(ctx context.Context, std Streams, m *core.Manager, saved *archive) int {
	c, err := r.read(ctx, m, saved)
	for _, r := range c.rejected {
		fmt.Fprintf(std.Err, "%q: %s\n", r.Text, r.Sentence())
	}
	if err != nil {
		fmt.Fprintf(std.Err, "hilo get: %s\n", sentenceOf(err))
		return exitFailed
	}
	for _, l := range c.partOf {
		fmt.Fprintf(std.Err, "Only the one video is taken. For the whole list: https://www.youtube.com/playlist?list=%s\n", l.PlaylistID)
	}
	if r.flat {
		if err := c.printFlat(ctx, m, std.Out); err != nil {
			fmt.Fprintf(std.Err, "hilo get: %v\n", err)
			return exitFailed
		}
		return exitOf(false, c)
	}
	updates := m.Subscribe()
	if r.add(m, c) == 0 {
		if c.skipped == 0 && r.choose.empty() && r.search == "" {
			return exitUsage
		}
		if c.skipped == 0 {
			fmt.Fprintln(std.Err, "Nothing fits what was asked for.") // by -items, -newest, -match or -search
		} else {
			fmt.Fprintln(std.Err, "Nothing new to download.")
		}
		return exitOf(false, c)
	}
	show := r.show(std)
	failed := showUpdates(ctx, updates, show, saved)
	_ = m.Close()
	show.end()
	if ctx.Err() != nil {
		fmt.Fprintln(std.Err, "Interrupted. Run the same command again to continue.")
		return exitFailed
	}
	return exitOf(failed, c)
}

func exitOf(failed bool, c content) int {
	if failed || len(c.rejected) > 0 {
		return exitFailed
	}
	return exitSaved
}

// sentenceOf returns the sentence of a Problem, else the error.
func sentenceOf(err error) string {
	var p *core.Problem
	if errors.As(err, &p) {
		return strings.TrimSuffix(err.Error(), p.Error()) + problemText(p)
	}
	return err.Error()
}

// add puts everything into the queue, once for each clip, and returns how many rows
// that made.
func (r request) add(m *core.Manager, c content) (rows int) {
	for _, w := range r.wishes {
		all := []core.Request{{Text: c.text, Wish: w, Names: &r.names}}
		for _, l := range c.lists {
			all = append(all, core.Request{List: &l, Wish: w, Names: &r.names})
		}
		for _, one := range all {
			rows += len(m.Add(one).IDs)
		}
	}
	return rows
}

// display shows statuses in one way or another.
type display interface {
	status(core.Status) // called for every change
	group(core.Group)   // called for every change
	flush()             // called after a group of changes
	end()
}

func (r request) show(std Streams) display {
	if r.json {
		return newJSONLines(std.Out)
	}
	if f, ok := std.Out.(*os.File); ok && isScreen(f) {
		return newBars(f)
	}
	return newLines(std.Out)
}

// showUpdates shows updates until all downloads have ended or the user interrupts,
// and reports whether anything failed.
func showUpdates(ctx context.Context, updates *core.Subscription, show display, saved *archive) (failed bool) {
	for {
		select {
		case <-ctx.Done():
			return true
		case <-updates.Wake():
		}
		u := updates.Take()
		for _, s := range u.Changed {
			if s.State == core.Done {
				saved.add(s.VideoID)
			}
			show.status(*s)
		}
		for _, g := range u.Groups {
			show.group(g)
		}
		show.flush()
		if u.AllDone {
			return u.Failed > 0
		}
	}
}
