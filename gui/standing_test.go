package gui

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/settings"
)

// TestStandingChoices holds that the line under the entry shows what the settings say at
// once, and that a choice for the other kind is kept, also by the next start.
func TestStandingChoices(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.choose(t, settings.Formats, "Videos", 3)
	s.choose(t, settings.Formats, "Songs", 1)
	if got := s.quality().Label(); got != "2160p" {
		t.Errorf("videos are shown as %q", got)
	}
	test.Tap(button(t, s.bar.View, "Audio"))
	if got := s.q.settings; got.Wish.MP3 != format.MP3320 || got.OtherWish.MaxHeight != 2160 {
		t.Errorf("%+v, and %+v", got.Wish, got.OtherWish)
	}
	again := New(s.app, s.q, s.q, s.opts)
	defer again.Stop()
	test.Tap(button(t, again.bar.View, "Video"))
	if got := s.q.settings; got.Wish.MaxHeight != 2160 || got.OtherWish.MP3 != format.MP3320 {
		t.Errorf("after a restart: %+v, and %+v", got.Wish, got.OtherWish)
	}
}
