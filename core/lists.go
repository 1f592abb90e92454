package core

import (
	"context"
	"slices"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/youtube"
)

// expand puts the videos of a list into the queue behind the list's own row,
// which goes once this returns.
func (m *Manager) expand(ctx context.Context, d *download) error {
	id := d.list.PlaylistID
	if d.list.Kind == link.Channel {
		var err error
		if id, err = m.source.Uploads(ctx, d.list.Channel); err != nil {
			return err
		}
	}
	list, err := m.source.Playlist(ctx, id)
	if err != nil {
		return err
	}
	if len(list.Entries) == 0 {
		return &Problem{Class: EmptyPlaylist}
	}
	var all []*download
	for i, e := range list.Entries {
		v := fromList(d, list, e)
		v.status.Track = i + 1
		all = append(all, v)
	}
	return m.replace(ctx, d, all)
}

// expandChapters puts the chapters of a video into the queue behind the video's
// own row, each as a clip.
func (m *Manager) expandChapters(ctx context.Context, d *download, v *youtube.Video, all []Chapter) error {
	m.looked.keep(v)
	var parts []*download
	for i, c := range all {
		s := d.status
		s.Title, s.Channel, s.Album, s.Track, s.Chapter = c.Title, v.Author, v.Title, i+1, true
		s.Duration, s.State = c.End-c.Start, Queued
		s.Wish.Chapters, s.Wish.Clip = false, format.Clip{From: c.Start, To: c.End}
		parts = append(parts, &download{status: s})
	}
	return m.replace(ctx, d, parts)
}

// replace puts others behind a row, which goes once its goroutine ends.
func (m *Manager) replace(ctx context.Context, d *download, by []*download) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.gone || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	at := slices.Index(m.order, d.status.ID) + 1
	for _, v := range by {
		if _, ok := m.known(v); !ok {
			m.insert(v, at)
			at++
		}
	}
	d.replaced = true
	m.tellOrder()
	return nil
}

func fromList(d *download, list *youtube.Playlist, e youtube.Entry) *download {
	l := link.Link{Kind: link.Video, VideoID: e.ID}
	return &download{status: Status{
		URL: l.URL(), VideoID: e.ID, Title: e.Title, Channel: e.Author, Album: list.Title,
		Duration: e.Duration, Wish: d.status.Wish, Dir: d.status.Dir, State: Queued,
	}}
}
