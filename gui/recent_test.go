package gui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/gui/folders"
	"github.com/hilo-app/hilo/gui/widgets"
)

// deliver waits for what runs in the background and updates the window.
func (s *stage) deliver() {
	s.background.Wait()
	s.tick(0)
}

func TestRecentFolders(t *testing.T) {
	home := t.TempDir()
	films, songs := filepath.Join(home, "films"), filepath.Join(home, "songs")
	q := newFakeQueue()
	q.settings.Dir = home
	s := open(t, q, english, Options{})
	answer, failure := "", error(nil)
	asked := 0
	s.files.PickFolder = pickStub(&answer, &failure)
	for _, dir := range []string{films, songs} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		answer = dir
		s.files.AskFolder(s.settings.Dir, func(dir string) { asked++; s.setFolder(dir) })
		s.deliver()
	}
	if asked != 2 || s.settings.Dir != songs {
		t.Fatalf("asked %d times, saves in %q", asked, s.settings.Dir)
	}
	test.Tap(s.folder())
	s.deliver()
	want := strings.Join([]string{folders.ShortPath(songs), folders.ShortPath(films), folders.ShortPath(home), "-", "Another folder…"}, ", ")
	menu, ok := s.win.Canvas().Overlays().Top().(*widgets.Menu)
	if got := s.openMenu(t); !ok || got != want {
		t.Fatalf("offers %q, want %q", got, want)
	}
	menu.Items()[1].Do()
	if s.q.settings.Dir != films {
		t.Errorf("saves in %q", s.q.settings.Dir)
	}

	if err := os.Remove(songs); err != nil {
		t.Fatal(err)
	}
	test.Tap(s.folder())
	s.deliver()
	if got := s.openMenu(t); got != strings.Join([]string{folders.ShortPath(films), folders.ShortPath(home), "-", "Another folder…"}, ", ") {
		t.Errorf("offers %q", got)
	}
	if all := s.files.Recent.All(); !slices.Contains(all, songs) {
		t.Errorf("what is missing is forgotten: %q", all)
	}
	test.Tap(s.folder())
	s.deliver()
	answer = home
	menu = s.win.Canvas().Overlays().Top().(*widgets.Menu)
	menu.Close()
	menu.Items()[3].Do()
	s.deliver()
	if s.q.settings.Dir != home {
		t.Errorf("another folder: saves in %q", s.q.settings.Dir)
	}
}

// Where all others are missing, the dialog opens at once.
func TestMissingFolders(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	answer, failure := "/media/new", error(nil)
	s.files.PickFolder = pickStub(&answer, &failure)
	s.files.Recent.Add("/nowhere/at/all")
	test.Tap(s.folder())
	s.deliver() // that it is missing
	s.deliver() // the answer of the dialog
	if s.q.settings.Dir != "/media/new" {
		t.Errorf("saves in %q", s.q.settings.Dir)
	}
}
