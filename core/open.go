package core

import (
	"context"
	"path/filepath"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

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
		fallback:  ytdlp.NewFallback(),
		settings:  Settings{Dir: c.Dir, Parallel: 3, Connections: 4},
		rateLimit: lookup.NewRateLimit(c.Lookups),
		removals:  map[*withheld]struct{}{},
		players:   newPlayers(c.Logger),
	}
	var stored queue.Restored
	if c.Store == "" {
		m.queue = queue.New()
	} else if m.queue, stored, err = queue.Open(c.Store, c.Crashed, c.Logger, &m.mu); err != nil {
		return nil, err
	}
	if s := (Settings{}); stored.Setting(keySettings, &s) && filepath.IsAbs(s.Dir) {
		m.settings = s
	}
	var allowance lookup.Allowance
	var gated map[string]time.Time
	var checked time.Time
	stored.Setting(keyAllowance, &allowance)
	stored.Setting(keyGated, &gated)
	stored.Setting(keyUpdates, &checked)
	m.history = history.Open(stored.History, m.queue.Persister.Saved)
	m.damaged = stored.Damaged
	m.settings = c.override(m.settings).withinRanges()
	m.rateLimit.Restore(allowance, time.Now())
	m.ctx, m.stop = context.WithCancelCause(context.Background())
	if c.Cache != "" {
		m.cache = disk.Cache{Dir: c.Cache, Log: c.Logger}
	}
	source := youtube.New(youtube.Options{
		Transport: c.Transport, Logger: c.Logger, Gated: gated, Cache: m.cache,
		GatedChanged: func(all map[string]time.Time) { m.queue.Persister.Setting(keyGated, all) },
	})
	m.lookups = &lookup.Source{Source: source}
	m.profiles = &profiles{path: c.Profiles, key: c.ProfilesKey, version: c.Version, source: source}
	if err := m.profiles.restore(); err != nil {
		m.log.Warn("saved client profiles are not used", "why", err)
	}
	m.updates = newUpdates(c, disk.Replace, checked)
	m.fallback.Enable(source, c.UseYtdlp && !m.settings.NoYtdlp)
	m.client = transfer.New(transfer.Options{Transport: c.Transport, Limit: m.settings.Limit})

	m.follower = follow.New(followTools{m}, stored.Following, m.settings.followEvery())
	m.wg.Go(func() {
		defer m.logPanic()
		m.follower.Run(m.ctx)
	})
	if c.Titles {
		m.titles = newTitles(&m.mu, m.queue, source, m.log)
		for range titlesWorkers {
			m.wg.Go(func() {
				defer m.logPanic()
				m.titles.work(m.ctx)
			})
		}
	}
	if c.UpdatePage != "" {
		m.wg.Go(m.watchUpdates)
	}

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
	for e := range m.queue.All() {
		e.StopTimer()
	}
	if m.paced != nil {
		m.paced.Stop()
	}
	m.mu.Unlock()
	m.players.close()
	m.stop(errClosing)
	m.wg.Wait()
	m.forgetAll()
	m.history.Wait()
	m.client.Close()
	return m.queue.Persister.Close()
}
