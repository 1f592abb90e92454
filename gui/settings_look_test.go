package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestThemeIsChosenAndKept(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.showSettings()
	d := settingsDialog{s.Window, s.background.ctx}
	d.themeChoice().SetSelectedIndex(2)
	if v := s.theme.Variant; v == nil || *v != fynetheme.VariantDark {
		t.Fatal("Dark is not dark")
	}
	again := New(s.app, s.q, s.q, s.opts)
	defer again.Stop()
	if v := again.theme.Variant; v == nil || *v != fynetheme.VariantDark {
		t.Error("the next start does not know it")
	}
	d.themeChoice().SetSelectedIndex(0)
	if s.theme.Variant != nil {
		t.Error("it does not follow the system again")
	}
}

func TestNotificationsCanBeSwitchedOff(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.desk.inFront = false
	s.showSettings()
	test.Tap(find[*widgets.Switch](t, s.dialogs.open))
	s.allDone(core.Update{AllDone: true, Saved: 1})
	if notes := s.notes(); len(notes) > 0 {
		t.Errorf("sent %v", notes)
	}
	test.Tap(find[*widgets.Switch](t, s.dialogs.open))
	if !s.desk.notifies() {
		t.Error("they cannot be switched on again")
	}
}

func TestNamePattern(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.showSettings()
	e := find[*widget.Entry](t, s.dialogs.open)
	for text, want := range map[string]string{
		"{channel} - {title}":    "Example: The Bridge Channel - How bridges are built.mp4",
		"{titel}":                "Hilo does not know {titel}.",
		"{title":                 "A { stands alone: a word is written as {title}.",
		"a/{title}":              "A name cannot contain /.",
		"{channel}":              "It needs {title}, {number} or {id}: else all names are the same.",
		strings.Repeat("a", 300): "This pattern is too long.",
	} {
		before := s.q.settings.Names.Pattern
		e.SetText(text)
		if got := texts(s.dialogs.open); !strings.Contains(got, want) {
			t.Errorf("%q: says %s", text, got)
		}
		if got := s.q.settings.Names.Pattern; strings.HasPrefix(want, "Example") && got != text || !strings.HasPrefix(want, "Example") && got != before {
			t.Errorf("%q: kept %q", text, got)
		}
	}
}
