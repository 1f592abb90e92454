package core_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// listOf returns a list of n videos that do not exist.
func listOf(title string, n int) *core.List {
	l := &core.List{Kind: core.Playlist, ID: "PL" + title, Title: title, Total: n}
	for i := range n {
		l.Entries = append(l.Entries, core.ListEntry{VideoID: fmt.Sprintf("%s%010d", title[:1], i), Title: fmt.Sprint("Video ", i), Number: i + 1, Duration: time.Minute})
	}
	return l
}

// still opens a queue that starts nothing.
func (b *harness) still() {
	b.open(nil)
	b.m.PauseUntil(time.Now().Add(time.Hour))
}

// groupOf returns a group from a new subscription, which must agree with the list.
func (b *harness) groupOf(id core.GroupID) (core.Group, bool) {
	b.Helper()
	sub := b.m.Subscribe()
	defer sub.Close()
	is := func(g core.Group) bool { return g.ID == id }
	pushed, listed := sub.Take().Groups, b.m.Groups().List()
	i, j := slices.IndexFunc(pushed, is), slices.IndexFunc(listed, is)
	if i < 0 && j < 0 {
		return core.Group{}, false
	}
	if i < 0 || j < 0 || pushed[i] != listed[j] {
		b.Fatalf("pushed %+v, listed %+v", pushed, listed)
	}
	return pushed[i], true
}

// What is pasted together is one group; a single link and a list are not part of it.
func TestLinksThatWereAddedTogether(t *testing.T) {
	b := newHarness(t)
	b.still()
	added := b.m.Add(core.Request{Text: "youtu.be/aaaaaaaaaaa youtu.be/bbbbbbbbbbb https://www.youtube.com/playlist?list=PLpractice00000000000000000000000", Wish: format.Wish{Kind: format.Video}})
	if len(added.IDs) != 3 || added.Group == "" {
		t.Fatalf("%+v", added)
	}
	if g, _ := b.groupOf(added.Group); g.Count != 2 || g.Kind != core.Links || g.State() != core.Queued {
		t.Errorf("group %+v", g)
	}
	if got := b.m.Groups().Members(added.Group); !slices.Equal(got, added.IDs[:2]) {
		t.Errorf("members %q of %q", got, added.IDs)
	}
	if one := b.m.Add(core.Request{Text: "youtu.be/ccccccccccc", Wish: format.Wish{Kind: format.Video}}); one.Group != "" {
		t.Errorf("a single link: %+v", one)
	}
}

func TestCommandsOnAGroup(t *testing.T) {
	b := newHarness(t)
	b.still()
	first := b.m.Add(core.Request{List: listOf("one", 3), Wish: format.Wish{Kind: format.Video}})
	alone := b.m.Add(core.Request{Text: "youtu.be/ccccccccccc", Wish: format.Wish{Kind: format.Video}})
	second := b.m.Add(core.Request{List: listOf("two", 2), Wish: format.Wish{Kind: format.Video}})
	groups := b.m.Groups()
	state := func(id core.GroupID) core.State { g, _ := b.groupOf(id); return g.State() }

	groups.Pause(first.Group)
	if state(first.Group) != core.Paused || state(second.Group) != core.Queued {
		t.Errorf("after Pause: %s, %s", state(first.Group), state(second.Group))
	}
	groups.Move(second.Group, first.IDs[0])
	groups.Move(second.Group, second.IDs[1]) // into itself: nothing
	want := slices.Concat(second.IDs, first.IDs, alone.IDs)
	b.await("the order", func() bool { return slices.Equal(b.order, want) })
	if l := groups.List(); l[0].ID != second.Group || l[1].ID != first.Group {
		t.Errorf("order of groups %+v", l)
	}
	groups.Cancel(first.Group)
	if g, _ := b.groupOf(first.Group); g.State() != core.Cancelled || g.Cancelled != 3 || g.Expected != 0 {
		t.Errorf("after Cancel: %+v", g)
	}
	groups.Remove(first.Group)
	if g, there := b.groupOf(first.Group); there {
		t.Errorf("still there: %+v", g)
	}
	if len(b.list()) != 3 {
		t.Errorf("queue %+v", b.list())
	}
	groups.Pause("nothing")
	groups.Move("nothing", "")
}

// The sums follow a download in progress, and failed ones are tried again alone.
func TestSumsOfAGroup(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "One"))
	b.site.SetPace(50_000)
	b.open(nil)
	id := b.add("youtu.be/aaaaaaaaaaa", "youtu.be/bbbbbbbbbbb")[0] // the second does not exist
	var group core.GroupID
	b.await("bytes", func() bool {
		group = b.last[id].Group
		return b.last[id].Received > 1000 && b.last[b.order[1]].State == core.Failed
	})
	g, _ := b.groupOf(group)
	if g.Active != 1 || g.Failed != 1 || g.Received < 1000 || g.Total <= g.Received || g.State() != core.Downloading {
		t.Errorf("group %+v", g)
	}
	b.m.Groups().Pause(group)
	if g, _ := b.groupOf(group); g.Paused != 1 || g.Failed != 1 || g.Speed != 0 || g.State() != core.Paused {
		t.Errorf("paused %+v", g)
	}
	b.site.SetPace(0)
	b.m.Groups().Resume(group)
	b.awaitState(id, core.Done)
	if g, _ := b.groupOf(group); g.Failed != 1 || g.State() != core.Failed {
		t.Errorf("resumed %+v", g)
	}
	b.site.Add(video("bbbbbbbbbbb", "Two"))
	b.m.Groups().RetryFailed(group)
	b.await("both done", func() bool { g, _ := b.groupOf(group); return g.Done == 2 })
	if g, _ := b.groupOf(group); g.Received != g.Total || g.Speed != 0 || g.ETA != 0 || g.State() != core.Done {
		t.Errorf("group %+v", g)
	}
}

// Groups survive a restart as they were, and one whose downloads were removed does
// not come back.
func TestGroupsAreRestored(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.still()
	list := listOf("one", 3)
	list.Channel, list.URL, list.Unavailable = "Practice", "https://www.youtube.com/playlist?list=PLone", 2
	kept := b.m.Add(core.Request{List: list, Wish: format.Wish{Kind: format.Video}})
	removed := b.m.Add(core.Request{List: listOf("two", 2), Wish: format.Wish{Kind: format.Video}})
	b.m.Groups().Cancel(kept.Group)
	b.m.Groups().Remove(removed.Group)
	before, _ := b.groupOf(kept.Group)
	b.close()
	b.still()
	after, there := b.groupOf(kept.Group)
	if !there || after != before || after.Title != "one" || after.Unavailable != 2 || after.Count != 3 {
		t.Errorf("%+v before, %+v after", before, after)
	}
	if got := b.m.Groups().List(); len(got) != 1 {
		t.Errorf("groups %+v", got)
	}
	if s := b.m.List()[2]; s.Group != kept.Group || s.Place.Number != 3 || s.Pattern != "{number} - {title}" {
		t.Errorf("row %+v", s)
	}
}

// A change of one download costs the same in a group of 5,000 as in one of 5.
func BenchmarkGroupOf5000(b *testing.B) {
	m, err := core.Open(core.Config{Dir: b.TempDir(), Store: filepath.Join(b.TempDir(), "hilo.db")})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	m.PauseUntil(time.Now().Add(time.Hour))
	list := listOf("one", 5000)
	b.Run("add and remove", func(b *testing.B) {
		for b.Loop() {
			m.Groups().Remove(m.Add(core.Request{List: list}).Group)
		}
	})
	added := m.Add(core.Request{List: list})
	b.Run("change one", func(b *testing.B) {
		for b.Loop() {
			m.SetWish(format.Wish{Kind: format.Audio}, added.IDs[2500])
		}
	})
	b.Run("pause all", func(b *testing.B) {
		for b.Loop() {
			m.Groups().Pause(added.Group)
			b.StopTimer()
			m.Groups().Resume(added.Group)
			m.PauseUntil(time.Now().Add(time.Hour))
			b.StartTimer()
		}
	})
}

func ExampleManager_Groups() {
	site := simulator.NewServer()
	defer site.Close()
	m, err := core.Open(core.Config{Dir: ".", Transport: site.Transport()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	m.PauseUntil(time.Now().Add(time.Hour))
	added := m.Add(core.Request{List: listOf("Bridges", 41)})
	m.Groups().Pause(added.Group)
	for _, g := range m.Groups().List() {
		fmt.Printf("%s: %d videos, %s\n", g.Title, g.Count, g.State())
	}
	// Output:
	// Bridges: 41 videos, paused
}
