package gui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

// TestFolderOfAKind holds that sound goes into its own folder if it has one, and that
// the line under the entry shows and changes the folder of what is chosen there.
func TestFolderOfAKind(t *testing.T) {
	q := newFakeQueue()
	films, music, other := filepath.Join("/home", "ana", "Films"), filepath.Join("/home", "ana", "Music"), filepath.Join("/home", "ana", "Other")
	q.settings.Dir, q.settings.AudioDir = films, music
	s := open(t, q, english, Options{})
	if s.folder().Label() != "Films" {
		t.Errorf("videos are shown to go to %s", s.folder().Label())
	}
	test.Tap(button(t, s.bar.View, "Audio"))
	if s.folder().Label() != "Music" {
		t.Errorf("sound is shown to go to %s", s.folder().Label())
	}
	s.addText(examples.LinkA)
	if got := q.requests[0]; got.Dir != music {
		t.Errorf("sound goes to %s", got.Dir)
	}
	s.setFolder(other)
	if got := q.settings; got.Dir != films || got.AudioDir != other {
		t.Errorf("%s, %s", got.Dir, got.AudioDir)
	}
	s.links.Entry.SetText(examples.LinkB)
	q.offer = examples.Offer()
	s.showOptions()
	s.background.Wait()
	s.tick(0)
	says := func(want string) {
		t.Helper()
		if got := texts(s.dialogs.open); !strings.Contains(strings.ReplaceAll(got, "\n", " "), "Save to "+want) {
			t.Errorf("the options say %s", got)
		}
	}
	says("Other")
	test.Tap(button(t, s.dialogs.open, "Video"))
	says("Films")
	keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := q.requests[1]; got.Dir != films || got.Wish.Kind != format.Video {
		t.Errorf("a %s chosen in the options goes to %s", got.Wish.Kind, got.Dir)
	}
}
