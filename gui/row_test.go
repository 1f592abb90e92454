package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestRowButtons(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	s.win.Resize(fyne.NewSize(960, 1600))
	for _, tt := range []struct {
		id   core.ID
		tap  string // the label of a button
		want string
	}{
		{"a", "Pause", "pause a"},
		{"a", "Remove", "remove a"},
		{"g", "Resume", "resume g"},
		{"c", "Try now", "resume c"},
		{"j", "Try again", "retry j"},
		{"k", "Try again", "retry k"},
		{"d", "Remove", "remove d, forget a"},
	} {
		test.Tap(button(t, s.shown(t, tt.id), tt.tap))
		if got := s.q.took(); got != tt.want {
			t.Errorf("row %s: queue was told %q, want %q", tt.id, got, tt.want)
		}
	}
	s.tick(time.Second)
	test.Tap(s.footer.All)
	test.Tap(s.footer.Clear)
	if got := s.q.took(); got != "pause all, remove k, forget d" {
		t.Errorf("footer told %q", got)
	}
}

// A click that was meant for the button that stood there a moment ago does nothing.
func TestButtonsSettle(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:1]...), english, Options{})
	s.tick(0)
	s.shown(t, "a")
	failed := s.status("a")
	failed.State, failed.Problem = core.Failed, &core.Problem{Class: core.Unreachable}
	s.q.send(failed)
	s.tick(0)
	again := button(t, s.shown(t, "a"), "Try again")
	s.tick(200 * time.Millisecond)
	if test.Tap(again); s.q.took() != "" {
		t.Error("a click after 200 ms counts")
	}
	s.tick(150 * time.Millisecond)
	if test.Tap(again); s.q.took() != "retry a" {
		t.Error("a click after 350 ms does not count")
	}
}

func TestUndo(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	undo := func() { s.over.Toast.TakeBack() }
	toast := s.over.Toast
	rows := s.model.Len()

	s.win.Canvas().Focus(s.list)
	press(s.list, fyne.KeyDelete)
	if got := toast.Text.Text(); !toast.View.Visible() || got != "Removed: How bridges are built: the Millau Viadu…" || s.model.Len() != rows-1 {
		t.Errorf("toast %q, %d rows", got, s.model.Len())
	}
	undo()
	s.tick(0)
	if got := s.q.took(); got != "remove a, put back a" || toast.View.Visible() || s.model.Len() != rows {
		t.Errorf("queue was told %q, %d rows", got, s.model.Len())
	}
	undo()
	if got := s.q.took(); got != "" {
		t.Errorf("a second Ctrl+Z: queue was told %q", got)
	}

	test.Tap(s.footer.Clear)
	if got := toast.Text.Text(); got != "Cleared 2." {
		t.Errorf("toast %q", got)
	}
	s.tick(notice.ToastStays - time.Second)
	s.tick(500 * time.Millisecond)
	if !toast.View.Visible() {
		t.Error("the toast has gone too soon")
	}
	toast.View.Objects[0].(*widgets.Surface).MouseIn(nil) // the pointer on it holds it
	s.tick(5 * time.Second)
	s.tick(5 * time.Second)
	if !toast.View.Visible() {
		t.Error("the toast has gone from under the pointer")
	}
	toast.View.Objects[0].(*widgets.Surface).MouseOut()
	s.tick(5 * time.Second)
	if got := s.q.took(); toast.View.Visible() || got != "remove d k, forget d k" {
		t.Errorf("queue was told %q", got)
	}

	// A newer toast, and the end of the window, make an older one final.
	commands{s.Window}.remove("b")
	commands{s.Window}.remove("c")
	if got := s.q.took(); got != "remove b, remove c, forget b" {
		t.Errorf("queue was told %q", got)
	}
	s.links.Entry.SetText("words")
	if s.links.Entry.TypedShortcut(&fyne.ShortcutUndo{}); s.q.took() != "" {
		t.Error("Ctrl+Z is the entry's while something is written in it")
	}
	s.links.Entry.SetText("")
	s.links.Entry.TypedShortcut(&fyne.ShortcutUndo{})
	if got := s.q.took(); got != "put back c" {
		t.Errorf("queue was told %q", got)
	}
	commands{s.Window}.remove("c")
	s.desk.closing.close()
	if got := s.q.took(); got != "remove c, forget c" {
		t.Errorf("queue was told %q", got)
	}
}

// A file that was moved or deleted is not called saved, and can be had again.
func TestFileIsGone(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "a.mp4")
	if err := os.WriteFile(saved, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	done := examples.Downloads(time.Time{})[3]
	done.File = saved
	synctest.Test(t, func(t *testing.T) {
		s := open(t, newFakeQueue(done), english, Options{stat: func(path string) error { _, err := os.Stat(path); return err }})
		look := func() string {
			s.tick(5 * time.Second)
			synctest.Wait()
			s.tick(0)
			return texts(s.shown(t, "d"))
		}
		if got := look(); !strings.Contains(got, "Saved in") {
			t.Errorf("says %q", got)
		}
		if err := os.Remove(saved); err != nil {
			t.Fatal(err)
		}
		if got := look(); strings.Contains(got, "Saved") || !strings.Contains(got, "Moved or deleted") {
			t.Errorf("gone: says %q", got)
		}
		test.Tap(button(t, s.shown(t, "d"), "Download again"))
		if got := s.q.took(); len(s.q.requests) != 0 || got != "retry d" {
			t.Errorf("queue was told %q", got)
		}
	})
}
