package core_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// readPages reads all pages of a list, as "PAGE PAGE", each with the letters of its
// entries; those that are known are capital.
func readPages(b *harness, r *core.ListReader) (pages string, last core.List) {
	b.Helper()
	for {
		p, err := r.Next(b.Context())
		if errors.Is(err, io.EOF) {
			return strings.TrimSpace(pages), last
		}
		if err != nil {
			b.Fatal(err)
		}
		b.m.MarkKnown(p.Entries, format.Wish{Kind: format.Video})
		last = p
		for _, e := range p.Entries {
			letter := e.VideoID[:1]
			if e.Known {
				letter = strings.ToUpper(letter)
			}
			pages += letter
		}
		pages += " "
	}
}

func TestListIsReadPageByPage(t *testing.T) {
	b := newHarness(t)
	list := simulator.Playlist{ID: "PLpractice00000000000000000000000", Title: "Bridges", Author: "Practice", PageSize: 2}
	for i := range 5 {
		id := strings.Repeat(string(rune('a'+i)), 11)
		b.site.Add(video(id, "Video "+id[:1]))
		list.Entries = append(list.Entries, simulator.Entry{ID: id})
	}
	b.site.AddPlaylist(list)
	b.open(nil)
	b.awaitState(b.add("ccccccccccc")[0], core.Done)
	for name, text := range map[string]string{
		"list":          "https://www.youtube.com/playlist?list=" + list.ID,
		"video in list": "https://www.youtube.com/watch?v=aaaaaaaaaaa&list=" + list.ID,
	} {
		r, err := b.m.ReadList(text, core.AllUploads)
		if err != nil {
			t.Fatal(name, err)
		}
		pages, last := readPages(b, r)
		if pages != "ab Cd e" {
			t.Errorf("%s: pages %q", name, pages)
		}
		if l := last; l.Title != "Bridges" || l.Channel != "Practice" || l.Kind != core.Playlist || l.Total != 5 || l.Entries[0].Number != 5 || l.ID != list.ID {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

func TestReadListNeedsAList(t *testing.T) {
	b := newHarness(t)
	b.open(nil)
	for _, text := range []string{"", "youtu.be/aaaaaaaaaaa", "words", "youtu.be/aaaaaaaaaaa youtu.be/bbbbbbbbbbb"} {
		var p *core.Problem
		if _, err := b.m.ReadList(text, core.AllUploads); !errors.As(err, &p) {
			t.Errorf("%q: %v", text, err)
		}
	}
	r, err := b.m.ReadList("https://www.youtube.com/playlist?list=PLnothing000000000000000000000000", core.AllUploads)
	if err != nil {
		t.Fatal(err)
	}
	var p *core.Problem
	if _, err := r.Next(t.Context()); !errors.As(err, &p) || p.Class != core.EmptyPlaylist {
		t.Errorf("a list that is not there: %v", err)
	}
}

// The window shows the first page of a list while the others are read.
func ExampleManager_ReadList() {
	site := simulator.NewServer()
	defer site.Close()
	site.Add(simulator.Video{ID: "aaaaaaaaaaa", Title: "The first"})
	site.Add(simulator.Video{ID: "bbbbbbbbbbb", Title: "The second"})
	site.AddPlaylist(simulator.Playlist{ID: "PLexample0000000000000000000000000", Title: "A list", PageSize: 1,
		Entries: []simulator.Entry{{ID: "aaaaaaaaaaa"}, {ID: "bbbbbbbbbbb"}}})
	m, err := core.Open(core.Config{Dir: os.TempDir(), Transport: site.Transport()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = m.Close() }()
	r, err := m.ReadList("https://www.youtube.com/playlist?list=PLexample0000000000000000000000000", core.AllUploads)
	for err == nil {
		var page core.List
		if page, err = r.Next(context.Background()); err == nil {
			fmt.Println(page.Title, page.Entries[0].Number, page.Entries[0].Title)
		}
	}
	fmt.Println(err)
	// Output:
	// A list 1 The first
	// A list 2 The second
	// EOF
}
