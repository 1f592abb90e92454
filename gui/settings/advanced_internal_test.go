package settings

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/gui/widgets"
)

// openAdvanced opens the dialog with the advanced settings.
func openAdvanced(h *fakeHost) *Dialog {
	d := Open(h, Downloads)
	d.advanced.Press()
	return d
}

func TestYtdlp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newFakeHost(t, english)
		h.hold = make(chan struct{})
		h.helper = core.Ytdlp{State: core.YtdlpFound, Version: "2026.10.07"}
		openAdvanced(h)
		synctest.Wait()
		h.settle()
		if got := h.texts(); !strings.Contains(got, "yt-dlp, when needed") || !strings.Contains(got, "Looking…") {
			t.Errorf("while it is looked for: %s", got)
		}
		close(h.hold)
		synctest.Wait()
		h.settle()
		if got := h.texts(); !strings.Contains(got, "Installed: version 2026.10.07.") || strings.Contains(got, "Looking…") {
			t.Errorf("found: %s", got)
		}

		use := control[*widgets.Switch](t, h, "yt-dlp, when needed")
		use.Toggle()
		if !h.settings.NoYtdlp || !strings.Contains(h.texts(), "Off: Hilo does not ask it.") {
			t.Errorf("off: %+v\n%s", h.settings, h.texts())
		}
		h.hold = make(chan struct{})
		use.Toggle()
		use.Toggle() // before the answer
		close(h.hold)
		synctest.Wait()
		h.settle()
		if !strings.Contains(h.texts(), "Off: Hilo does not ask it.") {
			t.Errorf("an answer that nobody waits for: %s", h.texts())
		}
		if got := h.took(); got != "yt-dlp, yt-dlp" {
			t.Errorf("the window was told %q", got)
		}
		h.Close()
		openAdvanced(h)
		synctest.Wait()
		if got := h.took(); got != "" || control[*widgets.Switch](t, h, "yt-dlp, when needed").On() {
			t.Errorf("off from the start: the window was told %q", got)
		}
		h.close()
	})
}

func TestYtdlpIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newFakeHost(t, english)
		h.hold = make(chan struct{})
		d := openAdvanced(h)
		synctest.Wait()
		d.Key(&fyne.KeyEvent{Name: fyne.KeyEscape})
		h.workers.Wait() // for the question, which must have been cancelled
		h.settle()
		if got := h.took(); got != "yt-dlp, no yt-dlp" {
			t.Errorf("the window was told %q", got)
		}
	})
}

func TestNewerProfiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newFakeHost(t, english)
		h.settings.NoYtdlp = true
		openAdvanced(h)
		load := control[*widgets.Button](t, h, "Ways to talk to YouTube")
		load.Press()
		if got := h.took(); got != "file *.signed" || load.Disabled() {
			t.Errorf("nothing was chosen, but the window was told %q", got)
		}
		h.file = "/x/profiles.signed"
		for err, want := range map[error]string{
			nil:                       "Done. Hilo uses them from now on.",
			youtube.ErrProfilesForged: "Not taken: the file is not signed by Hilo.",
			fmt.Errorf("%w: 9.0", youtube.ErrProfilesNeedApp): "Not taken: the file is for a newer Hilo.",
			youtube.ErrProfilesNotNewer:                       "Not taken: the file is not newer than what is in use.",
			youtube.ErrProfilesMalformed:                      "Not taken: this is a file of another kind.",
			fs.ErrPermission:                                  "The file could not be read, or could not be kept.",
		} {
			h.profiles = err
			load.Press()
			if !load.Disabled() {
				t.Error("it can be pressed while it is at work")
			}
			synctest.Wait()
			h.settle()
			if got := strings.ReplaceAll(h.texts(), "\n", " "); !strings.Contains(got, want) {
				t.Errorf("%v: says %s", err, got)
			}
			if got := h.took(); got != "file *.signed, profiles /x/profiles.signed" || load.Disabled() {
				t.Errorf("%v: the window was told %q", err, got)
			}
		}
		h.profiles = nil
		load.Press()
		h.Close()
		synctest.Wait()
		h.settle()
		if h.told != "Done. Hilo uses them from now on." {
			t.Errorf("after the settings were closed: %q", h.told)
		}
		h.close()
	})
}
