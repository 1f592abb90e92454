package core

import (
	"context"
	"errors"

	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/problem"
)

// ReadList returns a reader of the playlist, album, mix or channel that a text links
// to; of a video that is in a list, of that list. The error is a *Problem when the
// text is something else.
func (m *Manager) ReadList(text string, tab Tab) (*ListReader, error) {
	links, _ := link.Parse(text)
	if len(links) != 1 || links[0].Kind == link.Video && links[0].PlaylistID == "" {
		return nil, &Problem{Class: Unknown, Err: errors.New("not the link of one list")}
	}
	return lookup.NewListReader(m.lookups.Source, links[0], tab), nil
}

// SearchVideos returns a reader of what YouTube finds for some words, about twenty
// videos a page.
func (m *Manager) SearchVideos(words string) *ListReader {
	return lookup.NewSearchReader(m.lookups.Source, words)
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
	switch err := r.All(ctx, &l); {
	case err != nil && ctx.Err() != nil:
		return List{}, ctx.Err()
	case err != nil:
		return List{}, problem.Classify(err)
	}
	m.MarkKnown(l.Entries, m.Settings().Wish)
	return l, nil
}
