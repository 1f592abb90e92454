package lookup_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// open returns a source that asks a simulated YouTube.
func open(t *testing.T) (*lookup.Source, *simulator.Server) {
	t.Helper()
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	return &lookup.Source{Source: youtube.New(youtube.Options{Transport: site.Transport()})}, site
}

// TestCache checks that a cached video is not asked for, unless its addresses failed.
func TestCache(t *testing.T) {
	s, site := open(t)
	site.Add(simulator.Video{ID: "aaaaaaaaaaa", Title: "Bridges", Duration: 12 * time.Second, Media: []simulator.Media{
		{Itag: 137, MIME: `video/mp4; codecs="avc1.640028"`, Width: 1920, Height: 1080, Content: simulator.H264x1080.Content()},
		{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.AAC.Content()},
	}})
	asked := func() int { return len(site.RequestsOn(simulator.OnPlayer)) }
	v, err := s.CachedOrNew(t.Context(), "aaaaaaaaaaa")
	if err != nil || asked() == 0 {
		t.Fatalf("%v after %d requests", err, asked())
	}
	s.Cache.Add(v)
	before := asked()
	if again, err := s.CachedOrNew(t.Context(), "aaaaaaaaaaa"); err != nil || again != v || asked() != before {
		t.Errorf("%v, %v after %d more requests", again, err, asked()-before)
	}
	s.Failed(v)
	if again, err := s.CachedOrNew(t.Context(), "aaaaaaaaaaa"); err != nil || again == v || asked() == before {
		t.Errorf("%v, %v after %d more requests", again, err, asked()-before)
	}
}

// TestCacheIsBounded checks that the oldest of many videos are forgotten.
func TestCacheIsBounded(t *testing.T) {
	var c lookup.Cache
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q"} {
		c.Add(&youtube.Video{ID: id})
	}
	if c.Get("a") != nil || c.Get("b") == nil || c.Get("q") == nil {
		t.Error("not the newest sixteen are kept")
	}
}

// TestChapters checks that a chapter ends where the next one starts, and that one
// outside the video is none.
func TestChapters(t *testing.T) {
	v := &youtube.Video{Duration: time.Minute, Chapters: []youtube.Chapter{
		{Start: 0, Title: "Start"}, {Start: 20 * time.Second, Title: "End"}, {Start: 2 * time.Minute, Title: "Never"},
	}}
	got := lookup.OfferOf(v, format.Wish{Kind: format.Video}).Chapters
	if len(got) != 2 || got[0].End != 20*time.Second || got[1].End != time.Minute || got[1].Title != "End" {
		t.Errorf("%+v", got)
	}
}

// TestReadingContinues checks that a list continues where its reading failed, and that
// a list of nothing is a problem.
func TestReadingContinues(t *testing.T) {
	s, site := open(t)
	site.AddLists()
	address := link.Link{Kind: link.Playlist, PlaylistID: simulator.List230}
	first := lookup.NewListReader(s.Source, address, lookup.AllUploads)
	page, err := first.Next(t.Context())
	if err != nil || len(page.Entries) != 100 {
		t.Fatalf("%d entries, %v", len(page.Entries), err)
	}
	pages := 1
	for err == nil {
		if page, err = first.Next(t.Context()); err == nil {
			pages++
		}
	}
	if !errors.Is(err, io.EOF) || !page.Ended || pages != 3 {
		t.Errorf("%d pages, %v", pages, err)
	}

	var r lookup.Reading
	gone, stop := context.WithCancel(t.Context())
	stop()
	if _, err := r.All(gone, s.Source, address); err == nil {
		t.Error("read although stopped")
	}
	whole, err := r.All(t.Context(), s.Source, address)
	if err != nil || len(whole.Entries) < 230 || whole.Title == "" {
		t.Errorf("%d entries of %q, %v", len(whole.Entries), whole.Title, err)
	}
	site.AddPlaylist(simulator.Playlist{ID: "PLempty000000000000000000000000000", Title: "Nothing"})
	if _, err := r.All(t.Context(), s.Source, link.Link{Kind: link.Playlist, PlaylistID: "PLempty000000000000000000000000000"}); problem.Classify(err).Class != problem.EmptyPlaylist {
		t.Errorf("an empty list: %v", err)
	}
}
