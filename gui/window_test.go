package gui

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"hilo/core"
	"hilo/core/format"
)

const (
	linkA = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
	linkB = "https://youtu.be/bbbbbbbbbbb"
)

const english = "en_US.UTF-8"

// shown returns the row widget that shows a download.
func (s *stage) shown(t *testing.T, id core.ID) *row {
	t.Helper()
	for r := range s.live {
		if r.data != nil && r.data.id == id {
			return r
		}
	}
	t.Fatalf("no row shows %s", id)
	return nil
}

func press(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

func TestPasteAndEnter(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if !s.empty.Visible() || s.list.Visible() {
		t.Fatal("an empty queue must show how to begin")
	}
	test.Tap(s.options.audio)
	s.box.SetText(linkA + "\n" + linkB)
	press(s.box, fyne.KeyReturn)

	if len(s.q.requests) != 1 {
		t.Fatalf("%d requests", len(s.q.requests))
	}
	r := s.q.requests[0]
	if r.Text != linkA+"\n"+linkB || r.Wish.Kind != format.Audio || r.Dir != s.q.settings.Dir {
		t.Errorf("asked for %+v", r)
	}
	if s.box.Text != "" {
		t.Errorf("box still holds %q", s.box.Text)
	}
	s.tick(100 * time.Millisecond)
	if s.empty.Visible() || len(s.rows.shown) != 2 {
		t.Fatalf("empty %v, %d rows", s.empty.Visible(), len(s.rows.shown))
	}

	s.q.send(core.Status{ID: "aaaaaaaaaaa", VideoID: "aaaaaaaaaaa", Title: "Bridges", Channel: "Civil Works", Quality: "1080p",
		State: core.Downloading, Received: 148e6, Total: 236e6, Speed: 9.8e6, ETA: 9 * time.Second})
	s.tick(100 * time.Millisecond)
	row := s.shown(t, "aaaaaaaaaaa")
	for want, got := range map[string]string{
		"Bridges":                  row.title.full,
		"Civil Works · 1080p":      row.meta.full,
		"63%":                      row.percent.full,
		"148 of 236\u00a0MB":       row.amount.full,
		"9.8\u00a0MB/s · 9 s left": row.pace.full,
	} {
		if got != want {
			t.Errorf("row says %q, want %q", got, want)
		}
	}
	if w := row.fill.Size().Width / row.track.Size().Width; w < 0.62 || w > 0.64 {
		t.Errorf("progress line is filled to %.2f", w)
	}
}

func TestEveryState(t *testing.T) {
	for _, tt := range []struct {
		status core.Status
		note   string
		first  string // label of the useful button, empty for none
		second string
		pause  string
		cross  string
	}{
		{core.Status{State: core.Queued}, "Waiting for its turn", "", "", "Pause", "Cancel"},
		{core.Status{State: core.LookingUp}, "Looking it up…", "", "", "Pause", "Cancel"},
		{core.Status{State: core.Downloading, Received: 1e6, Total: 2e6}, "", "", "", "Pause", "Cancel"},
		{core.Status{State: core.Waiting, Until: time.Date(2026, 11, 23, 14, 5, 0, 0, time.Local), Problem: &core.Problem{Class: core.RateLimited}},
			"YouTube asked for a pause. Going on at 14:05.", "Try now", "", "", "Cancel"},
		{core.Status{State: core.Waiting, Problem: &core.Problem{Class: core.Offline}},
			"No internet connection. Going on by itself when it can.", "Try now", "", "", "Cancel"},
		{core.Status{State: core.Paused, Received: 1e6, Total: 4e6}, "Paused · 25% · 1.0 of 4.0\u00a0MB", "", "", "Resume", "Cancel"},
		{core.Status{State: core.Finishing}, "Checking the file…", "", "", "", "Cancel"},
		{core.Status{State: core.Done, File: "/home/ana/Downloads/a.mp4"}, "Saved in Downloads", "Open", "Show in folder", "", "Remove from the list"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.Private}},
			"The owner made this video private, so it can't be downloaded. Waiting won't help.", "", "Details", "", "Remove from the list"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.Unreachable}},
			"YouTube does not answer. Try again in a few minutes: nothing is lost.", "Try again", "Details", "", "Remove from the list"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.DiskFull}},
			"This disk is full. Make room on it, or choose another folder.", "Choose another folder", "Details", "", "Remove from the list"},
		{core.Status{State: core.Failed, Problem: &core.Problem{Class: core.Unknown, Message: "Too <b>many</b>\nowls"}},
			"YouTube says: Too <b>many</b> owls", "Try again", "Details", "", "Remove from the list"},
		{core.Status{State: core.Cancelled}, "Cancelled", "Try again", "", "", "Remove from the list"},
	} {
		t.Run(string(tt.status.State)+" "+tt.first, func(t *testing.T) {
			tt.status.ID, tt.status.Title = "x", "A title"
			s := open(t, newFakeQueue(tt.status), english, Options{})
			r := s.shown(t, "x")
			label := func(b *button) string {
				if !b.Visible() {
					return ""
				}
				return b.label
			}
			if r.face.note != tt.note {
				t.Errorf("says %q, want %q", r.face.note, tt.note)
			}
			for _, b := range []struct {
				got  *button
				want string
			}{{r.first, tt.first}, {r.second, tt.second}, {r.pause, tt.pause}, {r.cross, tt.cross}} {
				if got := label(b.got); got != b.want {
					t.Errorf("offers %q, want %q", got, b.want)
				}
				if size := b.got.MinSize(); b.got.Visible() && (size.Width < target || size.Height < target) {
					t.Errorf("%q is only %v", b.want, size)
				}
			}
			if h := r.MinSize().Height; h != rowHeight+2*rowInset {
				t.Errorf("row is %v high", h)
			}
			if moving := tt.status.State == core.Downloading; r.track.Visible() != moving || r.note.Visible() == moving {
				t.Error("progress and note must take turns")
			}
		})
	}
}

func TestRowButtons(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Time{})...), english, Options{})
	s.win.Resize(fyne.NewSize(960, 1600))
	for _, tt := range []struct {
		id   core.ID
		tap  func(*row) *button
		want string
	}{
		{"a", func(r *row) *button { return r.pause }, "pause a"},
		{"a", func(r *row) *button { return r.cross }, "cancel a"},
		{"g", func(r *row) *button { return r.pause }, "resume g"},
		{"c", func(r *row) *button { return r.first }, "resume c"},
		{"j", func(r *row) *button { return r.first }, "retry j"},
		{"k", func(r *row) *button { return r.first }, "retry k"},
		{"d", func(r *row) *button { return r.cross }, "remove d"},
	} {
		test.Tap(tt.tap(s.shown(t, tt.id)))
		if got := s.q.took(); got != tt.want {
			t.Errorf("row %s: queue was told %q, want %q", tt.id, got, tt.want)
		}
	}
	test.Tap(s.footer.all)
	test.Tap(s.footer.clear)
	if got := s.q.took(); got != "pause all, clear finished" {
		t.Errorf("footer told %q", got)
	}
}

func TestFilterChips(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Time{})[:6]...), english, Options{})
	var labels []string
	for _, c := range s.filter.chips {
		if c.Visible() {
			labels = append(labels, c.label)
		}
	}
	if got := strings.Join(labels, ", "); got != "All 6, Active 3, Waiting 1, Done 1, Failed 1" {
		t.Errorf("chips: %s", got)
	}
	test.Tap(s.filter.chips[groupDone])
	if len(s.rows.shown) != 1 || s.rows.shown[0].id != "d" || !s.filter.chips[groupDone].chosen {
		t.Fatalf("done shows %d rows", len(s.rows.shown))
	}
	// A download that ends while "Done" is chosen comes into sight.
	done := examples(time.Time{})[0]
	done.State, done.File = core.Done, "/x/a.mp4"
	s.q.send(done)
	s.tick(0)
	if len(s.rows.shown) != 2 || s.filter.chips[groupDone].label != "Done 2" {
		t.Errorf("%d rows, chip %q", len(s.rows.shown), s.filter.chips[groupDone].label)
	}
	s.q.Remove("a", "d")
	s.tick(0)
	if len(s.rows.shown) != 0 || s.rows.counts[groupAll] != 4 {
		t.Errorf("%d rows, %d in all", len(s.rows.shown), s.rows.counts[groupAll])
	}
	// What is added must be seen.
	s.addText("https://youtu.be/zzzzzzzzzzz")
	if s.rows.filter != groupAll {
		t.Error("filter hides what was just added")
	}
}

func TestBoxKeys(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if s.box.AcceptsTab() {
		t.Error("Tab must leave the box")
	}
	s.win.Canvas().Focus(s.box)
	s.box.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(s.box, fyne.KeyReturn)
	s.box.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if s.box.Text != "\n" || len(s.q.requests) != 0 {
		t.Fatalf("Shift+Enter: box %q, %d requests", s.box.Text, len(s.q.requests))
	}
	s.box.SetText("")
	s.app.Clipboard().SetContent(linkA)
	s.box.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if len(s.q.requests) != 1 || s.q.requests[0].Text != linkA {
		t.Fatalf("a paste into the empty box must add: %+v", s.q.requests)
	}
	// With words in the box, or without links, a paste is a paste.
	test.Type(s.box, "see ")
	s.box.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if s.box.Text != "see "+linkA || len(s.q.requests) != 1 {
		t.Errorf("box %q, %d requests", s.box.Text, len(s.q.requests))
	}
	s.box.SetText("")
	s.app.Clipboard().SetContent("programming")
	s.box.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if s.box.Text != "programming" || len(s.q.requests) != 1 {
		t.Errorf("a word of 11 letters: box %q, %d requests", s.box.Text, len(s.q.requests))
	}
}

func TestPasteAnywhere(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.win.Canvas().Unfocus()
	s.app.Clipboard().SetContent(linkA + " " + linkB)
	s.paste(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	s.tick(0)
	if len(s.rows.shown) != 2 {
		t.Errorf("%d rows", len(s.rows.shown))
	}
	s.app.Clipboard().SetContent("no link")
	s.paste(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if s.box.Text != "no link" || s.win.Canvas().Focused() != s.box {
		t.Errorf("box %q", s.box.Text)
	}
	s.box.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault})
	if s.dialog == nil {
		t.Error("Ctrl+, must open the settings, from the box too")
	}
}

func TestCopiedLinkIsOffered(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if s.box.PlaceHolder != "Paste a link" || !s.add.Disabled() {
		t.Fatalf("%q, add disabled %v", s.box.PlaceHolder, s.add.Disabled())
	}
	s.app.Clipboard().SetContent(linkA)
	s.offerClipboard() // as when the window comes to the front
	if want := "youtube.com/watch?v=aaaaaaaaaaa – copied, press Enter to add"; s.box.PlaceHolder != want || s.add.Disabled() {
		t.Fatalf("%q, add disabled %v", s.box.PlaceHolder, s.add.Disabled())
	}
	test.Tap(s.add)
	s.tick(0)
	if len(s.q.requests) != 1 || s.q.requests[0].Text != linkA {
		t.Fatalf("added %+v", s.q.requests)
	}
	if s.box.PlaceHolder != "Paste a link" || !s.add.Disabled() {
		t.Errorf("offered again: %q", s.box.PlaceHolder)
	}
	s.app.Clipboard().SetContent(" " + linkA + " ")
	s.offerClipboard()
	if s.offered != "" {
		t.Error("what is in the list already must not be offered")
	}
	s.app.Clipboard().SetContent(linkA + "\n" + linkB)
	s.offerClipboard()
	if want := "2 copied links – press Enter to add"; s.box.PlaceHolder != want {
		t.Errorf("%q", s.box.PlaceHolder)
	}
}

func TestListKeys(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Time{})...), english, Options{})
	s.win.Canvas().Focus(s.list)
	if s.chosen != "a" {
		t.Fatalf("chosen %q", s.chosen)
	}
	press(s.list, fyne.KeySpace)
	press(s.list, fyne.KeyDown)
	press(s.list, fyne.KeyDown)
	press(s.list, fyne.KeySpace) // c waits
	press(s.list, fyne.KeyDown)
	press(s.list, fyne.KeyDelete) // d is done
	if s.chosen != "e" {
		t.Errorf("after Del %q is chosen", s.chosen)
	}
	press(s.list, fyne.KeyEnd)
	press(s.list, fyne.KeyUp)
	press(s.list, fyne.KeySpace) // k was cancelled
	if got := s.q.took(); got != "pause a, resume c, remove d, retry k" {
		t.Errorf("queue was told %q", got)
	}
	if !s.shown(t, "k").chosen {
		t.Error("the chosen row is not marked")
	}
}

func TestBanners(t *testing.T) {
	q := newFakeQueue(examples(time.Time{})[:4]...)
	s := open(t, q, english, Options{})
	if got := s.banner.text.full; got != "Going on with 3 downloads where you left off." {
		t.Errorf("at start: %q", got)
	}
	s.tick(bannerStays)
	s.tick(time.Second)
	if s.banner.Visible() {
		t.Error("it must go by itself")
	}

	s.addText("hello world\n" + linkB + "\nhttps://example.com/x")
	s.tick(0)
	if got := s.banner.text.full; !strings.HasPrefix(got, "Not a YouTube link: ") || !s.banner.Visible() {
		t.Errorf("rejected: %q", got)
	}
	if !strings.Contains(s.box.Text, "https://example.com/x") {
		t.Errorf("what was rejected is lost: box %q", s.box.Text)
	}

	s.addText("https://www.youtube.com/watch?v=mmmmmmmmmmm&list=PLmmmmmmmmmmmmmmmm")
	if !s.banner.action.Visible() || s.banner.action.label != "Add the whole list" {
		t.Fatalf("list: %q %q", s.banner.text.full, s.banner.action.label)
	}
	test.Tap(s.banner.action)
	last := s.q.requests[len(s.q.requests)-1]
	if !last.Lists || !strings.Contains(last.Text, "PLmmmm") {
		t.Errorf("asked for %+v", last)
	}

	s.tick(0)
	s.addText(linkB) // its id is in the queue since above
	if got := s.banner.text.full; got != "Already in the list" || s.lit != "bbbbbbbbbbb" {
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
	if got := s.banner.text.full; got != "All done: 3 saved" {
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
	if got := s.footer.rest.full; got != "Download only what you have the right to keep." {
		t.Errorf("idle: %q", got)
	}
	s.free.Store(118e9)
	s.q.send(examples(s.at)[:2]...)
	s.tick(time.Second)
	if got := s.footer.lead.full + " " + s.footer.rest.full; got != "2 active · 12.4\u00a0MB/s · 8 s left · 118\u00a0GB free" {
		t.Errorf("says %q", got)
	}
	paused := examples(s.at)[6]
	s.q.Remove("a", "b")
	s.q.send(paused)
	s.tick(time.Second)
	test.Tap(s.footer.all)
	if got := s.q.took(); s.footer.all.label != "Resume all" || !strings.HasSuffix(got, "resume all") {
		t.Errorf("%q, %q", s.footer.all.label, got)
	}
}

func TestSpanish(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Date(2026, 11, 23, 13, 0, 0, 0, time.Local))...), "es_ES.UTF-8", Options{})
	r := s.shown(t, "b")
	for want, got := range map[string]string{
		"Añadir":                     s.add.label,
		"Pega un enlace":             s.box.PlaceHolder,
		"91\u00a0%":                  r.percent.full,
		"7,1 de 7,8\u00a0MB":         r.amount.full,
		"2,6\u00a0MB/s · quedan 1 s": r.pace.full,
		"Todas 12":                   s.filter.chips[groupAll].label,
		"Seguimos con 6 descargas donde las dejaste.":  s.banner.text.full,
		"YouTube pide una pausa. Seguirá a las 14:05.": s.shown(t, "c").face.note,
	} {
		if got != want {
			t.Errorf("says %q, want %q", got, want)
		}
	}
}

func TestAnotherLanguageSpeaksEnglish(t *testing.T) {
	speak(t, "pl_PL.UTF-8")
	speakEnglish()
	for n, want := range map[int]string{1: "Going on with 1 download", 3: "Going on with 3 downloads", 12: "Going on with 12 downloads"} {
		if got := count("Going on with {{.Count}} downloads where you left off.", n); !strings.HasPrefix(got, want) {
			t.Errorf("says %q, want %q", got, want)
		}
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
		if s.q.settings.Dir != "/media/films" || s.options.folder.label != "films" {
			t.Errorf("saved %q, shown %q", s.q.settings.Dir, s.options.folder.label)
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
		if s.win.Canvas().Overlays().Top() == nil {
			t.Error("Fyne's own dialog must stand in")
		}
	})
}

func TestSettingsRefused(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.q.refuse = errors.New("disk full")
	test.Tap(s.options.audio)
	if got := s.banner.text.full; got != "This choice could not be kept." {
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
		if part, _ := s.rows.rows["x"].part.Get(); part != 1 {
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
func TestThousandRows(t *testing.T) {
	q := newFakeQueue()
	for i := range 1000 {
		q.send(core.Status{ID: core.ID(fmt.Sprint(i)), Title: fmt.Sprint("Video ", i), State: core.Queued})
	}
	q.update = core.Update{}
	s := open(t, q, english, Options{})
	heard := 0
	for _, d := range s.rows.rows {
		listen(d, &heard)
	}
	heard = 0 // each listener is called once when it is added

	const ticks, active = 50, 8
	for n := range ticks {
		for i := range active {
			for _, got := range []int64{10, 20, 30} { // the mailbox coalesces; three here are the worst case
				q.send(core.Status{ID: core.ID(fmt.Sprint(i)), Title: fmt.Sprint("Video ", i), State: core.Downloading,
					Received: int64(n)*1e6 + got, Total: 100e6, Speed: int64(5e6 + n*1e5), ETA: time.Minute})
			}
		}
		s.tick(100 * time.Millisecond)
	}
	// part and amount move with each status; face once; speed and left once a second.
	if limit := ticks*active*3*2 + active*(1+2*(ticks/10+1)); heard > limit || heard < ticks*active {
		t.Errorf("%d calls of listeners, at most %d", heard, limit)
	}
	heard = 0
	for range 50 {
		s.tick(100 * time.Millisecond)
	}
	if heard != 0 {
		t.Errorf("%d calls although nothing changed", heard)
	}
	for i := range 100 { // all the way down and up again
		s.list.ScrollToOffset(float32(i%50) * 2000)
		s.list.Refresh()
		s.tick(0)
	}
	if n := len(s.live); n > 20 {
		t.Errorf("%d row widgets are bound", n)
	}
}
