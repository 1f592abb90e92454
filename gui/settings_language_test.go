package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

func TestLanguageChangesAtOnceAndIsKept(t *testing.T) {
	t.Cleanup(i18n.Load)
	q := newFakeQueue()
	q.send(core.Status{ID: "a", Title: "A title", State: core.Paused, URL: examples.LinkA})
	s := open(t, q, english, Options{})
	s.links.entry.SetText("half a li")
	s.showSettings()
	s.setLanguage("fr")
	if got := s.footer.all.Label(); got != "Tout reprendre" {
		t.Errorf("the footer says %q", got)
	}
	if s.dialogs.open == nil {
		t.Error("the settings are closed")
	}
	if s.links.entry.Text != "half a li" {
		t.Errorf("the entry has %q", s.links.entry.Text)
	}
	s.dialogs.close()
	s.tick(0)
	s.shown(t, "a")
	s.links.entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault})
	if s.dialogs.open == nil {
		t.Error("keys do nothing any more")
	}
	again := New(s.app, s.q, s.q, s.opts)
	defer again.Stop()
	if i18n.InUse().Tag != "fr" {
		t.Error("the next start does not know it")
	}
	s.setLanguage("")
	if i18n.InUse().Tag != "en" {
		t.Error("it does not follow the system again")
	}
}

func TestFontSentence(t *testing.T) {
	if got := fontSentence("日本語", "fonts-x"); !strings.Contains(got, "fonts-x") || strings.Contains(got, "日") {
		t.Errorf("%q", got)
	}
}
