package gui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/gui/widgets"
)

// brokenWay is a check-up of a network without names.
func brokenWay() []checkup.Step {
	steps := []checkup.Step{
		{Name: checkup.Network, State: checkup.Running}, {Name: checkup.Network, State: checkup.OK, Detail: "192.168.1.7"},
		{Name: checkup.DNS, State: checkup.Running}, {Name: checkup.DNS, State: checkup.Failed, Detail: "no such host"},
	}
	for _, name := range checkup.Steps()[2:7] {
		steps = append(steps, checkup.Step{Name: name, State: checkup.Skipped})
	}
	return append(steps, checkup.Step{Name: checkup.Folder, State: checkup.OK}, checkup.Step{Name: checkup.Space, State: checkup.OK}, checkup.Step{Name: checkup.Version, State: checkup.Running})
}

// seen walks through what is seen of an overlay.
func (s *stage) seen(see func(fyne.CanvasObject)) {
	for _, o := range test.LaidOutObjects(s.dialog) {
		if o.Visible() {
			see(o)
		}
	}
}

// says is all the text of the dialog, line by line.
func (s *stage) says() string {
	var all []string
	s.seen(func(o fyne.CanvasObject) {
		if t, ok := o.(*widgets.Label); ok && t.Text() != "" {
			all = append(all, t.Text())
		}
	})
	return strings.Join(all, "\n")
}

// button returns the button of the dialog with that label.
func (s *stage) button(t *testing.T, label string) *widgets.Button {
	t.Helper()
	var found *widgets.Button
	s.seen(func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok && b.Label() == label {
			found = b
		}
	})
	if found == nil {
		t.Fatalf("no button says %q", label)
	}
	return found
}

func (s *stage) steps() map[string]checkup.State {
	all := map[string]checkup.State{}
	s.seen(func(o fyne.CanvasObject) {
		if r, ok := o.(*checkRow); ok {
			all[r.name.Text()] = r.step.State
		}
	})
	return all
}

func TestCheckUpIsLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue(examples(time.Time{})...)
		q.steps, q.hold = brokenWay(), make(chan struct{})
		q.verdict = checkup.Verdict{Class: checkup.NoDNS, Step: checkup.DNS, State: checkup.Failed}
		s := open(t, q, english, Options{})
		failed := s.rows.rows["j"].status
		failed.Dir = "/media/films"
		s.details(failed)
		test.Tap(s.button(t, "Why isn't it working?"))
		synctest.Wait()
		s.tick(0)
		got := s.steps()
		if got["This computer is in a network"] != checkup.OK || got["The network knows where YouTube is"] != checkup.Failed ||
			got["The clock is right"] != checkup.Skipped || got["Hilo is new enough"] != checkup.Running {
			t.Errorf("while it goes on: %v", got)
		}
		again := s.button(t, "Check again")
		if !again.Disabled() || !strings.Contains(s.says(), "Looking…") || !strings.Contains(s.says(), "no such host") {
			t.Errorf("while it goes on: %s", s.says())
		}
		close(q.hold)
		synctest.Wait()
		s.tick(0)
		if !strings.Contains(s.says(), "Your network\n") || !strings.Contains(s.says(), "does not say where YouTube is") || again.Disabled() {
			t.Errorf("at the end: %s", s.says())
		}
		if got := q.took(); got != "check up /media/films" {
			t.Errorf("queue was told %q", got)
		}

		q.steps, q.verdict = nil, checkup.Verdict{Class: checkup.DiskFull, State: checkup.Failed}
		test.Tap(again)
		synctest.Wait()
		s.tick(0)
		if got := s.steps()["The network knows where YouTube is"]; got != "" {
			t.Errorf("begun again, and still %v", got)
		}
		answer, failure := "/media/more", error(nil)
		s.pick = pickStub(&answer, &failure)
		test.Tap(s.button(t, "Choose another folder"))
		synctest.Wait()
		s.tick(0)
		if s.dialog != nil || q.settings.Dir != "/media/more" {
			t.Errorf("saved in %q", q.settings.Dir)
		}
	})
}

func TestCheckUpEndsWithItsDialog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue()
		q.hold = make(chan struct{})
		s := open(t, q, english, Options{})
		s.showSettings()
		test.Tap(s.button(t, "Why isn't it working?"))
		synctest.Wait()
		s.strayKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.workers.Wait() // for the check-up, which must have been stopped
		s.tick(0)
		if s.dialog != nil {
			t.Error("Escape must close it")
		}
	})
}

// TestVerdictsFit holds that no verdict is cut, and no detail of a step.
func TestVerdictsFit(t *testing.T) {
	for _, locale := range []string{english, "es_ES.UTF-8"} {
		q := newFakeQueue()
		for _, name := range checkup.Steps() {
			q.steps = append(q.steps, checkup.Step{Name: name, State: checkup.Failed, Detail: `Get "https://www.youtube.com/": EOF`})
		}
		s := open(t, q, locale, Options{Website: "https://example.org"})
		s.win.Resize(fyne.NewSize(minWidth, minHeight))
		for _, class := range checkup.Verdicts() {
			q.verdict = checkup.Verdict{Class: class, State: checkup.Failed}
			if class == checkup.Fine {
				q.verdict.State = checkup.OK // in bold
			}
			s.showCheckUp("/x")
			s.workers.Wait()
			s.tick(0)
			s.seen(func(o fyne.CanvasObject) {
				x, ok := o.(*widgets.Label)
				if ok && x.Size().Width > 0 && x.Shown() != x.Text() {
					t.Errorf("%s, %s: %q is cut to %q", locale, class, x.Text(), x.Shown())
				}
			})
		}
		s.Stop()
	}
}

func TestDetails(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Time{})...), english, Options{})
	status := s.rows.rows["e"].status
	status.Problem = &core.Problem{Class: core.Private, Err: errors.New("GET https://rr3.googlevideo.com/videoplayback?ip=10.1.2.3: refused")}
	s.details(status)
	if got := s.says(); !strings.Contains(got, "This video\n") || !strings.Contains(got, "The owner made this video private") {
		t.Errorf("says %s", got)
	}
	test.Tap(s.button(t, "Copy report"))
	report := s.app.Clipboard().Content()
	if !strings.Contains(report, "Problem: private") || !strings.Contains(report, status.URL) || strings.Contains(report, "10.1.2.3") || strings.Contains(report, "rr3.") {
		t.Errorf("copied %s", report)
	}
	if s.button(t, "Copied").Disabled() {
		t.Error("it can be copied again")
	}
}

// TestNewerHilo holds that a page is opened only where one is known.
func TestNewerHilo(t *testing.T) {
	for website, want := range map[string]string{
		"":                         "Try again",
		"javascript:alert(1)":      "Try again",
		"https://example.org/hilo": "Look for a newer Hilo",
	} {
		s := open(t, newFakeQueue(core.Status{ID: "x", State: core.Failed, Problem: &core.Problem{Class: core.ClientRefused}}), english, Options{Website: website})
		if got := s.shown(t, "x").primary.Label(); got != want {
			t.Errorf("%q: %q", website, got)
		}
		s.Stop()
	}
}
