package core

import (
	"context"
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
func (m *Manager) Source() *youtube.Source { return m.lookups.Source }

// CacheLookup makes the next download of a video use v.
func (m *Manager) CacheLookup(v *youtube.Video) { m.lookups.Cache.Add(v) }

// FindYtdlp replaces the search for yt-dlp, and forgets the last result.
func (m *Manager) FindYtdlp(find func(context.Context) (ytdlp.Extractor, error)) {
	m.fallback.SetFind(find)
}
