package core

import (
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/youtube"
)

// groupOf returns the group that the entries of a list become.
func groupOf(l List, dir string, names naming.Rules) Group {
	return Group{
		Kind: l.Kind, ListID: l.ID, URL: l.URL, Title: l.Title, Channel: l.Channel, Dir: dir, M3U: names.M3U, Unavailable: l.Unavailable,
	}
}

// rowsOf returns an entry of the queue for each video of a list that can be
// downloaded.
func rowsOf(l List, w format.Wish, dir string, names naming.Rules) []*queue.Entry {
	place := Place{List: l.Title, Total: l.Total}
	if l.Kind == Album {
		place.Artist, place.Disc = l.Channel, 1 // YouTube has one list for each album, whatever its discs
	}
	for _, v := range l.Entries {
		place.Total = max(place.Total, v.Number)
	}
	var all []*queue.Entry
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
		all = append(all, &queue.Entry{Status: &s})
	}
	return all
}

// chapterRows returns an entry for each chapter of a video, which is downloaded
// as a clip.
func chapterRows(row Status, v *youtube.Video, all []Chapter) []*queue.Entry {
	var rows []*queue.Entry
	for i, c := range all {
		s := row
		s.Title, s.Channel, s.Album, s.Track, s.Chapter = c.Title, v.Author, v.Title, i+1, true
		s.Duration, s.State = c.End-c.Start, Queued
		s.Wish.Chapters, s.Wish.Clip = false, format.Clip{From: c.Start, To: c.End}
		rows = append(rows, &queue.Entry{Status: &s})
	}
	return rows
}
