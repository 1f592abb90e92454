package core_test

import (
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
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
	b.wantFiles("Video a.mp4", "Video b.mp4", "Video c.mp4")
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
