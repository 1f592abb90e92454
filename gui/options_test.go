package gui

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestOptionsAreForOneVideo(t *testing.T) {
	s := open(t, newFakeQueue(), english, Options{})
	for text, want := range map[string]struct {
		on   bool
		hint string
	}{
		"":                                     {false, ""},
		examples.LinkA:                         {true, ""},
		examples.LinkA + "&list=PLmmmm":        {true, ""},
		" " + examples.LinkB + " \n":           {true, ""},
		examples.LinkA + "\n" + examples.LinkB: {false, "For one video at a time"},
		"see " + examples.LinkA + " !":         {true, ""},
		"https://www.youtube.com/playlist?list=PLmmmmmmmmmmmmmmmm": {false, "For one video at a time"},
		"https://example.com": {false, "For one video at a time"},
	} {
		s.links.Entry.SetText(text)
		if s.links.Options.Disabled() == want.on || s.links.Options.Hint != want.hint {
			t.Errorf("%q: disabled %v, hint %q", text, s.links.Options.Disabled(), s.links.Options.Hint)
		}
	}
	s.links.Entry.SetText("")
	s.app.Clipboard().SetContent(examples.LinkB)
	s.links.ReadClipboard()
	if s.links.Options.Disabled() {
		t.Error("a copied link is as good as a typed one")
	}
	ctrlEnter := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}
	s.links.Entry.TypedShortcut(ctrlEnter)
	if s.background.Wait(); s.dialogs.open == nil || s.q.took() != "look "+examples.LinkB {
		t.Fatal("Ctrl+Enter in the entry must open the options")
	}
	s.dialogs.close()
	s.links.Entry.SetText(examples.LinkA + "\n" + examples.LinkB)
	if s.links.Entry.TypedShortcut(ctrlEnter); s.dialogs.open != nil {
		t.Error("there are no options of two videos")
	}
}

func TestOptionsLookUpAndCanBeClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newFakeQueue()
		q.offer, q.hold = examples.Offer(), make(chan struct{})
		s := open(t, q, english, Options{})
		s.links.Entry.SetText(examples.LinkA)
		test.Tap(s.links.Options)
		if s.dialogs.open == nil || !button(t, s.dialogs.open, "Download").Disabled() || !strings.Contains(texts(s.dialogs.open), "Asking YouTube what there is…") {
			t.Fatal("the dialog must open at once, and say that it asks")
		}
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyReturn})
		if len(q.requests) != 0 {
			t.Error("there is nothing to download yet")
		}
		keyboard{s.Window}.typed(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.background.Wait() // for the question, which must have been given up
		s.tick(0)
		if s.dialogs.open != nil || s.win.Canvas().Overlays().Top() != nil {
			t.Error("Escape must close the dialog")
		}
		if s.links.Entry.Text != examples.LinkA || len(q.requests) != 0 {
			t.Errorf("entry %q, %d requests", s.links.Entry.Text, len(q.requests))
		}
	})
}

// TestChosenOptionsAreAdded holds that what is chosen is added, for that video only.
func TestChosenOptionsAreAdded(t *testing.T) {
	q := newFakeQueue()
	q.offer = examples.Offer()
	s := open(t, q, english, Options{})
	before := q.settings
	s.links.Entry.SetText(examples.LinkA)
	s.openOptions720(t)
	s.times()[0].SetText("1:30")
	s.times()[1].SetText("2:45")
	test.Tap(s.start(t))
	if s.dialogs.open != nil || len(q.requests) != 1 {
		t.Fatalf("%d requests", len(q.requests))
	}
	want := format.Wish{Kind: format.Video, MaxHeight: 720, Clip: format.Clip{From: 90 * time.Second, To: 165 * time.Second}}
	if r := q.requests[0]; r.Wish != want || r.Text != examples.LinkA || r.Dir != q.settings.Dir {
		t.Errorf("asked for %+v", r)
	}
	if s.links.Entry.Text != "" || q.settings != before {
		t.Errorf("entry %q, settings %+v", s.links.Entry.Text, q.settings)
	}
	if got := texts(s.shown(t, "aaaaaaaaaaa1m30s")); !strings.Contains(got, "1:30–2:45") {
		t.Errorf("the row says %q", got)
	}
}

// openOptions720 opens the options of what is in the entry and chooses 720p.
func (s *stage) openOptions720(t *testing.T) {
	t.Helper()
	s.showOptions()
	s.background.Wait()
	s.tick(0)
	find[*widgets.OptionGrid](t, s.dialogs.open).Choose(5)
}

// start returns the button that starts the download, whose label has the size.
func (s *stage) start(t *testing.T) *widgets.Button {
	t.Helper()
	var last *widgets.Button
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		if b, ok := o.(*widgets.Button); ok {
			last = b
		}
	})
	if last == nil || !strings.HasPrefix(last.Label(), "Download") {
		t.Fatal("nothing starts the download")
	}
	return last
}

// times returns the two entries for the times of a clip.
func (s *stage) times() []interface{ SetText(string) } {
	var all []interface{ SetText(string) }
	each(s.dialogs.open, func(o fyne.CanvasObject) {
		if e, ok := o.(interface {
			fyne.Focusable
			SetText(string)
		}); ok {
			if _, isButton := o.(*widgets.Button); !isButton {
				all = append(all, e)
			}
		}
	})
	return all
}

// TestRowOptions holds that the dialog of a row changes that row if it can, and
// else adds another.
func TestRowOptions(t *testing.T) {
	q := newFakeQueue(examples.Downloads(time.Time{})...)
	q.offer = examples.Offer()
	s := open(t, q, english, Options{})
	s.links.Entry.SetText("half an idea")
	open := func(id core.ID) {
		s.showRowOptions(s.status(id))
		s.background.Wait()
		s.tick(0)
		q.took()
		find[*widgets.OptionGrid](t, s.dialogs.open).Choose(5)
	}
	open("j") // failed
	test.Tap(s.start(t))
	if got := q.took(); got != "wish video  j, retry j, resume j" || q.wished[0].MaxHeight != 720 {
		t.Errorf("failed: %q, %+v", got, q.wished)
	}
	open("g") // paused
	s.times()[0].SetText("1:00")
	test.Tap(s.start(t))
	if got := q.wished[1].Clip.From; got != time.Minute {
		t.Errorf("paused: clip from %v", got)
	}
	open("d") // done
	test.Tap(s.start(t))
	last := q.requests[len(q.requests)-1]
	if got := q.took(); got != "" || last.Text != s.status("d").URL || last.Wish.MaxHeight != 720 {
		t.Errorf("done: %q, %+v", got, last)
	}
	if s.links.Entry.Text != "half an idea" {
		t.Errorf("the entry has become %q", s.links.Entry.Text)
	}
}
