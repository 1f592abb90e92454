package gui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/emptystate"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/options"
	"github.com/hilo-app/hilo/gui/settings"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const english = "en_US.UTF-8"

func press(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

func TestPasteAndEnter(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if !s.empty.View.Visible() || s.list.Visible() {
		t.Fatal("an empty queue must show how to begin")
	}
	test.Tap(button(t, s.bar.View, lang.L("Audio")))
	s.links.Entry.SetText(examples.LinkA + "\n" + examples.LinkB)
	press(s.links.Entry, fyne.KeyReturn)

	if len(s.q.requests) != 1 {
		t.Fatalf("%d requests", len(s.q.requests))
	}
	r := s.q.requests[0]
	if r.Text != examples.LinkA+"\n"+examples.LinkB || r.Wish.Kind != format.Audio || r.Dir != s.q.settings.Dir {
		t.Errorf("asked for %+v", r)
	}
	if s.links.Entry.Text != "" {
		t.Errorf("entry still holds %q", s.links.Entry.Text)
	}
	s.tick(100 * time.Millisecond)
	if s.empty.View.Visible() || s.model.Shown() != 2 {
		t.Fatalf("empty %v, %d rows", s.empty.View.Visible(), s.model.Shown())
	}

	s.q.send(core.Status{ID: "aaaaaaaaaaa", VideoID: "aaaaaaaaaaa", Title: "Bridges", Channel: "Civil Works", Quality: "1080p",
		State: core.Downloading, Received: 148e6, Total: 236e6, Speed: 9.8e6, ETA: 9 * time.Second})
	s.tick(100 * time.Millisecond)
	row := s.shown(t, "aaaaaaaaaaa")
	for _, want := range []string{"Bridges", "Civil Works · 1080p", "63%", "148 of 236\u00a0MB", "9.8\u00a0MB/s · 9 s left"} {
		if got := texts(row); !slices.Contains(strings.Split(got, "\n"), want) {
			t.Errorf("row says %q, want %q", got, want)
		}
	}
}

func TestFilterChips(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:6]...), english, Options{})
	var labels []string
	for _, c := range s.listBar.Filter.View.Objects {
		if c.Visible() {
			labels = append(labels, c.(*widgets.Button).Label())
		}
	}
	if got := strings.Join(labels, ", "); got != "All 6, Active 3, Waiting 1, Paused 0, Done 1, Failed 1" {
		t.Errorf("chips: %s", got)
	}
	test.Tap(button(t, s.listBar.Filter.View, "Done 1"))
	if s.model.Shown() != 1 || s.shown(t, "d") == nil || !button(t, s.listBar.Filter.View, "Done 1").Chosen() {
		t.Fatalf("done shows %d rows", s.model.Shown())
	}
	// A download that ends while "Done" is chosen comes into sight.
	done := examples.Downloads(time.Time{})[0]
	done.State, done.File = core.Done, "/x/a.mp4"
	s.q.send(done)
	s.tick(0)
	if button(t, s.listBar.Filter.View, "Done 2"); s.model.Shown() != 2 {
		t.Errorf("%d rows", s.model.Shown())
	}
	s.q.RemoveWithUndo("a", "d")
	s.tick(0)
	if s.model.Shown() != 0 || s.model.Counts()[downloads.GroupAll] != 4 {
		t.Errorf("%d rows, %d in all", s.model.Shown(), s.model.Counts()[downloads.GroupAll])
	}
	// What is added must be seen.
	s.addText("https://youtu.be/zzzzzzzzzzz")
	if s.model.Filter() != downloads.GroupAll {
		t.Error("filter hides what was just added")
	}
}

func TestBoxKeys(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if s.links.Entry.AcceptsTab() {
		t.Error("Tab must leave the entry")
	}
	s.win.Canvas().Focus(s.links.Entry)
	s.links.Entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(s.links.Entry, fyne.KeyReturn)
	s.links.Entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if s.links.Entry.Text != "\n" || len(s.q.requests) != 0 {
		t.Fatalf("Shift+Enter: entry %q, %d requests", s.links.Entry.Text, len(s.q.requests))
	}
	s.links.Entry.SetText("")
	s.app.Clipboard().SetContent(examples.LinkA)
	s.links.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if len(s.q.requests) != 1 || s.q.requests[0].Text != examples.LinkA {
		t.Fatalf("a paste into the empty entry must add: %+v", s.q.requests)
	}
	// With words in the entry, or without links, a paste is a paste.
	test.Type(s.links.Entry, "see ")
	s.links.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if s.links.Entry.Text != "see "+examples.LinkA || len(s.q.requests) != 1 {
		t.Errorf("entry %q, %d requests", s.links.Entry.Text, len(s.q.requests))
	}
	s.links.Entry.SetText("")
	s.app.Clipboard().SetContent("programming")
	s.links.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if s.links.Entry.Text != "programming" || len(s.q.requests) != 1 {
		t.Errorf("a word of 11 letters: entry %q, %d requests", s.links.Entry.Text, len(s.q.requests))
	}
}

func TestPasteAnywhere(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.win.Canvas().Unfocus()
	s.app.Clipboard().SetContent(examples.LinkA + " " + examples.LinkB)
	keyboard{s.Window}.paste(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	s.tick(0)
	if s.model.Shown() != 2 {
		t.Errorf("%d rows", s.model.Shown())
	}
	s.app.Clipboard().SetContent("no link")
	keyboard{s.Window}.paste(&fyne.ShortcutPaste{Clipboard: s.app.Clipboard()})
	if s.links.Entry.Text != "no link" || s.win.Canvas().Focused() != s.links.Entry {
		t.Errorf("entry %q", s.links.Entry.Text)
	}
	s.links.Entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: fyne.KeyModifierShortcutDefault})
	if s.dialogs.open == nil {
		t.Error("Ctrl+, must open the settings, from the entry too")
	}
}

func TestCopiedLinkIsOffered(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	if s.links.Entry.Name != "Paste a link, or type words to search" || !s.links.Add.Disabled() {
		t.Fatalf("%q, add disabled %v", s.links.Entry.Name, s.links.Add.Disabled())
	}
	s.app.Clipboard().SetContent(examples.LinkA)
	s.links.ReadClipboard() // as when the window comes to the front
	if want := "youtube.com/watch?v=aaaaaaaaaaa – copied, press Enter to add"; s.links.Entry.Name != want || s.links.Add.Disabled() {
		t.Fatalf("%q, add disabled %v", s.links.Entry.Name, s.links.Add.Disabled())
	}
	test.Tap(s.links.Add)
	s.tick(0)
	if len(s.q.requests) != 1 || s.q.requests[0].Text != examples.LinkA {
		t.Fatalf("added %+v", s.q.requests)
	}
	if s.links.Entry.Name != "Paste a link, or type words to search" || !s.links.Add.Disabled() {
		t.Errorf("offered again: %q", s.links.Entry.Name)
	}
	s.app.Clipboard().SetContent(" " + examples.LinkA + " ")
	s.links.ReadClipboard()
	if s.links.Offered != "" {
		t.Error("what is in the list already must not be offered")
	}
	s.app.Clipboard().SetContent(examples.LinkA + "\n" + examples.LinkB)
	s.links.ReadClipboard()
	if want := "2 copied links – press Enter to add"; s.links.Entry.Name != want {
		t.Errorf("%q", s.links.Entry.Name)
	}
}

// What is copied while Hilo is in front is offered by the first Enter and taken by the
// second, and the empty list says which key it is.
func TestCopiedInFront(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	says := func(want string) {
		t.Helper()
		got := ""
		for _, h := range []*emptystate.KeyHeading{s.empty.Copy, s.empty.Enter} {
			if h.View.Visible() {
				got += strings.ReplaceAll(texts(h.View), "\n", " ")
			}
		}
		if got != want {
			t.Errorf("says %q, want %q", got, want)
		}
	}
	begin := "Copy a link, then press " + i18n.Ctrl() + " + V"
	says(begin)
	s.app.Clipboard().SetContent(examples.LinkA)
	keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.q.requests) > 0 || s.links.Offered == "" || s.links.Add.Disabled() {
		t.Fatalf("added %+v, offers %q", s.q.requests, s.links.Offered)
	}
	says("Press Enter to add what you copied")
	s.links.Entry.SetText("words")
	says(begin)
	s.links.Entry.SetText("")
	keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.q.requests) != 1 {
		t.Errorf("added %+v", s.q.requests)
	}
}

func TestListKeys(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	s.win.Canvas().Focus(s.list)
	if s.list.Chosen() != "a" {
		t.Fatalf("chosen %q", s.list.Chosen())
	}
	press(s.list, fyne.KeySpace)
	press(s.list, fyne.KeyDown)
	press(s.list, fyne.KeyDown)
	press(s.list, fyne.KeySpace) // c waits
	press(s.list, fyne.KeyDown)
	press(s.list, fyne.KeyDelete) // d is done
	if s.list.Chosen() != "e" {
		t.Errorf("after Del %q is chosen", s.list.Chosen())
	}
	press(s.list, fyne.KeyEnd)
	press(s.list, fyne.KeyUp)
	press(s.list, fyne.KeySpace) // k was cancelled
	if got := s.q.took(); got != "pause a, resume c, remove d, retry k" {
		t.Errorf("queue was told %q", got)
	}
	if !s.shown(t, "k").Chosen() {
		t.Error("the chosen row is not marked")
	}
}

func TestTypingAnywhere(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:2]...), english, Options{})
	s.win.Canvas().Unfocus()
	test.TypeOnCanvas(s.win.Canvas(), "y")
	for _, r := range "outu.be/zzzzzzzzzzz" {
		s.links.Entry.TypedRune(r)
	}
	if s.links.Entry.Text != "youtu.be/zzzzzzzzzzz" || !s.links.Entry.Focused() {
		t.Fatalf("entry %q, focused %v", s.links.Entry.Text, s.links.Entry.Focused())
	}
	press(s.links.Entry, fyne.KeyEnter)
	if s.links.Entry.Focused() || len(s.q.requests) != 1 {
		t.Errorf("after Enter: focused %v, %d requests", s.links.Entry.Focused(), len(s.q.requests))
	}
	s.app.Clipboard().SetContent("https://youtu.be/xxxxxxxxxxx")
	s.addText("https://www.youtube.com/watch?v=xxxxxxxxxxx")
	if s.links.Offered != "" {
		t.Error("what was typed in must not be offered again")
	}
	s.q.requests = s.q.requests[:1]
	keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyDown})
	press(s.list, fyne.KeySpace)
	if got := s.q.took(); got != "pause a" {
		t.Errorf("queue was told %q", got)
	}
	s.win.Canvas().Unfocus()
	s.app.Clipboard().SetContent(examples.LinkB + "\n" + "https://youtu.be/yyyyyyyyyyy")
	s.links.ReadClipboard()
	keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(s.q.requests) != 2 {
		t.Error("Enter must add what was copied")
	}
}

func TestKindsRemember(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.chooseQuality(t, 6) // 720p
	test.Tap(button(t, s.bar.View, lang.L("Audio")))
	test.Tap(button(t, s.bar.View, lang.L("Video")))
	if got := s.q.settings.Wish; got.MaxHeight != 720 || s.quality().Label() != "720p" {
		t.Errorf("back at video with %+v, shown as %q", got, s.quality().Label())
	}
}

// TestChipsFit holds that every chip is whole, or gone, in every language.
func TestChipsFit(t *testing.T) {
	for _, locale := range examples.Locales() {
		s := open(t, newFakeQueue(), locale, Options{})
		s.listBar.Filter.View.Show()
		s.listBar.Filter.Set([...]int{1110, 8, 100, 7, 900, 90, 12}, downloads.GroupAll)
		for _, width := range []float32{552, 700, 912} {
			s.listBar.Filter.View.Resize(fyne.NewSize(width, 28))
			for _, o := range s.listBar.Filter.View.Objects {
				c := o.(*widgets.Button)
				if end := c.Position().X + c.Size().Width; end > width+0.01 { // the widths are rounded
					t.Errorf("%s: %q ends at %v of %v", locale, c.Label(), end, width)
				}
				if c.Cut() && c.Size().Width > 0 {
					t.Errorf("%s: %q is cut at %v", locale, c.Label(), width)
				}
			}
		}
		s.Stop()
	}
}

// How to begin is said in one line at the smallest window, in every language.
func TestKeyHeadingsFit(t *testing.T) {
	for _, locale := range examples.Locales() {
		s := open(t, newFakeQueue(), locale, Options{})
		for _, h := range []*emptystate.KeyHeading{s.empty.Copy, s.empty.Enter} {
			if w := h.Width(); w > minWidth-2*theme.Margin {
				t.Errorf("%s: %q is %v wide", locale, texts(h.View), w)
			}
		}
		s.Stop()
	}
}

// What a row becomes can be changed until it starts.
func TestQualityMenuOffersBothKinds(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	now := format.Wish{Kind: format.Video, MaxHeight: 720}
	checked := 0
	for _, item := range options.QualityMenu(now, func(w format.Wish) { s.queue.SetWish(w, "a") }) {
		if item.Chosen {
			checked++
		}
		if strings.HasPrefix(item.Label, "M4A") {
			item.Do()
		}
	}
	if got := s.q.took(); got != "wish audio m4a a" || checked != 1 {
		t.Errorf("queue was told %q; %d choices are checked", got, checked)
	}
}

// Subtitles are chosen once and stay when the quality changes.
func TestSubtitlesAreRemembered(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.choose(t, settings.Formats, "Subtitles", 3)
	s.chooseQuality(t, 6) // 720p
	want := format.Subtitles{Languages: "es,en", File: true}
	if got := s.q.settings.Wish; got.Subtitles != want || got.MaxHeight != 720 || s.quality().Label() != "720p" {
		t.Errorf("wish %+v, shown as %q", got, s.quality().Label())
	}
	s.choose(t, settings.Formats, "Save subtitles", 1)
	if got := s.q.settings.Wish.Subtitles; got.File || !got.Embed {
		t.Errorf("inside the video: %+v", got)
	}
	s.choose(t, settings.Formats, "Subtitles", -3)
	if got := s.q.settings.Wish.Subtitles; got != (format.Subtitles{}) {
		t.Errorf("none: %+v", got)
	}
}

// Escape closes the history also while nothing is in it that could have the focus.
func TestEscapeClosesAnEmptyHistory(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	s.showHistory()
	for range 2 { // the first one may go to the rows
		if f := s.win.Canvas().Focused(); f != nil {
			press(f, fyne.KeyEscape)
		} else {
			s.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
	}
	if s.win.Canvas().Overlays().Top() != nil {
		t.Error("the history is still open")
	}
}
