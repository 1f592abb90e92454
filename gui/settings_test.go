package gui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/gui/desktop"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// switches returns the choice of the dialog that has those two options.
func (s *stage) switches(t *testing.T, on, off string) *widget.Select {
	t.Helper()
	var found *widget.Select
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Select); ok && strings.Join(c.Options, "|") == on+"|"+off {
			found = c
		}
	})
	if found == nil {
		t.Fatalf("nothing can be switched %s and %s", on, off)
	}
	return found
}

func (s *stage) loadProfiles(path string) {
	s.files.pickFile = func(context.Context, string, ...string) (string, error) { return path, nil }
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && strings.HasSuffix(b.Label(), "…") {
			b.Press()
		}
	})
	s.background.workers.Wait()
	s.tick(0)
}

func TestHelperInSettings(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue()
		q.hold = make(chan struct{})
		q.ytdlp = core.Ytdlp{State: core.YtdlpFound, Version: "2026.10.07"}
		s := open(t, q, english, Options{})
		s.showSettings()
		synctest.Wait()
		s.tick(0)
		if got := texts(s.dialogs.open); !strings.Contains(got, "yt-dlp, when needed") || !strings.Contains(got, "Looking…") {
			t.Errorf("while it is looked for: %s", got)
		}
		close(q.hold)
		synctest.Wait()
		s.tick(0)
		if got := texts(s.dialogs.open); !strings.Contains(got, "Installed: version 2026.10.07.") || strings.Contains(got, "Looking…") {
			t.Errorf("found: %s", got)
		}

		choice := s.switches(t, "On", "Off")
		choice.SetSelectedIndex(1)
		if !q.settings.NoYtdlp || !strings.Contains(texts(s.dialogs.open), "Off: Hilo does not ask it.") {
			t.Errorf("off: %+v\n%s", q.settings, texts(s.dialogs.open))
		}
		q.hold = make(chan struct{})
		choice.SetSelectedIndex(0)
		choice.SetSelectedIndex(1) // before the answer
		close(q.hold)
		synctest.Wait()
		s.tick(0)
		if !strings.Contains(texts(s.dialogs.open), "Off: Hilo does not ask it.") {
			t.Errorf("an answer that nobody waits for: %s", texts(s.dialogs.open))
		}
		if got := q.took(); got != "yt-dlp, yt-dlp" {
			t.Errorf("queue was told %q", got)
		}
		s.dialogs.close()
		s.showSettings()
		synctest.Wait()
		if got := q.took(); got != "" || s.switches(t, "On", "Off").SelectedIndex() != 1 {
			t.Errorf("off from the start: queue was told %q", got)
		}
	})
}

func TestHelperIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue()
		q.hold = make(chan struct{})
		s := open(t, q, english, Options{})
		s.showSettings()
		synctest.Wait()
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.background.workers.Wait() // for the question, which must have been cancelled
		s.tick(0)
		if got := q.took(); got != "yt-dlp, no yt-dlp" {
			t.Errorf("queue was told %q", got)
		}
	})
}

func TestNewerProfiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue()
		s := open(t, q, english, Options{})
		s.showSettings()
		for err, want := range map[error]string{
			nil:                       "Done. Hilo uses them from now on.",
			youtube.ErrProfilesForged: "Not taken: the file is not signed by Hilo.",
			fmt.Errorf("%w: 9.0", youtube.ErrProfilesNeedApp): "Not taken: the file is for a newer Hilo.",
			youtube.ErrProfilesNotNewer:                       "Not taken: the file is not newer than what is in use.",
			youtube.ErrProfilesMalformed:                      "Not taken: this is a file of another kind.",
			fs.ErrPermission:                                  "The file could not be read, or could not be kept.",
		} {
			q.took()
			q.profiles = err
			s.loadProfiles("/x/profiles.signed")
			if !button(t, s.dialogs.open, "Load newer ones…").Disabled() {
				t.Error("it can be pressed while it is at work")
			}
			synctest.Wait()
			s.tick(0)
			if got := texts(s.dialogs.open); !strings.Contains(got, want) {
				t.Errorf("%v: says %s", err, got)
			}
			if got := q.took(); got != "profiles /x/profiles.signed" || button(t, s.dialogs.open, "Load newer ones…").Disabled() {
				t.Errorf("%v: queue was told %q", err, got)
			}
		}

		s.files.pickFile = func(context.Context, string, ...string) (string, error) { return "", desktop.ErrCanceled }
		test.Tap(button(t, s.dialogs.open, "Load newer ones…"))
		synctest.Wait()
		s.tick(0)
		if got := q.took(); got != "" || s.files.fallback != nil {
			t.Errorf("nothing was chosen, but queue was told %q", got)
		}
		s.files.pickFile = func(context.Context, string, ...string) (string, error) {
			return "", errors.New("no dialog on this system")
		}
		test.Tap(button(t, s.dialogs.open, "Load newer ones…"))
		synctest.Wait()
		s.tick(0)
		if s.files.fallback == nil {
			t.Fatal("Fyne's own dialog must stand in")
		}
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if s.files.fallback != nil || s.dialogs.open == nil {
			t.Error("Escape must close it, and leave the settings open")
		}

		q.profiles = nil
		s.loadProfiles("/x/profiles.signed")
		s.dialogs.close()
		synctest.Wait()
		s.tick(0)
		if got := s.over.banner.text.Text(); got != "Done. Hilo uses them from now on." {
			t.Errorf("after the settings were closed: %q", got)
		}
	})
}

// TestSettingsFit holds that nothing in the settings is cut, whatever is known of
// yt-dlp and becomes of a file, and that the card fits a small window.
func TestSettingsFit(t *testing.T) {
	for _, locale := range examples.Locales() {
		q := newFakeQueue()
		s := open(t, q, locale, Options{})
		s.win.Resize(fyne.NewSize(600, 500))
		for _, state := range []core.YtdlpState{core.YtdlpFound, core.YtdlpMissing, core.YtdlpOld, core.YtdlpBroken} {
			q.ytdlp = core.Ytdlp{State: state, Version: "2025.12.08"}
			s.showSettings()
			s.background.workers.Wait()
			s.tick(0)
			each(s.dialogs.open, func(o fyne.CanvasObject) {
				x, ok := o.(*widgets.Label)
				if ok && x.Size().Width > 0 && x.Shown() != x.Text() {
					t.Errorf("%s, %s: %q is cut to %q", locale, state, x.Text(), x.Shown())
				}
			})
			if o := s.dialogs.open; o.CardSize().Height > 500-2*widgets.DialogMargin || o.Scroller().Content.MinSize().Width > o.Scroller().Size().Width {
				t.Errorf("%s: card %v, %v in %v", locale, o.CardSize(), o.Scroller().Content.MinSize(), o.Scroller().Size())
			}
			s.dialogs.close()
		}
		for _, err := range []error{nil, youtube.ErrProfilesForged, youtube.ErrProfilesNeedApp, youtube.ErrProfilesNotNewer, youtube.ErrProfilesMalformed, fs.ErrPermission} {
			if said := profilesSentence(err); widgets.Measure(said, theme.SizeSmall, false) > widgets.DialogWidth {
				t.Errorf("%s: no space for %q", locale, said)
			}
		}
		s.Stop()
	}
}
