package gui

import (
	"errors"
	"net/url"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/player"
)

// running is a download of a whole video that is under way.
var running = core.Status{ID: "a", State: core.Downloading, Title: "Bridges", Received: 5, Total: 10, Wish: format.Wish{Kind: format.Video}}

// browser is an app whose browser remembers what it is told to open.
type browser struct {
	fyne.App
	opened *[]string
}

func (b browser) OpenURL(u *url.URL) error {
	*b.opened = append(*b.opened, u.String())
	return nil
}

func TestPlayWhileDownloading(t *testing.T) {
	var address string
	var end func(error)
	s := open(t, newFakeQueue(running), english, Options{watch: watchParts{
		serve: func(id core.ID) (string, error) { return "http://127.0.0.1:1/" + string(id), nil },
		at:    func(id core.ID) (float64, bool) { return 0.25, id == "a" },
		start: func(a string, ended func(error)) (player.Player, error) {
			address, end = a, ended
			return player.Player{Name: "mpv", Seeks: true}, nil
		},
	}})
	s.over.Banner.Dismiss()
	test.Tap(button(t, s.list, "Play"))
	s.settled()
	if address != "http://127.0.0.1:1/a" {
		t.Errorf("played %q", address)
	}
	button(t, s.list, "Playing")
	if at, known := (rowActions{s.Window}).PlayingAt("a"); !known || at != 0.25 {
		t.Errorf("the player is at %v, %v", at, known)
	}
	if s.over.Banner.View.Visible() {
		t.Errorf("says %q", s.over.Banner.Text.Text())
	}
	end(nil)
	s.settled()
	button(t, s.list, "Play")
}

func TestPlayWithoutAPlayerOpensTheBrowser(t *testing.T) {
	var opened []string
	s := open(t, newFakeQueue(running), english, Options{watch: watchParts{
		serve: func(core.ID) (string, error) { return "http://127.0.0.1:1/a", nil },
		start: func(string, func(error)) (player.Player, error) { return player.Player{}, player.ErrNone },
	}})
	s.Window.app = browser{s.app, &opened}
	test.Tap(button(t, s.list, "Play"))
	s.settled()
	if len(opened) != 1 || opened[0] != "http://127.0.0.1:1/a" {
		t.Errorf("opened %q", opened)
	}
}

func TestPlayIsRefusedWithASentence(t *testing.T) {
	for err, want := range map[error]string{
		core.ErrNotPlayable:   "This can be played once it is saved.",
		errors.New("no port"): "This could not be played.",
	} {
		s := open(t, newFakeQueue(running), english, Options{watch: watchParts{
			serve: func(core.ID) (string, error) { return "", err },
		}})
		test.Tap(button(t, s.list, "Play"))
		s.settled()
		if got := s.over.Banner.Text.Text(); got != want {
			t.Errorf("%v: says %q", err, got)
		}
	}
}

func TestPlayerThatCannotJump(t *testing.T) {
	s := open(t, newFakeQueue(running), english, Options{watch: watchParts{
		serve: func(core.ID) (string, error) { return "http://127.0.0.1:1/a", nil },
		start: func(string, func(error)) (player.Player, error) { return player.Player{Name: "Videos"}, nil },
	}})
	test.Tap(button(t, s.list, "Play"))
	s.settled()
	if got := s.over.Banner.Text.Text(); got != "Videos may not be able to jump ahead while it is downloaded." {
		t.Errorf("says %q", got)
	}
}

func TestNoPlayForAClip(t *testing.T) {
	clip := running
	clip.Wish.Clip = format.Clip{From: 1e9, To: 2e9}
	s := open(t, newFakeQueue(clip), english, Options{})
	each(s.list, func(o fyne.CanvasObject) {
		if b, ok := o.(interface{ Text() string }); ok && o.Visible() && b.Text() == "Play" {
			t.Error("a clip offers to play")
		}
	})
}
