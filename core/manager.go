// Package core is the queue: downloads that each run in a goroutine of their
// own, survive the end of the process, and report their changes to whoever
// subscribes. It knows no window and no terminal.
//
//	Open -> Manager <- commands: Add, Pause, Resume, StartNow, Cancel, Retry, Remove, Move
//	           |
//	           +- scheduler     starts, stops and retries downloads
//	           |    +- queue.Queue       order and state; subscriptions, store
//	           |    +- lookup.RateLimit  lookups an hour
//	           |    +- titles            of what is queued, before its turn
//	           |    '- worker            one download, in its goroutine:
//	           |         +- lookup.Source   asks YouTube; yt-dlp as the last fallback
//	           |         +- download.Run    makes the file
//	           |         '- Players         show it meanwhile
//	           +- History       what was saved
//	           +- Following     lists that are followed; new entries come back through Add
//	           '- updates       newer versions and client profiles
//
// A download is a state machine. What the user commands is on the left, what
// happens without a command on the right:
//
//	Add, Retry, Resume -> Queued <---------------- Waiting (until T)
//	                        | a place is free        ^
//	                        v                        | no network, or YouTube asked
//	Pause  <------------ LookingUp -> Downloading ---+
//	Cancel <---------------|------------|            |
//	                       v            v            v
//	                     Failed     Finishing -> Done or Failed
//
// A link to a playlist or channel is one row until it is looked up, and is then
// replaced by one row for each video. What was added together is a Group.
//
// How a file is made is in package download, what the queue has and what of it is
// stored in package queue, and how an error becomes a Problem and when it is retried
// in package problem; core joins them.
package core

import (
	"context"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// Manager is the queue. Its methods may be called from any goroutine, return at
// once unless they take a context, and ignore an ID that is not in the queue.
type Manager struct {
	*scheduler // starts and stops downloads; has the queue and the lock
	config     Config
	limit      *speedLimit // of the client of downloads
	fallback   *ytdlp.Fallback
	cache      youtube.Cache // nil keeps nothing
	updates    *updates
	follower   *follow.Follower
	removals   *removals
	damaged    string // see Damaged
}

// Subscribe returns a subscription that already has the whole queue.
func (m *Manager) Subscribe() *Subscription {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.queue.Subscribe(func(s *Subscription) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.queue.Subscriptions.Remove(s)
	})
}

// List returns the whole queue in order. The downloads must not be changed: whoever else
// lists the queue has the same.
func (m *Manager) List() []*Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.queue.Statuses()
}

// Settings returns the stored choices of the user.
func (m *Manager) Settings() Settings { return m.currentSettings() }

// History returns what was saved, in this run and earlier ones.
func (m *Manager) History() *history.History { return m.history }

// Thumbnail fetches the picture (JPEG or PNG) that a Status names.
func (m *Manager) Thumbnail(ctx context.Context, url string) ([]byte, error) {
	return m.work.lookups.Image(ctx, url)
}

// Free returns how many bytes can still be written in a folder or, where it does
// not exist, in the nearest existing one above it.
func (m *Manager) Free(dir string) (int64, error) { return disk.Free(dir) }

// Damaged returns where the queue's file was moved to because not all of it
// could be read when the queue was opened, empty otherwise. The queue has what
// could be read, and no downloaded file is touched.
func (m *Manager) Damaged() string { return m.damaged }

// Players returns what serves running downloads to players.
func (m *Manager) Players() *Players { return m.work.players }
