package gui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/settings"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// screens are the states of the window that tests walk through. Each opens with all
// examples of downloads in the list, or with an empty list.
func screens() []struct {
	name  string
	empty bool
	show  func(*testing.T, *stage)
} {
	type screen = struct {
		name  string
		empty bool
		show  func(*testing.T, *stage)
	}
	all := []screen{
		{name: "empty", empty: true, show: func(*testing.T, *stage) {}},
		{name: "copied", empty: true, show: func(_ *testing.T, s *stage) {
			s.app.Clipboard().SetContent(examples.LinkA)
			s.links.readClipboard()
		}},
		{name: "list", show: func(*testing.T, *stage) {}},
		{name: "compact", show: func(_ *testing.T, s *stage) { s.listBar.Show(downloads.View{Compact: true}) }},
		{name: "groups", empty: true, show: func(_ *testing.T, s *stage) { s.sendGroups() }},
		{name: "groups-compact", empty: true, show: func(_ *testing.T, s *stage) {
			s.sendGroups()
			s.listBar.Show(downloads.View{Compact: true})
		}},
		{name: "selection", show: func(_ *testing.T, s *stage) { s.list.SelectAll() }},
		{name: "nothing-found", show: func(_ *testing.T, s *stage) { s.listBar.Search.SetText("no such words") }},
		{name: "toast", show: func(_ *testing.T, s *stage) { rowActions{s.Window}.Remove("d", "e") }},
		{name: "menu", show: func(t *testing.T, s *stage) {
			press(s.list, fyne.KeyHome)
			s.list.ShowMenu()
		}},
		{name: "qualities", show: func(_ *testing.T, s *stage) { test.Tap(s.quality()) }},
		{name: "options", empty: true, show: func(t *testing.T, s *stage) {
			s.links.entry.SetText(examples.LinkA)
			s.openOptions720(t)
		}},
		{name: "details", show: func(_ *testing.T, s *stage) { s.showDetails(s.status("e")) }},
		{name: "checkup", show: func(_ *testing.T, s *stage) { s.showCheckUp("/home/ana/Downloads") }},
		{name: "keys", show: func(_ *testing.T, s *stage) { s.showHelp() }},
		{name: "history", show: func(_ *testing.T, s *stage) { s.showHistory() }},
		{name: "updates", show: func(_ *testing.T, s *stage) { s.news.updates.Open() }},
	}
	for at, name := range []string{"downloads", "formats", "names", "network", "look"} {
		all = append(all, screen{name: "settings-" + name, show: func(_ *testing.T, s *stage) { s.settingsAt(settings.Section(at)) }})
	}
	return all
}

// eachScreen opens each screen in a language and a size and calls see with it.
func eachScreen(t *testing.T, locale string, size fyne.Size, see func(name string, s *stage)) {
	t.Helper()
	for _, x := range screens() {
		q := newFakeQueue()
		if !x.empty {
			q.send(examples.Downloads(time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local))...)
		}
		q.offer = examples.Offer()
		q.ytdlp = core.Ytdlp{State: core.YtdlpFound, Version: "2026.10.07"}
		s := open(t, q, locale, withPage())
		s.win.Resize(size)
		s.disk.free.Store(118e9)
		s.tick(0)
		x.show(t, s)
		s.background.workers.Wait()
		s.tick(0)
		s.tick(time.Second)
		see(fmt.Sprintf("%s, %v x %v, %s", locale, size.Width, size.Height, x.name), s)
		s.Stop()
	}
}

// eachShown calls see with all that can be used now: what is over the window, or else
// what is in it.
func (s *stage) eachShown(see func(fyne.CanvasObject)) {
	shown := s.win.Canvas().Content()
	if top := s.win.Canvas().Overlays().Top(); top != nil {
		shown = top
	}
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		see(o)
		switch x := o.(type) {
		case *fyne.Container:
			for _, o := range x.Objects {
				walk(o)
			}
		case fyne.Widget:
			for _, o := range test.WidgetRenderer(x).Objects() {
				walk(o)
			}
		}
	}
	walk(shown)
}

// isControl says whether something can be pressed or written into. What only keeps
// clicks from what is under it is no control.
func isControl(o fyne.CanvasObject) bool {
	switch o.(type) {
	case *widgets.Surface, *widgets.Dialog, *container.Scroll:
		return false
	}
	if strings.HasPrefix(fmt.Sprintf("%T", o), "*widget.") {
		return false // a part of a widget of Fyne, such as a scroll bar
	}
	_, tappable := o.(fyne.Tappable)
	_, focusable := o.(fyne.Focusable)
	return tappable || focusable
}

// TestAccessibleNames holds that every control has a name and a role for a screen reader,
// and that it can be pressed on at least 36 x 36 pixels.
func TestAccessibleNames(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 960, Height: 720}, {Width: 600, Height: 440}} {
		eachScreen(t, english, size, func(name string, s *stage) {
			controls := 0
			s.eachShown(func(o fyne.CanvasObject) {
				size := o.Size()
				if !isControl(o) || size.Width == 0 || size.Height == 0 {
					return
				}
				controls++
				a, ok := o.(fyne.Accessible)
				switch {
				case !ok:
					t.Errorf("%s: a %T at %v has no name", name, o, o.Position())
				case a.AccessibilityLabel() == "" || a.AccessibilityRole() == "":
					t.Errorf("%s: a %T at %v has the name %q and the role %q", name, o, o.Position(), a.AccessibilityLabel(), a.AccessibilityRole())
				case size.Width < theme.ControlHeight || size.Height < theme.ControlHeight:
					t.Errorf("%s: %q, a %T, is %v", name, a.AccessibilityLabel(), o, size)
				}
			})
			if controls == 0 {
				t.Errorf("%s has no controls", name)
			}
		})
	}
}
