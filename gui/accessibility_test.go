package gui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/internal/inspect"
	"github.com/hilo-app/hilo/gui/linkbar"
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
			s.links.ReadClipboard()
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
		{name: "banner", show: func(_ *testing.T, s *stage) { s.allDone(core.Update{AllDone: true, Saved: 1110, Failed: 110}) }},
		{name: "menu", show: func(t *testing.T, s *stage) {
			press(s.list, fyne.KeyHome)
			s.list.ShowMenu()
		}},
		{name: "qualities", show: func(_ *testing.T, s *stage) { test.Tap(s.quality()) }},
		{name: "options", empty: true, show: func(t *testing.T, s *stage) {
			s.links.Entry.SetText(examples.LinkA)
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

// eachScreen opens each screen that is wanted in a language and a size, and calls see
// with it.
func eachScreen(t *testing.T, locale string, size fyne.Size, wanted func(name string) bool, see func(name string, s *stage)) {
	t.Helper()
	for _, x := range screens() {
		if !wanted(x.name) {
			continue
		}
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
		s.background.Wait()
		s.tick(0)
		s.tick(time.Second)
		see(fmt.Sprintf("%s, %v x %v, %s", locale, size.Width, size.Height, x.name), s)
		s.Stop()
	}
}

// front is what can be used now: what lies over the window, or else what is in it.
func (s *stage) front() fyne.CanvasObject {
	if top := s.win.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return s.win.Canvas().Content()
}

// TestAccessibleNames holds that every control has a name and a role for a screen reader,
// and that it can be pressed on at least 36 x 36 pixels.
func TestAccessibleNames(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 960, Height: 720}, {Width: 600, Height: 440}} {
		eachScreen(t, english, size, func(string) bool { return true }, func(name string, s *stage) {
			count, problems := inspect.Controls(s.front())
			if count == 0 {
				t.Errorf("%s has no controls", name)
			}
			for _, p := range problems {
				t.Errorf("%s: %s", name, p)
			}
		})
	}
}

// TestWindowFits holds that no text of the window itself is cut at its least size, in any
// language. Dialogs have tests of their own.
func TestWindowFits(t *testing.T) {
	ours := func(name string) bool {
		return slices.Contains([]string{"empty", "copied", "list", "compact", "groups", "groups-compact", "selection", "nothing-found", "toast", "banner", "menu", "qualities"}, name)
	}
	for _, locale := range examples.Locales() {
		eachScreen(t, locale, fyne.NewSize(600, 440), ours, func(name string, s *stage) {
			hint := s.links.Entry.Name
			if need, has := widgets.Measure(hint, theme.SizeTitle, false), s.links.Frame.Size().Width-2*linkbar.Padding; need > has {
				t.Errorf("%s: the hint %q is %v wide, the entry %v", name, hint, need, has)
			}
			for _, l := range inspect.Cut(s.front()) {
				sentence := strings.Contains(name, "compact") && strings.ContainsAny(l.Text(), ".。।") // a tip has the whole of it
				if !l.Title() && !sentence {
					t.Errorf("%s: %q is cut to %q", name, l.Text(), l.Shown())
				}
			}
		})
	}
}

// TestStatesHaveWords holds that the state of a download is told by words, and not by a
// colour alone: no two states look the same without colours.
func TestStatesHaveWords(t *testing.T) {
	for _, compact := range []bool{false, true} {
		byWords := map[string]core.State{}
		s := open(t, newFakeQueue(), english, Options{})
		s.win.Resize(fyne.NewSize(960, 2400))
		s.listBar.Show(downloads.View{Compact: compact})
		states := map[core.State]core.Status{}
		for _, d := range examples.Downloads(s.at) {
			if _, ok := states[d.State]; !ok {
				d.Title, d.Channel = "The same title", "The same channel"
				states[d.State] = d
				s.q.send(d)
			}
		}
		s.tick(0)
		s.tick(time.Second)
		if len(states) < 8 {
			t.Fatalf("%d states", len(states))
		}
		for state, d := range states {
			words := texts(s.shown(t, d.ID))
			if other, ok := byWords[words]; ok {
				t.Errorf("compact %v: %v and %v both say %q", compact, state, other, words)
			}
			byWords[words] = state
		}
		s.Stop()
	}
}
