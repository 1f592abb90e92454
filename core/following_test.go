package core_test

import (
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/linkfile"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// A playlist is followed across a restart: what is new goes into the same folder
// with the next numbers, and nothing is saved twice.
func TestNewVideosOfAFollowedList(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	list := simulator.Playlist{ID: "PLpractice00000000000000000000000", Title: "Bridges", Author: "Practice"}
	grow := func(letters string) {
		for _, l := range strings.Split(letters, "") {
			id := strings.Repeat(l, 11)
			b.site.Add(video(id, "Video "+l))
			list.Entries = append(list.Entries, simulator.Entry{ID: id})
		}
		b.site.AddPlaylist(list)
	}
	grow("abc")
	b.open(nil)
	address := "https://www.youtube.com/playlist?list=" + list.ID
	followed, err := b.m.Following().Add(follow.Followed{
		Kind: core.Playlist, Text: address, Wish: asVideo, Names: naming.Rules{Folder: true, Number: true}, Automatic: true,
	}, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	checked := func() follow.Followed { return b.m.Following().List()[0] }
	b.await("the first check", func() bool { return !checked().Checked.IsZero() })
	if got := checked(); got.Title != "Bridges" || len(b.m.List()) != 0 || got.Problem != nil {
		t.Errorf("%+v, queue %+v", got, b.list())
	}
	b.close()

	grow("de")
	b.open(nil)
	b.m.Following().Check(followed.ID)
	b.await("two new ones", func() bool { return len(b.done) > 0 })
	if got := checked(); got.Found != 2 {
		t.Errorf("%+v", got)
	}
	if g := b.m.Groups().List(); len(g) != 1 || g[0].Title != "Bridges" || g[0].Done != 2 {
		t.Errorf("groups %+v", g)
	}
	want := linkfile.Item{URL: address, Title: "Bridges"}
	if got := core.LinksOfFollowed(b.m.Following().List()); len(got) != 1 || got[0] != want {
		t.Errorf("subscriptions %+v", got)
	}
	if got := core.LinksOf(b.m.List()); len(got) != 2 || got[0].Title != "Video d" {
		t.Errorf("links %+v", got)
	}
	b.done = nil
	grow("f") // the next check adds to the same group
	b.m.Following().Check(followed.ID)
	b.await("one more", func() bool { return len(b.done) > 0 })
	if g := b.m.Groups().List(); len(g) != 1 || g[0].Done != 3 {
		t.Errorf("groups after another check %+v", g)
	}
	b.m.Following().Remove(followed.ID)
	b.dir = filepath.Join(b.dir, "Bridges")
	b.wantFiles("4 - Video d.mp4", "5 - Video e.mp4", "6 - Video f.mp4")
}

// A channel is read only until nothing is new.
func TestCheckOfAChannelEndsEarly(t *testing.T) {
	b := newHarness(t)
	c := simulator.Channel{ID: "UCaaaaaaaaaaaaaaaaaaaaaa", Name: "Practice"}
	for i := range 250 {
		id := string([]byte{'a' + byte(i/26), 'a' + byte(i%26)}) + "aaaaaaaaa"
		c.Uploads = append(c.Uploads, simulator.Entry{ID: id, Title: id})
	}
	b.site.AddChannel(c)
	b.open(nil)
	f := b.m.Following()
	_, err := f.Add(follow.Followed{Kind: core.Channel, Text: "https://www.youtube.com/channel/" + c.ID, Wish: asVideo}, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	b.await("the first check", func() bool { return !f.List()[0].Checked.IsZero() })
	if n := len(b.site.RequestsOn(simulator.OnBrowse)); n != 3 {
		t.Errorf("%d pages at first", n)
	}
	first := f.List()[0].Checked
	c.Uploads = append([]simulator.Entry{{ID: "newnewnewne", Title: "New"}}, c.Uploads...)
	b.site.AddChannel(c)
	f.Check()
	b.await("the second check", func() bool { return f.List()[0].Checked.After(first) })
	if got := f.List()[0]; got.Title != "Practice" || len(got.New) != 1 || got.New[0].Title != "New" {
		t.Errorf("%+v", got)
	}
	if n := len(b.site.RequestsOn(simulator.OnBrowse)); n != 5 {
		t.Errorf("%d pages in all", n)
	}
}

func TestFollowedListThatIsGone(t *testing.T) {
	b := newHarness(t)
	b.open(nil)
	f := b.m.Following()
	if _, err := f.Add(follow.Followed{Kind: core.Playlist, Text: "https://www.youtube.com/playlist?list=PLnothing000000000000000000000000"}, nil, true); err != nil {
		t.Fatal(err)
	}
	b.await("the problem", func() bool { return f.List()[0].Problem != nil })
	if p := f.List()[0].Problem; p.Class != core.EmptyPlaylist {
		t.Errorf("%+v", p)
	}
}

// Two tabs of one channel are two lists, each with its own videos.
func TestTabsOfAChannelAreFollowed(t *testing.T) {
	b := newHarness(t)
	c := simulator.Channel{ID: "UCaaaaaaaaaaaaaaaaaaaaaa", Name: "Practice"}
	c.Uploads = []simulator.Entry{{ID: "vvvvvvvvvvv", Title: "A video"}}
	c.Shorts = []simulator.Entry{{ID: "sssssssssss", Title: "A short"}}
	b.site.AddChannel(c)
	b.open(nil)
	f := b.m.Following()
	for _, tab := range []core.Tab{core.ShortsTab, core.VideosTab} {
		one := follow.Followed{Kind: core.Channel, Text: "https://www.youtube.com/channel/" + c.ID, Tab: string(tab), Wish: asVideo}
		if _, err := f.Add(one, nil, false); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Add(one, nil, false); !errors.Is(err, follow.ErrFollowed) {
			t.Errorf("%s a second time: %v", tab, err)
		}
	}
	of := map[string]string{}
	b.await("both checks", func() bool {
		for _, l := range f.List() {
			for _, e := range l.New {
				of[l.Tab] += e.Title
			}
			if l.Checked.IsZero() {
				clear(of)
				return false
			}
		}
		return true
	})
	if want := map[string]string{"shorts": "A short", "videos": "A video"}; !maps.Equal(of, want) {
		t.Errorf("%q", of)
	}
}
