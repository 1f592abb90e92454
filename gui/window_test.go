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
)

// shown returns the row widget that shows a download.
func TestBanners(t *testing.T) {
	q := newFakeQueue(examples(time.Time{})[:4]...)
	s := open(t, q, english, Options{})
	if got := s.banner.text.Text(); got != "Going on with 3 downloads where you left off." {
		t.Errorf("at start: %q", got)
	}
	s.tick(bannerStays)
	s.tick(time.Second)
	if s.banner.Visible() {
		t.Error("it must go by itself")
	}

	s.addText("hello world\n" + linkB + "\nhttps://example.com/x")
	s.tick(0)
	if got := s.banner.text.Text(); !strings.HasPrefix(got, "Not a YouTube link: ") || !s.banner.Visible() {
		t.Errorf("rejected: %q", got)
	}
	if !strings.Contains(s.box.Text, "https://example.com/x") {
		t.Errorf("what was rejected is lost: box %q", s.box.Text)
	}

	s.addText("https://www.youtube.com/watch?v=mmmmmmmmmmm&list=PLmmmmmmmmmmmmmmmm")
	if !s.banner.action.Visible() || s.banner.action.Label() != "Add the whole list" {
		t.Fatalf("list: %q %q", s.banner.text.Text(), s.banner.action.Label())
	}
	test.Tap(s.banner.action)
	last := s.q.requests[len(s.q.requests)-1]
	if !last.Lists || !strings.Contains(last.Text, "PLmmmm") {
		t.Errorf("asked for %+v", last)
	}

	s.tick(0)
	s.addText(linkB) // its id is in the queue since above
	if got := s.banner.text.Text(); got != "Already in the list" || s.lit != "bbbbbbbbbbb" {
		t.Errorf("known: %q, lit %q", got, s.lit)
	}
	s.tick(litFor + time.Millisecond)
	if s.lit != "" {
		t.Error("the light must go out")
	}
}

func TestAllDone(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.q.update = core.Update{AllDone: true, Saved: 3}
	s.tick(0)
	if got := s.banner.text.Text(); got != "All done: 3 saved" {
		t.Errorf("says %q", got)
	}
	s.addText("https://www.youtube.com/watch?v=mmmmmmmmmmm&list=PLmmmmmmmmmmmmmmmm")
	s.q.update = core.Update{AllDone: true, Saved: 1}
	s.tick(0)
	if !s.banner.asks() {
		t.Error("the offer of the whole list was talked over")
	}
	s.inFront = false
	s.q.update = core.Update{AllDone: true, Saved: 1, Failed: 2}
	test.AssertNotificationSent(t, fyne.NewNotification("Hilo", "All done: 1 saved, 2 failed"), func() { s.tick(0) })
}

func TestFooter(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if got := s.footer.rest.Text(); got != "Download only what you have the right to keep." {
		t.Errorf("idle: %q", got)
	}
	s.free.Store(118e9)
	s.q.send(examples(s.at)[:2]...)
	s.tick(time.Second)
	if got := s.footer.lead.Text() + " " + s.footer.rest.Text(); got != "2 active · 12.4\u00a0MB/s · 8 s left · 118\u00a0GB free" {
		t.Errorf("says %q", got)
	}
	s.q.last, s.q.asked = s.at.Add(2*time.Hour+39*time.Minute), 0
	for range 20 {
		s.tick(100 * time.Millisecond)
	}
	if got := s.footer.rest.Text(); got != "· 12.4\u00a0MB/s · the last one starts at about 15:40 · 118\u00a0GB free" {
		t.Errorf("held up: %q", got)
	}
	if s.q.asked > 2 {
		t.Errorf("asked %d times in two seconds", s.q.asked)
	}
	s.q.last = time.Time{}
	paused := examples(s.at)[6]
	s.q.Remove("a", "b")
	s.q.send(paused)
	s.tick(time.Second)
	test.Tap(s.footer.all)
	if got := s.q.took(); s.footer.all.Label() != "Resume all" || !strings.HasSuffix(got, "resume all") {
		t.Errorf("%q, %q", s.footer.all.Label(), got)
	}
}

func TestSpanish(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local))...), "es_ES.UTF-8", Options{})
	r := s.shown(t, "b")
	for want, got := range map[string]string{
		"Añadir":                     s.add.Label(),
		"Pega un enlace":             s.box.PlaceHolder,
		"91\u00a0%":                  r.percent.Text(),
		"7,1 de 7,8\u00a0MB":         r.amount.Text(),
		"2,6\u00a0MB/s · quedan 1 s": r.pace.Text(),
		"Todas 12":                   s.filter.chips[groupAll].Label(),
		"Seguimos con 6 descargas donde las dejaste.":       s.banner.text.Text(),
		"YouTube pide una pausa. Seguirá a las\u00a014:05.": s.shown(t, "c").state.note,
	} {
		if got != want {
			t.Errorf("says %q, want %q", got, want)
		}
	}
}

// Whoever's list was damaged is told, until they have seen it.
func TestDamagedList(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Time{})[:4]...), english, Options{Damaged: "/home/ana/.config/hilo/hilo.db.damaged-1"})
	if got := s.banner.text.Text(); !strings.HasPrefix(got, "The list was damaged.") || !s.banner.asks() {
		t.Errorf("at start: %q", got)
	}
	s.tick(2 * bannerStays)
	if !s.banner.Visible() {
		t.Error("it went by itself")
	}
}

func TestFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, newFakeQueue(examples(time.Time{})...), english, Options{})
		answer, failure := "/media/films", error(nil)
		s.pick = pickStub(&answer, &failure)
		test.Tap(s.options.folder)
		synctest.Wait()
		s.tick(0)
		if s.q.settings.Dir != "/media/films" || s.options.folder.Label() != "films" {
			t.Errorf("saved %q, shown %q", s.q.settings.Dir, s.options.folder.Label())
		}
		answer = "/media/more"
		s.moveElsewhere(s.rows.rows["i"].status)
		synctest.Wait()
		s.tick(0)
		last := s.q.requests[len(s.q.requests)-1]
		if last.Dir != "/media/more" || !strings.Contains(last.Text, "iiiiiiiiiii") || s.q.took() != "remove i" {
			t.Errorf("asked for %+v", last)
		}
		failure = errors.New("no dialog on this system")
		test.Tap(s.options.folder)
		synctest.Wait()
		s.tick(0)
		if s.folders == nil || s.win.Canvas().Overlays().Top() == nil {
			t.Error("Fyne's own dialog must stand in")
		}
		s.strayKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if s.folders != nil {
			t.Error("Escape must close it")
		}
	})
}

func TestSettingsRefused(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.q.refuse = errors.New("disk full")
	test.Tap(s.options.audio)
	if got := s.banner.text.Text(); got != "This choice could not be kept." {
		t.Errorf("says %q", got)
	}
}

// TestTicker lets the real pump run in virtual time, to its end.
func TestTicker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, newFakeQueue(), english, Options{})
		s.Show()
		for i := range 50 {
			s.q.send(core.Status{ID: "x", State: core.Downloading, Received: int64(i+1) * 2e6, Total: 100e6})
			time.Sleep(110 * time.Millisecond)
			synctest.Wait()
		}
		if part, _ := s.rows.rows["x"].progress.Get(); part != 1 {
			t.Errorf("progress is %v", part)
		}
		if s.free.Load() != 118e9 {
			t.Error("nobody looked at the disk")
		}
		s.win.Resize(fyne.NewSize(800, 640))
		s.close()
		s.q.send(core.Status{ID: "x", State: core.Done})
		time.Sleep(time.Second)
		synctest.Wait()
		if s.rows.rows["x"].status.State == core.Done {
			t.Error("the pump runs after the window closed")
		}
		if got := s.app.Preferences().Float(prefWidth); got != 800 {
			t.Errorf("width kept as %v", got)
		}
	})
}

// TestThousandRows counts what a pump costs: what changed, whatever the length
// of the queue, and a fixed number of row widgets.
