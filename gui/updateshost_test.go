package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/update"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/settings"
	"github.com/hilo-app/hilo/gui/widgets"
)

var newer = core.News{Newer: []core.Release{{Version: "1.3.0", Date: "2026-12-01", Notes: []string{"Names by pattern."}}}}

func withPage() Options {
	return Options{UpdatePage: "https://example.com/hilo/", Website: "https://example.com/hilo"}
}

// settled delivers what the background has done.
func (s *stage) settled() {
	s.background.Wait()
	s.tick(0)
}

func TestSettingsLookForANewerHilo(t *testing.T) {
	q := newFakeQueue()
	s := open(t, q, english, withPage())
	s.showSettings()
	s.settled()
	q.took()
	q.news = newer
	test.Tap(button(t, s.dialogs.open, "Look for a newer Hilo"))
	s.settled()
	if got := q.took(); got != "updates" {
		t.Errorf("the queue was told %q", got)
	}
	if got := texts(s.dialogs.open); !strings.Contains(got, "Names by pattern.") {
		t.Error(got)
	}
	if s.over.Banner.View.Visible() {
		t.Error("the banner says what the dialog says")
	}
	q.noNews = update.ErrForged
	test.Tap(button(t, s.dialogs.open, "Check again"))
	s.settled()
	if got := find[*widgets.Notice](t, s.dialogs.open).Text(); !strings.Contains(got, "not signed") {
		t.Error(got)
	}
}

func TestWeeklyUpdatesAreSwitchedOn(t *testing.T) {
	q := newFakeQueue()
	s := open(t, q, english, withPage())
	s.showSettings()
	s.settled()
	test.Tap(find[*widgets.Switch](t, s.dialogs.open)) // the last one
	if !q.settings.WeeklyUpdates {
		t.Error("the queue was not told")
	}
}

// A Hilo that was built without a page says nothing of updates.
func TestNoPageNoUpdates(t *testing.T) {
	q := newFakeQueue()
	s := open(t, q, english, Options{})
	s.settingsAt(settings.Look)
	s.settled()
	got := texts(s.dialogs.open)
	if strings.Contains(got, "newer Hilo") || !strings.Contains(got, "no one but YouTube") {
		t.Error(got)
	}
	q.update.News = &newer
	s.tick(0)
	if s.over.Banner.View.Visible() {
		t.Error("there is a banner")
	}
}

// What the weekly check found is said in the banner, after what is there already.
func TestBannerOffersTheNewerVersion(t *testing.T) {
	q := newFakeQueue()
	s := open(t, q, english, withPage())
	s.over.Banner.Say(s.at, "Something failed", "Try again", func() {})
	q.update.News = &newer
	s.tick(0)
	if got := s.over.Banner.Text.Text(); got != "Something failed" {
		t.Fatalf("the banner says %q", got)
	}
	s.over.Banner.Dismiss()
	s.tick(0)
	if got := s.over.Banner.Text.Text(); got != "Hilo 1.3.0 is there" || !s.over.Banner.Asks() {
		t.Fatalf("the banner says %q", got)
	}
	test.Tap(button(t, s.over.View, "What is new"))
	if got := texts(s.dialogs.open); !strings.Contains(got, "Names by pattern.") {
		t.Error(got)
	}
	s.tick(0)
	if s.over.Banner.View.Visible() {
		t.Error("it is said twice")
	}
	opened := ""
	s.Window.app = openURLs{s.app, &opened}
	test.Tap(button(t, s.dialogs.open, "Open the page"))
	if opened != "https://example.com/hilo/releases" {
		t.Errorf("opened %q", opened)
	}
}

// Every sentence of the dialog and of the banner fits in a small window.
func TestUpdatesFit(t *testing.T) {
	for _, locale := range examples.Locales() {
		q := newFakeQueue()
		s := open(t, q, locale, withPage())
		s.win.Resize(fyne.NewSize(600, 440))
		for _, err := range []error{update.ErrForged, update.ErrStale, update.ErrTooNew, update.ErrMalformed, update.ErrPage, nil} {
			q.noNews = err
			s.news.updates.Open()
			s.settled()
			if n := find[*widgets.Notice](t, s.dialogs.open); n.Cut() {
				t.Errorf("%s: %q is cut", locale, n.Text())
			}
		}
		s.dialogs.close()
		q.update.News = &newer
		s.tick(0)
		if l := s.over.Banner.Text; l.Shown() != l.Text() {
			t.Errorf("%s: the banner shows %q", locale, l.Shown())
		}
		s.Stop()
	}
}
