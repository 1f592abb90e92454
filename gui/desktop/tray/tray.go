// Package tray is Hilo's icon in the tray of the desktop: the notification area of
// Windows, the menu bar of macOS, or a host of StatusNotifierItem on the message bus.
// Its menu says how far downloads are, shows the window, pauses and resumes all, and
// quits.
//
//	New -> Start, on the main goroutine -> Set, whenever something changes -> Stop
//
// The package knows neither Fyne nor Hilo's sentences.
package tray

import (
	"bytes"
	"image"
	"image/png"
	"sync"

	"fyne.io/systray"
	"golang.org/x/image/draw"
)

// Actions are what the menu does. Each is called on a goroutine of the icon.
type Actions struct {
	Show  func() // also a click on the icon itself
	Pause func() // or resume: see State
	Quit  func()
}

// State is what the icon shows.
type State struct {
	Tooltip  string
	Progress string // the first line of the menu, which does nothing
	Show     string // labels
	Pause    string // or what resumes
	Quit     string
	CanPause bool // or resume
}

// Icon is the icon. There can be one in a process: systray cannot begin again.
type Icon struct {
	picture []byte
	do      Actions
	start   func()
	end     func()
	done    chan struct{}

	mu                          sync.Mutex
	shown                       State // what the menu says; the zero value before it is built
	wanted                      State
	progress, show, pause, quit *systray.MenuItem // nil before it is built
}

// New makes the icon ready, with a square picture in the format PNG. Call it on the
// main goroutine.
func New(name string, square []byte, do Actions) *Icon {
	i := &Icon{picture: picture(scaled(square)), do: do, done: make(chan struct{})}
	systray.SetOnTapped(do.Show)
	i.start, i.end = systray.RunWithExternalLoop(func() { i.build(name) }, nil)
	return i
}

// scaled returns a picture with the sides that a tray needs on a dense screen: larger
// ones are sent to the desktop as they are. What is no picture stays.
func scaled(square []byte) []byte {
	const side = 64
	from, err := png.Decode(bytes.NewReader(square))
	if err != nil {
		return square
	}
	to := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.CatmullRom.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if png.Encode(&out, to) != nil {
		return square
	}
	return out.Bytes()
}

// Start shows the icon. Call it once, on the main goroutine when its loop runs.
func (i *Icon) Start() { i.start() }

// Stop removes the icon. Call it once after Start, on the main goroutine; where it is not
// Removable, only when the process ends.
func (i *Icon) Stop() {
	close(i.done)
	i.end()
}

// Set shows a state. Any goroutine may call it, also before Start.
func (i *Icon) Set(s State) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.wanted = s
	if i.progress != nil {
		i.refresh()
	}
}

// build makes the menu.
func (i *Icon) build(name string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	systray.SetIcon(i.picture)
	systray.SetTitle(title(name))
	systray.SetTooltip(i.wanted.Tooltip)
	add := func(label string, do func()) *systray.MenuItem {
		item := systray.AddMenuItem(label, "")
		if do != nil {
			go i.serve(item.ClickedCh, do)
		}
		return item
	}
	s := i.wanted
	i.progress = add(s.Progress, nil)
	i.progress.Disable()
	i.show = add(s.Show, i.do.Show)
	i.pause = add(s.Pause, i.do.Pause)
	systray.AddSeparator()
	i.quit = add(s.Quit, i.do.Quit)
	i.shown = s
	i.shown.CanPause = true
	i.refresh()
}

// serve does what an item of the menu is for, until the icon is removed.
func (i *Icon) serve(clicked <-chan struct{}, do func()) {
	for {
		select {
		case <-i.done:
			return
		case <-clicked:
			do()
		}
	}
}

// refresh changes what differs from what is shown: each change is a message to the
// desktop.
func (i *Icon) refresh() {
	was, s := i.shown, i.wanted
	if s.Tooltip != was.Tooltip {
		systray.SetTooltip(s.Tooltip)
	}
	for _, l := range []struct {
		item     *systray.MenuItem
		was, now string
	}{{i.progress, was.Progress, s.Progress}, {i.show, was.Show, s.Show}, {i.pause, was.Pause, s.Pause}, {i.quit, was.Quit, s.Quit}} {
		if l.was != l.now {
			l.item.SetTitle(l.now)
		}
	}
	switch {
	case s.CanPause && !was.CanPause:
		i.pause.Enable()
	case !s.CanPause && was.CanPause:
		i.pause.Disable()
	}
	i.shown = s
}
