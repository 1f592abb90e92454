package gui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"github.com/hilo-app/hilo/core"
	hilodesktop "github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/settings"
	"github.com/hilo-app/hilo/gui/widgets"
)

// choose opens the settings at a section and moves a choice by steps.
func (s *stage) choose(t *testing.T, at settings.Section, name string, steps int) {
	t.Helper()
	s.settingsAt(at)
	var found *widgets.Button
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.About == name {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no setting is called %q", name)
	}
	for range max(steps, -steps) {
		key := fyne.KeyDown
		if steps < 0 {
			key = fyne.KeyUp
		}
		press(found, key)
	}
	s.dialogs.close()
}

// chooseTheme opens the settings and presses a key on the pictures of the themes.
func (s *stage) chooseTheme(t *testing.T, key fyne.KeyName) {
	t.Helper()
	s.settingsAt(settings.Look)
	var pictures fyne.Focusable
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		f, ok := o.(fyne.Focusable)
		a, named := o.(fyne.Accessible)
		if ok && named && a.AccessibilityRole() == fyne.AccessibleRoleContainer {
			pictures = f
		}
	})
	if pictures == nil {
		t.Fatal("no pictures of themes")
	}
	press(pictures, key)
	s.dialogs.close()
}

func TestThemeIsChosenAndKept(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.chooseTheme(t, fyne.KeyRight)
	s.chooseTheme(t, fyne.KeyRight)
	if v := s.theme.Variant; v == nil || *v != fynetheme.VariantDark {
		t.Fatal("Dark is not dark")
	}
	again := New(s.app, s.q, s.q, s.opts)
	defer again.Stop()
	if v := again.theme.Variant; v == nil || *v != fynetheme.VariantDark {
		t.Error("the next start does not know it")
	}
	s.chooseTheme(t, fyne.KeyLeft)
	s.chooseTheme(t, fyne.KeyLeft)
	if s.theme.Variant != nil {
		t.Error("it does not follow the system again")
	}
}

func TestNotificationsCanBeSwitchedOff(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.desk.inFront = false
	s.showSettings()
	var say *widgets.Switch
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		if x, ok := o.(*widgets.Switch); ok && x.AccessibilityLabel() == "Say when all is done, On" {
			say = x
		}
	})
	test.Tap(say)
	s.allDone(core.Update{AllDone: true, Saved: 1})
	if notes := s.notes(); len(notes) > 0 {
		t.Errorf("sent %v", notes)
	}
	test.Tap(say)
	if !s.desk.notifies() {
		t.Error("they cannot be switched on again")
	}
}

func TestLanguageChangesAtOnceAndIsKept(t *testing.T) {
	t.Cleanup(i18n.Load)
	q := newFakeQueue()
	q.send(core.Status{ID: "a", Title: "A title", State: core.Paused, URL: examples.LinkA})
	s := open(t, q, english, Options{})
	s.links.Entry.SetText("half a li")
	s.settingsAt(settings.Look)
	host := settingsHost{s.Window, s.rebuild}
	host.SetLanguage("fr")
	if got := s.footer.All.Label(); got != "Tout reprendre" {
		t.Errorf("the footer says %q", got)
	}
	if s.dialogs.open == nil || !strings.Contains(texts(s.dialogs.open), "Langue") {
		t.Error("the settings are closed, or show another section")
	}
	if s.links.Entry.Text != "half a li" {
		t.Errorf("the entry has %q", s.links.Entry.Text)
	}
	s.dialogs.close()
	s.tick(0)
	s.shown(t, "a")
	s.links.Entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault})
	if s.dialogs.open == nil {
		t.Error("keys do nothing any more")
	}
	again := New(s.app, s.q, s.q, s.opts)
	defer again.Stop()
	if i18n.InUse().Tag != "fr" {
		t.Error("the next start does not know it")
	}
	host.SetLanguage("")
	if i18n.InUse().Tag != "en" {
		t.Error("it does not follow the system again")
	}
}

// A setting that the queue refuses is not kept, and the person is told.
func TestRefusedSetting(t *testing.T) {
	q := newFakeQueue()
	s := open(t, q, english, Options{})
	q.refuse = errors.New("no space")
	s.choose(t, settings.Downloads, "Downloads at a time", 1)
	if s.settings.Parallel != 3 || s.over.Banner.Text.Text() != "This choice could not be kept." {
		t.Errorf("%d, %q", s.settings.Parallel, s.over.Banner.Text.Text())
	}
}

func TestFileDialogOfTheSettings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue()
		s := open(t, q, english, Options{})
		s.settingsAt(settings.Downloads)
		button(t, s.dialogs.open, "Advanced").Press()
		load := button(t, s.dialogs.open, "Load newer ones…")
		synctest.Wait()
		q.took()
		pick := func(path string, err error) {
			s.files.PickFile = func(context.Context, string, ...string) (string, error) { return path, err }
			load.Press()
			synctest.Wait()
			s.tick(0)
			synctest.Wait()
			s.tick(0)
		}
		pick("", hilodesktop.ErrCanceled)
		if got := q.took(); got != "" || s.files.Fallback != nil {
			t.Errorf("nothing was chosen, but queue was told %q", got)
		}
		pick("/x/profiles.signed", nil)
		if got := q.took(); got != "profiles /x/profiles.signed" {
			t.Errorf("queue was told %q", got)
		}
		pick("", errors.New("no dialog on this system"))
		if s.files.Fallback == nil {
			t.Fatal("Fyne's own dialog must stand in")
		}
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if s.files.Fallback != nil || s.dialogs.open == nil {
			t.Error("Escape must close it, and leave the settings open")
		}
		s.Stop()
	})
}
