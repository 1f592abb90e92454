package youtube_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/age"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestSimulatedLists reads one list of each kind.
func TestSimulatedLists(t *testing.T) {
	site := simulator.NewServer()
	defer site.Close()
	site.AddLists()
	s := youtube.New(youtube.Options{Transport: site.Transport()})
	for _, tt := range []struct {
		name        string
		r           *youtube.ListReader
		entries     int
		said, title string
		author      string
	}{
		{"playlist", s.ListPlaylist(simulator.List230), 232, "230 of 232: 2 are private", "Two hundred and thirty", "Lists and Tabs"},
		{"long playlist", s.ListPlaylist(simulator.List5000), 5000, "5000", "Five thousand", "Lists and Tabs"},
		{"album", s.ListPlaylist(simulator.ListAlbum), 12, "12", "Twelve Songs", "An Artist"},
		{"mix", s.ListPlaylist(simulator.ListMix), 237, "237", "Mix - Listed video 1", ""},
		{"videos", s.ListChannel(simulator.ListTabs, youtube.VideosTab), 75, "74 of 75: 1 is private", "Lists and Tabs", "Lists and Tabs"},
		{"shorts", s.ListChannel(simulator.ListTabs, youtube.ShortsTab), 40, "40", "Lists and Tabs", "Lists and Tabs"},
		{"live", s.ListChannel("/channel/"+simulator.TabsID, youtube.LiveTab), 3, "3", "Lists and Tabs", "Lists and Tabs"},
		{"playlists", s.ListChannel(simulator.ListTabs, youtube.PlaylistsTab), 3, "3", "Lists and Tabs", "Lists and Tabs"},
		{"search", s.Search("listed video 1", youtube.SearchFilter{}), 131, "131", "listed video 1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			all := readAll(t, tt.r)
			about := tt.r.Summary()
			if len(all) != tt.entries || about.String() != tt.said || about.Title != tt.title || about.Author != tt.author || !about.Ended || about.Bounded {
				t.Errorf("%d entries, %q, %+v", len(all), about, about)
			}
			for i, e := range all {
				if e.Index != i+1 || e.Title == "" || e.ID+e.ListID == "" || e.Thumbnail == "" && e.Unavailable == "" {
					t.Errorf("%+v", e)
				}
			}
		})
	}
	_, err := s.ListPlaylist("PLmissing").Next(t.Context())
	wantClass(t, err, youtube.EmptyPlaylist)
}

// TestListOutlivesAnOutage resets the third page three times, which the reader
// waits for, and then all requests, which it does not.
func TestListOutlivesAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := simulator.NewMemoryServer()
		defer site.Close()
		site.AddLists()
		transport := site.Transport()
		defer transport.CloseIdleConnections()
		s := youtube.New(youtube.Options{Transport: transport})
		r := s.ListPlaylist(simulator.List5000)
		start := time.Now()
		for n := range 4 {
			if n == 2 {
				site.Inject(simulator.Fault{Kind: simulator.Status, On: simulator.OnBrowse, Code: 502, Times: 3})
			}
			if page, err := r.Next(t.Context()); err != nil || len(page.Entries) != 100 {
				t.Fatal(n, err)
			}
		}
		if waited := time.Since(start); waited != 7*time.Second {
			t.Errorf("waited %v", waited)
		}
		site.Inject(simulator.Fault{Kind: simulator.Reset, On: simulator.OnBrowse})
		_, err := r.Next(t.Context())
		wantClass(t, err, youtube.Unreachable)
		if got := r.Summary(); got.Received != 400 || got.String() != "400 of 5000 so far" {
			t.Errorf("kept %+v", got)
		}
		site.ClearFaults()
		if rest := readAll(t, r); len(rest) != 4600 || rest[0].Index != 401 {
			t.Errorf("then %d entries", len(rest))
		}
	})
}

func TestSimulatedPreview(t *testing.T) {
	site := simulator.NewServer()
	defer site.Close()
	site.Add(simulator.Video{ID: "aTestVideo1", Title: "Bridges", Author: "How It Turns"})
	site.Add(simulator.Video{ID: "aTestVideo2", Playability: simulator.Private})
	s := youtube.New(youtube.Options{Transport: site.Transport()})
	if p, err := s.Preview(t.Context(), "aTestVideo1"); err != nil || p.Title != "Bridges" || p.Author != "How It Turns" || p.Thumbnail == "" {
		t.Errorf("got %+v, %v", p, err)
	}
	for _, id := range []string{"aTestVideo2", "aTestVideo3"} {
		if _, err := s.Preview(t.Context(), id); err == nil {
			t.Errorf("%s has a preview", id)
		}
	}
}

// Pages come one by one, and the loop may end at any of them.
func ExampleListReader_Pages() {
	site := simulator.NewServer()
	defer site.Close()
	site.AddLists()

	source := youtube.New(youtube.Options{Transport: site.Transport()})
	list := source.ListPlaylist(simulator.List230)
	for page, err := range list.Pages(context.Background()) {
		if err != nil { // another loop would continue with the page that failed
			fmt.Println(err)
			return
		}
		first := page.Entries[0]
		fmt.Println(len(page.Entries), "entries from", first.Index, first.Title)
	}
	fmt.Println(list.Summary().Title, "by", list.Summary().Author)
	fmt.Println(list.Summary())
	// Output:
	// 100 entries from 1 Listed video 1
	// 100 entries from 101 Listed video 101
	// 32 entries from 201 Listed video 201
	// Two hundred and thirty by Lists and Tabs
	// 230 of 232: 2 are private
}

// A search has more results on demand.
func ExampleSource_Search() {
	site := simulator.NewServer()
	defer site.Close()
	site.AddLists()

	results := youtube.New(youtube.Options{Transport: site.Transport()}).Search("listed video 22", youtube.SearchFilter{})
	for {
		page, err := results.Next(context.Background())
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, e := range page.Entries {
			fmt.Println(e.Index, e.ID, e.Title, e.Duration)
		}
	}
	// Output:
	// 1 listed00122 Listed video 122 12s
	// 2 listed00220 Listed video 220 12s
	// 3 listed00221 Listed video 221 12s
	// 4 listed00222 Listed video 222 12s
	// 5 listed00223 Listed video 223 12s
	// 6 listed00224 Listed video 224 12s
	// 7 listed00225 Listed video 225 12s
	// 8 listed00022 Listed video 22 12s
}

func ExampleSource_ListChannel() {
	site := simulator.NewServer()
	defer site.Close()
	site.AddLists()

	source := youtube.New(youtube.Options{Transport: site.Transport()})
	for _, tab := range []youtube.Tab{youtube.VideosTab, youtube.PlaylistsTab} {
		page, err := source.ListChannel(simulator.ListTabs, tab).Next(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		first := page.Entries[0]
		fmt.Println(page.Summary.Title, len(page.Entries), first.ID+first.ListID, first.Title)
	}
	// Output:
	// Lists and Tabs 30 listed00001 Listed video 1
	// Lists and Tabs 3 PLsimulated230 Two hundred and thirty
}

func ExampleSource_Preview() {
	site := simulator.NewServer()
	defer site.Close()
	site.Add(simulator.Video{ID: "aTestVideo1", Title: "Bridges", Author: "How It Turns"})

	preview, err := youtube.New(youtube.Options{Transport: site.Transport()}).Preview(context.Background(), "aTestVideo1")
	fmt.Println(preview.Title, "by", preview.Author, err)
	// Output:
	// Bridges by How It Turns <nil>
}

// TestSimulatedSearch orders and filters what is found, over all pages.
func TestSimulatedSearch(t *testing.T) {
	site := simulator.NewServer()
	defer site.Close()
	site.AddLists()
	s := youtube.New(youtube.Options{Transport: site.Transport()})
	all := readAll(t, s.Search("listed video", youtube.SearchFilter{Popular: true}))
	if len(all) != 225 || !slices.IsSortedFunc(all, func(a, b youtube.Entry) int { return cmp.Compare(b.Views, a.Views) }) || all[0].Views <= all[224].Views {
		t.Errorf("%d, %+v", len(all), all[0])
	}
	const day = 24 * time.Hour
	recent := readAll(t, s.Search("listed video", youtube.SearchFilter{Since: youtube.ThisYear}))
	for _, e := range recent {
		if e.Age.Approximate() > 365*day {
			t.Errorf("%+v", e)
		}
	}
	for _, e := range all {
		if e.Age == (age.Age{}) {
			t.Errorf("%+v", e)
		}
	}
}
