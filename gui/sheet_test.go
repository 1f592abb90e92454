package gui

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestOptionsAreForOneVideo(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	for text, want := range map[string]struct {
		on   bool
		hint string
	}{
		"":                     {false, ""},
		linkA:                  {true, ""},
		linkA + "&list=PLmmmm": {true, ""},
		" " + linkB + " \n":    {true, ""},
		linkA + "\n" + linkB:   {false, "For one video at a time"},
		"see " + linkA + " !":  {true, ""},
		"https://www.youtube.com/playlist?list=PLmmmmmmmmmmmmmmmm": {false, "For one video at a time"},
		"https://example.com": {false, "For one video at a time"},
	} {
		s.box.SetText(text)
		if s.more.Disabled() == want.on || s.more.Hint != want.hint {
			t.Errorf("%q: disabled %v, hint %q", text, s.more.Disabled(), s.more.Hint)
		}
	}
	s.box.SetText("")
	s.app.Clipboard().SetContent(linkB)
	s.offerClipboard()
	if s.more.Disabled() {
		t.Error("a copied link is as good as a typed one")
	}
	ctrlEnter := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	s.box.TypedShortcut(ctrlEnter)
	if s.sheet == nil || s.sheet.text != linkB {
		t.Fatal("Ctrl+Enter in the box must open the options")
	}
	s.closeDialog()
	s.box.SetText(linkA + "\n" + linkB)
	if s.box.TypedShortcut(ctrlEnter); s.sheet != nil {
		t.Error("there are no options of two videos")
	}
}

func TestSheetAsksAndCanBeClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue()
		q.offer, q.hold = exampleOffer(), make(chan struct{})
		s := open(t, q, english, Options{})
		s.box.SetText(linkA)
		test.Tap(s.more)
		if s.sheet == nil || s.sheet.body != nil || !s.sheet.start.Disabled() || s.sheet.foot.Text() != "Asking YouTube what there is…" {
			t.Fatal("the sheet must open at once, and say that it asks")
		}
		s.strayKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if len(q.requests) != 0 {
			t.Error("there is nothing to download yet")
		}
		s.strayKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.workers.Wait() // for the question, which must have been given up
		s.tick(0)
		if s.dialog != nil || s.sheet != nil || s.win.Canvas().Overlays().Top() != nil {
			t.Error("Escape must close the sheet")
		}
		if s.box.Text != linkA || len(q.requests) != 0 {
			t.Errorf("box %q, %d requests", s.box.Text, len(q.requests))
		}
	})
}

func TestSheetDownloads(t *testing.T) {
	q := newFakeQueue()
	q.offer, q.settings.Wish = exampleOffer(), format.Wish{Kind: format.Video, MaxHeight: 720, Subtitles: format.Subtitles{Languages: "fr", File: true}}
	s := open(t, q, english, Options{})
	before := q.settings
	b := s.ask(linkA)
	if got := s.sheet.start.Label(); got != "Download · 131\u00a0MB" || b.tiles.AccessibilityLabel() != "720p60 · MP4 · 131\u00a0MB" {
		t.Errorf("starts with %q, %q", got, b.tiles.AccessibilityLabel())
	}
	test.Tap(b.tiles.Tile(1))
	if got := s.sheet.start.Label(); got != "Download · 1.18\u00a0GB" {
		t.Errorf("after a tap %q", got)
	}
	test.Tap(b.audio)
	if b.subtitlePlace.Visible() || b.sidecarNote.Text() != "Beside the file (.srt)" {
		t.Error("MP3 has no place for subtitles")
	}
	b.tiles.Choose(3)
	if !b.subtitlePlace.Visible() || b.sidecarNote.Visible() {
		t.Error("M4A has a place for subtitles")
	}
	test.Tap(b.video)
	b.tiles.Choose(0)
	test.Tap(b.subtitleButtons.Items[0].(*widgets.Button)) // English too
	b.clips.from.SetText("1:30")
	b.clips.to.SetText("2:45")
	if got := s.sheet.start.Label(); got != "Download · ≈\u00a023\u00a0MB" {
		t.Errorf("a part of it: %q", got)
	}
	if got := b.tiles.Tile(1).Details(); got != "WebM · 2160p60 (4K) · ≈\u00a0116\u00a0MB" {
		t.Errorf("a tile says %q", got)
	}
	test.Tap(s.sheet.start)
	if s.sheet != nil || len(q.requests) != 1 {
		t.Fatalf("%d requests", len(q.requests))
	}
	want := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "en,fr", File: true}, Clip: format.Clip{From: 90 * time.Second, To: 165 * time.Second}}
	if r := q.requests[0]; r.Wish != want || r.Text != linkA || r.Dir != q.settings.Dir {
		t.Errorf("asked for %+v", r)
	}
	if s.box.Text != "" || q.settings != before {
		t.Errorf("box %q, settings %+v", s.box.Text, q.settings)
	}
	if got := s.shown(t, "aaaaaaaaaaa1m30s"); got.clip.Text() != "1:30–2:45" {
		t.Errorf("the row says %q", got.clip.Text())
	}
}

// TestSheetKeys goes through the sheet with the keyboard alone.
func TestSheetKeys(t *testing.T) {
	q := newFakeQueue()
	q.offer = exampleOffer()
	s := open(t, q, english, Options{})
	s.win.Resize(fyne.NewSize(600, 500))
	b := s.ask(linkA)
	c := s.win.Canvas()
	var order []string
	seen := map[fyne.Focusable]bool{}
	for {
		c.FocusNext()
		f := c.Focused()
		if seen[f] || f == nil {
			break
		}
		seen[f] = true
		s.tick(0)
		o := f.(fyne.CanvasObject)
		top := s.app.Driver().AbsolutePositionForObject(o).Y
		if t2, ok := f.(*widgets.OptionGrid); ok {
			top = s.app.Driver().AbsolutePositionForObject(t2.ChosenObject()).Y
		}
		if top < 0 || top+theme.ControlHeight > 500 {
			t.Errorf("%T is out of sight at %v", f, top)
		}
		_, name, _ := strings.Cut(fmt.Sprintf("%T", f), ".")
		if label, ok := f.(*widgets.Button); ok {
			name = label.Label()
		}
		order = append(order, name)
	}
	want := "Video, Audio, OptionGrid, English – the original, English, Spanish (Latin America), French, German – automatic, " +
		"Handle, Handle, timeEntry, timeEntry, One file for each of the 6 chapters, More, Close, Cancel, Download · 236\u00a0MB"
	if got := strings.Join(order, ", "); got != want {
		t.Errorf("Tab goes through %s", got)
	}
	c.Focus(b.tiles)
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft} {
		press(b.tiles, k)
	}
	if b.tiles.Chosen() != 3 {
		t.Errorf("arrows lead to %d, %s", b.tiles.Chosen(), b.tiles.AccessibilityLabel())
	}
	press(b.tiles, fyne.KeyEnd)
	press(b.tiles, fyne.KeyRight)
	if b.tiles.Chosen() != 8 {
		t.Errorf("End leads to %d", b.tiles.Chosen())
	}
	press(b.tiles, fyne.KeyHome)
	c.Focus(b.clips.bar.To)
	press(b.clips.bar.To, fyne.KeyLeft)
	c.Focus(b.clips.from)
	press(b.clips.from, fyne.KeyReturn)
	if len(q.requests) != 1 || q.requests[0].Wish.Clip.To != 760*time.Second {
		t.Errorf("Enter asked for %+v", q.requests)
	}
	for _, where := range []func(*form) fyne.Focusable{
		func(b *form) fyne.Focusable { return b.more },
		func(b *form) fyne.Focusable { return b.tiles },
		func(b *form) fyne.Focusable { return b.clips.to },
		func(b *form) fyne.Focusable { return b.clips.bar.From },
	} {
		f := where(s.ask(linkB))
		c.Focus(f)
		if press(f, fyne.KeyEscape); s.dialog != nil {
			t.Errorf("Escape on %T must close the sheet", f)
			s.closeDialog()
		}
	}
}

func TestSheetFails(t *testing.T) {
	q := newFakeQueue()
	q.offer, q.lost = exampleOffer(), &core.Problem{Class: core.Unreachable}
	s := open(t, q, english, Options{})
	s.ask(linkA)
	if s.sheet.start.Label() != "Try again" || s.sheet.start.Disabled() || s.sheet.body != nil {
		t.Fatalf("%q", s.sheet.start.Label())
	}
	q.lost = nil
	test.Tap(s.sheet.start)
	s.workers.Wait()
	s.tick(0)
	if s.sheet.body == nil || !strings.HasPrefix(s.sheet.start.Label(), "Download") {
		t.Errorf("trying again: %q", s.sheet.start.Label())
	}
	s.closeDialog()
	q.lost = &core.Problem{Class: core.Private}
	if s.ask(linkA); s.sheet.start.Visible() {
		t.Error("nothing helps against a private video")
	}
	s.closeDialog()
	q.lost, q.offer = nil, core.Offer{}
	if s.ask(linkA); s.sheet.problem == nil || s.sheet.problem.Class != core.NoStreams {
		t.Errorf("an empty offer: %+v", s.sheet.problem)
	}
}

// TestRowOptions holds that the sheet of a row changes that row if it can, and
// else adds another.
func TestRowOptions(t *testing.T) {
	q := newFakeQueue(examples(time.Time{})...)
	q.offer = exampleOffer()
	s := open(t, q, english, Options{})
	s.box.SetText("half an idea")
	open := func(id core.ID) {
		s.showRowOptions(s.rows.rows[id].status)
		s.workers.Wait()
		s.tick(0)
		q.took()
		s.sheet.body.tiles.Choose(5)
	}
	open("j") // failed
	test.Tap(s.sheet.start)
	if got := q.took(); got != "wish video  j, retry j, resume j" || q.wished[0].MaxHeight != 720 {
		t.Errorf("failed: %q, %+v", got, q.wished)
	}
	open("g") // paused
	s.sheet.body.clips.from.SetText("1:00")
	test.Tap(s.sheet.start)
	if got := q.wished[1].Clip.From; got != time.Minute {
		t.Errorf("paused: clip from %v", got)
	}
	open("d") // done
	test.Tap(s.sheet.start)
	last := q.requests[len(q.requests)-1]
	if got := q.took(); got != "" || last.Text != s.rows.rows["d"].status.URL || last.Wish.MaxHeight != 720 {
		t.Errorf("done: %q, %+v", got, last)
	}
	if s.box.Text != "half an idea" {
		t.Errorf("the box has become %q", s.box.Text)
	}
}

// TestAnotherQualityKeepsTheRest holds that the menu of a row changes the
// quality only.
func TestAnotherQualityKeepsTheRest(t *testing.T) {
	speak(t, english)
	now := format.Wish{Kind: format.Video, Language: "es", DRC: true, Chapters: true, Clip: format.Clip{From: 1, To: 2},
		Subtitles: format.Subtitles{Languages: "es", File: true}, Beside: format.Beside{JSON: true}}
	for _, item := range QualityMenu(now, func(w format.Wish) {
		w.Kind, w.Format, w.MP3, w.MaxHeight, w.Best, w.HDR = now.Kind, "", "", 0, false, false
		if w != now {
			t.Errorf("becomes %+v", w)
		}
	}).Items {
		if item.Action != nil {
			item.Action()
		}
	}
}

// TestSheetFits holds that no word is cut and no button leaves the sheet, in
// the smallest window too.
func TestSheetFits(t *testing.T) {
	for _, locale := range []string{english, "es_ES.UTF-8"} {
		for _, width := range []float32{600, 960} {
			q := newFakeQueue()
			q.offer = exampleOffer()
			s := open(t, q, locale, Options{})
			s.win.Resize(fyne.NewSize(width, 500))
			b := s.ask(linkA)
			b.more.Press()
			b.clips.from.SetText("1:00")
			b.clips.add.Press()
			s.tick(0)
			edge := s.sheet.scroll.Size().Width - 16 // the scroll bar's
			left := s.app.Driver().AbsolutePositionForObject(s.sheet.scroll).X
			for _, o := range test.LaidOutObjects(b.all) {
				word, isText := o.(*widgets.Label)
				if !isText || !word.Visible() || word.Size().Width == 0 {
					continue
				}
				end := s.app.Driver().AbsolutePositionForObject(o).X + min(word.Width(), word.Size().Width) - left
				if word.Shown() != word.Text() || end > edge+0.5 {
					t.Errorf("%s, %v: %q is shown as %q and ends at %v of %v", locale, width, word.Text(), word.Shown(), end, edge)
				}
			}
			for _, f := range []*widgets.Wrap{b.subtitleButtons, b.extras, b.clips.list} {
				if f.Width() != f.Size().Width {
					t.Errorf("%s, %v: lines are broken for %v and not %v", locale, width, f.Width(), f.Size().Width)
				}
			}
			for _, x := range []*widgets.Button{s.sheet.start, s.sheet.cancel} {
				if x.Cut() {
					t.Errorf("%s, %v: %q is cut", locale, width, x.Label())
				}
			}
			s.Stop()
		}
	}
}
