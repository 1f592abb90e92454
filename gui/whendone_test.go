package gui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/preferences"
)

// openCounting returns a window in which everything was just done, and what the
// computer was told since the last call.
func openCounting(t *testing.T, choice string) (s *stage, told func() string) {
	t.Helper()
	s = open(t, newFakeQueue(), english, Options{})
	s.app.Preferences().SetString(preferences.WhenDone, choice)
	calls := make(chan string, 8)
	s.desk.whenDone.sleep = func(context.Context) error { calls <- "sleep"; return nil }
	s.desk.whenDone.shutDown = func(context.Context) error { calls <- "shut down"; return errors.New("not allowed") }
	s.q.update.AllDone, s.q.update.Saved = true, 3
	s.tick(0)
	return s, func() string {
		s.background.Wait()
		var all []string
		for len(calls) > 0 {
			all = append(all, <-calls)
		}
		return strings.Join(all, ", ")
	}
}

// count lets seconds pass.
func (s *stage) count(seconds int) {
	for range seconds {
		s.tick(time.Second)
	}
}

func (s *stage) said() string {
	if !s.over.Banner.View.Visible() {
		return ""
	}
	return s.over.Banner.Text.Text()
}

func TestSleepWhenDone(t *testing.T) {
	s, told := openCounting(t, preferences.DoneSleep)
	if got := s.said(); got != "All done: 3 saved. The computer goes to sleep in 60 seconds." {
		t.Fatalf("says %q", got)
	}
	s.count(58)
	s.tell("Something else")
	s.count(1)
	if got := s.said(); got != "All done: 3 saved. The computer goes to sleep in 1 second." || told() != "" {
		t.Fatalf("says %q", got)
	}
	s.count(1)
	if got := told(); got != "sleep" || s.said() != "" {
		t.Errorf("told %q, says %q", got, s.said())
	}
	s.count(100)
	if got := told(); got != "" {
		t.Errorf("told again: %q", got)
	}
}

func TestShutDownFails(t *testing.T) {
	s, told := openCounting(t, preferences.DoneShutDown)
	if got := s.said(); !strings.HasSuffix(got, "The computer shuts down in 60 seconds.") {
		t.Errorf("says %q", got)
	}
	s.count(60)
	if got := told(); got != "shut down" {
		t.Errorf("told %q", got)
	}
	if s.tick(0); s.said() != "The computer could not be shut down." {
		t.Errorf("says %q", s.said())
	}
}

// The button, a closed banner, a new download and another choice stop it.
func TestStopWhenDone(t *testing.T) {
	for name, stop := range map[string]func(*stage){
		"button":     func(s *stage) { test.Tap(button(t, s.over.View, "Stop")) },
		"cross":      func(s *stage) { test.Tap(s.over.Banner.Cross) },
		"escape":     func(s *stage) { keyboard{s.Window}.escape() },
		"download":   func(s *stage) { s.q.send(examples.Downloads(time.Time{})[0]) },
		"preference": func(s *stage) { s.app.Preferences().SetString(preferences.WhenDone, "") },
	} {
		t.Run(name, func(t *testing.T) {
			s, told := openCounting(t, preferences.DoneSleep)
			s.count(30)
			stop(s)
			s.count(1)
			if got := s.said(); got != "" {
				t.Errorf("says %q", got)
			}
			s.count(100)
			if got := told(); got != "" {
				t.Errorf("told %q", got)
			}
		})
	}
}

// A computer that slept during the count does not go to sleep again as it wakes.
func TestCountAfterSleep(t *testing.T) {
	s, told := openCounting(t, preferences.DoneSleep)
	s.count(30)
	s.tick(8 * time.Hour)
	if got := s.said(); !strings.Contains(got, " 60 seconds") {
		t.Errorf("says %q", got)
	}
	if s.count(59); told() != "" {
		t.Error("too soon")
	}
	if s.count(1); told() != "sleep" {
		t.Error("not at all")
	}
}

func TestNothingWhenDone(t *testing.T) {
	s, told := openCounting(t, "")
	if got := s.said(); got != "All done: 3 saved" {
		t.Errorf("says %q", got)
	}
	if s.count(100); told() != "" {
		t.Error("told something")
	}
}

// Who does not see the window is told by a notification that can stop it, or else is
// shown the window.
func TestNotificationOfCount(t *testing.T) {
	s, told := openCounting(t, preferences.DoneSleep)
	s.desk.inFront = false
	note := s.finish(t, core.Update{Saved: 1})
	if !strings.HasSuffix(note.Body, "sleep in 60 seconds.") || labels(note) != "Stop" {
		t.Errorf("%q with %s", note.Body, labels(note))
	}
	note.Actions[0].Do()
	if s.count(100); told() != "" || s.said() != "" {
		t.Error("it was not stopped")
	}
	s.app.Preferences().SetBool(preferences.Quiet, true)
	shown := false
	s.desk.win = focusedWindow{s.win, &shown}
	s.q.update.AllDone, s.q.update.Saved = true, 1
	if s.tick(0); len(s.notes()) > 0 || !shown {
		t.Error("nothing says it in time")
	}
}

// focusedWindow remembers whether it was brought to the front.
type focusedWindow struct {
	fyne.Window
	shown *bool
}

func (w focusedWindow) RequestFocus() { *w.shown = true }
