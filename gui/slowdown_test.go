package gui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

func TestSlowDown(t *testing.T) {
	q := newFakeQueue()
	s := open(t, q, english, Options{})
	if s.footer.Slow.Visible() {
		t.Error("an empty list has nothing to slow down")
	}
	q.send(core.Status{ID: "a", Title: "A title", State: core.Downloading, URL: examples.LinkA})
	s.tick(0)
	test.Tap(s.footer.Slow)
	if !q.settings.SlowDown.On(s.at) || !s.footer.Slow.Chosen() || s.footer.Slow.Hint != "At most "+i18n.Speed(2e6) {
		t.Errorf("on: %+v, %q", q.settings.SlowDown, s.footer.Slow.Hint)
	}
	test.Tap(s.footer.Slow)
	if q.settings.SlowDown.On(s.at) || s.footer.Slow.Chosen() {
		t.Errorf("off: %+v", q.settings.SlowDown)
	}
}
