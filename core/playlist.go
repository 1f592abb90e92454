package core

import (
	"context"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/youtube"
)

// playlistRows looks up a playlist or channel and returns an entry for each of
// its videos, with the wish and the folder of the list's own row.
func playlistRows(ctx context.Context, source *youtube.Source, l link.Link, row Status) ([]*entry, error) {
	id := l.PlaylistID
	if l.Kind == link.Channel {
		var err error
		if id, err = source.Uploads(ctx, l.Channel); err != nil {
			return nil, err
		}
	}
	list, err := source.Playlist(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(list.Entries) == 0 {
		return nil, &Problem{Class: EmptyPlaylist}
	}
	var all []*entry
	for i, v := range list.Entries {
		l := link.Link{Kind: link.Video, VideoID: v.ID}
		all = append(all, &entry{status: Status{
			URL: l.URL(), VideoID: v.ID, Title: v.Title, Channel: v.Author, Album: list.Title, Track: i + 1,
			Duration: v.Duration, Wish: row.Wish, Dir: row.Dir, State: Queued,
		}})
	}
	return all, nil
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
