package gui

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/gui/library"
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
