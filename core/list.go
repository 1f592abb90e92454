package core

import (
	"context"
	"errors"
	"strings"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

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

// group returns the group that the entries of the list become.
func (l List) group(dir string, names naming.Rules) Group {
	return Group{
		Kind: l.Kind, ListID: l.ID, URL: l.URL, Title: l.Title, Channel: l.Channel, Dir: dir, M3U: names.M3U, Unavailable: l.Unavailable,
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
