package gui

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/desktop/notify"
	"github.com/hilo-app/hilo/gui/desktop/taskbar"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/preferences"
)

// stubNotifier remembers the notifications that it is given.
type stubNotifier struct {
	notes   []notify.Note
	refused error
}

func (n *stubNotifier) Send(_ context.Context, note notify.Note) error {
	n.notes = append(n.notes, note)
	return n.refused
}

func (n *stubNotifier) Close() {}

// stubTaskbar remembers what is shown on the taskbar.
type stubTaskbar struct{ part float64 }

func (b *stubTaskbar) Set(part float64) { b.part = part }
func (b *stubTaskbar) Close()           { b.part = taskbar.Hidden }

// notes returns the notifications that were sent since the last call.
func (s *stage) notes() []notify.Note {
	s.background.Wait()
	notes := s.sent.notes
	s.sent.notes = nil
	return notes
}

// labels returns what the buttons of a notification say.
func labels(n notify.Note) string {
	var all []string
	for _, a := range n.Actions {
		all = append(all, a.Label)
	}
	return strings.Join(all, ", ")
}

// finish ends downloads and returns the notification of it.
func (s *stage) finish(t *testing.T, u core.Update) notify.Note {
	t.Helper()
	s.q.update.AllDone, s.q.update.Saved, s.q.update.Failed = true, u.Saved, u.Failed
	s.tick(0)
	notes := s.notes()
	if len(notes) != 1 {
		t.Fatalf("%d notifications", len(notes))
	}
	return notes[0]
}

// The notification of one file opens it and shows it in its folder; that of several
// shows the last one; that of failures leads to those.
func TestNotification(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Open and Show in folder start programs of Windows here")
	}
	saved := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(saved, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	all := examples.Downloads(time.Time{})
	s := open(t, newFakeQueue(all[0]), english, Options{})
	opened := ""
	s.Window.app = openURLs{s.app, &opened}
	s.desk.inFront = false
	done := all[0]
	done.State, done.File = core.Done, saved
	s.q.send(done)
	note := s.finish(t, core.Update{Saved: 1})
	if want := "All done: 1 saved\n" + downloads.ShortTitle(done); note.Body != want || labels(note) != "Open, Show in folder" {
		t.Errorf("%q with %s", note.Body, labels(note))
	}
	if note.Actions[0].Do(); opened != "" {
		t.Error("opened on a goroutine of the notifier")
	}
	if s.tick(0); !strings.HasSuffix(opened, "/a.mp4") {
		t.Errorf("Open opens %q", opened)
	}
	if note = s.finish(t, core.Update{Saved: 3}); labels(note) != "Show in folder" || note.Body != "All done: 3 saved" {
		t.Errorf("of three: %q with %s", note.Body, labels(note))
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/none") // so that no file manager opens
	opened = ""
	note.Actions[0].Do()
	s.tick(0)
	s.background.Wait()
	if s.tick(0); !strings.HasSuffix(opened, filepath.ToSlash(filepath.Dir(saved))) {
		t.Errorf("Show in folder opens %q", opened)
	}
	note = s.finish(t, core.Update{Failed: 1})
	note.Click()
	if s.tick(0); labels(note) != "" || s.model.Filter() != downloads.GroupFailed {
		t.Error("a click does not lead to what failed")
	}

	s.app.Preferences().SetBool(preferences.Quiet, true)
	s.q.update.AllDone, s.q.update.Saved = true, 1
	if s.tick(0); len(s.notes()) > 0 {
		t.Error("it is said though nothing is wanted")
	}
	s.app.Preferences().SetBool(preferences.Quiet, false)
	s.desk.inFront = true
	s.q.update.AllDone, s.q.update.Saved = true, 1
	if s.tick(0); len(s.notes()) > 0 {
		t.Error("it is said though the window is in front")
	}
}

// Where a notification cannot have buttons, it has none.
func TestPlainNotification(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.desk.inFront, s.sent.refused = false, notify.ErrUnsupported
	s.finish(t, core.Update{Saved: 2})
	test.AssertNotificationSent(t, fyne.NewNotification("Hilo", "All done: 2 saved"), func() { s.tick(0) })
}

// The taskbar shows the part that the title says, and nothing when nothing runs.
func TestTaskbar(t *testing.T) {
	all := examples.Downloads(time.Time{})
	s := open(t, newFakeQueue(all[0], all[3]), english, Options{})
	s.tick(time.Second)
	part, _, _ := s.model.Progress()
	if s.dock.part != part || part <= 0 {
		t.Errorf("shows %v, want %v", s.dock.part, part)
	}
	all[0].State = core.Paused
	s.q.send(all[0])
	if s.tick(time.Second); s.dock.part != taskbar.Hidden {
		t.Errorf("shows %v though nothing runs", s.dock.part)
	}
}
