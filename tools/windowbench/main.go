//go:build bench

// Command windowbench measures Hilo's window as it is drawn, on an X display of its own:
//
//	go build -tags bench -o windowbench ./tools/windowbench
//	windowbench -hilo ./hilo
//
// It starts a process for each scene and watches that from outside. A frame is what the
// X server reports as changed over most of the window, at the time of the server. The
// pointer and the keys are moved by the server too, and processor time and memory are
// those the kernel counts for the process. So nothing in the window knows that it is
// measured, and the scenes "start" and "idle" are the program itself.
//
// On a virtual display OpenGL draws with the processor (Mesa's llvmpipe): its threads
// are counted, and listed apart. A graphics card takes that work away.
//
// The scenes other than start and idle run windowbench itself with -scene. The window is
// the same, on a queue of core. The simulated YouTube is a process of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"github.com/hilo-app/hilo/gui"
)

func main() {
	hilo := flag.String("hilo", "", "the program to start")
	only := flag.String("only", "", "measure only the scenes whose names begin so")
	profiles := flag.String("profiles", "", "folder for a processor profile of each scene")
	name := flag.String("scene", "", "show a scene (used by windowbench itself)")
	profile := flag.String("profile", "", "file for the profile of that scene")
	dir := flag.String("dir", "", "folder for the files of that scene")
	serve := flag.Int("site", -1, "serve a simulated YouTube with so many videos (used by windowbench itself)")
	flag.Parse()
	var err error
	switch {
	case *serve >= 0 && *dir != "":
		err = serveSite(*serve, *dir)
	case *name != "" && *dir != "":
		err = show(*name, *dir, *profile)
	case *hilo != "":
		err = measure(*hilo, *only, *profiles)
	default:
		flag.Usage()
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "windowbench:", err)
		os.Exit(1)
	}
}

// show shows the window of a scene until the process is told to end.
func show(name, dir, profile string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	debug.SetGCPercent(20) // as the program does
	a := app.NewWithID("io.github.hilo_app.windowbench")
	s, err := openScene(name, dir)
	if err != nil {
		return err
	}
	defer s.close()
	if profile != "" {
		file, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
		defer writeHeap(profile + ".heap")
	}
	o := gui.Options{Version: "0", Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))}
	if s.clock != nil {
		o = o.WithClock(s.clock)
	}
	w := gui.New(a, s.queue, s.changes, o)
	context.AfterFunc(ctx, w.Quit)
	if s.pass != nil {
		w.ShowStill()
		go s.pass(ctx, func() { fyne.DoAndWait(w.Update) })
	} else {
		w.Show()
	}
	return w.Run(func() error { return nil })
}

// writeHeap writes a profile of the memory that is in use.
func writeHeap(name string) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintf(os.Stderr, "windowbench: of the memory, Go has %d MB, of which %d MB are in use and %d MB were given back\n", m.Sys>>20, m.HeapInuse>>20, m.HeapReleased>>20)
	runtime.GC()
	file, err := os.Create(name)
	if err == nil {
		err = errors.Join(pprof.WriteHeapProfile(file), file.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "windowbench:", err)
	}
}
