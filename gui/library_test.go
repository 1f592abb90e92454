package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/gui/library"
	"github.com/hilo-app/hilo/gui/picker"
	"github.com/hilo-app/hilo/gui/widgets"
)

// What was saved is in the history, is found by words, says when its file is gone and
// is downloaded again from there.
func TestHistory(t *testing.T) {
	w, m, _ := realStage(t, 3)
	w.addText("youtu.be/window00000 youtu.be/window00001")
	until(t, w, "two files", func() bool { return m.History().Len() == 2 })
	w.showHistory()
	says := func(part string) func() bool {
		return func() bool { return w.dialogs.open != nil && strings.Contains(texts(w.dialogs.open), part) }
	}
	until(t, w, "both", func() bool { return says("Bridge 1")() && says("Bridge 2")() })
	w.dialogs.close()

	entries, _ := m.History().Search("bridge 2", 0, 10)
	if len(entries) != 1 {
		t.Fatalf("%d entries", len(entries))
	}
	if err := os.Remove(entries[0].File); err != nil {
		t.Fatal(err)
	}
	w.showHistory()
	until(t, w, "that a file is gone", says(lang.L("Moved or deleted")))
	test.Tap(button(t, w.dialogs.open, lang.L("Download again")))
	until(t, w, "the file again", func() bool { _, err := os.Stat(entries[0].File); return err == nil })
}

// A list is followed from the picker. What is new in it is offered, in the banner and on
// its row, and the picker chooses from it.
func TestNewVideosOfAList(t *testing.T) {
	w, m, dir, grow := growingStage(t, 3)
	w.addText(listLink)
	d := w.dialogs.content.(*picker.Dialog)
	until(t, w, "all pages", func() bool { return len(d.Choice().Entries) == 3 })
	test.Tap(button(t, w.dialogs.open, lang.L("Follow")))
	menu := w.win.Canvas().Focused()
	press(menu, fyne.KeyDown)
	press(menu, fyne.KeyReturn)
	followed := func() follow.Followed { return m.Following().List()[0] }
	until(t, w, "the first check", func() bool { return len(m.Following().List()) == 1 && !followed().Checked.IsZero() })
	if f := followed(); f.Title != "Bridges" || f.Text != listLink || f.Total != 3 || len(f.New) != 0 {
		t.Fatalf("%+v", f)
	}
	w.dialogs.close()

	grow(2)
	m.Following().Check()
	until(t, w, "two new ones", func() bool { return strings.Contains(texts(w.over.Banner.View), "2 new") })
	test.Tap(w.over.Banner.Action)
	test.Tap(button(t, w.dialogs.open, "Choose 2…"))
	d, ok := w.dialogs.content.(*picker.Dialog)
	if !ok {
		t.Fatal("no picker opened")
	}
	until(t, w, "the new ones", func() bool { return len(d.Choice().Entries) == 2 })
	press(w.win.Canvas().Focused(), fyne.KeySpace) // not the first
	press(w.win.Canvas().Focused(), fyne.KeyReturn)
	until(t, w, "the file", func() bool { return m.History().Len() == 1 })
	if e, _ := m.History().Search("", 0, 1); filepath.Base(e[0].File) != "5 - Bridge 5.mp4" || filepath.Dir(e[0].File) != filepath.Join(dir, "Bridges") {
		t.Error(e[0].File)
	}
	if len(followed().New) != 0 {
		t.Errorf("still offered: %+v", followed().New)
	}
}

// A file of subscriptions that is dropped on the window asks what to do, and follows
// them once.
func TestSubscriptionsAreDropped(t *testing.T) {
	w, m, _ := realStage(t, 0)
	const channel = "https://www.youtube.com/channel/UCaaaaaaaaaaaaaaaaaaaaaa"
	file := filepath.Join(t.TempDir(), "subscriptions.csv")
	if err := os.WriteFile(file, []byte("Channel Id,Channel Url,Channel Title\nUCaaaaaaaaaaaaaaaaaaaaaa,"+channel+",Ana\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"1 more is followed.", "0 more are followed."} {
		w.dropped([]fyne.URI{storage.NewFileURI(file)})
		until(t, w, "the question", func() bool {
			return w.dialogs.open != nil && strings.Contains(texts(w.dialogs.open), "1 list or channel")
		})
		test.Tap(button(t, w.dialogs.open, "Follow 1"))
		if got := texts(w.dialogs.open); !strings.Contains(got, said) {
			t.Errorf("no %q in %q", said, got)
		}
		w.dialogs.close()
	}
	if all := m.Following().List(); len(all) != 1 || all[0].Text != channel || all[0].Title != "Ana" {
		t.Errorf("%+v", all)
	}
}

// What is exported is written to a new file, and never over another.
func TestExport(t *testing.T) {
	w, m, _ := realStage(t, 0)
	dir := t.TempDir()
	w.files.PickFolder = pickStub(&dir, new(error))
	m.History().Add(history.Entry{VideoID: "AAAAAAAAAAA", Title: "Marea", File: "/x/Marea.mp4"})
	w.showLibrary(library.HistoryTab)
	w.opts.now = func() time.Time { return time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local) }
	for _, name := range []string{"Hilo history 2026-11-23.csv", "Hilo history 2026-11-23 (2).csv"} {
		test.Tap(button(t, w.dialogs.open, lang.L("Export…")))
		until(t, w, name, func() bool { return strings.Contains(texts(w.dialogs.open), name) })
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !strings.Contains(string(data), "Marea") {
			t.Errorf("%q: %q, %v", name, data, err)
		}
	}
}

// A playlist whose link is pasted into the field is followed; to stop keeps the files.
func TestFollowing(t *testing.T) {
	w, m, _ := realStage(t, 3)
	if w.showLibrary(library.FollowingTab) == nil {
		t.Fatal("no dialog")
	}
	find[*widgets.SearchField](t, w.dialogs.open).SetText(listLink)
	test.Tap(button(t, w.dialogs.open, lang.L("Follow")))
	followed := func() []follow.Followed { return m.Following().List() }
	until(t, w, "the first check", func() bool { return len(followed()) == 1 && !followed()[0].Checked.IsZero() })
	until(t, w, "the row", func() bool { return strings.Contains(texts(w.dialogs.open), "Bridges") })
	if f := followed()[0]; f.Title != "Bridges" || len(f.New) != 0 {
		t.Errorf("%+v", f)
	}
	w.win.Canvas().Unfocus()
	w.dialogs.content.Key(&fyne.KeyEvent{Name: fyne.KeyDown}) // to the rows
	press(w.win.Canvas().Focused(), fyne.KeyDelete)
	until(t, w, "nothing followed", func() bool { return len(followed()) == 0 })
	press(w.win.Canvas().Focused(), fyne.KeyEscape)
	if w.dialogs.open != nil {
		t.Error("Escape does not close")
	}
}
