package picker

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/internal/inspect"
	"github.com/hilo-app/hilo/gui/widgets"
)

// pages are a list of 230 in three pages: every tenth is there already, one is
// private, and two more are not given out at all.
func pages() []Page {
	var all []Page
	for from := 0; from < 230; from += 100 {
		p := Page{}
		for i := from; i < min(from+100, 230); i++ {
			e := Entry{ID: fmt.Sprintf("id%09d", i), Title: fmt.Sprintf("Episode %d", i+1), Channel: "Ana", Number: i + 1, Duration: 10 * time.Minute, Here: i%10 == 9}
			if i == 5 {
				e.Why, e.Reason = "private", core.Private
			}
			p.Entries = append(p.Entries, e)
		}
		all = append(all, p)
	}
	all[0].Title, all[0].Author, all[0].Total = "Stories", "Ana", 232
	return all
}

func press(o fyne.Focusable, k fyne.KeyName) { o.TypedKey(&fyne.KeyEvent{Name: k}) }

// A list is two actions: the link opens the picker, Enter takes all of it but what is
// there already.
func TestEnterTakesAll(t *testing.T) {
	h := newFakeHost(t, pages()...)
	d := h.open(Playlist)
	v := d.view
	for want, got := range map[string]string{
		"Stories":        v.title.Text(),
		"Ana · playlist": v.meta.Text(),
		"229 of 232: 1 is private · 2 are not shown by YouTube": v.progress.Text(),
		"206 ticked":            v.ticked.Text(),
		"23 are already here":   v.rest.Text(),
		"Download 206":          v.start.Label(),
		"Downloads / Stories /": v.path.Text(),
		"1 - Episode 1.mp4":     v.name.Text(),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if h.Canvas().Focused() != fyne.Focusable(v.list) {
		t.Error("the list does not have the focus")
	}
	press(v.list, fyne.KeyReturn)
	if len(h.choices) != 1 || h.dialog != nil {
		t.Fatal("Enter did not download")
	}
	c := h.choices[0]
	if len(c.Entries) != 206 || c.Title != "Stories" || c.Total != 232 || !c.Folder || !c.Numbered || c.Wish.Kind != format.Video || c.Dir != "/home/ana/Downloads" {
		t.Errorf("%d entries, %+v", len(c.Entries), c.Request)
	}
}

// The first page is there before the second one was asked for, and all stays usable.
func TestPagesArriveOneByOne(t *testing.T) {
	all := pages()
	h := newFakeHost(t, all...)
	d := Open(h, Request{Text: "x", Kind: Playlist, Dir: "/d"})
	h.workers.Wait()
	if len(h.results) != len(all) {
		t.Fatalf("%d results", len(h.results))
	}
	h.results[0]()
	if got := d.view.progress.Text(); got != "100 of 232 so far" {
		t.Errorf("progress %q", got)
	}
	d.view.list.tap(0, false)
	h.results[1]()
	d.Update()
	if got := d.view.progress.Text(); got != "200 of 232 so far" || d.view.ticked.Text() != "178 ticked" {
		t.Errorf("progress %q, %q", got, d.view.ticked.Text())
	}
	h.results[2]()
	if c := d.Choice(); c.Entries[0].ID == all[0].Entries[0].ID || len(c.Entries) != 205 {
		t.Errorf("the tick of the first entry came back, or others are lost: %d", len(c.Entries))
	}
}

// After a fault the pages stay, and reading continues with the page that failed.
func TestFaultInTheMiddle(t *testing.T) {
	h := newFakeHost(t, pages()...)
	h.errs[1] = &core.Problem{Class: core.Unreachable}
	d := h.open(Playlist)
	v := d.view
	if !strings.HasPrefix(v.progress.Text(), "100 of 232 so far · ") || !v.again.Visible() || len(d.selection.all) != 100 {
		t.Fatalf("%q, %d entries", v.progress.Text(), len(d.selection.all))
	}
	if v.start.Disabled() || v.start.Label() != "Download 89" {
		t.Errorf("what is there cannot be downloaded: %q", v.start.Label())
	}
	test.Tap(v.again)
	h.settle()
	if len(d.selection.all) != 230 || v.again.Visible() || v.start.Label() != "Download 206" {
		t.Errorf("%d entries, %q", len(d.selection.all), v.start.Label())
	}
}

// A list that cannot be read at all says why and can be tried again.
func TestFaultAtTheStart(t *testing.T) {
	h := newFakeHost(t, pages()...)
	h.errs[0] = &core.Problem{Class: core.Unreachable}
	d := h.open(Playlist)
	v := d.view
	if !v.empty.Visible() || v.empty.Text() == "" || v.list.Visible() || v.start.Label() != "Try again" {
		t.Fatalf("%q, %q", v.empty.Text(), v.start.Label())
	}
	test.Tap(v.start)
	h.settle()
	if v.start.Label() != "Download 206" || v.empty.Visible() {
		t.Errorf("%q", v.start.Label())
	}
	press(v.list, fyne.KeyEscape)
	if h.dialog != nil || len(h.choices) != 0 {
		t.Error("Escape does not close")
	}
}

// rowOf returns the row that shows an entry.
func rowOf(t *testing.T, d *Dialog, position int) *row {
	t.Helper()
	for r := range d.view.list.live {
		if r.position == position {
			return r
		}
	}
	t.Fatalf("position %d is not seen", position)
	return nil
}

func click(r *row, m fyne.KeyModifier) {
	r.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: m})
	r.MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: m})
	r.Tapped(&fyne.PointEvent{})
}

// A click and a Shift+click tick all in between, and so do Shift and the arrows.
func TestRanges(t *testing.T) {
	h := newFakeHost(t, pages()...)
	d := h.open(Playlist)
	v := d.view
	test.Tap(v.none)
	if !v.start.Disabled() {
		t.Error("nothing is ticked, and can be downloaded")
	}
	click(rowOf(t, d, 1), 0)
	click(rowOf(t, d, 4), fyne.KeyModifierShift)
	if got := v.start.Label(); got != "Download 4" {
		t.Errorf("%q", got)
	}
	l := v.list
	l.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(l, fyne.KeyDown) // the private one
	press(l, fyne.KeyDown)
	l.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if got := v.start.Label(); got != "Download 5" {
		t.Errorf("%q", got)
	}
	press(l, fyne.KeyEnd)
	press(l, fyne.KeySpace)
	if got := d.Choice().Entries; len(got) != 6 || got[5].Number != 230 {
		t.Errorf("%d entries", len(got))
	}
}

func TestFiltersOfTheList(t *testing.T) {
	h := newFakeHost(t, pages()...)
	d := h.open(Playlist)
	v := d.view
	test.Tap(v.none)
	test.Type(v.filter, "episode 20")
	if len(d.selection.shown) != 13 { // 20, 120, 200 to 209, 220
		t.Errorf("%d entries", len(d.selection.shown))
	}
	test.Tap(v.all)
	if got := v.start.Label(); got != "Download 9" { // every tenth is there already
		t.Errorf("%q", got)
	}
	press(v.filter, fyne.KeyReturn)
	if h.Canvas().Focused() != fyne.Focusable(v.list) || len(h.choices) != 0 {
		t.Error("Enter in the filter does not lead to the list")
	}
	test.Type(v.filter, " nothing")
	if !v.empty.Visible() || v.list.Visible() {
		t.Error("an empty filter does not say so")
	}
	if got := v.start.Label(); got != "Download 9" {
		t.Errorf("hidden ticks are lost: %q", got)
	}
	d.length = long
	v.filter.SetText("")
	d.setFilter()
	if len(d.selection.shown) != 0 || !v.length.Chosen() {
		t.Error("the length does not filter")
	}
}

func TestChoicesGoAlong(t *testing.T) {
	h := newFakeHost(t, pages()...)
	d := h.open(Playlist)
	v := d.view
	test.Tap(v.ownFolder)
	test.Tap(v.numbers)
	test.Tap(v.folder)
	audio, ok := v.bar.View.Objects[2].(fyne.Tappable)
	if !ok {
		t.Fatal("no Audio button")
	}
	before := v.sum.Text()
	audio.Tapped(nil)
	if v.sum.Text() == before {
		t.Error("the forecast does not follow the choice")
	}
	h.free = 1
	d.showTicks()
	test.Tap(v.start)
	c := h.choices[0]
	if c.Folder || c.Numbered || c.Dir != "/home/ana/Music" || c.Wish.Kind != format.Audio {
		t.Errorf("%+v", c)
	}
}

// In a search nothing is ticked; there are more results on demand, and other words
// can be looked for.
func TestSearch(t *testing.T) {
	first := Page{Entries: []Entry{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}}}
	h := newFakeHost(t, first, Page{Entries: []Entry{{ID: "c", Title: "C"}}})
	d := h.open(Search)
	v := d.view
	if v.query.Text != d.request.Text {
		t.Errorf("the entry says %q", v.query.Text)
	}
	if len(d.selection.all) != 2 || !v.start.Disabled() || v.sum.Text() != "2 results from YouTube" || !v.more.Visible() {
		t.Fatalf("%d entries, %q", len(d.selection.all), v.sum.Text())
	}
	test.Tap(v.more)
	h.settle()
	if len(d.selection.all) != 3 || v.more.Visible() {
		t.Errorf("%d entries, more %v", len(d.selection.all), v.more.Visible())
	}
	click(rowOf(t, d, 0), 0)
	v.query.SetText("other words")
	press(v.query, fyne.KeyReturn)
	h.settle()
	if len(d.selection.all) != 2 || h.asked[1] != "other words" || d.selection.sums.count != 0 {
		t.Errorf("asked for %q, %d entries", h.asked, len(d.selection.all))
	}
	click(rowOf(t, d, 1), 0)
	press(v.list, fyne.KeyReturn)
	if len(h.choices) != 1 || h.choices[0].Entries[0].ID != "b" {
		t.Errorf("%+v", h.choices)
	}
}

// Nothing is left running when the dialog closes while it reads.
func TestCloseWhileReading(t *testing.T) {
	h := newFakeHost(t, pages()...)
	Open(h, Request{Text: "x", Kind: Playlist, Dir: "/d"})
	h.Close()
	h.settle()
	if h.dialog != nil || len(h.choices) != 0 {
		t.Error("it came back")
	}
}

func TestBitrates(t *testing.T) {
	for _, tt := range []struct {
		wish format.Wish
		want int64
	}{
		{format.Wish{Kind: format.Video}, 2800e3},
		{format.Wish{Kind: format.Video, MaxHeight: 720}, 1500e3},
		{format.Wish{Kind: format.Video, MaxHeight: 144}, 500e3},
		{format.Wish{Kind: format.Video, Best: true}, 9000e3},
		{format.Wish{Kind: format.Audio}, 240e3},
		{format.Wish{Kind: format.Audio, MP3: format.MP3320}, 320e3},
		{format.Wish{Kind: format.Audio, Format: format.M4A}, 130e3},
	} {
		if got := bitrate(tt.wish); got != tt.want {
			t.Errorf("%+v: %d", tt.wish, got)
		}
	}
	if got := bytesOf(format.Wish{Kind: format.Audio, MP3: format.MP3320}, 10*time.Second); got != 400_000 {
		t.Error(got)
	}
}

// A list that was read whole is followed from what it has on; what is not here yet
// can be offered as well.
func TestFollow(t *testing.T) {
	for _, c := range []struct {
		automatic, older bool
		present          int
	}{{false, false, 230}, {true, false, 230}, {false, true, 23}} {
		h := newFakeHost(t, pages()...)
		d := h.open(Playlist)
		if v := d.view.follow; !v.Visible() || v.Chosen() || v.Label() != "Follow" {
			t.Fatal("the list cannot be followed")
		}
		d.follow(c.automatic, c.older)
		if len(h.follows) != 1 {
			t.Fatal("not followed")
		}
		f := h.follows[0]
		if f.Automatic != c.automatic || !f.Complete || len(f.Present) != c.present || f.Title != "Stories" || f.Author != "Ana" || f.Total != 232 || !f.Numbered {
			t.Errorf("%+v: automatic %v, complete %v, %d present, %q", c, f.Automatic, f.Complete, len(f.Present), f.Title)
		}
		if v := d.view.follow; !v.Chosen() || v.Label() != "Following" {
			t.Error("it does not say that the list is followed")
		}
		d.view.follow.Press() // once is enough
		if h.Canvas().Overlays().Top() != fyne.CanvasObject(h.card) {
			t.Error("a menu opened for a list that is followed")
		}
	}
}

// Of a list that was read in part, what the first check finds is not new.
func TestFollowBeforeAllIsRead(t *testing.T) {
	h := newFakeHost(t, pages()...)
	h.errs[1] = &core.Problem{Class: core.Offline}
	d := h.open(Channel)
	if d.follow(false, false); len(h.follows) != 1 || h.follows[0].Complete || len(h.follows[0].Present) != 100 {
		t.Errorf("%d followed", len(h.follows))
	}
}

// Every control has a name for a screen reader and is large enough to press.
func TestAccessibleNames(t *testing.T) {
	for _, k := range []Kind{Playlist, Channel, Search} {
		h := newFakeHost(t, pages()...)
		h.open(k)
		count, problems := inspect.Controls(h.card)
		if count < 8 {
			t.Errorf("kind %d: %d controls", k, count)
		}
		for _, p := range problems {
			t.Errorf("kind %d: %s", k, p)
		}
		h.Close()
	}
}

// The subtitles of the settings stay when another quality is chosen, and can be chosen
// here for the list.
func TestSubtitles(t *testing.T) {
	h := newFakeHost(t, pages()...)
	base := format.Wish{Kind: format.Video, Subtitles: format.Subtitles{Languages: "es,en", Embed: true}}
	d := Open(h, Request{Text: "x", Kind: Playlist, Base: base, Dir: "/d"})
	h.settle()
	if got := d.view.subtitles.Label(); got != "Spanish and English" {
		t.Errorf("the button says %q", got)
	}
	d.setWish(format.Wish{Kind: format.Video, MaxHeight: 720})
	if got := d.Choice().Wish; got.Subtitles != base.Subtitles || got.MaxHeight != 720 {
		t.Errorf("%+v", got)
	}
	item(t, subtitleItems("", d.setSubtitles), "English").Do()
	if got := d.Choice().Wish.Subtitles; got != (format.Subtitles{Languages: "en", Embed: true}) || d.view.subtitles.Label() != "English" {
		t.Errorf("%+v, %q", got, d.view.subtitles.Label())
	}
	item(t, subtitleItems("", d.setSubtitles), "None").Do()
	if got := d.Choice().Wish.Subtitles; got != (format.Subtitles{}) || d.view.subtitles.Label() != "None" {
		t.Errorf("%+v, %q", got, d.view.subtitles.Label())
	}
	d.request.Base.Subtitles = format.Subtitles{}
	d.setSubtitles("es")
	if got := d.Choice().Wish.Subtitles; !got.File {
		t.Errorf("they are saved nowhere: %+v", got)
	}
	d.choice.Subtitles.Languages = "de,fr" // from a settings file
	if d.showTicks(); d.view.subtitles.Label() != "de,fr" {
		t.Errorf("%q", d.view.subtitles.Label())
	}
}

// item returns the item of a menu that has a label.
func item(t *testing.T, items []widgets.MenuItem, label string) widgets.MenuItem {
	t.Helper()
	for _, i := range items {
		if i.Label == label {
			return i
		}
	}
	t.Fatalf("no %q in the menu", label)
	return widgets.MenuItem{}
}

// The menu of how many says what was chosen, until all or none are ticked.
func TestNameOfSome(t *testing.T) {
	h := newFakeHost(t, pages()...)
	d := h.open(Channel)
	if got := d.view.some.Label(); got != "Newest" {
		t.Errorf("at first %q", got)
	}
	item(t, someItems(Channel, d.tickSome), "Newest 20").Do()
	if got := d.view.some.Label(); got != "Newest 20" || d.view.ticked.Text() != "20 ticked" {
		t.Errorf("%q, %q", got, d.view.ticked.Text())
	}
	d.tickAll(true)
	if got := d.view.some.Label(); got != "Newest" {
		t.Errorf("after All %q", got)
	}
}

// A search is ordered and filtered by YouTube, which is asked anew; what came is sorted
// here.
func TestOrderOfASearch(t *testing.T) {
	h := newFakeHost(t, Page{Entries: []Entry{{ID: "a", Title: "A", Duration: time.Hour}, {ID: "b", Title: "B", Duration: time.Minute}}})
	d := h.open(Search)
	choose := func(label string) {
		t.Helper()
		item(t, orderItems(Search, sorting{d.order, d.request.Filter}, d.setSorting), label).Do()
		h.settle()
	}
	for _, tt := range []struct {
		choose string
		calls  int
		want   core.SearchFilter
		says   string
	}{
		{"Shortest first", 1, core.SearchFilter{}, "Shortest first"},
		{"Best match", 1, core.SearchFilter{}, "Best match"},
		{"Most viewed", 2, core.SearchFilter{Popular: true}, "Most viewed"},
		{"This week", 3, core.SearchFilter{Popular: true, Since: core.ThisWeek}, "Most viewed · This week"},
		{"Longest first", 3, core.SearchFilter{Popular: true, Since: core.ThisWeek}, "Longest first · This week"},
		{"Best match", 4, core.SearchFilter{Since: core.ThisWeek}, "Best match · This week"},
		{"Any time", 5, core.SearchFilter{}, "Best match"},
	} {
		choose(tt.choose)
		if len(h.asked) != tt.calls || h.filters[len(h.filters)-1] != tt.want || d.view.order.Label() != tt.says {
			t.Errorf("%s: asked %d times, %+v, says %q", tt.choose, len(h.asked), h.filters, d.view.order.Label())
		}
		if got := len(d.selection.all); got != 2 {
			t.Errorf("%s: %d entries", tt.choose, got)
		}
	}
}

// The example of a path has the whole width of the dialog: a long name is shown as a
// whole, and of a too long one the folder keeps a third.
func TestLongExample(t *testing.T) {
	all := pages()
	all[0].Entries[0].Title = strings.Repeat("long ", 12)
	h := newFakeHost(t, all...)
	d := h.open(Playlist)
	v := d.view
	if v.path.Shown() != v.path.Text() || v.name.Shown() != v.name.Text() {
		t.Errorf("%q, %q", v.path.Shown(), v.name.Shown())
	}
	all[0].Title = strings.Repeat("a list ", 12)
	all[0].Entries[0].Title = strings.Repeat("long ", 40)
	d = newFakeHost(t, all...).open(Playlist)
	v = d.view
	if w := v.content.Size().Width - 40; v.path.Size().Width < w/4 || v.path.Size().Width > w/2 || v.name.Size().Width < w/2 || v.name.Position().X+v.name.Size().Width > w+20 {
		t.Errorf("of %v: %v and %v", w, v.path.Size(), v.name.Size())
	}
}

// In every language the field for words has its width in the smallest window. What ticks
// all or none is in the menu there, and a button where there is space.
func TestNarrowFilter(t *testing.T) {
	t.Cleanup(i18n.Load)
	for _, l := range i18n.Languages() {
		if err := i18n.Use(l.Tag); err != nil {
			t.Fatal(err)
		}
		h := newFakeHost(t, pages()...)
		h.win.Resize(fyne.NewSize(600, 440))
		d := h.open(Playlist)
		if w := d.view.filter.View.Size().Width; w < filterWidth {
			t.Errorf("%s: the field is %v wide", l.Tag, w)
		}
	}
	if err := i18n.Use("fr"); err != nil {
		t.Fatal(err)
	}
	h := newFakeHost(t, pages()...)
	h.win.Resize(fyne.NewSize(600, 440))
	d := h.open(Playlist)
	before := len(d.selection.chosen())
	item(t, d.someItems(), lang.L("None")).Do()
	if n := len(d.selection.chosen()); before == 0 || n != 0 {
		t.Errorf("%d of %d are ticked", n, before)
	}
	item(t, d.someItems(), lang.L("All")).Do()
	if n := len(d.selection.chosen()); n < before {
		t.Errorf("%d of %d are ticked", n, before)
	}
	d.view.content.Resize(fyne.NewSize(800, 688))
	if !d.view.all.Visible() || d.someItems()[0].Label == lang.L("All") {
		t.Error("in a wide window there is no button for all")
	}
}

// In a narrow window nothing of the line of a search lies over another part.
func TestNarrowSearch(t *testing.T) {
	h := newFakeHost(t, Page{Entries: []Entry{{ID: "a", Title: "A"}}})
	h.win.Resize(fyne.NewSize(600, 440))
	d := h.open(Search)
	v := d.view
	bar := v.bar.View.Position().X + v.bar.View.Size().Width
	if needs, _ := v.bar.Width(); v.bar.View.Size().Width > needs || bar > v.length.Position().X || v.follow.Visible() && bar > v.follow.Position().X {
		t.Errorf("the bar ends at %v, the length begins at %v", bar, v.length.Position().X)
	}
	if end := v.order.Position().X + v.order.Size().Width; v.length.Position().X+v.length.Size().Width > v.order.Position().X || end > v.content.Size().Width-20 {
		t.Errorf("the order ends at %v of %v", end, v.content.Size().Width)
	}
}

// In a language with long words the choice of the quality keeps its words: the choice of
// the length is left out.
func TestNarrowSearchInSpanish(t *testing.T) {
	h := newFakeHost(t, Page{Entries: []Entry{{ID: "a", Title: "A"}}})
	t.Cleanup(i18n.Load)
	if err := i18n.Use("es"); err != nil {
		t.Fatal(err)
	}
	h.win.Resize(fyne.NewSize(600, 440))
	v := h.open(Search).view
	if _, least := v.bar.Width(); v.bar.View.Size().Width < least {
		t.Errorf("the bar is %v wide and needs %v", v.bar.View.Size().Width, least)
	}
	v.content.Resize(fyne.NewSize(768, 688))
	if !v.length.Visible() {
		t.Error("in a wide window there is no choice of the length")
	}
}
