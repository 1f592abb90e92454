package core

import (
	"context"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
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
		fallback:  newYtdlpFallback(),
		settings:  Settings{Dir: c.Dir, Parallel: 3, Connections: 4},
		queue:     newQueue(),
		rateLimit: newRateLimit(c.Lookups),
		removals:  map[*withheld]struct{}{},
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
	m.history = history.Open(stored.history, m.queue.persister.saved)
	m.damaged = stored.damaged
	m.settings = c.override(m.settings).withinRanges()
	m.queue.restore(stored.entries, stored.order, stored.groups)
	m.rateLimit.restore(stored.allowance, time.Now())
	m.ctx, m.stop = context.WithCancelCause(context.Background())
	if c.Cache != "" {
		m.cache = folderCache{dir: c.Cache, log: c.Logger}
	}
	source := youtube.New(youtube.Options{
		Transport: c.Transport, Logger: c.Logger, Gated: stored.gated, Cache: m.cache,
		GatedChanged: func(all map[string]time.Time) { m.queue.persister.setting(keyGated, all) },
	})
	m.lookups = &lookups{Source: source}
	m.profiles = &profiles{path: c.Profiles, key: c.ProfilesKey, version: c.Version, source: source}
	if err := m.profiles.restore(); err != nil {
		m.log.Warn("saved client profiles are not used", "why", err)
	}
	m.updates = newUpdates(c, disk.Replace, stored.checked)
	c.useProxy(m.settings, m.fallback)
	m.fallback.enable(source, c.UseYtdlp && !m.settings.NoYtdlp)
	m.client = transfer.New(transfer.Options{Transport: c.Transport, Limit: m.settings.Limit})
	m.limit = &speedLimit{apply: m.client.SetLimit}
	m.limit.set(m.settings.LimitAt, m.settings.SlowDown)

	m.follower = follow.New(followTools{m}, stored.following, m.settings.followEvery())
	m.wg.Go(func() {
		defer m.logPanic()
		m.follower.Run(m.ctx)
	})
	if c.Titles {
		m.titles = newTitles(&m.mu, &m.queue, source, m.log)
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
	for _, e := range m.queue.entries {
		e.stopTimer()
	}
	m.rateLimit.stop()
	m.limit.stop()
	m.mu.Unlock()
	m.stop(errClosing)
	m.wg.Wait()
	m.forgetAll()
	m.history.Wait()
	m.client.Close()
	return m.queue.persister.close()
}
