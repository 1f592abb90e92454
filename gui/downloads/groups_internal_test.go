package downloads

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/widgets"
)

// groupStage is a list with a download on its own and, after it, a group of n.
func groupStage(t testing.TB, n int, state core.State, g core.Group) *stage {
	t.Helper()
	s := newStage(t, english)
	g.ID, g.Count = "g", n
	u := core.Update{Changed: []*core.Status{{ID: "x", Title: "Alone", State: core.Done}}, Order: []core.ID{"x"}, Groups: []core.Group{g}}
	for i := range n {
		u.Changed = append(u.Changed, &core.Status{ID: core.ID(fmt.Sprint("p", i)), Title: fmt.Sprint("Part ", i), Group: "g", State: state})
		u.Order = append(u.Order, u.Changed[i+1].ID)
	}
	s.model.Apply(u, s.at)
	s.list.ShowChanged()
	s.tick(time.Second)
	return s
}

// lines returns the lines of the list, in order.
func (s *stage) lines() string {
	var ids []string
	for _, d := range s.model.lines {
		ids = append(ids, string(d.id))
	}
	return strings.Join(ids, " ")
}

func TestLinesOfGroups(t *testing.T) {
	s := groupStage(t, 3, core.Queued, core.Group{})
	if got := s.lines(); got != "x group:g p0 p1 p2" {
		t.Errorf("lines %q", got)
	}
	// One that is alone needs no header.
	s.model.Apply(core.Update{Removed: []core.ID{"p0", "p2"}}, s.at)
	if got := s.lines(); got != "x p1" {
		t.Errorf("of one: %q", got)
	}
	s = groupStage(t, 11, core.Queued, core.Group{})
	if got := s.lines(); got != "x group:g" {
		t.Errorf("eleven are open: %q", got)
	}
	// It is closed at first only, and a filter opens it for its time.
	s.list.setOpen("group:g", true)
	s.send(core.Status{ID: "p11", Group: "g", State: core.Failed})
	if got := len(s.model.lines); got != 14 {
		t.Errorf("%d lines", got)
	}
	s.list.setOpen("group:g", false)
	s.list.SetFilter(GroupFailed)
	if got := s.lines(); got != "group:g p11" {
		t.Errorf("failed: %q", got)
	}
	s.list.setOpen("group:g", false)
	if got := s.lines(); got != "group:g" {
		t.Errorf("failed, closed: %q", got)
	}
	s.list.Search("part 1")
	s.list.SetFilter(GroupAll)
	if got := s.lines(); got != "group:g p1 p10" {
		t.Errorf("found: %q", got)
	}
	s.list.Search("")
	if got := s.lines(); got != "x group:g" {
		t.Errorf("afterwards: %q", got)
	}
}

func TestSortedGroups(t *testing.T) {
	s := groupStage(t, 2, core.Queued, core.Group{Title: "Zebras"})
	s.send(core.Status{ID: "p0", Title: "Z", Group: "g", State: core.Queued})
	s.send(core.Status{ID: "y", Title: "Me", State: core.Queued})
	s.list.Sort(OrderTitle)
	if got := s.lines(); got != "x y group:g p1 p0" {
		t.Errorf("by title: %q", got)
	}
	s.model.Apply(core.Update{Groups: []core.Group{{ID: "g", Title: "A", Count: 2}}}, s.at)
	if got := s.lines(); got != "group:g p1 p0 x y" {
		t.Errorf("by another title: %q", got)
	}
}

// TestHeaders holds what a header says and offers in each state of its group.
func TestHeaders(t *testing.T) {
	for _, tt := range []struct {
		group                    core.Group
		meta, pace, note, button string
		tone                     widgets.Tone
	}{
		{core.Group{Channel: "Ana", Done: 1, Active: 2, Received: 29e8, Expected: 98e8, Speed: 6e6, ETA: 19 * time.Minute},
			"Ana · 2 active, 1 waiting", "1 of 4 saved · 2.90 of 9.80\u00a0GB", "", "Pause", widgets.Neutral},
		{core.Group{Active: 1, Failed: 1, Waiting: 1}, "1 active, 2 waiting, 1 failed", "0 of 4 saved", "", "Pause", widgets.Neutral},
		{core.Group{Paused: 3, Done: 1, Received: 1e6, Expected: 4e6}, "3 paused", "1 of 4 saved · 1.0 of 4.0\u00a0MB", "Paused", "Resume", widgets.Neutral},
		{core.Group{Done: 4, Total: 4e6}, "4.0\u00a0MB", "", "4 of 4 saved", "", widgets.Success},
		{core.Group{Done: 3, Failed: 1, Total: 4e6}, "4.0\u00a0MB · 1 failed", "", "3 of 4 saved", "", widgets.Warning},
		{core.Group{Cancelled: 4}, "", "", "Cancelled", "", widgets.Neutral},
	} {
		tt.group.Title, tt.group.Dir = "A list", "/home/ana/A list"
		s := groupStage(t, 4, core.Queued, tt.group)
		r := s.shown(t, "group:g")
		if r.state.meta != tt.meta || r.state.note != tt.note || r.state.tone != tt.tone {
			t.Errorf("%q %q %v, want %q %q %v", r.state.meta, r.state.note, r.state.tone, tt.meta, tt.note, tt.tone)
		}
		if got := r.bar.amount.Text(); tt.pace != "" && got != tt.pace {
			t.Errorf("%s: %q, want %q", tt.meta, got, tt.pace)
		}
		if again := r.buttons.primary.Visible(); again != (tt.group.Failed > 0) || again && r.buttons.primary.Label() != "Try failed again" {
			t.Errorf("%s: tries again %v", tt.meta, again)
		}
		if !r.buttons.secondary.Visible() || r.buttons.secondary.Label() != "Show folder" {
			t.Errorf("%s: no folder", tt.meta)
		}
		if got := r.buttons.pause; got.Visible() != (tt.button != "") || tt.button != "" && got.Label() != tt.button {
			t.Errorf("%s: %q, want %q", tt.meta, got.Label(), tt.button)
		}
	}
}

// TestKeysOverHeaders goes through a list by the keyboard, as a tree is.
func TestKeysOverHeaders(t *testing.T) {
	s := groupStage(t, 3, core.Queued, core.Group{})
	press := func(keys ...fyne.KeyName) {
		for _, k := range keys {
			s.list.TypedKey(&fyne.KeyEvent{Name: k})
		}
	}
	press(fyne.KeyHome, fyne.KeyDown)
	if s.list.Chosen() != "group:g" {
		t.Fatalf("chosen %q", s.list.Chosen())
	}
	if press(fyne.KeyLeft); s.lines() != "x group:g" {
		t.Errorf("Left: %q", s.lines())
	}
	if press(fyne.KeyRight); s.lines() != "x group:g p0 p1 p2" {
		t.Errorf("Right: %q", s.lines())
	}
	if press(fyne.KeyReturn); s.lines() != "x group:g" {
		t.Errorf("Enter: %q", s.lines())
	}
	if press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeyLeft); s.list.Chosen() != "group:g" {
		t.Errorf("Left in the group: chosen %q", s.list.Chosen())
	}
	if got := fmt.Sprint(s.list.Targets()); got != "[p0 p1 p2]" {
		t.Errorf("keys act on %s", got)
	}
	// Who closes a group by its chevron, while a row of it is chosen, has chosen it.
	press(fyne.KeyDown)
	test.Tap(s.shown(t, "group:g").head.chevron)
	if s.list.Chosen() != "group:g" || s.lines() != "x group:g" || !s.list.HasChosen() {
		t.Errorf("chosen %q of %q", s.list.Chosen(), s.lines())
	}
	s.shown(t, "group:g").DoubleTapped(nil)
	if s.lines() != "x group:g p0 p1 p2" {
		t.Errorf("double click: %q", s.lines())
	}
	// A found row of a closed group is shown.
	press(fyne.KeyLeft)
	if s.list.Find("p2", s.at); !s.list.Shows("p2") || !s.shown(t, "p2").Highlighted() {
		t.Errorf("found in %q", s.lines())
	}
}

func TestSelectOverHeaders(t *testing.T) {
	s := groupStage(t, 3, core.Queued, core.Group{})
	click := func(id core.ID, held fyne.KeyModifier) {
		s.shown(t, id).MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(400, 8)}, Button: desktop.MouseButtonPrimary, Modifier: held})
		s.shown(t, id).MouseUp(nil)
	}
	selected := func() string { return fmt.Sprint(s.list.Selected()) }
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	click("group:g", 0)
	if selected() != "[]" {
		t.Errorf("one click: %s", selected())
	}
	click("x", ctrl)
	if selected() != "[x p0 p1 p2]" || !s.shown(t, "group:g").Selected() {
		t.Errorf("a header and a row: %s", selected())
	}
	click("p1", ctrl)
	if selected() != "[x p0 p2]" || s.shown(t, "group:g").Selected() {
		t.Errorf("without one: %s", selected())
	}
	click("group:g", ctrl)
	click("group:g", ctrl)
	click("p1", ctrl)
	if selected() != "[x p1]" {
		t.Errorf("header on and off: %s", selected())
	}
	click("x", 0)
	click("p1", shift)
	if selected() != "[x p0 p1]" {
		t.Errorf("range over an open group: %s", selected())
	}
	s.list.setOpen("group:g", false)
	click("x", 0)
	click("group:g", shift)
	if selected() != "[x p0 p1 p2]" {
		t.Errorf("range over a closed group: %s", selected())
	}
	s.list.SelectAll()
	if len(s.list.Selected()) != 4 {
		t.Errorf("all: %s", selected())
	}
}

// TestThreadOfGroup holds that rows of a group stand further in, and that the line to
// them ends at the last one.
func TestThreadOfGroup(t *testing.T) {
	s := groupStage(t, 2, core.Queued, core.Group{})
	for _, compact := range []bool{false, true} {
		s.list.SetCompact(compact)
		header, first, last := s.shown(t, "group:g"), s.shown(t, "p0"), s.shown(t, "p1")
		if in := first.card.Position().X - header.card.Position().X; in != groupIndent {
			t.Errorf("%v further in", in)
		}
		if right := func(r *Row) float32 { return r.card.Position().X + r.card.Size().Width }; right(first) != right(header) {
			t.Error("the cards end at different places")
		}
		step := s.list.rowStep()
		if h := first.thread.down.Size().Height; h != step || !first.thread.bend[0].Visible() {
			t.Errorf("the thread is %v of %v long", h, step)
		}
		if h := last.thread.down.Size().Height; h >= step/2 {
			t.Errorf("the thread continues to %v of %v", h, step)
		}
		if end := header.thread.down; !end.Visible() || end.Position().Y+end.Size().Height != step {
			t.Error("the header has no end of the thread")
		}
		if s.shown(t, "x").thread.down.Visible() || s.shown(t, "x").head.chevron.Visible() {
			t.Error("a row on its own has a thread")
		}
	}
}

// TestScrollThroughGroup holds that a group of 5,000 has as many widgets as are seen.
func TestScrollThroughGroup(t *testing.T) {
	s := groupStage(t, 5000, core.Queued, core.Group{})
	s.list.setOpen("group:g", true)
	for i := range 200 {
		s.list.ScrollToOffset(float32(i) * 2500)
		s.tick(0)
	}
	if n := len(s.list.live); n > 20 {
		t.Errorf("%d row widgets are bound", n)
	}
}

// drag drags a row by the mouse to a height of the list, in lines.
func (s *stage) drag(t *testing.T, id core.ID, lines float32) {
	t.Helper()
	r := s.shown(t, id)
	at := fyne.NewPos(400, lines*s.list.rowStep()-s.list.GetScrollOffset())
	r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{AbsolutePosition: at}})
}

// TestDrag holds where rows go that are dragged: a group whole, and a row of a group
// within it.
func TestDrag(t *testing.T) {
	s := groupStage(t, 2, core.Queued, core.Group{})
	s.model.Apply(core.Update{Changed: []*core.Status{{ID: "y", Title: "Last", State: core.Queued}}, Order: []core.ID{"x", "p0", "p1", "y"}}, s.at)
	s.win.Resize(fyne.NewSize(900, 800))
	s.list.ShowChanged()
	if got := s.lines(); got != "x group:g p0 p1 y" {
		t.Fatal(got)
	}
	for _, tt := range []struct {
		row   core.ID
		lines float32
		line  core.ID // that draws where it goes
		side  dropLine
		moved string
	}{
		{"y", 0.2, "x", dropAbove, "[y] before x"},
		{"y", 1.9, "group:g", dropAbove, "[y] before p0"},
		{"x", 2.2, "group:g", dropAbove, "[x] before p0"},
		{"x", 3.7, "y", dropAbove, "[x] before y"},
		{"x", 9, "y", dropBelow, "[x] before "},
		{"group:g", 0, "x", dropAbove, "[p0 p1] before x"},
		{"group:g", 5, "y", dropBelow, "[p0 p1] before "},
		{"p0", 4.3, "p1", dropBelow, "[p0] before y"},
		{"p1", 0, "p0", dropAbove, "[p1] before p0"},
	} {
		s.moved = ""
		s.drag(t, tt.row, tt.lines)
		for _, l := range s.model.lines {
			want := dropNone
			if l.id == tt.line {
				want = tt.side
			}
			if got := s.shown(t, l.id); got.marks.drop != want || got.drop.Visible() != (want != dropNone) {
				t.Errorf("%s to %v: %s draws %v", tt.row, tt.lines, l.id, got.marks.drop)
			}
		}
		if s.shown(t, tt.row).DragEnd(); s.moved != tt.moved {
			t.Errorf("%s to %v: moved %q, want %q", tt.row, tt.lines, s.moved, tt.moved)
		}
		if s.shown(t, tt.line).drop.Visible() {
			t.Errorf("%s: the line is still there", tt.row)
		}
	}
	// What is selected is dragged together, and pressing a row of it keeps it so.
	s.list.selection.toggle("x")
	s.list.selection.toggle("y")
	s.list.Refresh()
	press := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(400, 8)}, Button: desktop.MouseButtonPrimary}
	s.shown(t, "y").MouseDown(press)
	s.drag(t, "y", 1.8)
	s.shown(t, "y").MouseUp(press)
	if s.shown(t, "y").DragEnd(); s.moved != "[x y] before p0" || len(s.list.Selected()) != 2 {
		t.Errorf("together: %q", s.moved)
	}
	s.moved = ""
	s.list.Sort(OrderTitle)
	s.drag(t, "y", 0)
	if s.shown(t, "y").DragEnd(); s.moved != "" {
		t.Errorf("in a sorted list: %q", s.moved)
	}
}

// TestEscapeEndsDrag holds that Escape leaves everything where it was, also when the
// mouse still moves before the button is released.
func TestEscapeEndsDrag(t *testing.T) {
	s := groupStage(t, 2, core.Queued, core.Group{})
	s.win.Resize(fyne.NewSize(900, 800))
	s.drag(t, "x", 9)
	s.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if s.shown(t, "p1").drop.Visible() || s.shown(t, "x").marks.highlighted {
		t.Error("something is still dragged")
	}
	s.drag(t, "x", 8.9)
	if s.shown(t, "x").DragEnd(); s.moved != "" {
		t.Errorf("moved %s", s.moved)
	}
	s.drag(t, "x", 9)
	if s.shown(t, "x").DragEnd(); s.moved != "[x] before " {
		t.Errorf("the next drag moves %q", s.moved)
	}
}

// TestGroupComesBackOpen holds that a long group which was removed and put back is as
// open as it was.
func TestGroupComesBackOpen(t *testing.T) {
	comesBack := func(t *testing.T, open bool) {
		s := groupStage(t, 12, core.Queued, core.Group{})
		s.list.setOpen("group:g", open)
		before, all := s.lines(), core.Update{Order: s.model.order}
		for _, id := range s.model.order {
			all.Changed = append(all.Changed, s.model.rows[id].status)
		}
		all.Order = append([]core.ID{}, all.Order...)
		all.Groups = []core.Group{{ID: "g", Count: 12}}
		s.model.Apply(core.Update{Removed: s.model.Members("group:g"), Groups: []core.Group{{ID: "g"}}, RemovedGroups: []core.GroupID{"g"}}, s.at)
		if got := s.lines(); got != "x" {
			t.Fatal(got)
		}
		if s.model.Apply(all, s.at); s.lines() != before {
			t.Errorf("%q, want %q", s.lines(), before)
		}
	}
	t.Run("open", func(t *testing.T) { comesBack(t, true) })
	t.Run("closed", func(t *testing.T) { comesBack(t, false) })
}

// TestHoverUnderList holds that nothing shows where the pointer rests under the rows.
func TestHoverUnderList(t *testing.T) {
	s := groupStage(t, 12, core.Queued, core.Group{})
	s.win.Resize(fyne.NewSize(900, 800))
	s.tick(0)
	at := fyne.NewPos(400, 2.5*s.list.rowStep())
	ground := func() color.Color { return s.win.Canvas().Capture().At(int(at.X), int(at.Y)) }
	before := ground()
	if test.MoveMouse(s.win.Canvas(), at); ground() != before {
		t.Errorf("the pointer leaves a mark where no row is: %v, not %v", ground(), before)
	}
}

// TestMoveByKeys holds where Alt+Up and Alt+Down move lines.
func TestMoveByKeys(t *testing.T) {
	s := groupStage(t, 3, core.Queued, core.Group{})
	s.model.Apply(core.Update{Changed: []*core.Status{{ID: "y", Title: "Last", State: core.Queued}}, Order: []core.ID{"p0", "x", "p1", "p2", "y"}}, s.at)
	if got := s.lines(); got != "group:g p0 p1 p2 x y" {
		t.Fatal(got)
	}
	end := Place{"", true}
	for _, tt := range []struct {
		ids      []core.ID
		up, down Place
	}{
		{[]core.ID{"x"}, Place{"p0", true}, end},
		{[]core.ID{"y"}, Place{"x", true}, Place{}},
		{[]core.ID{"p0", "p1", "p2"}, Place{}, Place{"y", true}},
		{[]core.ID{"p0"}, Place{}, Place{"p2", true}},
		{[]core.ID{"p2"}, Place{"p1", true}, Place{}},
		{[]core.ID{"p0", "p1"}, Place{}, Place{"y", true}},
		{[]core.ID{"x", "y"}, Place{"p0", true}, Place{}},
		{[]core.ID{"p1", "x"}, Place{}, end}, // of a group and of none
		{nil, Place{}, Place{}},
	} {
		if up, down := s.model.Moving().Up(tt.ids), s.model.Moving().Down(tt.ids); up != tt.up || down != tt.down {
			t.Errorf("%s: up %v, down %v, want %v and %v", tt.ids, up, down, tt.up, tt.down)
		}
	}
}

// BenchmarkGroupOf5000 is what an update of one row and what a step of the wheel cost in
// an open group of 5,000.
func BenchmarkGroupOf5000(b *testing.B) {
	s := groupStage(b, 5000, core.Queued, core.Group{})
	s.list.setOpen("group:g", true)
	b.Run("update", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			s.model.Apply(core.Update{
				Changed: []*core.Status{{ID: "p9", Group: "g", State: core.Downloading, Received: int64(i), Total: 1e9}},
				Groups:  []core.Group{{ID: "g", Count: 5000, Active: 1, Received: int64(i), Expected: 1e12}},
			}, s.at)
			s.tick(100 * time.Millisecond)
		}
	})
	b.Run("scroll", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			s.list.ScrollToOffset(float32(i*104%500000) + 1)
		}
	})
	b.Run("search", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			s.list.Search([]string{"part 4", "part"}[i%2])
		}
	})
}

// The rows of a group say which of it they are, whatever the filter, and their channel
// only where the header has another.
func TestRowsOfAGroupAreNumbered(t *testing.T) {
	s := groupStage(t, 3, core.Queued, core.Group{Title: "Bread", Channel: "Slow Kitchen"})
	s.send(core.Status{ID: "p1", Title: "Folding", Channel: "Slow Kitchen", Quality: "1080p", Group: "g", State: core.Queued})
	s.send(core.Status{ID: "p2", Title: "Baking", Channel: "A guest", Quality: "720p", Group: "g", State: core.Paused})
	if got := s.shown(t, "p1").meta.Text(); got != "2 of 3 · 1080p" {
		t.Errorf("second: %q", got)
	}
	s.list.SetFilter(GroupPaused)
	if got := s.shown(t, "p2").meta.Text(); got != "3 of 3 · A guest · 720p" {
		t.Errorf("third, filtered: %q", got)
	}
}

// TestFoldsAreKept holds that groups are open or closed as they were, but not those that
// nobody opened or closed.
func TestFoldsAreKept(t *testing.T) {
	s := groupStage(t, 14, core.Queued, core.Group{})
	calls := 0
	s.model.Folded = func() { calls++ }
	s.list.setOpen("group:g", true)
	folds := s.model.Folds()
	if calls != 1 || len(folds) != 1 {
		t.Fatalf("%d calls, %q", calls, folds)
	}
	next := groupStage(t, 14, core.Queued, core.Group{})
	before := len(next.model.lines)
	next.model.Refold(append(folds, "+unknown", "", "x"))
	if got := len(next.model.lines); got != before+14 {
		t.Errorf("%d lines, then %d", before, got)
	}
	next.model.Refold([]string{"-g"})
	if got := len(next.model.lines); got != before {
		t.Errorf("closed again: %d lines", got)
	}
}

// A group is not done before the slowest of its rows is.
func TestTimeLeftOfAGroupCoversItsRows(t *testing.T) {
	s := groupStage(t, 3, core.Queued, core.Group{Active: 2, Speed: 10e6, Expected: 100e6, ETA: 10 * time.Second})
	s.send(core.Status{ID: "p0", Group: "g", State: core.Downloading, Total: 90e6, Speed: 1e6, ETA: 90 * time.Second})
	s.send(core.Status{ID: "p1", Group: "g", State: core.Downloading, Total: 9e6, Speed: 9e6, ETA: time.Second})
	s.tick(2 * time.Second)
	s.model.Apply(core.Update{Groups: []core.Group{{ID: "g", Count: 3, Active: 2, Speed: 10e6, Expected: 100e6, ETA: 10 * time.Second}}}, s.at)
	head, _ := s.model.groups["g"].head.content.Get()
	row, _ := s.model.rows["p0"].content.Get()
	if head.pace.left == "" || head.pace.left != row.pace.left {
		t.Errorf("header %q, its slowest row %q", head.pace.left, row.pace.left)
	}
}
