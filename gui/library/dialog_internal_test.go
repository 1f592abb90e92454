package library

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/linkfile"
	"github.com/hilo-app/hilo/gui/internal/inspect"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

func press(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

func entry(n int, title string) history.Entry {
	return history.Entry{
		VideoID: fmt.Sprintf("video%06d", n), Title: title, Channel: "Ana", Quality: "1080p", Size: 142e6, List: "Coast",
		File: fmt.Sprintf("/d/%d.mp4", n), Saved: noon.Add(time.Duration(n) * time.Second),
	}
}

// many are that many entries, the last of them the newest.
func many(n int) []history.Entry {
	all := make([]history.Entry, n)
	for i := range all {
		all[i] = entry(i, fmt.Sprintf("Episode %d", i))
	}
	return all
}

// shown returns the rows of a source as text.
func shown(s source) string {
	var all []string
	for i := range s.length() {
		c := s.row(i)
		all = append(all, strings.Trim(strings.Join([]string{c.title, c.line, c.more, c.when, c.state, c.stateMore}, " | "), " |"))
	}
	return strings.Join(all, "\n")
}

// A row of the history says what was saved and, once it was seen, whether it is
// there; the disk is asked in the background and once.
func TestHistoryRows(t *testing.T) {
	h := newFakeHost(t, entry(1, "Marea"), entry(2, "Night"))
	h.gone["/d/1.mp4"] = true
	d := Open(h, HistoryTab)
	if len(h.did) != 0 || d.view.sum.Text() != "" {
		t.Errorf("the disk was asked before anything was seen: %q", h.took())
	}
	h.settle()
	want := "Night | Ana · 1080p · 142\u00a0MB · Coast |  | Today 12:00 | Here\nMarea | Ana · 1080p · 142\u00a0MB · Coast |  | Today 12:00 | Moved or deleted"
	if got := shown(d.history); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := h.took(); strings.Count(got, "look for") != 2 {
		t.Errorf("asked: %q", got)
	}
	if d.view.sum.Text() != "2 downloads" {
		t.Error(d.view.sum.Text())
	}
	d.view.lists[HistoryTab].Refresh()
	h.settle()
	if got := h.took(); got != "" {
		t.Errorf("asked again: %q", got)
	}
}

// Enter opens a file that is there and downloads one again that is not; a file that
// was deleted since is not opened.
func TestHistoryActions(t *testing.T) {
	h := newFakeHost(t, entry(1, "Marea"), entry(2, "Night"))
	h.gone["/d/1.mp4"] = true
	d := h.open(HistoryTab)
	h.took()
	l := d.view.lists[HistoryTab]
	h.Canvas().Focus(l)
	press(l, fyne.KeyReturn)
	h.settle()
	if got := h.took(); got != "look for /d/2.mp4, open /d/2.mp4" {
		t.Error(got)
	}
	press(l, fyne.KeyDown)
	press(l, fyne.KeyReturn)
	if got := h.took(); got != "download video000001" || d.history.row(1).state != "In the list" {
		t.Errorf("%q, %q", got, d.history.row(1).state)
	}
	h.gone["/d/2.mp4"] = true
	press(l, fyne.KeyUp)
	press(l, fyne.KeyReturn)
	h.settle()
	if got := h.took(); got != "look for /d/2.mp4" || d.history.row(0).state != "Moved or deleted" {
		t.Errorf("%q, %q", got, d.history.row(0).state)
	}
	press(l, fyne.KeyDelete)
	h.settle()
	if h.history.Len() != 1 || shown(d.history) == "" || strings.Contains(shown(d.history), "Night") {
		t.Errorf("not forgotten: %q", shown(d.history))
	}
}

// Of a long history only what is around the rows that are seen is held.
func TestLongHistory(t *testing.T) {
	h := newFakeHost(t, many(5000)...)
	d := h.open(HistoryTab)
	l := d.view.lists[HistoryTab]
	h.Canvas().Focus(l)
	for _, k := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome, fyne.KeyEnd} {
		press(l, k)
		h.settle()
	}
	if got := d.history.row(4999).title; got != "Episode 0" {
		t.Errorf("the last row is %q", got)
	}
	for range 100 {
		press(l, fyne.KeyPageUp)
		h.settle()
		if d.history.row(l.current).title == "" {
			t.Fatalf("row %d is blank", l.current)
		}
	}
	if h.history.largest > pageSize || len(d.history.page) > pageSize {
		t.Errorf("%d entries are held, and %d were fetched at once", len(d.history.page), h.history.largest)
	}
}

// Each key searches, one search at a time, and the last words win.
func TestSearchWhileTyping(t *testing.T) {
	h := newFakeHost(t, entry(1, "Marea"), entry(2, "Zulu"), entry(3, "Night"))
	d := h.open(HistoryTab)
	before := h.history.searches
	test.Type(d.view.searches[HistoryTab], "zulu")
	if len(h.work) != 1 {
		t.Fatalf("%d searches at a time", len(h.work))
	}
	h.work[0]()
	h.results[0]() // of the first letter, which are not asked for any more
	if h.work, h.results = h.work[1:], h.results[1:]; d.history.found != 3 {
		t.Errorf("%d found by an older search are shown", d.history.found)
	}
	h.settle()
	if got := shown(d.history); !strings.HasPrefix(got, "Zulu") || d.history.found != 1 {
		t.Errorf("found %q", got)
	}
	if n := h.history.searches - before; n != 2 {
		t.Errorf("%d searches for four keys that came at once", n)
	}
	if d.view.sum.Text() != "1 found of 3 downloads" {
		t.Error(d.view.sum.Text())
	}
	d.view.searches[HistoryTab].SetText("nowhere")
	h.settle()
	if !d.view.empty.Visible() || d.view.listAreas[HistoryTab].Visible() || d.view.empty.Text() != "Nothing that was downloaded has these words." {
		t.Error(d.view.empty.Text())
	}
}

// Emptying the history asks first.
func TestEmptyTheHistory(t *testing.T) {
	h := newFakeHost(t, many(3)...)
	d := h.open(HistoryTab)
	test.Tap(d.view.clear)
	if d.view.sum.Text() != "Forget all 3 downloads?" || d.view.clear.Visible() {
		t.Fatal(d.view.sum.Text())
	}
	d.Key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	h.settle()
	if h.history.Len() != 3 || h.dialog == nil || !d.view.clear.Visible() {
		t.Fatal("Escape does not only end the question")
	}
	test.Tap(d.view.clear)
	test.Tap(d.view.question[1])
	h.settle()
	if h.history.Len() != 0 || !d.view.clear.Disabled() || !strings.HasPrefix(d.view.empty.Text(), "What you download") {
		t.Errorf("%d left, %q", h.history.Len(), d.view.empty.Text())
	}
}

// The question of how many are forgotten counts what is saved while it stands, and what
// was saved before the answer but is not counted yet is asked about again.
func TestEmptyTheHistoryWhileItGrows(t *testing.T) {
	h := newFakeHost(t, many(3)...)
	d := h.open(HistoryTab)
	test.Tap(d.view.clear)
	h.history.Add(history.Entry{VideoID: "later", Title: "Later", Saved: noon.Add(time.Hour)})
	h.history.Wait()
	d.HistoryChanged()
	h.settle()
	if got := d.view.sum.Text(); got != "Forget all 4 downloads?" {
		t.Errorf("asked %q", got)
	}
	h.history.Add(history.Entry{VideoID: "last", Title: "Last", Saved: noon.Add(2 * time.Hour)})
	h.history.Wait()
	test.Tap(d.view.question[1])
	h.settle()
	if got := d.view.sum.Text(); h.history.Len() != 5 || got != "Forget all 5 downloads?" {
		t.Errorf("%d are left, asked %q", h.history.Len(), got)
	}
	test.Tap(d.view.question[1])
	h.settle()
	if h.history.Len() != 0 {
		t.Errorf("%d left", h.history.Len())
	}
}

// followed are lists in every state.
func followed() []follow.Followed {
	at := noon.Add(-time.Hour)
	return []follow.Followed{
		{ID: "a", Kind: core.Channel, Text: "c", Title: "Cuentos", Channel: "Cuentos", Since: noon, Checked: at, New: []follow.Entry{{VideoID: "x"}, {VideoID: "y"}}},
		{ID: "b", Kind: core.Playlist, Text: "p", Title: "Course", Channel: "Open", Since: noon, Checked: at, Automatic: true, Found: 1},
		{ID: "c", Kind: core.Search, Text: "viaduct", Title: "viaduct", Since: noon, Checked: at},
		{ID: "d", Kind: core.Playlist, Text: "q", Title: "Sky", Since: noon, Checked: at, Problem: &core.Problem{Class: core.RateLimited}},
		{ID: "e", Kind: core.Playlist, Text: "r", Since: noon},
	}
}

// A row of what is followed says what the last check found, and when the next one is.
func TestFollowingRows(t *testing.T) {
	h := newFakeHost(t)
	h.lists.all = followed()
	d := h.open(FollowingTab)
	rows := strings.Split(shown(d.following), "\n")
	for i, want := range []string{
		"Cuentos | channel · since 23 Nov | New ones are offered |  | 2 new | Checked 11:00 · next 17:00",
		"Course | Open · playlist · since 23 Nov | New ones are downloaded |  | 1 downloaded | Checked 11:00 · next 17:00",
		"viaduct | search · since 23 Nov | New ones are offered |  | Nothing new | Checked 11:00 · next 17:00",
	} {
		if rows[i] != want {
			t.Errorf("%q\nwant %q", rows[i], want)
		}
	}
	if c := d.following.row(3); c.stateTone != bad || c.state == "" || c.actions[0].label != "Try now" {
		t.Errorf("%+v", c)
	}
	if c := d.following.row(4); c.state != "Checking…" || c.title != "r" {
		t.Errorf("%+v", c)
	}
	if got := d.view.tabs[FollowingTab].Label(); got != "Following 2" {
		t.Errorf("the tab says %q", got)
	}
	d.view.searches[FollowingTab].SetText("OPEN")
	if got := shown(d.following); !strings.HasPrefix(got, "Course") || strings.Contains(got, "\n") {
		t.Errorf("found %q", got)
	}
}

// Enter chooses from what is new, or checks; Del ends following.
func TestFollowingActions(t *testing.T) {
	h := newFakeHost(t)
	h.lists.all = followed()
	d := h.open(FollowingTab)
	l := d.view.lists[FollowingTab]
	press(l, fyne.KeyReturn)
	press(l, fyne.KeyDown)
	press(l, fyne.KeyReturn)
	if got := h.took(); got != "choose a, check b" || d.following.row(1).state != "Checking…" {
		t.Errorf("%q, %q", got, d.following.row(1).state)
	}
	h.lists.all[1].Checked = noon
	d.FollowingChanged()
	if got := d.following.row(1).state; got != "1 downloaded" {
		t.Errorf("after the check: %q", got)
	}
	press(l, fyne.KeyDelete)
	if got := h.took(); got != "remove b" || d.following.length() != 4 {
		t.Errorf("%q, %d rows", got, d.following.length())
	}
	test.Tap(d.view.checkAll)
	if got := h.took(); got != "check a c d e" {
		t.Error(got)
	}
	h.every = -1
	d.refresh()
	if d.view.every.Label() != "Only by hand" || d.following.row(0).stateMore != "Checked 11:00" {
		t.Errorf("%q, %q", d.view.every.Label(), d.following.row(0).stateMore)
	}
	for label, want := range map[string]string{"Download 2": "take a", "Offer these 2 no more": "dismiss a", "Download new ones by themselves": "automatic a true"} {
		for _, item := range d.following.row(0).menu() {
			if item.Label == label {
				item.Do()
			}
		}
		if got := h.took(); got != want {
			t.Errorf("%s: %q", label, got)
		}
	}
}

// The link of a list in the field is followed; other words only search.
func TestFollowALink(t *testing.T) {
	h := newFakeHost(t)
	d := h.open(FollowingTab)
	field := d.view.searches[FollowingTab]
	if field.SetText("bridges"); !d.view.add.Disabled() {
		t.Error("words can be followed")
	}
	h.refuse = "At most 500 lists can be followed."
	field.SetText("https://www.youtube.com/playlist?list=PLx")
	test.Tap(d.view.add)
	if d.view.sum.Text() != h.refuse || field.Text == "" {
		t.Errorf("refused, but it says %q", d.view.sum.Text())
	}
	h.refuse = ""
	test.Tap(d.view.add)
	if len(d.following.shown) != 1 || field.Text != "" {
		t.Errorf("%d rows, %q", len(d.following.shown), field.Text)
	}
}

// Of a file with links, lists are followed and videos downloaded, each if wished.
func TestOffer(t *testing.T) {
	h := newFakeHost(t)
	d := h.open(HistoryTab)
	d.Offer(Imported{Name: "a.csv", Videos: make([]linkfile.Item, 3), Lists: []linkfile.Item{{URL: "p"}, {URL: "q"}}})
	if d.view.sum.Text() != "2 lists and channels · 3 videos" || d.view.question[1].Label() != "Follow 2" || d.view.question[2].Label() != "Download 3" {
		t.Fatalf("%q", d.view.sum.Text())
	}
	test.Tap(d.view.question[1])
	if len(h.lists.all) != 2 || d.tab != FollowingTab || d.view.sum.Text() != "3 videos" || d.view.note.Text() != "2 more are followed." {
		t.Errorf("%d followed, %q, %q", len(h.lists.all), d.view.sum.Text(), d.view.note.Text())
	}
	test.Tap(d.view.question[1])
	if got := h.took(); got != "add 3" || d.view.asking {
		t.Errorf("%q", got)
	}
	d.Offer(Imported{Name: "a.csv"})
	if d.view.sum.Text() != "No YouTube link in a.csv" {
		t.Error(d.view.sum.Text())
	}
}

// Nothing reaches beyond the dialog, however small the window is, and the state of a
// row that needs attention is said in a narrow one, too.
func TestNarrow(t *testing.T) {
	h := newFakeHost(t, entry(1, "Marea"))
	h.gone["/d/1.mp4"] = true
	h.lists.all = followed()
	for _, size := range []fyne.Size{fyne.NewSize(960, 720), fyne.NewSize(600, 440)} {
		h.win.Resize(size)
		for _, tab := range []Tab{HistoryTab, FollowingTab} {
			d := h.open(tab)
			card := h.card.CardSize()
			for _, o := range test.LaidOutObjects(d.view.content) {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
				if right := at.X + o.Size().Width - (size.Width-card.Width)/2; o.Visible() && right > card.Width+1 {
					t.Errorf("%v, tab %d: a %T ends %.0f past the dialog", size, tab, o, right-card.Width)
				}
			}
			field := d.view.searches[tab]
			if w := widgets.Measure(field.Hint(), theme.SizeSmall, false); field.Hint() == "" || w > field.View.Size().Width-searchInset {
				t.Errorf("%v: %q is wider than its field", size, field.Hint())
			}
			for r := range d.view.lists[tab].live {
				if r.content.stateTone == bad && (!r.state.Visible() || r.state.Size().Width < leastOfTitle/2) {
					t.Errorf("%v: %q is not seen", size, r.content.state)
				}
				if r.content.id != "" && r.title.Size().Width < leastOfTitle {
					t.Errorf("%v, tab %d: %.0f for the title %q", size, tab, r.title.Size().Width, r.content.title)
				}
			}
			h.Close()
		}
	}
}

// BenchmarkKey50000 types a key into the search of a history of 50,000, until its rows
// are there. They are painted in the next frame.
func BenchmarkKey50000(b *testing.B) {
	h := newFakeHost(b, many(50_000)...)
	h.history.Prepare()
	field := h.open(HistoryTab).view.searches[HistoryTab]
	const words = "episode 49 ana"
	for i := 0; b.Loop(); i++ {
		if i%len(words) == 0 {
			b.StopTimer()
			field.SetText("")
			h.settle()
			b.StartTimer()
		}
		field.TypedRune(rune(words[i%len(words)]))
		h.settle()
	}
}

func BenchmarkSearchPage(b *testing.B) {
	all := history.Open(nil, nil)
	for _, e := range many(50_000) {
		all.Add(e)
	}
	all.Prepare()
	for b.Loop() {
		all.Search("episode 49", 0, pageSize)
	}
}

// Every control has a name for a screen reader and is large enough to press.
func TestAccessibleNames(t *testing.T) {
	h := newFakeHost(t, entry(1, "Marea"))
	h.gone["/d/1.mp4"] = true
	h.lists.all = followed()
	for _, tab := range []Tab{HistoryTab, FollowingTab} {
		h.open(tab)
		count, problems := inspect.Controls(h.card)
		if count < 6 {
			t.Errorf("tab %d: %d controls", tab, count)
		}
		for _, p := range problems {
			t.Errorf("tab %d: %s", tab, p)
		}
		h.Close()
	}
}
