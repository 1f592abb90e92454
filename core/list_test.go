package core_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestPlaylistBecomesItsVideos(t *testing.T) {
	b := newHarness(t)
	list := simulator.Playlist{ID: "PLpractice00000000000000000000000", Title: "Bridges", PageSize: 2}
	for _, id := range []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"} {
		b.site.Add(video(id, "Video "+id[:1]))
		list.Entries = append(list.Entries, simulator.Entry{ID: id})
	}
	b.site.AddPlaylist(list)
	b.open(nil)
	s := b.m.Settings()
	s.Names.Playlist.M3U = core.Yes
	if err := b.m.SetSettings(s); err != nil {
		t.Fatal(err)
	}
	first := b.add("https://www.youtube.com/playlist?list=" + list.ID)[0]
	b.await("all done", func() bool { return len(b.done) > 0 })
	if _, still := b.last[first]; still || len(b.order) != 3 {
		t.Errorf("order %v, list's own row still there: %v", b.order, still)
	}
	for i, id := range b.order {
		if s := b.last[id]; s.Album != "Bridges" || s.VideoID != list.Entries[i].ID || s.State != core.Done {
			t.Errorf("row %d: %+v", i, s)
		}
	}
	b.wantFiles("Bridges")
	b.dir = filepath.Join(b.dir, "Bridges")
	b.await("the playlist file", func() bool { return slices.Contains(b.files(), "Bridges.m3u8") })
	b.wantFiles("1 - Video a.mp4", "2 - Video b.mp4", "3 - Video c.mp4", "Bridges.m3u8")
	const want = "#EXTM3U\n#HILO-LIST:PLpractice00000000000000000000000\n#PLAYLIST:Bridges\n#EXTINF:12,Video a\n1 - Video a.mp4\n" +
		"#EXTINF:12,Video b\n2 - Video b.mp4\n#EXTINF:12,Video c\n3 - Video c.mp4\n"
	if got, err := os.ReadFile(filepath.Join(b.dir, "Bridges.m3u8")); err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
	g := b.m.Groups().List()
	if len(g) != 1 || g[0].Kind != core.Playlist || g[0].Title != "Bridges" || g[0].Dir != b.dir || g[0].Done != 3 || g[0].State() != core.Done {
		t.Errorf("groups %+v", g)
	}
}

// A list that was opened adds the entries that were chosen, with their numbers in
// the whole list, and the choices of the request go before those of the settings.
func TestChosenEntriesOfAList(t *testing.T) {
	for name, c := range map[string]struct {
		names *naming.Rules
		want  []string
	}{
		"settings": {nil, []string{"02 Video b.mp4", "12 Video l.mp4"}},
		"flat":     {&naming.Rules{}, []string{"Video b.mp4", "Video l.mp4"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newHarness(t)
			list := simulator.Playlist{ID: "PLpractice00000000000000000000000", Title: "Bridges", Author: "Practice"}
			for i := range 12 {
				letter := string(rune('a' + i))
				b.site.Add(video(strings.Repeat(letter, 11), "Video "+letter))
				list.Entries = append(list.Entries, simulator.Entry{ID: strings.Repeat(letter, 11)})
			}
			b.site.AddPlaylist(list)
			b.open(nil)
			s := b.m.Settings()
			s.Names.Pattern, s.Names.Playlist.Folder = "{number} {title}", core.No
			if err := b.m.SetSettings(s); err != nil {
				t.Fatal(err)
			}
			opened, err := b.m.OpenList(t.Context(), "https://www.youtube.com/playlist?list="+list.ID)
			if err != nil || len(opened.Entries) != 12 || opened.Title != "Bridges" || opened.Kind != core.Playlist || opened.Total != 12 {
				t.Fatalf("%+v, %v", opened, err)
			}
			opened.Entries = []core.ListEntry{opened.Entries[1], opened.Entries[11]}
			added := b.m.Add(core.Request{List: &opened, Wish: format.Wish{Kind: format.Video}, Names: c.names})
			if len(added.IDs) != 2 || added.Group == "" {
				t.Fatalf("%+v", added)
			}
			b.await("all done", func() bool { return len(b.done) > 0 })
			b.wantFiles(c.want...)
			if again := b.m.Add(core.Request{List: &opened, Wish: format.Wish{Kind: format.Video}, Names: c.names}); len(again.IDs) != 0 || len(again.Known) != 2 || again.Group != "" {
				t.Errorf("again: %+v", again)
			}
		})
	}
}

func TestSettingsRefuseAPattern(t *testing.T) {
	b := newHarness(t)
	b.open(nil)
	s := b.m.Settings()
	s.Names.Pattern = "{titel}"
	var refused *naming.PatternError
	if err := b.m.SetSettings(s); !errors.As(err, &refused) || refused.Reason != naming.UnknownWord {
		t.Errorf("error %v", err)
	}
	if got := b.m.Settings().Names.Pattern; got != "" {
		t.Errorf("pattern %q", got)
	}
}

func TestNamesByKindOfList(t *testing.T) {
	var n core.Names
	for kind, want := range map[core.ListKind]naming.Rules{
		core.Playlist: {Folder: true, Number: true}, core.Album: {Folder: true, Number: true}, core.Mix: {Folder: true, Number: true},
		core.Channel: {Folder: true}, core.Search: {}, core.Links: {},
	} {
		if got := n.Rules(kind); got != want {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	n.Pattern = "{id}"
	n.Remember(core.Channel, naming.Rules{Number: true})
	if got := n.Rules(core.Channel); got != (naming.Rules{Number: true, Pattern: "{id}"}) {
		t.Errorf("remembered %+v", got)
	}
	if got := n.Rules(core.Playlist); !got.Folder {
		t.Errorf("another kind %+v", got)
	}
}

func TestWatchLinkOffersItsList(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "One"))
	b.open(nil)
	added := b.m.Add(core.Request{Text: "https://www.youtube.com/watch?v=aaaaaaaaaaa&list=PLpractice00000000000000000000000 and nonsense.example/x", Wish: format.Wish{Kind: format.Video}})
	if len(added.IDs) != 1 || len(added.Lists) != 1 || added.Lists[0].PlaylistID != "PLpractice00000000000000000000000" || len(added.Rejected) != 1 {
		t.Errorf("added %+v", added)
	}
	b.awaitState(added.IDs[0], core.Done)
}
