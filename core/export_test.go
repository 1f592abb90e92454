package core

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// What tests need of a Manager beyond what it exports.

// Running returns how many downloads have a goroutine.
func (m *Manager) Running() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.places.Taken
	for e := range m.queue.All() {
		if e.Stop != nil && e.Placeless {
			n++
		}
	}
	return n
}

// PauseUntil starts no download before t.
func (m *Manager) PauseUntil(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pausedUntil = t
}

// Source returns what asks YouTube.
func (m *Manager) Source() *youtube.Source { return m.work.lookups.Source }

// CacheLookup makes the next download of a video use v.
func (m *Manager) CacheLookup(v *youtube.Video) { m.work.lookups.Cache.Add(v) }

// FindYtdlp replaces the search for yt-dlp, and forgets the last result.
func (m *Manager) FindYtdlp(find func(context.Context) (ytdlp.Extractor, error)) {
	m.fallback.SetFind(find)
}

// OpenList reads all of the list that a text links to, and marks the entries that are
// known for the wish of the settings.
func (m *Manager) OpenList(ctx context.Context, text string) (List, error) {
	r, err := m.ReadList(text, AllUploads)
	if err != nil {
		return List{}, err
	}
	var l List
	for {
		page, err := r.Next(ctx)
		if err != nil && !errors.Is(err, io.EOF) {
			return List{}, err
		}
		page.Entries = append(l.Entries, page.Entries...)
		if l = page; err != nil {
			break
		}
	}
	m.MarkKnown(l.Entries, m.Settings().Wish)
	return l, nil
}

// ClearFinished removes every download that is done or cancelled.
func (m *Manager) ClearFinished() {
	var ids []ID
	for _, s := range m.List() {
		if s.State == Done || s.State == Cancelled {
			ids = append(ids, s.ID)
		}
	}
	m.Remove(ids...)
}
