package gui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
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
		{"a", "Cancel", "cancel a"},
		{"g", "Resume", "resume g"},
		{"c", "Try now", "resume c"},
		{"j", "Try again", "retry j"},
		{"k", "Try again", "retry k"},
		{"d", "Remove from the list", "remove d"},
	} {
		test.Tap(button(t, s.shown(t, tt.id), tt.tap))
		if got := s.q.took(); got != tt.want {
			t.Errorf("row %s: queue was told %q, want %q", tt.id, got, tt.want)
		}
	}
	test.Tap(s.footer.all)
	test.Tap(s.footer.clear)
	if got := s.q.took(); got != "pause all, clear finished" {
		t.Errorf("footer told %q", got)
	}
}
