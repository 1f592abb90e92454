package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/picker"
)

// TestCommandsOnAGroup holds what keys and the menu do with the header of a group.
func TestCommandsOnAGroup(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.sendGroups()
	s.tick(0)
	press(s.list, fyne.KeyHome)
	if got := s.list.Chosen(); got != "group:bread" {
		t.Fatalf("chosen %q", got)
	}
	press(s.list, fyne.KeySpace)
	if got := s.q.took(); got != "pause bread1 bread2" {
		t.Errorf("Space: queue was told %q", got)
	}
	withAlt[fyne.KeyDown](keyboard{s.Window})
	if got := s.q.took(); got != "move bread0 bread1 bread2 " {
		t.Errorf("Alt+Down: queue was told %q", got)
	}
	press(s.list, fyne.KeyLeft)
	press(s.list, fyne.KeyDown)
	if got := s.list.Chosen(); got != "group:course" {
		t.Fatalf("chosen %q", got)
	}
	withAlt[fyne.KeyHome](keyboard{s.Window})
	if got := s.q.took(); got != "move course0 course1 course2 course3 course4 course5 course6 course7 course8 course9 course10 bread0" {
		t.Errorf("Alt+Home: queue was told %q", got)
	}
	keyboard{s.Window}.menu()
	menu := s.win.Canvas().Focused()
	if menu == nil {
		t.Fatal("there is no menu")
	}
	press(menu, fyne.KeyDown)
	press(menu, fyne.KeyReturn)
	if got := s.q.took(); got != "retry course3" {
		t.Errorf("first of the menu: queue was told %q", got)
	}
	press(s.list, fyne.KeyUp)
	press(s.list, fyne.KeyDelete)
	if got := s.q.took(); got != "remove bread0 bread1 bread2" || s.list.Chosen() != "group:course" {
		t.Errorf("Del: queue was told %q, chosen %q", got, s.list.Chosen())
	}
}

// TestGroupOfTheRealQueue removes a list that was downloaded, and takes that back.
func TestGroupOfTheRealQueue(t *testing.T) {
	w, m, _ := realStage(t, 3)
	w.addText(listLink)
	d, ok := w.dialogs.content.(*picker.Dialog)
	if !ok {
		t.Fatal("no picker opened")
	}
	until(t, w, "all entries", func() bool { return len(d.Choice().Entries) == 3 })
	press(w.win.Canvas().Focused(), fyne.KeyReturn)
	until(t, w, "three files", func() bool {
		g := m.Groups().List()
		return len(g) == 1 && g[0].Done == 3
	})
	w.update()
	press(w.list, fyne.KeyHome)
	head := w.list.Chosen()
	if head != core.ID("group:"+m.Groups().List()[0].ID) || len(w.list.Targets()) != 3 {
		t.Fatalf("chosen %q", head)
	}
	press(w.list, fyne.KeyDelete)
	if w.model.Len() != 0 || len(m.List()) != 0 {
		t.Fatalf("%d rows are left", w.model.Len())
	}
	w.over.Toast.TakeBack()
	until(t, w, "the rows", func() bool { return w.model.Len() == 3 })
	if press(w.list, fyne.KeyHome); w.list.Chosen() != head || m.Groups().List()[0].Done != 3 {
		t.Errorf("chosen %q of %+v", w.list.Chosen(), m.Groups().List())
	}
}
