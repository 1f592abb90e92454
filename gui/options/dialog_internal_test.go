package options

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/internal/inspect"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestDialogDownloads(t *testing.T) {
	h := newFakeHost(t, english)
	h.base = format.Wish{Kind: format.Video, MaxHeight: 720, Subtitles: format.Subtitles{Languages: "fr", File: true}}
	b := h.open(examples.LinkA)
	if got := h.dialog.start.Label(); got != "Download · 131\u00a0MB" || b.options.AccessibilityLabel() != "720p60 · MP4 · 131\u00a0MB · Plays on TVs, phones, editors, Chosen" {
		t.Errorf("starts with %q, %q", got, b.options.AccessibilityLabel())
	}
	test.Tap(b.options.Tile(1))
	if got := h.dialog.start.Label(); got != "Download · 1.18\u00a0GB" {
		t.Errorf("after a tap %q", got)
	}
	test.Tap(b.audio)
	if b.subtitlePlace.Visible() || b.sidecarNote.Text() != "Beside the file (.srt)" {
		t.Error("MP3 has no place for subtitles")
	}
	b.options.Choose(3)
	if !b.subtitlePlace.Visible() || b.sidecarNote.Visible() {
		t.Error("M4A has a place for subtitles")
	}
	test.Tap(b.video)
	b.options.Choose(0)
	test.Tap(b.subtitleButtons.Items[0].(*widgets.Button)) // English too
	b.clips.from.SetText("1:30")
	b.clips.to.SetText("2:45")
	if got := h.dialog.start.Label(); got != "Download · ≈\u00a023\u00a0MB" {
		t.Errorf("a part of it: %q", got)
	}
	if got := b.options.Tile(1).Details(); got != "WebM · 2160p60 (4K) · ≈\u00a0116\u00a0MB" {
		t.Errorf("a tile says %q", got)
	}
	test.Tap(h.dialog.start)
	if h.dialog != nil || len(h.wishes) != 1 {
		t.Fatalf("%d requests", len(h.wishes))
	}
	want := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "en,fr", File: true}, Clip: format.Clip{From: 90 * time.Second, To: 165 * time.Second}}
	if h.wishes[0] != want || h.request.Text != examples.LinkA || h.request.Dir != folder {
		t.Errorf("asked for %+v, %+v", h.wishes[0], h.request)
	}
}

// TestSubtitlePlaceNeedsSubtitles holds that where subtitles are saved is asked only once
// one is chosen: without any there would be a name with nothing behind it.
func TestSubtitlePlaceNeedsSubtitles(t *testing.T) {
	h := newFakeHost(t, english)
	b := h.open(examples.LinkA)
	test.Tap(b.subtitle)
	asked := func() (is bool) {
		inspect.Seen(b.subtitleList, func(o fyne.CanvasObject) {
			l, ok := o.(*widgets.Label)
			is = is || ok && l.Text() == "Save subtitles"
		})
		return is
	}
	for _, want := range []bool{true, false} {
		test.Tap(b.subtitleButtons.Items[0].(*widgets.Button))
		if asked() != want {
			t.Errorf("asked %v, with a language chosen: %v", !want, want)
		}
	}
}

// TestDialogKeys goes through the dialog with the keyboard alone.
func TestDialogKeys(t *testing.T) {
	h := newFakeHost(t, english)
	h.win.Resize(fyne.NewSize(600, 500))
	b := h.open(examples.LinkA)
	c := h.Canvas()
	var order []string
	seen := map[fyne.Focusable]bool{}
	for {
		c.FocusNext()
		f := c.Focused()
		if seen[f] || f == nil {
			break
		}
		seen[f] = true
		h.tick()
		o := f.(fyne.CanvasObject)
		top := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
		if t2, ok := f.(*widgets.OptionGrid); ok {
			top = fyne.CurrentApp().Driver().AbsolutePositionForObject(t2.ChosenObject()).Y
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
	want := "Video, Audio, OptionGrid, English – the original, None, " +
		"Handle, Handle, timeEntry, timeEntry, One file for each of the 6 chapters, More, Downloads, Close, Cancel, Download · 236\u00a0MB"
	if got := strings.Join(order, ", "); got != want {
		t.Errorf("Tab goes through %s", got)
	}
	c.Focus(b.options)
	for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyLeft} {
		press(b.options, k)
	}
	if b.options.Chosen() != 3 {
		t.Errorf("arrows lead to %d, %s", b.options.Chosen(), b.options.AccessibilityLabel())
	}
	press(b.options, fyne.KeyEnd)
	press(b.options, fyne.KeyRight)
	if b.options.Chosen() != 8 {
		t.Errorf("End leads to %d", b.options.Chosen())
	}
	press(b.options, fyne.KeyHome)
	c.Focus(b.clips.bar.To)
	press(b.clips.bar.To, fyne.KeyLeft)
	c.Focus(b.clips.from)
	press(b.clips.from, fyne.KeyReturn)
	if len(h.wishes) != 1 || h.wishes[0].Clip.To != 760*time.Second {
		t.Errorf("Enter asked for %+v", h.wishes)
	}
	for _, where := range []func(*form) fyne.Focusable{
		func(b *form) fyne.Focusable { return b.more },
		func(b *form) fyne.Focusable { return b.options },
		func(b *form) fyne.Focusable { return b.clips.to },
		func(b *form) fyne.Focusable { return b.clips.bar.From },
	} {
		f := where(h.open(examples.LinkB))
		c.Focus(f)
		if press(f, fyne.KeyEscape); h.dialog != nil {
			t.Errorf("Escape on %T must close the dialog", f)
			h.Close()
		}
	}
}

func TestDialogFails(t *testing.T) {
	h := newFakeHost(t, english)
	h.err = &core.Problem{Class: core.Unreachable}
	h.open(examples.LinkA)
	if h.dialog.start.Label() != "Try again" || h.dialog.start.Disabled() || h.dialog.form != nil {
		t.Fatalf("%q", h.dialog.start.Label())
	}
	h.err = nil
	test.Tap(h.dialog.start)
	h.Wait()
	h.tick()
	if h.dialog.form == nil || !strings.HasPrefix(h.dialog.start.Label(), "Download") {
		t.Errorf("trying again: %q", h.dialog.start.Label())
	}
	h.Close()
	h.err = &core.Problem{Class: core.Private}
	if h.open(examples.LinkA); h.dialog.start.Visible() {
		t.Error("nothing helps against a private video")
	}
	h.Close()
	h.err, h.offer = nil, core.Offer{}
	if h.open(examples.LinkA); h.dialog.problem == nil || h.dialog.problem.Class != core.NoStreams {
		t.Errorf("an empty offer: %+v", h.dialog.problem)
	}
}

// TestFolderOfOneVideo holds that another folder counts for this video only, and that the
// folder of a row that has bytes cannot be changed here.
func TestFolderOfOneVideo(t *testing.T) {
	h := newFakeHost(t, english)
	h.open(examples.LinkA)
	h.chosen = "/home/ana/Bridges"
	if h.dialog.folder.Label() != "Downloads" || !h.dialog.folder.Visible() {
		t.Errorf("at first: %q", h.dialog.folder.Label())
	}
	h.dialog.folder.Press()
	if h.dialog.folder.Label() != "Bridges" || h.asked != folder {
		t.Errorf("chosen: %q, asked from %q", h.dialog.folder.Label(), h.asked)
	}
	h.dialog.start.Press()
	if h.request.Dir != h.chosen || h.request.DirOf != nil {
		t.Errorf("asked for %+v", h.request)
	}
	Open(h, Request{Text: examples.LinkA, Base: h.base, Dir: folder, Row: "a", Known: core.Status{State: core.Paused, Received: 1}})
	h.Wait()
	h.tick()
	if h.dialog.folder.Visible() || h.dialog.foot.Text() != "Save to Downloads" {
		t.Errorf("of a row: %v, %q", h.dialog.folder.Visible(), h.dialog.foot.Text())
	}
}

// TestAnotherQualityKeepsTheRest holds that the menu of a row changes the
// quality only.
func TestAnotherQualityKeepsTheRest(t *testing.T) {
	setLocale(t, english)
	now := format.Wish{Kind: format.Video, Language: "es", DRC: true, Chapters: true, Clip: format.Clip{From: 1, To: 2},
		Subtitles: format.Subtitles{Languages: "es", File: true}, Sidecars: format.Sidecars{JSON: true}}
	for _, item := range QualityMenu(now, func(w format.Wish) {
		w.Kind, w.Format, w.MP3, w.MaxHeight, w.Best, w.HDR = now.Kind, "", "", 0, false, false
		if w != now {
			t.Errorf("becomes %+v", w)
		}
	}) {
		if item.Do != nil {
			item.Do()
		}
	}
}

// TestDialogFits holds that no word is cut and no button leaves the dialog, in
// the smallest window too.
func TestDialogFits(t *testing.T) {
	for _, locale := range examples.Locales() {
		for _, width := range []float32{600, 960} {
			h := newFakeHost(t, locale)
			h.win.Resize(fyne.NewSize(width, 500))
			b := h.open(examples.LinkA)
			b.more.Press()
			b.subtitle.Press()
			b.subtitleButtons.Items[0].(*widgets.Button).Press() // asks where they are saved
			b.clips.from.SetText("1:00")
			b.clips.add.Press()
			h.tick()
			edge := h.dialog.scroll.Size().Width - 16 // the scroll bar's
			left := fyne.CurrentApp().Driver().AbsolutePositionForObject(h.dialog.scroll).X
			for _, o := range test.LaidOutObjects(b.all) {
				word, isText := o.(*widgets.Label)
				if !isText || !word.Visible() || word.Size().Width == 0 {
					continue
				}
				end := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X + min(word.Width(), word.Size().Width) - left
				if word.Shown() != word.Text() || end > edge+0.5 {
					t.Errorf("%s, %v: %q is shown as %q and ends at %v of %v", locale, width, word.Text(), word.Shown(), end, edge)
				}
			}
			for _, f := range []*widgets.Wrap{b.subtitleButtons, b.extras, b.clips.list} {
				if f.Width() != f.Size().Width {
					t.Errorf("%s, %v: lines are broken for %v and not %v", locale, width, f.Width(), f.Size().Width)
				}
			}
			for _, x := range []*widgets.Button{h.dialog.start, h.dialog.cancel} {
				if x.Cut() {
					t.Errorf("%s, %v: %q is cut", locale, width, x.Label())
				}
			}
			h.Stop()
		}
	}
}
func TestQualities(t *testing.T) {
	for kind, all := range qualities {
		for _, q := range all {
			if q.wish.Kind != kind || chosenQuality(q.wish) != q {
				t.Errorf("%+v is shown as %q", q.wish, chosenQuality(q.wish).name)
			}
		}
	}
	if q := chosenQuality(format.Wish{Kind: format.Video, MaxHeight: 144}); q.name != "Plays everywhere" {
		t.Errorf("a wish without a choice is shown as %q", q.name)
	}
}
