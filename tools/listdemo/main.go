// Command listdemo opens Hilo's window on a simulated YouTube with long lists, so that
// what the window does with lists can be tried and photographed:
//
//	go run ./tools/listdemo -dir FOLDER -store FILE
//
// There is a playlist of 232 videos, two of them private, at
//
//	https://www.youtube.com/playlist?list=PLHiloStories0123456789abcdefghijk
//
// and the channel https://www.youtube.com/@cuentosparatodos that made it. A line "grow
// N" on standard input adds N videos to both. The lists are the same in every process,
// so that downloads are resumed after a restart.
//
// With -rows N and a store that does not exist yet, the queue has N rows of all states,
// and a page for updates says that there is a newer Hilo.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"fyne.io/fyne/v2/app"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui"
)

func main() {
	dir := flag.String("dir", "", "folder for the downloads")
	store := flag.String("store", "", "file of the queue, the history and what is followed")
	grown := flag.Int("grown", 0, "videos that the playlist has more from the start")
	rows := flag.Int("rows", 0, "rows of all states in a new queue; with any, there is a page for updates")
	flag.Parse()
	if *dir == "" || *store == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*dir, *store, *grown, *rows, os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "listdemo:", err)
		os.Exit(1)
	}
}

// run shows the window until it is closed or the process is told to end.
func run(dir, store string, grown, rows int, in io.Reader) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := newSite(grown)
	defer s.server.Close()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	config := core.Config{Titles: true, Dir: dir, Store: store, Logger: log, Transport: s.server.Transport(), Lookups: -1}
	options := gui.Options{Version: "0", Log: log}
	if rows > 0 {
		defer servePage(&config)()
		options.Version, options.UpdatePage, options.Website = config.Version, config.UpdatePage, config.UpdatePage
		if err := fillQueue(store, dir, rows, s); err != nil {
			return err
		}
	}
	manager, err := core.Open(config)
	if err != nil {
		return err
	}
	a := app.NewWithID("io.github.hilo_app.listdemo")
	w := gui.New(a, manager, manager.Subscribe(), options)
	go follow(in, s)
	context.AfterFunc(ctx, w.Quit)
	w.Show()
	return w.Run(manager.Close)
}

// follow does what the lines of in say, see the command.
func follow(in io.Reader, s *site) {
	for lines := bufio.NewScanner(in); lines.Scan(); {
		var n int
		if _, err := fmt.Sscanf(lines.Text(), "grow %d", &n); err != nil || n < 1 || n > 100 {
			fmt.Fprintf(os.Stderr, "listdemo: not a command: %q\n", lines.Text())
			continue
		}
		s.grow(n)
		fmt.Printf("%d videos\n", len(s.entries))
	}
}
