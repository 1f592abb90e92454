package core

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

// List is a playlist, an album, a channel, a search or a mix, as far as it was read,
// or the entries of one that were chosen.
type List struct {
	Kind    ListKind
	ID      string // YouTube's; of a search its words
	URL     string // address for people
	Title   string // of a channel its name, of a search its words
	Channel string
	Total   int // entries of the whole list as YouTube announces it, 0 when unknown

	// Unavailable is how many entries came that cannot be downloaded and, once the
	// list has ended, how many of the announced ones YouTube left out.
	Unavailable int
	Ended       bool // there are no more entries
	Bounded     bool // it ended because Hilo reads no more of such a list
	Entries     []ListEntry
}

// ListEntry is one entry of a List.
type ListEntry struct {
	VideoID   string
	ListID    string // of a playlist, in the tab of a channel's playlists; VideoID is then empty
	Title     string
	Channel   string
	Thumbnail string        // see Manager.Thumbnail
	Duration  time.Duration // 0 when not shown
	Number    int           // place in the list, from 1
	Why       Class         // why it cannot be downloaded; empty if it can
	Known     bool          // see Manager.MarkKnown
}

// Tab is a tab of a channel.
type Tab = youtube.Tab

// The tabs of a channel. The empty one is all uploads, newest first.
const (
	AllUploads   Tab = ""
	VideosTab        = youtube.VideosTab
	ShortsTab        = youtube.ShortsTab
	LiveTab          = youtube.LiveTab
	PlaylistsTab     = youtube.PlaylistsTab
)

// ListReader reads a list page by page. After an error it continues with the page
// that failed. It is not safe for concurrent use.
type ListReader struct {
	source *youtube.Source
	link   link.Link // of a list; the zero value for a search
	tab    Tab
	pages  *youtube.ListReader // nil until the id of a channel's uploads is known
	about  List
}

// ReadList returns a reader of the playlist, album, mix or channel that a text links
// to; of a video that is in a list, of that list. The error is a *Problem when the
// text is something else.
func (m *Manager) ReadList(text string, tab Tab) (*ListReader, error) {
	links, _ := link.Parse(text)
	if len(links) != 1 || links[0].Kind == link.Video && links[0].PlaylistID == "" {
		return nil, &Problem{Class: Unknown, Err: errors.New("not the link of one list")}
	}
	return newListReader(m.lookups.Source, links[0], tab), nil
}

// SearchVideos returns a reader of what YouTube finds for some words, about twenty
// videos a page.
func (m *Manager) SearchVideos(words string) *ListReader {
	words = strings.Join(strings.Fields(words), " ")
	return &ListReader{
		source: m.lookups.Source, pages: m.lookups.Search(words),
		about: List{Kind: Search, ID: words, Title: words, URL: searchURL(words)},
	}
}

func newListReader(source *youtube.Source, l link.Link, tab Tab) *ListReader {
	if l.Kind == link.Video {
		l = link.Link{Kind: link.Playlist, PlaylistID: l.PlaylistID}
	}
	r := &ListReader{source: source, link: l, tab: tab, about: List{URL: l.URL()}}
	switch {
	case l.Kind != link.Channel:
		r.pages = source.ListPlaylist(l.PlaylistID)
	case tab != AllUploads:
		r.pages = source.ListChannel(l.Channel, tab)
	}
	return r
}

// Next returns the next page: a List that has the entries of this page, and of the
// whole list what is known so far. The error is io.EOF after the last page, a
// *Problem, or that of ctx.
func (r *ListReader) Next(ctx context.Context) (List, error) {
	l, err := r.next(ctx)
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return l, err
	case ctx.Err() != nil:
		return List{}, ctx.Err()
	}
	return List{}, problem.Classify(err)
}

// next is Next with the error of youtube.
func (r *ListReader) next(ctx context.Context) (List, error) {
	if r.pages == nil {
		id, err := r.source.Uploads(ctx, r.link.Channel)
		if err != nil {
			return List{}, err
		}
		r.pages = r.source.ListPlaylist(id)
	}
	page, err := r.pages.Next(ctx)
	if errors.Is(err, io.EOF) {
		r.describe(r.pages.Summary())
		return r.about, err
	}
	if err != nil {
		return List{}, err
	}
	r.describe(page.Summary)
	l := r.about
	for _, e := range page.Entries {
		l.Entries = append(l.Entries, ListEntry{
			VideoID: e.ID, ListID: e.ListID, Title: e.Title, Channel: e.Author, Thumbnail: e.Thumbnail, Duration: e.Duration,
			Number: e.Index, Why: Class(e.Unavailable),
		})
	}
	return l, nil
}

// describe takes over what is known of the list.
func (r *ListReader) describe(s youtube.ListSummary) {
	l := &r.about
	l.Total, l.Unavailable = s.Announced, s.Private+s.Deleted+s.Unavailable+s.Missing()
	l.Ended, l.Bounded = s.Ended, s.Bounded
	if l.Kind == Search {
		return
	}
	l.Kind, l.ID, l.Title, l.Channel = ListKind(s.Kind), s.ID, s.Title, s.Author
	if l.Kind == Channel || strings.HasPrefix(s.ID, "UU") {
		l.Kind, l.Title = Channel, cmp.Or(s.Author, s.Title)
	}
}

// all reads what is left, and adds it to what l has.
func (r *ListReader) all(ctx context.Context, l *List) error {
	for {
		page, err := r.next(ctx)
		if err == nil || errors.Is(err, io.EOF) {
			page.Entries = append(l.Entries, page.Entries...)
			*l = page
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// OpenList reads all of the list that a text links to, see ReadList, and marks the
// entries that are known for the wish of the settings. The error is a *Problem, or
// that of ctx.
func (m *Manager) OpenList(ctx context.Context, text string) (List, error) {
	r, err := m.ReadList(text, AllUploads)
	if err != nil {
		return List{}, err
	}
	var l List
	switch err := r.all(ctx, &l); {
	case err != nil && ctx.Err() != nil:
		return List{}, ctx.Err()
	case err != nil:
		return List{}, problem.Classify(err)
	}
	m.MarkKnown(l.Entries, m.Settings().Wish)
	return l, nil
}

// searchURL returns the address of YouTube's page of results.
func searchURL(words string) string {
	return "https://www.youtube.com/results?" + url.Values{"search_query": {words}}.Encode()
}

// unavailable returns how many of the entries cannot be downloaded.
func (l List) unavailable() int {
	n := 0
	for _, e := range l.Entries {
		if e.VideoID == "" || e.Why != "" {
			n++
		}
	}
	return n
}

// group returns the group that the entries of the list become.
func (l List) group(dir string) Group {
	return Group{
		Kind: l.Kind, ListID: l.ID, URL: l.URL, Title: l.Title, Channel: l.Channel, Dir: dir, Unavailable: l.Unavailable,
	}
}

// rows returns an entry of the queue for each video of the list that can be
// downloaded.
func (l List) rows(w format.Wish, dir string, names naming.Rules) []*entry {
	place := Place{List: l.Title, Total: l.Total}
	if l.Kind == Album {
		place.Artist, place.Disc = l.Channel, 1 // YouTube has one list for each album, whatever its discs
	}
	for _, v := range l.Entries {
		place.Total = max(place.Total, v.Number)
	}
	var all []*entry
	seen := map[string]bool{} // a list may have a video twice, a download must not
	for _, v := range l.Entries {
		if v.VideoID == "" || v.Why != "" || seen[v.VideoID] {
			continue
		}
		seen[v.VideoID] = true
		s := Status{
			URL: (link.Link{Kind: link.Video, VideoID: v.VideoID}).URL(), VideoID: v.VideoID, Title: v.Title, Channel: v.Channel,
			Duration: v.Duration, Wish: w, Dir: dir, Pattern: names.EntryPattern(), Place: place, State: Queued,
		}
		if l.Kind == Playlist || l.Kind == Album {
			s.Album, s.Track = l.Title, v.Number
		}
		if names.Number {
			s.Place.Number = v.Number
		}
		all = append(all, &entry{status: s})
	}
	return all
}

// chapterRows returns an entry for each chapter of a video, which is downloaded
// as a clip.
func chapterRows(row Status, v *youtube.Video, all []Chapter) []*entry {
	var rows []*entry
	for i, c := range all {
		s := row
		s.Title, s.Channel, s.Album, s.Track, s.Chapter = c.Title, v.Author, v.Title, i+1, true
		s.Duration, s.State = c.End-c.Start, Queued
		s.Wish.Chapters, s.Wish.Clip = false, format.Clip{From: c.Start, To: c.End}
		rows = append(rows, &entry{status: s})
	}
	return rows
}
