package lookup

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/age"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/youtube"
)

// List is a playlist, an album, a channel, a search or a mix, as far as it was read,
// or the entries of one that were chosen.
type List struct {
	Kind    status.ListKind
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
	Thumbnail string        // see core.Manager.Thumbnail
	Duration  time.Duration // 0 when not shown
	Age       age.Age       // since it was published, as YouTube rounds it; the zero value when not shown
	Views     int64         // rounded, as YouTube shows them; 0 when not shown
	Number    int           // place in the list, from 1
	Why       problem.Class // why it cannot be downloaded; empty if it can
	Known     bool          // see core.Manager.MarkKnown
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

// NewListReader returns a reader of the list that a link leads to; of a video that is
// in a list, of that list.
func NewListReader(source *youtube.Source, l link.Link, tab Tab) *ListReader {
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

// SearchFilter is how YouTube orders what it finds, and from when on.
type SearchFilter = youtube.SearchFilter

// Since says when a video was published at the earliest.
type Since = youtube.Since

// The choices of Since, which YouTube offers.
const (
	AnyTime   = youtube.AnyTime
	Today     = youtube.Today
	ThisWeek  = youtube.ThisWeek
	ThisMonth = youtube.ThisMonth
	ThisYear  = youtube.ThisYear
)

// NewSearchReader returns a reader of what YouTube finds for some words.
func NewSearchReader(source *youtube.Source, words string, f SearchFilter) *ListReader {
	words = strings.Join(strings.Fields(words), " ")
	return &ListReader{
		source: source, pages: source.Search(words, f),
		about: List{Kind: status.Search, ID: words, Title: words, URL: searchURL(words)},
	}
}

// Next returns the next page: a List that has the entries of this page, and of the
// whole list what is known so far. The error is io.EOF after the last page, a
// *problem.Problem, or that of ctx.
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
			Age: e.Age, Views: e.Views, Number: e.Index, Why: problem.Class(e.Unavailable),
		})
	}
	return l, nil
}

// describe takes over what is known of the list.
func (r *ListReader) describe(s youtube.ListSummary) {
	l := &r.about
	l.Total, l.Unavailable = s.Announced, s.Private+s.Deleted+s.Unavailable+s.Missing()
	l.Ended, l.Bounded = s.Ended, s.Bounded
	if l.Kind == status.Search {
		return
	}
	l.Kind, l.ID, l.Title, l.Channel = status.ListKind(s.Kind), s.ID, s.Title, s.Author
	if l.Kind == status.Channel || strings.HasPrefix(s.ID, "UU") {
		l.Kind, l.Title = status.Channel, cmp.Or(s.Author, s.Title)
	}
}

// Reading is a whole list as far as it was read. The zero value has read nothing.
type Reading struct {
	reader *ListReader
	read   List
}

// All reads the list that l links to. After an error, which is a *problem.Problem
// or a *youtube.Error, or that of ctx, the next call continues with the page that failed.
func (r *Reading) All(ctx context.Context, source *youtube.Source, l link.Link) (List, error) {
	if r.reader == nil {
		r.reader = NewListReader(source, l, AllUploads)
	}
	if err := r.reader.All(ctx, &r.read); err != nil {
		return List{}, err
	}
	list := r.read
	*r = Reading{}
	if len(list.Entries) == list.unavailable() {
		return List{}, &problem.Problem{Class: problem.EmptyPlaylist}
	}
	return list, nil
}

// All reads what is left, and adds it to what l has. The error is that of
// youtube.ListReader.Next.
func (r *ListReader) All(ctx context.Context, l *List) error {
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
