package core

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

// List is a playlist, an album or a channel, or the entries of one that were
// chosen.
type List struct {
	Kind        ListKind
	ID          string // YouTube's
	URL         string // address for people
	Title       string
	Channel     string
	Total       int // entries of the whole list as YouTube announces it, 0 when unknown
	Unavailable int // of these: those that are private or deleted
	Entries     []ListEntry
}

// ListEntry is one video of a List.
type ListEntry struct {
	VideoID  string
	Title    string
	Channel  string
	Duration time.Duration // 0 when not shown
	Number   int           // place in the list, from 1
	Known    bool          // the queue has it, or the history and its file is there
}

// OpenList reads the playlist or channel that a text links to, at most 20,000
// entries, and marks those that are known for the wish of the settings. The error is a *Problem, or that of ctx.
func (m *Manager) OpenList(ctx context.Context, text string) (List, error) {
	links, _ := link.Parse(text)
	if len(links) != 1 {
		return List{}, &Problem{Class: Unknown, Err: errors.New("not the link of one list")}
	}
	l := links[0]
	if l.Kind == link.Video {
		if l.PlaylistID == "" {
			return List{}, &Problem{Class: Unknown, Err: errors.New("the link of a video that is in no list")}
		}
		l = link.Link{Kind: link.Playlist, PlaylistID: l.PlaylistID}
	}
	list, err := readList(ctx, m.lookups.Source, l)
	switch {
	case err != nil && ctx.Err() != nil:
		return List{}, ctx.Err()
	case err != nil:
		return List{}, problem.Classify(err)
	}
	m.MarkKnown(list.Entries, m.Settings().Wish)
	return list, nil
}

// readList reads a playlist or channel.
func readList(ctx context.Context, source *youtube.Source, l link.Link) (List, error) {
	id := l.PlaylistID
	if l.Kind == link.Channel {
		var err error
		if id, err = source.Uploads(ctx, l.Channel); err != nil {
			return List{}, err
		}
	}
	found, err := source.Playlist(ctx, id)
	if err != nil {
		return List{}, err
	}
	if len(found.Entries) == 0 {
		return List{}, &Problem{Class: EmptyPlaylist}
	}
	list := List{Kind: kindOfList(l, id), ID: id, URL: l.URL(), Title: found.Title, Channel: found.Author, Total: found.Total}
	switch list.Kind {
	case Channel:
		list.Title = cmp.Or(found.Author, found.Title)
	case Album:
		list.Title = albumTitle(found.Title)
	}
	for i, v := range found.Entries {
		list.Entries = append(list.Entries, ListEntry{VideoID: v.ID, Title: v.Title, Channel: v.Author, Duration: v.Duration, Number: i + 1})
	}
	return list, nil
}

// kindOfList returns what a link leads to; id is that of the playlist.
func kindOfList(l link.Link, id string) ListKind {
	switch {
	case l.Kind == link.Channel, strings.HasPrefix(id, "UU"):
		return Channel
	case strings.HasPrefix(id, "OLAK5uy"):
		return Album
	case strings.HasPrefix(id, "RD"):
		return Mix
	}
	return Playlist
}

// albumTitle removes what YouTube puts before the title of an album, in the lists
// that it makes of albums.
func albumTitle(title string) string {
	for _, kind := range []string{"Album - ", "Single - ", "EP - "} {
		if rest, ok := strings.CutPrefix(title, kind); ok {
			return rest
		}
	}
	return title
}

// group returns the group that the entries of the list become.
func (l List) group(dir string) Group {
	return Group{
		Kind: l.Kind, ListID: l.ID, URL: l.URL, Title: l.Title, Channel: l.Channel, Dir: dir, Unavailable: l.Unavailable,
	}
}

// rows returns an entry of the queue for each of the list's.
func (l List) rows(w format.Wish, dir string, names naming.Rules) []*entry {
	place := Place{List: l.Title, Total: l.Total}
	if l.Kind == Album {
		place.Artist, place.Disc = l.Channel, 1 // YouTube has one list for each album, whatever its discs
	}
	for _, v := range l.Entries {
		place.Total = max(place.Total, v.Number)
	}
	var all []*entry
	for _, v := range l.Entries {
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
