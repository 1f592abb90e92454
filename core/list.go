package core

import (
	"errors"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/queue"
)

// ReadList returns a reader of the playlist, album, mix or channel that a text links
// to; of a video that is in a list, of that list. The error is a *Problem when the
// text is something else.
func (m *Manager) ReadList(text string, tab Tab) (*ListReader, error) {
	links, _ := link.Parse(text)
	if len(links) != 1 || links[0].Kind == link.Video && links[0].PlaylistID == "" {
		return nil, &Problem{Class: Unknown, Err: errors.New("not the link of one list")}
	}
	return lookup.NewListReader(m.work.lookups.Source, links[0], tab), nil
}

// SearchVideos returns a reader of what YouTube finds for some words, about twenty
// videos a page.
func (m *Manager) SearchVideos(words string, f SearchFilter) *ListReader {
	return lookup.NewSearchReader(m.work.lookups.Source, words, f)
}

// MarkKnown sets ListEntry.Known for a wish. It asks the disk about the files of
// the history.
func (m *Manager) MarkKnown(entries []ListEntry, w format.Wish) {
	queued := map[string]bool{}
	for _, s := range m.List() {
		if s.Wish.Kind == w.Kind && s.Wish.Clip == w.Clip && s.State != Done && s.State != Failed && s.State != Cancelled {
			queued[s.VideoID] = true
		}
	}
	rows := make([]*queue.Entry, len(entries))
	for i, v := range entries {
		rows[i] = &queue.Entry{Status: &Status{VideoID: v.VideoID, Wish: w}}
	}
	here, _ := savedBefore(m.history, rows)
	for i := range entries {
		_, saved := here[i]
		entries[i].Known = saved || queued[entries[i].VideoID]
	}
}
