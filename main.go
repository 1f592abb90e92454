// Hilo downloads videos and music from YouTube: in a window, or without one
// as "hilo get".
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"github.com/hilo-app/hilo/cli"
	"github.com/hilo-app/hilo/cli/console"
	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/instance"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/gui"
	"github.com/hilo-app/hilo/gui/desktop"
)

//go:embed Icon.png
var icon []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, interrupt := context.WithCancel(ctx)
	if cli.Wants(os.Args[1:]) {
		console.Use(interrupt)
	}
	std := cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	code := run(ctx, std, thisBuild())
	interrupt()
	stop()
	os.Exit(code)
}

func run(ctx context.Context, std cli.Streams, build cli.Build) int {
	args := os.Args[1:]
	if cli.Wants(args) {
		return cli.Run(ctx, args, std, build)
	}
	flags, ok := cli.ParseWindow(args, std)
	if !ok {
		return 2
	}
	err := window(ctx, flags, build)
	if err == nil {
		return 0
	}
	fmt.Fprintf(std.Err, "hilo: %v\n", err)
	sentence, code := err.Error(), 1
	if errors.Is(err, errNoWindow) {
		code = exitNoWindow
	}
	if errors.Is(err, errNoOpenGL) {
		sentence = gui.NoWindow()
	}
	desktop.FatalDialog(sentence)
	return code
}

// gcPercent makes the collector of garbage run some five times as often as by default:
// scrolling through a long list makes much garbage, and a window that stays open for days is
// judged by its memory. A start takes no longer by it.
const gcPercent = 20

// exitNoWindow is the exit status when no window can be opened.
const exitNoWindow = 3

var (
	errNoWindow = errors.New("no window can be opened on this computer; \"hilo get LINK\" works without one")
	errNoOpenGL = fmt.Errorf("the graphics driver has no OpenGL 2.1: %w", errNoWindow)
)

// window opens the window on the queue and returns when it is closed.
func window(ctx context.Context, flags cli.WindowFlags, build cli.Build) (err error) {
	debug.SetGCPercent(gcPercent)
	a := app.NewWithID(fromAppData("ID"))
	a.SetIcon(fyne.NewStaticResource("Icon.png", icon))
	fonts := gui.LoadFonts()
	folders, err := cli.OpenFolders(flags.Data)
	if err != nil {
		return err
	}
	log, logFile, err := cli.OpenLog(folders.State)
	if err != nil {
		return err
	}
	defer logFile.Close()
	slog.SetDefault(log)
	start := secondStart{socket: folders.Socket(flags.Demo), given: instance.Message{Add: flags.Add, Offer: flags.Offer}, log: log}
	if start.handOver() {
		return nil
	}
	config := configOf(folders, build, log)
	options := gui.Options{Version: build.Version, Commit: build.Commit, Built: build.Built, Website: build.Website, Hidden: flags.Tray, Fonts: fonts}
	if flags.Demo {
		defer cli.StartDemo(&config)()
		config.Keyring = keyring.NewProxy(nil)
		config.Dir, config.Store = filepath.Join(config.Dir, "Hilo demo"), folders.Queue(true)
		options.Demo = cli.DemoLinks()
	}
	options.UpdatePage = config.UpdatePage // the demo has none
	options.ProxyPassword = config.Keyring.Place
	opened := false
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		log.Error("panic", "value", r, "stack", string(debug.Stack()))
		if err = errNoWindow; opened {
			err = fmt.Errorf("something went wrong inside Hilo; %s says what, and unfinished downloads continue at the next start", folders.State)
		}
	}()
	manager, err := core.Open(config)
	if errors.Is(err, core.ErrInUse) {
		if start.handOver() { // it was just starting
			return nil
		}
		fonts()
		if !gui.ShowRunning(a) {
			return errNoOpenGL
		}
		a.Run()
		return nil
	}
	if err != nil {
		return err
	}
	options.Damaged = manager.Damaged()
	w := gui.New(a, manager, manager.Subscribe(), options)
	context.AfterFunc(ctx, w.Quit)
	defer start.listen(w)()
	if !w.Show() {
		w.Stop()
		return errors.Join(errNoOpenGL, manager.Close())
	}
	opened = true
	return w.Run(manager.Close)
}

// configOf returns the queue's configuration.
func configOf(folders cli.Folders, build cli.Build, log *slog.Logger) core.Config {
	var passwords keyring.Keyring
	if !folders.Together() {
		passwords = keyring.System()
	}
	return core.Config{
		Titles: true, Keyring: keyring.NewProxy(passwords),
		Dir: cli.Downloads(), Store: folders.Queue(false), Logger: log, UseYtdlp: true,
		Profiles: folders.Profiles(), Cache: folders.Cache, Version: build.Version, CheckUp: checkup.Config{Built: build.Built},
		Crashed: cli.CatchCrash(folders.State), UpdatePage: build.UpdatePage, Versions: folders.Versions(),
	}
}

// secondStart is what a start of Hilo does because there may be another one.
type secondStart struct {
	socket string // of the Hilo that has the queue
	given  instance.Message
	log    *slog.Logger
}

// handOver gives what this start was given to the Hilo that is open already. It
// returns false when there is none, or when it does not answer.
func (s secondStart) handOver() bool {
	err := instance.Send(s.socket, s.given)
	if err != nil && !errors.Is(err, instance.ErrNobody) {
		s.log.Warn("the Hilo that is open took nothing", "err", err)
	}
	return err == nil
}

// listen gives the window what this start was given and, until stop is called, what
// later ones are given.
func (s secondStart) listen(w *gui.Window) (stop func()) {
	if s.given != (instance.Message{}) {
		w.Receive(s.given.Add, s.given.Offer)
	}
	listener, err := instance.Listen(s.socket, func(m instance.Message) bool { return w.Receive(m.Add, m.Offer) })
	if err != nil {
		s.log.Warn("a second start will not find this one", "err", err)
		return func() {}
	}
	return func() { _ = listener.Close() }
}
