package gui

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/internal/inspect"
	"github.com/hilo-app/hilo/gui/widgets"
)

// failedSteps returns the steps of a check-up in a network without DNS.
func failedSteps() []checkup.Step {
	steps := []checkup.Step{
		{Name: checkup.Network, State: checkup.Running}, {Name: checkup.Network, State: checkup.OK, Detail: "192.168.1.7"},
		{Name: checkup.DNS, State: checkup.Running}, {Name: checkup.DNS, State: checkup.Failed, Detail: "no such host"},
	}
	for _, name := range checkup.Steps()[2:7] {
		steps = append(steps, checkup.Step{Name: name, State: checkup.Skipped})
	}
	return append(steps, checkup.Step{Name: checkup.Folder, State: checkup.OK}, checkup.Step{Name: checkup.Space, State: checkup.OK}, checkup.Step{Name: checkup.Version, State: checkup.Running})
}

// steps returns the state of every step, by the name that is shown.
func (s *stage) steps() map[string]string {
	all := map[string]string{}
	var name string
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widgets.Icon:
			name = o.Resource().Name()
		case *widgets.Label:
			if name != "" {
				all[o.Text()], name = name, ""
			}
		}
	})
	return all
}

func TestCheckUpIsLive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue(examples.Downloads(time.Time{})...)
		q.steps, q.hold = failedSteps(), make(chan struct{})
		q.verdict = checkup.Verdict{Class: checkup.NoDNS, Step: checkup.DNS, State: checkup.Failed}
		s := open(t, q, english, Options{})
		failed := s.status("j")
		failed.Dir = "/media/films"
		s.showDetails(failed)
		test.Tap(button(t, s.dialogs.open, "Why isn't it working?"))
		synctest.Wait()
		s.tick(0)
		got := s.steps()
		if got["This computer is in a network"] != "check.svg" || got["The network knows where YouTube is"] != "close.svg" ||
			got["The clock is right"] != "minus.svg" || got["Hilo is new enough"] != "dot.svg" {
			t.Errorf("while it runs: %v", got)
		}
		again := button(t, s.dialogs.open, "Check again")
		if !again.Disabled() || !strings.Contains(texts(s.dialogs.open), "Looking…") || strings.Contains(texts(s.dialogs.open), "no such host") {
			t.Errorf("while it runs: %s", texts(s.dialogs.open))
		}
		close(q.hold)
		synctest.Wait()
		s.tick(0)
		if !strings.Contains(texts(s.dialogs.open), "Cause: your network\n") || !strings.Contains(texts(s.dialogs.open), "does not say where YouTube is") || again.Disabled() {
			t.Errorf("at the end: %s", texts(s.dialogs.open))
		}
		test.Tap(button(t, s.dialogs.open, "Copy report"))
		if got := s.app.Clipboard().Content(); !strings.Contains(got, "Verdict: no-dns\n") || !strings.Contains(got, "dns: failed, no such host\n") || strings.Contains(got, "192.168.1.7") {
			t.Errorf("the report says %s", got)
		}
		if got := q.took(); got != "check up /media/films" {
			t.Errorf("queue was told %q", got)
		}

		q.steps, q.verdict = nil, checkup.Verdict{Class: checkup.DiskFull, State: checkup.Failed}
		test.Tap(again)
		synctest.Wait()
		s.tick(0)
		if got := s.steps()["The network knows where YouTube is"]; got != "dot.svg" {
			t.Errorf("begun again, and still %v", got)
		}
		answer, failure := "/media/more", error(nil)
		s.files.PickFolder = pickStub(&answer, &failure)
		test.Tap(button(t, s.dialogs.open, "Choose another folder"))
		synctest.Wait()
		s.tick(0)
		if s.dialogs.open != nil || q.settings.Dir != "/media/more" {
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
		test.Tap(button(t, s.dialogs.open, "Why isn't it working?"))
		synctest.Wait()
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.background.Wait() // for the check-up, which must have been stopped
		s.tick(0)
		if s.dialogs.open != nil {
			t.Error("Escape must close it")
		}
	})
}

// TestVerdictsFit holds that no verdict is cut, and no detail of a step.
func TestVerdictsFit(t *testing.T) {
	for _, locale := range examples.Locales() {
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
			s.background.Wait()
			s.tick(0)
			each(s.dialogs.open, func(o fyne.CanvasObject) {
				x, ok := o.(*widgets.Label)
				if ok && x.Size().Width > 0 && x.Shown() != x.Text() {
					t.Errorf("%s, %s: %q is cut to %q", locale, class, x.Text(), x.Shown())
				}
			})
		}
		s.Stop()
	}
}

// TestDetailsFit holds that nothing of the details is cut at the least size of the window,
// of no failure and in no language, and that everything is inside the dialog.
func TestDetailsFit(t *testing.T) {
	for _, locale := range examples.Locales() {
		s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), locale, Options{Website: "https://example.org/hilo"})
		s.win.Resize(fyne.NewSize(minWidth, minHeight))
		for _, class := range core.Classes() {
			failed := s.status("e")
			failed.Title = "Cup Final"
			failed.Problem = &core.Problem{Class: class, Err: errors.New("refused")}
			s.showDetails(failed)
			test.Tap(button(t, s.dialogs.open, lang.L("Read the report")))
			for _, l := range inspect.Cut(s.dialogs.open) {
				t.Errorf("%s, %s: %q is cut to %q", locale, class, l.Text(), l.Shown())
			}
			in := s.dialogs.open.Scroller()
			if need, has := in.Content.MinSize().Width, in.Size().Width; need > has || has > minWidth-2*widgets.DialogMargin {
				t.Errorf("%s, %s: %v wide in %v", locale, class, need, has)
			}
			s.dialogs.close()
		}
		s.Stop()
	}
}

func TestDetails(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{Website: "https://example.org/hilo"})
	status := s.status("e")
	status.Title = "A title"
	status.Problem = &core.Problem{Class: core.Private, Err: errors.New("GET https://rr3.googlevideo.com/videoplayback?ip=10.1.2.3: refused")}
	s.showDetails(status)
	if got := texts(s.dialogs.open); !strings.Contains(got, "Cause: this video\n") || !strings.Contains(got, "The owner made this video private") {
		t.Errorf("says %s", got)
	} else if !strings.Contains(got, "A title\n") || !strings.Contains(got, "Hilo 1.0.0.") || !strings.Contains(got, "example.org/hilo/issues") || strings.Contains(got, "refused") {
		t.Errorf("says %s", got)
	}
	test.Tap(button(t, s.dialogs.open, "Read the report"))
	if got := find[*widget.Label](t, s.dialogs.open); !got.Visible() || !strings.Contains(got.Text, "refused") || strings.Contains(got.Text, "10.1.2.3") {
		t.Errorf("the report reads %s", got.Text)
	}
	test.Tap(button(t, s.dialogs.open, "Copy report"))
	report := s.app.Clipboard().Content()
	if !strings.Contains(report, "Problem: private") || !strings.Contains(report, "Title: A title\n") || !strings.Contains(report, "Hilo: 1.0.0") || !strings.Contains(report, status.URL) || strings.Contains(report, "10.1.2.3") || strings.Contains(report, "rr3.") {
		t.Errorf("copied %s", report)
	}
	if button(t, s.dialogs.open, "Copied").Disabled() {
		t.Error("it can be copied again")
	}
}

// The report that is shown is the one that is copied: with title and version, and
// without what Go prints of its values. Where a website is known, so is where to send it.
func TestDetailsShowTheReport(t *testing.T) {
	q := newFakeQueue(core.Status{ID: "x", Title: "Cup Final", URL: "https://youtu.be/aaaaaaaaaaa", State: core.Failed, Problem: &core.Problem{Class: core.Private}})
	s := open(t, q, english, Options{Website: "https://example.org/hilo"})
	opened := ""
	s.Window.app = openURLs{s.app, &opened}
	s.showDetails(s.status("x"))
	test.Tap(button(t, s.dialogs.open, "Read the report"))
	shown := ""
	for _, o := range test.LaidOutObjects(s.dialogs.open) {
		if l, ok := o.(*widget.Label); ok {
			shown = l.Text
		}
	}
	if !strings.Contains(shown, "Title: Cup Final") || !strings.Contains(shown, "Hilo: 1.0.0") || strings.ContainsAny(shown, "{}") {
		t.Errorf("shows %q", shown)
	}
	test.Tap(button(t, s.dialogs.open, "Open the page for reports"))
	if opened != "https://example.org/hilo/issues" {
		t.Errorf("opened %q", opened)
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
		if got := texts(s.shown(t, "x")); !strings.Contains(got, want) {
			t.Errorf("%q: %q", website, got)
		}
		s.Stop()
	}
}
