// Package core is the queue: downloads that each run in a goroutine of their
// own, survive the end of the process, and report their changes to whoever
// subscribes. It knows no window and no terminal.
//
//	Open -> Manager <- commands: Add, Pause, Resume, Cancel, Retry, Remove, Move
//	           |
//	           +- queue         order and state of all downloads
//	           |    +- subscriptions   who is told of every change
//	           |    '- persister       writes every change to the store
//	           +- rateLimit     lookups an hour
//	           +- titles        of what is queued, before its turn
//	           +- lookups       asks YouTube, with a cache; yt-dlp as the last fallback
//	           +- download.Run  one download, in its goroutine
//	           +- History       what was saved
//	           '- Following     lists that are followed; new entries come back through Add
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
// How a file is made is in package download, and how an error becomes a
// Problem and when it is retried in package problem; core joins them.
package core

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// Manager is the queue. Its methods may be called from any goroutine, return at
// once unless they take a context, and ignore an ID that is not in the queue.
type Manager struct {
	config   Config
	log      *slog.Logger
	lookups  *lookups
	client   *transfer.Client
	limit    *speedLimit // of client
	fallback *ytdlpFallback
	cache    youtube.Cache // nil keeps nothing
	profiles *profiles
	updates  *updates
	titles   *titles // nil asks for none
	history  *history.History
	follower *follow.Follower
	damaged  string // see Damaged

	ctx  context.Context // ends with Close
	stop context.CancelCauseFunc
	wg   sync.WaitGroup // goroutines of downloads and of updates

	m3u sync.Mutex // held while a playlist file is written

	mu          sync.Mutex
	settings    Settings
	queue       queue
	rateLimit   rateLimit
	removals    map[*withheld]struct{} // that can be taken back
	pausedUntil time.Time              // no download is started before: there is no network, or YouTube asked to wait
	places      places                 // of the downloads that run
	closed      bool
}

// Subscribe returns a subscription that already has the whole queue.
func (m *Manager) Subscribe() *Subscription {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := newSubscription(func(s *Subscription) {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.queue.subscriptions, s)
	})
	m.queue.subscribe(s)
	return s
}

// List returns the whole queue in order.
func (m *Manager) List() []Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.queue.statuses()
}

// Settings returns the stored choices of the user.
func (m *Manager) Settings() Settings {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.settings
}

// Thumbnail fetches the picture (JPEG or PNG) that a Status names.
func (m *Manager) Thumbnail(ctx context.Context, url string) ([]byte, error) {
	return m.lookups.Image(ctx, url)
}

// Free returns how many bytes can still be written in a folder or, where it does
// not exist, in the nearest existing one above it.
func (m *Manager) Free(dir string) (int64, error) { return disk.Free(dir) }

// Damaged returns where the queue's file was moved to because not all of it
// could be read when the queue was opened, empty otherwise. The queue has what
// could be read, and no downloaded file is touched.
func (m *Manager) Damaged() string { return m.damaged }

// setNotSaved sets Update.NotSaved.
func (m *Manager) setNotSaved(p *Problem) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue.setNotSaved(p)
}
