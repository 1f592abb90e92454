package gui

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
)

func TestBanners(t *testing.T) {
	q := newFakeQueue(examples.Downloads(time.Time{})[:4]...)
	s := open(t, q, english, Options{})
	if got := s.banner.text.Text(); got != "Continuing with 3 downloads where you left off." {
		t.Errorf("at start: %q", got)
	}
	s.tick(bannerStays)
	s.tick(time.Second)
	if s.banner.view.Visible() {
		t.Error("it must go by itself")
	}

	s.addText("hello world\n" + examples.LinkB + "\nhttps://example.com/x")
	s.tick(0)
	if got := s.banner.text.Text(); !strings.HasPrefix(got, "Not a YouTube link: ") || !s.banner.view.Visible() {
		t.Errorf("rejected: %q", got)
	}
	if !strings.Contains(s.links.entry.Text, "https://example.com/x") {
		t.Errorf("what was rejected is lost: entry %q", s.links.entry.Text)
	}

	s.addText("https://www.youtube.com/watch?v=mmmmmmmmmmm&list=PLmmmmmmmmmmmmmmmm")
	if !s.banner.action.Visible() || s.banner.action.Label() != "Choose from the list…" {
		t.Fatalf("list: %q %q", s.banner.text.Text(), s.banner.action.Label())
	}
	test.Tap(s.banner.action)
	if len(s.q.lists) != 1 || !strings.Contains(s.q.lists[0], "PLmmmm") || s.dialogs.open == nil {
		t.Errorf("asked for %+v", s.q.lists)
	}
	s.dialogs.close()

	s.tick(0)
	s.addText(examples.LinkB) // its id is in the queue since above
	if got := s.banner.text.Text(); got != "Already in the list" || !s.shown(t, "bbbbbbbbbbb").Highlighted() {
		t.Errorf("known: %q", got)
	}
	s.tick(1500*time.Millisecond + time.Millisecond)
	if s.shown(t, "bbbbbbbbbbb").Highlighted() {
		t.Error("the highlight must end")
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
	s.disk.free.Store(118e9)
	s.q.send(examples.Downloads(s.at)[:2]...)
	s.tick(time.Second)
	if got := s.footer.state.Text() + " " + s.footer.rest.Text(); got != "2 active · 12.4\u00a0MB/s · 8 s left · 118\u00a0GB free" {
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
	paused := examples.Downloads(s.at)[6]
	s.q.Remove("a", "b")
	s.q.send(paused)
	s.tick(time.Second)
	test.Tap(s.footer.all)
	if got := s.q.took(); s.footer.all.Label() != "Resume all" || !strings.HasSuffix(got, "resume all") {
		t.Errorf("%q, %q", s.footer.all.Label(), got)
	}
}

func TestSpanish(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the language is that of the system here, whatever LANG says")
	}
	s := open(t, newFakeQueue(examples.Downloads(time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local))...), "es_ES.UTF-8", Options{})
	if got := s.links.add.Label() + ", " + s.links.entry.PlaceHolder; got != "Añadir, Pega un enlace" {
		t.Errorf("says %q", got)
	}
	button(t, s.filter.View, "Todas 12")
	if got := s.banner.text.Text(); got != "Seguimos con 6 descargas donde las dejaste." {
		t.Errorf("says %q", got)
	}
	for want, id := range map[string]core.ID{
		"91\u00a0%":                  "b",
		"7,1 de 7,8\u00a0MB":         "b",
		"2,6\u00a0MB/s · quedan 1 s": "b",
		"YouTube pide una pausa. Seguirá a las\u00a014:05.": "c",
	} {
		if got := texts(s.shown(t, id)); !slices.Contains(strings.Split(got, "\n"), want) {
			t.Errorf("says %q, want %q", got, want)
		}
	}
}

// Whoever's list was damaged is told, until they have seen it.
func TestDamagedList(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:4]...), english, Options{Damaged: "/home/ana/.config/hilo/hilo.db.damaged-1"})
	if got := s.banner.text.Text(); !strings.HasPrefix(got, "The list was damaged.") || !s.banner.asks() {
		t.Errorf("at start: %q", got)
	}
	s.tick(2 * bannerStays)
	if !s.banner.view.Visible() {
		t.Error("it went by itself")
	}
}

// While the list cannot be saved the window says so, and no longer when it can.
func TestListThatCannotBeSaved(t *testing.T) {
	for locale, want := range map[string]string{english: "The disk is full, so changes", "es_ES.UTF-8": "El disco está lleno y los cambios"} {
		if runtime.GOOS == "windows" && locale != english {
			continue // the language is that of the system here, whatever LANG says
		}
		s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:4]...), locale, Options{})
		s.q.update.NotSaved = &core.Problem{Class: core.DiskFull}
		s.tick(0)
		s.tick(2 * bannerStays)
		if got := s.banner.text.Text(); !s.banner.view.Visible() || !strings.HasPrefix(got, want) {
			t.Errorf("visible %v: %q", s.banner.view.Visible(), got)
		}
		s.q.update.NotSaved = nil
		s.tick(0)
		if s.banner.view.Visible() {
			t.Error("it is still said when the list is saved")
		}
	}
}

func TestFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
		answer, failure := "/media/films", error(nil)
		s.files.pickFolder = pickStub(&answer, &failure)
		test.Tap(s.folder())
		synctest.Wait()
		s.tick(0)
		if s.q.settings.Dir != "/media/films" || s.folder().Label() != "films" {
			t.Errorf("saved %q, shown %q", s.q.settings.Dir, s.folder().Label())
		}
		answer = "/media/more"
		rowActions{s.Window}.SaveElsewhere(s.status("i"))
		synctest.Wait()
		s.tick(0)
		last := s.q.requests[len(s.q.requests)-1]
		if last.Dir != "/media/more" || !strings.Contains(last.Text, "iiiiiiiiiii") || s.q.took() != "remove i" {
			t.Errorf("asked for %+v", last)
		}
		failure = errors.New("no dialog on this system")
		test.Tap(s.folder())
		synctest.Wait()
		s.tick(0)
		if s.files.fallback == nil || s.win.Canvas().Overlays().Top() == nil {
			t.Error("Fyne's own dialog must stand in")
		}
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if s.files.fallback != nil {
			t.Error("Escape must close it")
		}
	})
}

func TestSettingsRefused(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.q.refuse = errors.New("disk full")
	test.Tap(button(t, s.bar.View, lang.L("Audio")))
	if got := s.banner.text.Text(); got != "This choice could not be kept." {
		t.Errorf("says %q", got)
	}
}

// TestTicker lets the real ticker run in virtual time, to its end.
func TestTicker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, newFakeQueue(), english, Options{})
		s.Show()
		for i := range 50 {
			s.q.send(core.Status{ID: "x", State: core.Downloading, Received: int64(i+1) * 2e6, Total: 100e6})
			time.Sleep(110 * time.Millisecond)
			synctest.Wait()
		}
		if got := s.status("x"); got.Received != 100e6 {
			t.Errorf("progress is %v", got.Received)
		}
		if s.disk.free.Load() != 118e9 {
			t.Error("nobody looked at the disk")
		}
		s.win.Resize(fyne.NewSize(800, 640))
		s.close()
		s.q.send(core.Status{ID: "x", State: core.Done})
		time.Sleep(time.Second)
		synctest.Wait()
		if s.status("x").State == core.Done {
			t.Error("the window is updated after the window closed")
		}
		if got := s.app.Preferences().Float(prefWidth); got != 800 {
			t.Errorf("width kept as %v", got)
		}
	})
}
