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
//	           +- lookups       asks YouTube, with a cache; yt-dlp as the last fallback
//	           '- download.Run  one download, in its goroutine
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
// replaced by one row for each video.
//
// How a file is made is in package download, and how an error becomes a
// Problem and when it is retried in package problem; core joins them.
package core

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/store"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// ErrInUse says that another running Hilo has the queue's file open.
var ErrInUse = store.ErrInUse

// Manager is the queue. Its methods may be called from any goroutine, return at
// once unless they take a context, and ignore an ID that is not in the queue.
type Manager struct {
	config   Config
	log      *slog.Logger
	lookups  *lookups
	client   *transfer.Client
	fallback *ytdlpFallback
	profiles *profiles
	damaged  string // see Damaged

	ctx  context.Context // ends with Close
	stop context.CancelCauseFunc
	wg   sync.WaitGroup // goroutines of downloads

	mu          sync.Mutex
	settings    Settings
	queue       queue
	rateLimit   rateLimit
	running     int       // downloads with a goroutine
	pausedUntil time.Time // no download is started before: there is no network, or YouTube asked to wait
	closed      bool
}

// Open starts the queue: downloads that had not ended when the last Manager with
// this store stopped, for whatever reason, are queued again. It returns ErrInUse
// when another process has the store. Any other error of the store leaves its file
// as it is; the text is for people.
func Open(c Config) (*Manager, error) {
	c, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	m := &Manager{
		config:    c,
		log:       c.Logger,
		fallback:  newYtdlpFallback(),
		settings:  Settings{Dir: c.Dir, Parallel: 3, Connections: 4},
		queue:     newQueue(),
		rateLimit: newRateLimit(c.Lookups),
	}
	var stored restored
	if c.Store != "" {
		if m.queue.persister, stored, err = openStore(c.Store, c.Crashed, c.Logger, m.setNotSaved); err != nil {
			return nil, err
		}
	}
	if stored.settings != nil {
		m.settings = *stored.settings
	}
	m.damaged = stored.damaged
	m.settings = c.override(m.settings).withinRanges()
	m.queue.restore(stored.entries, stored.order)
	m.rateLimit.restore(stored.allowance, time.Now())
	m.ctx, m.stop = context.WithCancelCause(context.Background())
	source := youtube.New(youtube.Options{
		Transport: c.Transport, Logger: c.Logger, Gated: stored.gated,
		GatedChanged: func(all map[string]time.Time) { m.queue.persister.setting(keyGated, all) },
	})
	m.lookups = &lookups{Source: source}
	m.profiles = &profiles{path: c.Profiles, key: c.ProfilesKey, version: c.Version, source: source}
	if err := m.profiles.restore(); err != nil {
		m.log.Warn("saved client profiles are not used", "why", err)
	}
	m.fallback.enable(source, c.UseYtdlp && !m.settings.NoYtdlp)
	m.client = transfer.New(transfer.Options{Transport: c.Transport, Limit: m.settings.Limit})

	m.mu.Lock()
	defer m.mu.Unlock()
	m.schedule()
	return m, nil
}

// Close stops all downloads, keeps their bytes, and waits for their goroutines.
// Downloads that had not ended are queued again when the store is opened again.
// The error says that the last changes could not be stored.
func (m *Manager) Close() error {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return nil
	}
	m.closed = true
	for _, e := range m.queue.entries {
		e.stopTimer()
	}
	m.rateLimit.stop()
	m.mu.Unlock()
	m.stop(errClosing)
	m.wg.Wait()
	m.client.Close()
	return m.queue.persister.close()
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

// SetSettings stores s, with its numbers brought into their ranges, and applies
// it at once. It fails when s.Dir is not a full path.
func (m *Manager) SetSettings(s Settings) error {
	if !filepath.IsAbs(s.Dir) {
		return fmt.Errorf("core: %q is not a full path", s.Dir)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings = s.withinRanges()
	m.client.SetLimit(m.settings.Limit)
	m.fallback.enable(m.lookups.Source, m.config.UseYtdlp && !m.settings.NoYtdlp)
	m.queue.persister.setting(keySettings, m.settings)
	m.schedule()
	return nil
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
