package gui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/widgets"
)

// click presses a row with the primary button.
func (s *stage) click(t *testing.T, id core.ID, held fyne.KeyModifier) {
	t.Helper()
	row := s.shown(t, id)
	at := fyne.NewPos(row.Size().Width/2, row.Size().Height/2)
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary, Modifier: held}
	row.MouseDown(e)
	row.MouseUp(e)
	s.tick(0)
}

// selected returns the rows that are selected.
func (s *stage) selected() string {
	var all []string
	for _, id := range s.list.Selected() {
		all = append(all, string(id))
	}
	return strings.Join(all, " ")
}

// rows returns the rows that are shown, in order, by their IDs.
func (s *stage) rows() string {
	var all []string
	for i := range s.model.Shown() {
		all = append(all, string(s.model.Row(i)))
	}
	return strings.Join(all, " ")
}

func TestSelectRows(t *testing.T) {
	held := fyne.KeyModifier(0)
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{modifiers: func() fyne.KeyModifier { return held }})
	s.win.Resize(fyne.NewSize(960, 1600))
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	bar := s.listBar.Selection
	s.click(t, "b", 0)
	if s.selected() != "" || bar.View.Visible() {
		t.Errorf("one click selects %q", s.selected())
	}
	s.click(t, "d", ctrl)
	if s.selected() != "b d" || !bar.View.Visible() || s.listBar.Filter.View.Visible() || !s.shown(t, "b").Selected() {
		t.Errorf("Ctrl: %q", s.selected())
	}
	s.click(t, "b", ctrl)
	if s.selected() != "" || bar.View.Visible() || !s.listBar.Filter.View.Visible() {
		t.Errorf("Ctrl again: %q", s.selected())
	}
	s.click(t, "c", 0)
	s.click(t, "f", shift)
	s.click(t, "e", shift)
	if s.selected() != "c d e" {
		t.Errorf("Shift: %q", s.selected())
	}
	held = shift
	press(s.list, fyne.KeyDown)
	press(s.list, fyne.KeyDown)
	if held = 0; s.selected() != "c d e f g" {
		t.Errorf("Shift+Down: %q", s.selected())
	}
	s.tick(0)
	for label, want := range map[string]string{"Pause": "pause c f", "Resume": "resume g", "Try again": "retry e", "Move to the top": "move c d e f g a"} {
		test.Tap(button(t, bar.View, label))
		if got := s.q.took(); got != want {
			t.Errorf("%s: queue was told %q, want %q", label, got, want)
		}
	}
	if got := texts(bar.View); !strings.HasPrefix(got, "5 selected\nSelect all 12\nPause\n2\n") {
		t.Errorf("says %q", got)
	}
	press(s.list, fyne.KeyEscape)
	if s.selected() != "" || s.list.Chosen() != "g" {
		t.Errorf("Escape leaves %q, chosen %q", s.selected(), s.list.Chosen())
	}
	s.list.SelectAll()
	s.tick(0)
	press(s.list, fyne.KeySpace)
	if got := s.q.took(); got != "pause a b f h l" {
		t.Errorf("Space: queue was told %q", got)
	}
	keyboard{s.Window}.copy()
	if n := strings.Count(s.app.Clipboard().Content(), "\n"); n != 11 {
		t.Errorf("Ctrl+C copied %d lines", n+1)
	}
	s.click(t, "k", 0)
	s.click(t, "l", shift)
	press(s.list, fyne.KeyDelete)
	if got := s.q.took(); got != "remove k l" || s.list.Chosen() != "j" || s.over.Toast.Text.Text() != "Removed 2." {
		t.Errorf("Del: queue was told %q, chosen %q", got, s.list.Chosen())
	}
	// The tick on a thumbnail selects without Ctrl.
	s.click(t, "a", 0)
	row := s.shown(t, "c")
	row.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(30, 30)}, Button: desktop.MouseButtonPrimary})
	if s.selected() != "a c" {
		t.Errorf("the tick: %q", s.selected())
	}
}

func TestSearch(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	k := keyboard{s.Window}
	withCtrl()[fyne.KeyF](k)
	search := s.listBar.Search
	if s.win.Canvas().Focused() != search {
		t.Fatalf("Ctrl+F: focus on %T", s.win.Canvas().Focused())
	}
	for words, want := range map[string]string{"LUNA": "b", "ruiz ana": "b", "open courses": "c", "yOuTuBe.com/watch?v=iii": "i", "": "a b c d e f g h i j k l", "zzz": ""} {
		search.SetText(words)
		if s.tick(0); s.rows() != want {
			t.Errorf("%q finds %q, want %q", words, s.rows(), want)
		}
	}
	search.SetText("zzz")
	s.tick(0)
	if s.list.Visible() || !strings.Contains(texts(s.nothing.View), "Nothing found") || s.model.Counts()[downloads.GroupAll] != 12 {
		t.Errorf("nothing found: %q", texts(s.nothing.View))
	}
	// A download whose title comes to have the words comes into sight.
	named := s.status("f")
	named.Title = "Zzz, a study of sleep"
	s.q.send(named)
	if s.tick(0); s.rows() != "f" || s.nothing.View.Visible() {
		t.Errorf("shows %q", s.rows())
	}
	press(search, fyne.KeyEscape)
	press(search, fyne.KeyEscape)
	if search.Text != "" || s.win.Canvas().Focused() != s.list || s.model.Shown() != 12 {
		t.Errorf("Escape: %q, focus on %T, %d rows", search.Text, s.win.Canvas().Focused(), s.model.Shown())
	}
	// What is added is seen, whatever is searched for.
	search.SetText("luna")
	s.addText("https://youtu.be/yyyyyyyyyyy")
	s.tick(0)
	if search.Text != "" || s.model.Shown() != 13 {
		t.Errorf("the search %q hides what was added", search.Text)
	}
	// In a narrow window the field takes the place of the filter.
	s.win.Resize(fyne.NewSize(600, 440))
	if search.View.Visible() || !s.listBar.Filter.View.Visible() {
		t.Error("the field is shown in a narrow window")
	}
	withCtrl()[fyne.KeyF](k)
	if !search.View.Visible() || s.listBar.Filter.View.Visible() {
		t.Error("Ctrl+F does not open the field in a narrow window")
	}
}

func TestEmptyFilter(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:4]...), english, Options{})
	test.Tap(button(t, s.listBar.Filter.View, "Failed 0"))
	if got := texts(s.nothing.View); s.list.Visible() || !strings.HasPrefix(got, "Nothing has failed\n") {
		t.Errorf("says %q", got)
	}
	test.Tap(button(t, s.nothing.View, "Show all 4"))
	if !s.list.Visible() || s.nothing.View.Visible() || s.model.Shown() != 4 {
		t.Error("all are not shown again")
	}
}

func TestSort(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})[:4]...), english, Options{})
	sort := func(label string) {
		test.Tap(button(t, s.listBar.View, "Sort"))
		for _, i := range s.win.Canvas().Overlays().Top().(*widgets.Menu).Items() {
			if i.Label == label {
				s.win.Canvas().Overlays().Top().(*widgets.Menu).Close()
				i.Do()
				return
			}
		}
		t.Fatalf("no order %q", label)
	}
	for label, want := range map[string]string{"Title": "b a c d", "Size": "c a d b", "State": "a b c d", "Order of the queue": "a b c d"} {
		if sort(label); s.rows() != want {
			t.Errorf("%s: %s, want %s", label, s.rows(), want)
		}
	}
	sort("State")
	failed := s.status("a")
	failed.State = core.Failed
	s.q.send(failed)
	if s.tick(0); s.rows() != "b c d a" {
		t.Errorf("after a failure: %s", s.rows())
	}
	s.win.Canvas().Focus(s.list)
	press(s.list, fyne.KeyEnd)
	if withAlt[fyne.KeyUp](keyboard{s.Window}); s.q.took() != "" {
		t.Error("a row moves although another order is shown")
	}
	if got := s.app.Preferences().Int(preferences.Order); got != int(downloads.OrderState) {
		t.Errorf("kept %d", got)
	}
}

func TestCompactRows(t *testing.T) {
	s := open(t, newFakeQueue(examples.Downloads(time.Time{})...), english, Options{})
	tall := s.shown(t, "a").Size().Height
	test.Tap(button(t, s.listBar.View, "Short rows"))
	if !s.app.Preferences().Bool(preferences.Compact) {
		t.Error("the choice is not kept")
	}
	for _, width := range []float32{960, 600} {
		s.win.Resize(fyne.NewSize(width, 720))
		for id, want := range map[core.ID]string{"d": "Saved", "g": "Paused", "f": "Looking it up…", "a": "63%"} {
			row := s.shown(t, id)
			if row.Size().Height != 48 || tall != 104 {
				t.Errorf("rows are %v high, and were %v", row.Size().Height, tall)
			}
			if got := texts(row); !strings.Contains(got, want) {
				t.Errorf("%s says %q, want %q", id, got, want)
			}
			each(row, func(o fyne.CanvasObject) {
				if b, ok := o.(*widgets.Button); ok && b.Position().X+b.Size().Width > row.Size().Width {
					t.Errorf("%s: %q ends at %v of %v", id, b.Label(), b.Position().X+b.Size().Width, row.Size().Width)
				}
			})
		}
	}
	test.Tap(button(t, s.shown(t, "j"), "Try again"))
	test.Tap(button(t, s.shown(t, "c"), "Try now"))
	test.Tap(button(t, s.shown(t, "a"), "Pause"))
	test.Tap(button(t, s.shown(t, "a"), "Remove"))
	if got := s.q.took(); got != "retry j, resume c, pause a, remove a" {
		t.Errorf("queue was told %q", got)
	}
	test.Tap(button(t, s.listBar.View, "Tall rows"))
	if h := s.shown(t, "b").Size().Height; h != tall {
		t.Errorf("rows are %v high", h)
	}
}
