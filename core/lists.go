package core

import (
	"context"
	"slices"

	"hilo/core/link"
	"hilo/core/youtube"
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
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.gone || ctx.Err() != nil {
		return context.Cause(ctx)
	}
	at := slices.Index(m.order, d.status.ID) + 1
	for i, e := range list.Entries {
		v := m.fromList(d, list, e)
		v.status.Track = i + 1
		if _, ok := m.known(v); !ok {
			m.insert(v, at)
			at++
		}
	}
	m.tellOrder()
	return nil
}

func (m *Manager) fromList(d *download, list *youtube.Playlist, e youtube.Entry) *download {
	l := link.Link{Kind: link.Video, VideoID: e.ID}
	return &download{status: Status{
		URL: l.URL(), VideoID: e.ID, Title: e.Title, Channel: e.Author, Album: list.Title,
		Duration: e.Duration, Wish: d.status.Wish, Dir: d.status.Dir, State: Queued,
	}}
}
