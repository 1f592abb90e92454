package picker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/gui/widgets"
)

// channelPages are the tabs of a channel.
func channelPages() map[core.Tab][]Page {
	tab := func(name string, sizes ...int) (all []Page) {
		number := 0
		for _, n := range sizes {
			p := Page{Title: "Ana", Author: "Ana"}
			for range n {
				number++
				p.Entries = append(p.Entries, Entry{ID: fmt.Sprint(name, number), Title: fmt.Sprint(name, " ", number), Number: number, Duration: time.Duration(number%7) * time.Minute})
			}
			all = append(all, p)
		}
		return all
	}
	lists := Page{Title: "Ana", Entries: []Entry{{Title: "Stories", List: "https://www.youtube.com/playlist?list=PLa"}, {Title: "Songs", List: "https://www.youtube.com/playlist?list=PLb"}}}
	return map[core.Tab][]Page{core.AllUploads: tab("u", 30, 30, 15), core.ShortsTab: tab("s", 30, 10), core.PlaylistsTab: {lists}}
}

func (l *tabLine) chip(t *testing.T, label string) *widgets.Button {
	t.Helper()
	for _, c := range l.chips {
		if c.Label() == label {
			return c
		}
	}
	t.Fatalf("no chip %q", label)
	return nil
}

// The tabs of a channel are chips. Each is read to its end, and keeps its ticks while
// another one is open.
func TestTabsOfAChannel(t *testing.T) {
	h := newFakeHost(t)
	h.tabs = channelPages()
	d := h.open(Channel)
	v := d.view
	if got := v.start.Label(); got != "Download 75" || !v.tabs.chip(t, "All uploads").Chosen() {
		t.Fatalf("%q", got)
	}
	test.Tap(v.none)
	click(rowOf(t, d, 2), 0)
	test.Tap(v.tabs.chip(t, "Shorts"))
	h.settle()
	if got := v.start.Label(); got != "Download 40" || !v.tabs.chip(t, "Shorts").Chosen() || v.tabs.chip(t, "All uploads").Chosen() {
		t.Errorf("Shorts: %q", got)
	}
	test.Tap(v.tabs.chip(t, "All uploads"))
	h.settle()
	if got := v.start.Label(); got != "Download 1" || len(h.asked) != 2 {
		t.Errorf("back: %q, asked for %q", got, h.asked)
	}
	if c := d.Choice(); c.Tab != core.AllUploads || c.Entries[0].ID != "u3" {
		t.Errorf("%+v", c)
	}
}

// A tab that is left while it is read is read on when it is opened again.
func TestTabLeftWhileReading(t *testing.T) {
	h := newFakeHost(t)
	h.tabs = channelPages()
	d := h.open(Channel)
	h.errs[3] = &core.Problem{Class: core.Unreachable}
	test.Tap(d.view.tabs.chip(t, "Shorts"))
	h.settle()
	if d.problem == nil || len(d.selection.all) != 0 {
		t.Fatal("the page did not fail")
	}
	test.Tap(d.view.tabs.chip(t, "All uploads"))
	h.settle()
	if d.problem != nil || len(d.selection.all) != 75 || d.view.again.Visible() {
		t.Errorf("the fault of a tab is shown in another: %d entries", len(d.selection.all))
	}
	test.Tap(d.view.tabs.chip(t, "Shorts"))
	d.readOn()
	h.settle()
	if len(d.selection.all) != 40 || d.problem != nil {
		t.Errorf("%d entries", len(d.selection.all))
	}
}

// A playlist on the tab of playlists is opened and never ticked, and leads back.
func TestPlaylistsOfAChannel(t *testing.T) {
	h := newFakeHost(t)
	h.tabs = channelPages()
	d := h.open(Channel)
	test.Tap(d.view.tabs.chip(t, "Playlists"))
	h.settle()
	d.tickAll(true)
	if !d.view.all.Disabled() || d.view.name.Text() != "" {
		t.Errorf("there is something to tick: %q", d.view.name.Text())
	}
	if !d.view.start.Disabled() || d.view.when.Text() != "Open a playlist to see what is in it." {
		t.Errorf("playlists are ticked: %q, %q", d.view.start.Label(), d.view.when.Text())
	}
	d.choice = format.Wish{Kind: format.Audio}
	click(rowOf(t, d, 1), 0)
	press(d.view.list, fyne.KeyHome)
	press(d.view.list, fyne.KeyReturn)
	if len(h.opened) != 2 || !strings.HasSuffix(h.opened[0].Text, "PLb") || !strings.HasSuffix(h.opened[1].Text, "PLa") {
		t.Fatalf("opened %+v", h.opened)
	}
	r := h.opened[0]
	if r.Kind != Playlist || r.Base.Kind != format.Audio || r.Back == nil || r.Back.Tab != core.PlaylistsTab {
		t.Errorf("%+v", r)
	}
	h.Close()
	d = Open(h, r)
	h.settle()
	test.Tap(d.view.tabs.chip(t, "Back to the channel"))
	if len(h.opened) != 3 || h.opened[2].Kind != Channel || h.opened[2].Tab != core.PlaylistsTab {
		t.Errorf("back: %+v", h.opened)
	}
}

// Where the chips do not fit, a menu has the tabs.
func TestTabsInLittleSpace(t *testing.T) {
	h := newFakeHost(t)
	h.tabs = channelPages()
	h.win.Resize(fyne.NewSize(600, 720))
	d := h.open(Channel)
	l := d.view.tabs
	if !l.menu.Visible() || l.chips[0].Visible() || l.menu.Label() != "All uploads" {
		t.Errorf("menu %v %q, chips %v", l.menu.Visible(), l.menu.Label(), l.chips[0].Visible())
	}
	h.win.Resize(fyne.NewSize(960, 720))
	h.card.Resize(fyne.NewSize(960, 720)) // the test canvas does not
	if l.menu.Visible() || !l.chips[0].Visible() {
		t.Errorf("the chips do not come back: %v of %v", l.whole(), l.view.Size())
	}
}

func titles(d *Dialog) (all []string) {
	for _, i := range d.selection.shown {
		all = append(all, d.selection.all[i].Title)
	}
	return all
}

// The order is that of what is seen; pages that arrive later are put in their place,
// and what is ticked is downloaded in the order of the list.
func TestOrders(t *testing.T) {
	h := newFakeHost(t)
	all := []Page{
		{Title: "Stories", Entries: []Entry{{ID: "a", Title: "A", Duration: 3 * time.Minute, Age: 2 * time.Hour, Views: 5}, {ID: "b", Title: "B", Views: 7}, {ID: "c", Title: "C", Duration: time.Minute, Age: time.Hour}}},
		{Entries: []Entry{{ID: "d", Title: "D", Duration: 2 * time.Minute}, {ID: "e", Title: "E", Duration: 9 * time.Minute}}},
	}
	h.pages = all
	d := Open(h, Request{Text: "x", Kind: Playlist, Dir: "/d"})
	h.workers.Wait()
	h.results[0]()
	for o, want := range map[order][2]string{
		listOrder: {"ABC", "ABCDE"}, newest: {"CAB", "CAB"}, mostViewed: {"BAC", "BAC"}, reversed: {"CBA", "EDCBA"}, shortest: {"CAB", "CDAEB"}, longest: {"ACB", "EADCB"},
	} {
		d.order = o
		d.setFilter()
		if got := strings.Join(titles(d), ""); got != want[0] {
			t.Errorf("order %d: %s, want %s", o, got, want[0])
		}
	}
	d.order = shortest
	d.setFilter()
	h.results[1]()
	if got := strings.Join(titles(d), ""); got != "CDAEB" || !d.view.order.Chosen() {
		t.Errorf("after the second page: %s", got)
	}
	d.selection.only(2, true)
	var ids []string
	for _, e := range d.Choice().Entries {
		ids = append(ids, e.ID)
	}
	if !slices.Equal(ids, []string{"d", "e"}) {
		t.Errorf("the last two of the list are %q", ids)
	}
}

// A list says how much of it cannot be had, and why.
func TestProgressOfAList(t *testing.T) {
	entries := func(n int, reasons ...core.Class) (all []Entry) {
		for i := range n {
			e := Entry{ID: fmt.Sprint(i)}
			if i < len(reasons) {
				e.Why, e.Reason = "why", reasons[i]
			}
			all = append(all, e)
		}
		return all
	}
	newFakeHost(t) // loads the sentences
	for want, p := range map[string]Page{
		"Complete":                  {Total: 3, Entries: entries(3)},
		"230 of 232: 2 are private": {Total: 232, Entries: entries(232, core.Private, core.Private)},
		"1 of 4: 1 is private · 1 was removed · 1 can't be downloaded": {Total: 4, Entries: entries(4, core.Private, core.Removed, core.IsLive)},
		"3 of 5: 2 are not shown by YouTube":                           {Total: 5, Entries: entries(3)},
		"The first 200. Hilo reads no more of such a list.":            {Entries: entries(200), Bounded: true},
	} {
		c := newContents(Request{}, nil)
		c.add(p)
		if got := c.progress(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The picker of what is new in a channel has no tabs, which would show the rest of it.
func TestGivenEntries(t *testing.T) {
	h := newFakeHost(t, Page{Title: "Ana", Entries: []Entry{{ID: "a", Title: "A"}, {ID: "b", Title: "B"}}})
	d := Open(h, Request{Text: "x", Kind: Channel, Given: true, Dir: "/d"})
	h.settle()
	if len(d.view.tabs.chips) != 0 || d.view.tabs.menu.Visible() || !d.view.meta.Visible() || d.view.progress.Text() != "2 new" {
		t.Errorf("%d chips, %q", len(d.view.tabs.chips), d.view.progress.Text())
	}
}
