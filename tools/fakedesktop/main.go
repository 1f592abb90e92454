// Command fakedesktop is those parts of a desktop that a virtual display lacks, so
// that scripts can try them with Hilo's real window:
//
//	fakedesktop serve FOLDER      a tray, notifications, and a folder dialog that
//	                              chooses FOLDER, until it is told to end; prints
//	                              "ready", and a line for whatever it is asked
//	fakedesktop menu              prints the menu of the icon in the tray
//	fakedesktop press LABEL       presses an item of it
//	fakedesktop drop WINDOW URI…  drops addresses on a window, as a browser or a
//	                              file manager does
//
// The first three use the session's message bus, the last one the X display.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// patience bounds every command but serve.
const patience = 20 * time.Second

var errUsage = errors.New("usage: fakedesktop serve FOLDER | menu | press LABEL | drop WINDOW URI…")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "fakedesktop:", err)
		os.Exit(1) //nolint:gocritic // nothing has to be cleaned up
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	if args[0] == "serve" && len(args) == 2 {
		return serve(ctx, args[1])
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	switch {
	case args[0] == "menu" && len(args) == 1:
		return printMenu(ctx)
	case args[0] == "press" && len(args) == 2:
		return press(ctx, args[1])
	case args[0] == "drop" && len(args) > 2:
		window, err := strconv.ParseUint(args[1], 0, 32)
		if err != nil {
			return err
		}
		return drop(ctx, uint32(window), args[2:])
	}
	return errUsage
}
