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
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/preferences"
)

func TestBanners(t *testing.T) {
	q := newFakeQueue(examples.Downloads(time.Time{})[:4]...)
	s := open(t, q, english, Options{})
	if got := s.over.Banner.Text.Text(); got != "Continuing with 3 downloads where you left off." {
		t.Errorf("at start: %q", got)
	}
	s.tick(notice.BannerStays)
	s.tick(time.Second)
	if s.over.Banner.View.Visible() {
		t.Error("it must go by itself")
	}

	s.addText("hello world\n" + examples.LinkB + "\nhttps://example.com/x")
	s.tick(0)
	if got := s.over.Banner.Text.Text(); !strings.HasPrefix(got, "Not a YouTube link: ") || !s.over.Banner.View.Visible() {
		t.Errorf("rejected: %q", got)
	}
	s.addText("https://www.youtube.com/playlist?list=WL")
	if got := s.over.Banner.Text.Text(); !strings.HasPrefix(got, "This list is private") {
		t.Errorf("a private list: %q", got)
	}
	s.addText("hello world\n" + examples.LinkB + "\nhttps://example.com/x")
	if !strings.Contains(s.links.Entry.Text, "https://example.com/x") {
		t.Errorf("what was rejected is lost: entry %q", s.links.Entry.Text)
	}

	s.addText("https://www.youtube.com/watch?v=mmmmmmmmmmm&list=PLmmmmmmmmmmmmmmmm")
	if !s.over.Banner.Action.Visible() || s.over.Banner.Action.Label() != "Choose from the list…" {
		t.Fatalf("list: %q %q", s.over.Banner.Text.Text(), s.over.Banner.Action.Label())
	}
	test.Tap(s.over.Banner.Action)
	if len(s.q.lists) != 2 || // for the count, and for the picker
		!strings.Contains(s.q.lists[0], "PLmmmm") || s.dialogs.open == nil {
		t.Errorf("asked for %+v", s.q.lists)
	}
	s.dialogs.close()

	s.tick(0)
	s.addText(examples.LinkB) // its id is in the queue since above
	if got := s.over.Banner.Text.Text(); got != "Already in the list" || !s.shown(t, "bbbbbbbbbbb").Highlighted() {
		t.Errorf("known: %q", got)
	}
	s.tick(1500*time.Millisecond + time.Millisecond)
	if s.shown(t, "bbbbbbbbbbb").Highlighted() {
		t.Error("the highlight must end")
	}
}

// Of links that are partly known, the new ones are shown, and both are counted.
func TestMixedPaste(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	s.q.all["aaaaaaaaaaa"], s.q.all["bbbbbbbbbbb"] = core.Status{ID: "aaaaaaaaaaa"}, core.Status{ID: "bbbbbbbbbbb"}
	s.addText(examples.LinkA + " https://youtu.be/yyyyyyyyyyy " + examples.LinkB)
	s.tick(0)
	if got := s.over.Banner.Text.Text(); got != "1 added, 2 already here" || s.shown(t, "yyyyyyyyyyy") == nil {
		t.Errorf("says %q", got)
	}
	s.addText(examples.LinkA + " " + examples.LinkB)
	if got := s.over.Banner.Text.Text(); got != "All 2 are in the list already." {
		t.Errorf("says %q", got)
	}
	s.addText(examples.LinkA + "&list=PLmmmmmmmmmmmmmmmm")
	if got := s.over.Banner.Text.Text(); got != "Already in the list. This video is part of a list." || !s.over.Banner.Asks() {
		t.Errorf("says %q", got)
	}
}

func TestAllDone(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.q.update = core.Update{AllDone: true, Saved: 3}
	s.tick(0)
	if got := s.over.Banner.Text.Text(); got != "All done: 3 saved" {
		t.Errorf("says %q", got)
	}
	s.addText("https://www.youtube.com/watch?v=mmmmmmmmmmm&list=PLmmmmmmmmmmmmmmmm")
	s.q.update = core.Update{AllDone: true, Saved: 1}
	s.tick(0)
	if !s.over.Banner.Asks() || !strings.HasPrefix(s.over.Banner.Text.Text(), "This video is part") {
		t.Error("the offer of the whole list was talked over")
	}
	s.desk.inFront = false
	s.q.update = core.Update{AllDone: true, Saved: 1, Failed: 2}
	s.tick(0)
	if notes := s.notes(); len(notes) != 1 || notes[0].Body != "All done: 1 saved, 2 failed" {
		t.Errorf("notified of %v", notes)
	}
}

// After failures the banner stays, and offers to show them and to try them again.
func TestAllDoneWithFailures(t *testing.T) {
	all := examples.Downloads(time.Time{})
	s := open(t, newFakeQueue(all[3], all[4], all[8], all[9], all[10]), english, Options{})
	finish := func() {
		s.q.update = core.Update{AllDone: true, Saved: 1, Failed: 3}
		s.tick(0)
		s.tick(2 * notice.BannerStays)
		if !s.over.Banner.View.Visible() {
			t.Fatal("it went by itself")
		}
	}
	finish()
	test.Tap(button(t, s.over.View, "Show them"))
	if s.model.Filter() != downloads.GroupFailed || s.over.Banner.View.Visible() {
		t.Errorf("shows group %d", s.model.Filter())
	}
	finish()
	test.Tap(button(t, s.over.View, "Try failed again"))
	if got := s.q.took(); got != "retry e i j" || s.over.Toast.Text.Text() != "Trying 3 again." {
		t.Errorf("queue was told %q, toast %q", got, s.over.Toast.Text.Text())
	}
	s.q.took()
	test.Tap(button(t, s.over.View, "Undo"))
	if got := s.q.took(); got != "no retry e i j" || s.over.Toast.View.Visible() {
		t.Errorf("queue was told %q", got)
	}
	finish()
	s.q.send(all[0])
	if s.tick(0); s.over.Banner.View.Visible() {
		t.Error("all is still called done while something is downloaded")
	}
}

// columns returns what the footer says, a column each.
func (s *stage) columns() string {
	var all []string
	for _, c := range s.footer.Columns {
		all = append(all, c.Head.Text()+" / "+c.More.Text())
	}
	return strings.Join(all, ", ")
}

func TestFooter(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if !s.footer.Advice.Visible() || s.footer.All.Visible() || s.footer.Clear.Visible() {
		t.Error("an empty list needs no buttons")
	}
	s.disk.free.Store(118e9)
	s.q.send(examples.Downloads(s.at)[:4]...)
	s.tick(time.Second)
	if got, want := s.columns(), "2 active / 1 waiting, 12.4\u00a0MB/s / all done in a moment, 118\u00a0GB free / in Downloads"; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	s.q.last, s.q.asked = s.at.Add(2*time.Hour+39*time.Minute), 0
	for range 20 {
		s.tick(100 * time.Millisecond)
	}
	if got := s.columns(); !strings.Contains(got, "all done at about 15:40") {
		t.Errorf("held up: %q", got)
	}
	if s.q.asked > 3 {
		t.Errorf("asked %d times in two seconds", s.q.asked)
	}
	if got := s.win.Title(); got != "51% – 0 of 3 – Hilo" {
		t.Errorf("title %q", got)
	}
	done := s.status("b")
	done.State, done.File = core.Done, "/x"
	s.q.send(done)
	s.tick(time.Second)
	if got := s.win.Title(); got != "54% – 1 of 3 – Hilo" {
		t.Errorf("title %q", got)
	}
	s.q.last = time.Time{}
	paused := examples.Downloads(s.at)[6]
	s.q.RemoveWithUndo("a", "b", "c")
	s.q.send(paused)
	s.tick(time.Second)
	test.Tap(s.footer.All)
	if got := s.q.took(); s.footer.All.Label() != "Resume all" || !strings.HasSuffix(got, "resume all") {
		t.Errorf("%q, %q", s.footer.All.Label(), got)
	}
	if got := s.columns() + s.win.Title(); !strings.HasPrefix(got, "1 paused / ,  / , ") || !strings.HasSuffix(got, "DownloadsHilo") {
		t.Errorf("says %q", got)
	}
	s.q.RemoveWithUndo(paused.ID)
	s.q.update.AllDone, s.q.update.Saved = true, 1
	s.tick(time.Second) // the same update says it at once
	if got := s.columns(); !strings.HasPrefix(got, "1 done / , Finished at\u00a013:00 / nothing is waiting") {
		t.Errorf("says %q", got)
	}
}

// The buttons of the footer stand where they are, whatever happens in the list.
func TestFooterButtonsStay(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:2]...), english, Options{})
	place := func() [4]fyne.Position {
		return [4]fyne.Position{s.footer.All.Position(), s.footer.Clear.Position(), s.footer.Settings.Position(), fyne.NewPos(s.footer.All.Size().Width, s.footer.Clear.Size().Width)}
	}
	for _, width := range []float32{960, 600} {
		s.win.Resize(fyne.NewSize(width, 720))
		want := place()
		if !s.footer.Clear.Disabled() || s.footer.All.Disabled() {
			t.Fatalf("clear disabled %v, pause disabled %v", s.footer.Clear.Disabled(), s.footer.All.Disabled())
		}
		for i, state := range []core.State{core.Done, core.Paused, core.Downloading} {
			status := examples.Downloads(time.Time{})[0]
			status.State = state
			s.q.send(status)
			s.tick(time.Second)
			if got := place(); got != want {
				t.Errorf("%v wide, %d %s: buttons at %v, want %v", width, i, state, got, want)
			}
		}
	}
}

// What is said lies over the list: no row moves, and the newest one is in sight above
// it.
func TestMessagesMoveNothing(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	s.over.Banner.Dismiss()
	before := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.list)
	s.tell("A sentence")
	commands{s.Window}.remove("k")
	s.relayout()
	if got := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.list); got != before {
		t.Errorf("the list moved from %v to %v", before, got)
	}
	banner, toast := s.over.Banner.View, s.over.Toast.View
	if end := toast.Position().Y + notice.ToastHeight; end > banner.Position().Y || banner.Position().Y+notice.BannerHeight != s.footer.View.Position().Y {
		t.Errorf("toast until %v, banner at %v, footer at %v", end, banner.Position(), s.footer.View.Position())
	}
	s.addText("https://youtu.be/zzzzzzzzzzz https://example.org")
	s.tick(0)
	row := s.shown(t, "zzzzzzzzzzz")
	if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(row); at.Y+row.Size().Height > banner.Position().Y {
		t.Errorf("the new row ends at %v, under the banner at %v", at.Y+row.Size().Height, banner.Position().Y)
	}
}

func TestSpanish(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the language is that of the system here, whatever LANG says")
	}
	s := open(t, newFakeQueue(examples.Downloads(time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local))...), "es_ES.UTF-8", Options{})
	if got := s.links.Add.Label() + ", " + s.links.Entry.Name; got != "Añadir, Pega un enlace o escribe qué buscar" {
		t.Errorf("says %q", got)
	}
	button(t, s.listBar.Filter.View, "Todas 12")
	if got := s.over.Banner.Text.Text(); got != "Seguimos con 6 descargas donde las dejaste." {
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
	if got := s.over.Banner.Text.Text(); !strings.HasPrefix(got, "The list was damaged.") || !s.over.Banner.Asks() {
		t.Errorf("at start: %q", got)
	}
	s.tick(2 * notice.BannerStays)
	if !s.over.Banner.View.Visible() {
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
		s.tick(2 * notice.BannerStays)
		if got := s.over.Banner.Text.Text(); !s.over.Banner.View.Visible() || !strings.HasPrefix(got, want) {
			t.Errorf("visible %v: %q", s.over.Banner.View.Visible(), got)
		}
		s.q.update.NotSaved = nil
		s.tick(0)
		if s.over.Banner.View.Visible() {
			t.Error("it is still said when the list is saved")
		}
	}
}

func TestFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
		answer, failure := "/media/films", error(nil)
		s.files.PickFolder = pickStub(&answer, &failure)
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
		if last.Dir != "/media/more" || !strings.Contains(last.Text, "iiiiiiiiiii") || s.q.took() != "remove i, forget i" {
			t.Errorf("asked for %+v", last)
		}
		failure = errors.New("no dialog on this system")
		test.Tap(s.folder())
		for range 2 { // that the recent folders are missing, and the answer of the dialog
			synctest.Wait()
			s.tick(0)
		}
		if s.files.Fallback == nil || s.win.Canvas().Overlays().Top() == nil {
			t.Error("Fyne's own dialog must stand in")
		}
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if s.files.Fallback != nil {
			t.Error("Escape must close it")
		}
	})
}

func TestSettingsRefused(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.q.refuse = errors.New("disk full")
	test.Tap(button(t, s.bar.View, lang.L("Audio")))
	if got := s.over.Banner.Text.Text(); got != "This choice could not be kept." {
		t.Errorf("says %q", got)
	}
}

// TestTicker lets the real ticker run in virtual time, to its end.
func TestTicker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// Fyne's driver for tests would do it on the goroutine of the ticker.
		s := open(t, newFakeQueue(), english, Options{do: func(f func()) { go f() }})
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
		s.desk.closing.close()
		s.q.send(core.Status{ID: "x", State: core.Done})
		time.Sleep(time.Second)
		synctest.Wait()
		if s.status("x").State == core.Done {
			t.Error("the window is updated after the window closed")
		}
		if got := s.app.Preferences().Float(preferences.Width); got != 800 {
			t.Errorf("width kept as %v", got)
		}
	})
}
