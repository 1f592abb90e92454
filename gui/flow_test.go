package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

const (
	linkA = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
	linkB = "https://youtu.be/bbbbbbbbbbb"
)

const english = "en_US.UTF-8"

func (s *stage) shown(t *testing.T, id core.ID) *Row {
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
		"Bridges":                  row.title.Text(),
		"Civil Works · 1080p":      row.meta.Text(),
		"63%":                      row.percent.Text(),
		"148 of 236\u00a0MB":       row.amount.Text(),
		"9.8\u00a0MB/s · 9 s left": row.pace.Text(),
	} {
		if got != want {
			t.Errorf("row says %q, want %q", got, want)
		}
	}
	if w := row.fill.Size().Width / row.track.Size().Width; w < 0.62 || w > 0.64 {
		t.Errorf("progress line is filled to %.2f", w)
	}
}

func TestFilterChips(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Time{})[:6]...), english, Options{})
	var labels []string
	for _, c := range s.filter.chips {
		if c.Visible() {
			labels = append(labels, c.Label())
		}
	}
	if got := strings.Join(labels, ", "); got != "All 6, Active 3, Waiting 1, Done 1, Failed 1" {
		t.Errorf("chips: %s", got)
	}
	test.Tap(s.filter.chips[groupDone])
	if len(s.rows.shown) != 1 || s.rows.shown[0].id != "d" || !s.filter.chips[groupDone].Chosen() {
		t.Fatalf("done shows %d rows", len(s.rows.shown))
	}
	// A download that ends while "Done" is chosen comes into sight.
	done := examples(time.Time{})[0]
	done.State, done.File = core.Done, "/x/a.mp4"
	s.q.send(done)
	s.tick(0)
	if len(s.rows.shown) != 2 || s.filter.chips[groupDone].Label() != "Done 2" {
		t.Errorf("%d rows, chip %q", len(s.rows.shown), s.filter.chips[groupDone].Label())
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

func TestTypingAnywhere(t *testing.T) {
	s := open(t, newFakeQueue(examples(time.Time{})[:2]...), english, Options{})
	s.win.Canvas().Unfocus()
	test.TypeOnCanvas(s.win.Canvas(), "y")
	for _, r := range "outu.be/zzzzzzzzzzz" {
		s.box.TypedRune(r)
	}
	if s.box.Text != "youtu.be/zzzzzzzzzzz" || !s.box.Focused() {
		t.Fatalf("box %q, focused %v", s.box.Text, s.box.Focused())
	}
	press(s.box, fyne.KeyEnter)
	if s.box.Focused() || len(s.q.requests) != 1 {
		t.Errorf("after Enter: focused %v, %d requests", s.box.Focused(), len(s.q.requests))
	}
	s.app.Clipboard().SetContent("https://youtu.be/xxxxxxxxxxx")
	s.addText("https://www.youtube.com/watch?v=xxxxxxxxxxx")
	if s.offered != "" {
		t.Error("what was typed in must not be offered again")
	}
	s.q.requests = s.q.requests[:1]
	s.strayKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	press(s.list, fyne.KeySpace)
	if got := s.q.took(); got != "pause a" {
		t.Errorf("queue was told %q", got)
	}
	s.win.Canvas().Unfocus()
	s.app.Clipboard().SetContent(linkB + "\n" + "https://youtu.be/yyyyyyyyyyy")
	s.offerClipboard()
	s.strayKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.q.requests) != 2 {
		t.Error("Enter must add what was copied")
	}
}

func TestKindsRemember(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.options.menu().Items[3].Action() // 720p
	test.Tap(s.options.audio)
	test.Tap(s.options.video)
	if got := s.q.settings.Wish; got.MaxHeight != 720 || s.options.quality.Label() != "720p" {
		t.Errorf("back at video with %+v, shown as %q", got, s.options.quality.Label())
	}
}

func TestChipsFit(t *testing.T) {
	q := newFakeQueue()
	s := open(t, q, "es_ES.UTF-8", Options{})
	s.filter.Show()
	s.filter.set([groupCount]int{1110, 8, 100, 900, 90, 12}, groupAll)
	for _, width := range []float32{552, 700, 912} {
		s.filter.Resize(fyne.NewSize(width, 28))
		for _, c := range s.filter.chips {
			if end := c.Position().X + c.Size().Width; end > width {
				t.Errorf("%q ends at %v of %v", c.Label(), end, width)
			}
			if c.Cut() && c.Size().Width > 0 {
				t.Errorf("%q is cut at %v", c.Label(), width)
			}
		}
	}
}

// What a row becomes can be changed until it starts.
func TestQualityMenuOffersBothKinds(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	now := format.Wish{Kind: format.Video, MaxHeight: 720}
	checked := 0
	for _, item := range QualityMenu(now, func(w format.Wish) { s.queue.SetWish(w, "a") }).Items {
		if item.Checked {
			checked++
		}
		if strings.HasPrefix(item.Label, "M4A") {
			item.Action()
		}
	}
	if got := s.q.took(); got != "wish audio m4a a" || checked != 1 {
		t.Errorf("queue was told %q; %d choices are checked", got, checked)
	}
}

// Subtitles are chosen once and stay when the quality changes.
func TestSubtitlesAreRemembered(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.subtitleLanguages().SetSelectedIndex(3)
	s.options.menu().Items[3].Action() // 720p
	want := format.Subtitles{Languages: "es,en", File: true}
	if got := s.q.settings.Wish; got.Subtitles != want || got.MaxHeight != 720 || s.options.quality.Label() != "720p" {
		t.Errorf("wish %+v, shown as %q", got, s.options.quality.Label())
	}
	s.subtitlePlace().SetSelectedIndex(1)
	if got := s.q.settings.Wish.Subtitles; got.File || !got.Embed {
		t.Errorf("inside the video: %+v", got)
	}
	s.subtitleLanguages().SetSelectedIndex(0)
	if got := s.q.settings.Wish.Subtitles; got != (format.Subtitles{}) {
		t.Errorf("none: %+v", got)
	}
}
