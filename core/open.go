package core

import (
	"context"
	"path/filepath"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/sponsorblock"
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
	d := &scheduler{log: c.Logger, patience: c.Patience, rateLimit: lookup.NewRateLimit(c.Lookups)}
	d.playlists.log = c.Logger
	var stored queue.Restored
	if c.Store == "" {
		d.queue = queue.New()
	} else if d.queue, stored, err = queue.Open(c.Store, c.Crashed, c.Logger, &d.mu); err != nil {
		return nil, err
	}
	var proxyKept bool
	d.settings, proxyKept = settingsOf(c, &stored)
	d.history = history.Open(stored.History, d.queue.Persister.Saved)
	var allowance lookup.Allowance
	stored.Setting(keyAllowance, &allowance)
	d.rateLimit.Restore(allowance, time.Now())
	d.ctx, d.stop = context.WithCancelCause(context.Background())

	m := &Manager{scheduler: d, config: c, fallback: ytdlp.NewFallback(), damaged: stored.Damaged}
	m.removals = &removals{scheduler: d, all: map[*withheld]struct{}{}}
	if c.Cache != "" {
		m.cache = disk.Cache{Dir: c.Cache, Log: c.Logger}
	}
	source := openSource(m, &stored)
	encoders := newProcessors(mp3.LimitCores)
	d.work = worker{
		players: newPlayers(c.Logger, encoders),
		mu:      &d.mu, queue: d.queue, places: &d.places, schedule: d.schedule, settings: d.currentSettings,
		lookups: &lookup.Source{Source: source}, history: d.history, log: c.Logger, saveAgain: c.SaveAgain,
		sponsors: sponsorblock.New(c.Transport),
		client:   transfer.New(transfer.Options{Transport: c.Transport, Limit: d.settings.Limit}),
	}
	m.limit = &speedLimit{apply: d.work.client.SetLimit, slow: encoders.slow}
	m.limit.set(d.settings.LimitAt, d.settings.SlowDown)
	d.failed = func(id ID, class Class) { seekProfiles(m, id, class) }
	m.follower = follow.New(followTools{m}, stored.Following, d.settings.followEvery())
	openProxy(m, proxyKept) // from here on the settings may change
	background(m, source)

	d.mu.Lock()
	defer d.mu.Unlock()
	d.schedule()
	return m, nil
}

// settingsOf returns the settings of the store, or those of a first start, with what
// the Config overrides, and whether the keyring has the password of the proxy.
func settingsOf(c Config, stored *queue.Restored) (s Settings, proxyKept bool) {
	var all storedSettings
	if !stored.Setting(keySettings, &all) || !filepath.IsAbs(all.Dir) {
		all = storedSettings{Settings: DefaultSettings(c.Dir)}
	}
	return c.override(all.Settings).withinRanges(), all.ProxyKept
}

// openSource returns what asks YouTube, with the newest client profiles that there are.
func openSource(m *Manager, stored *queue.Restored) *youtube.Source {
	c := m.config
	var gated map[string]time.Time
	var checked time.Time
	stored.Setting(keyGated, &gated)
	stored.Setting(keyUpdates, &checked)
	source := youtube.New(youtube.Options{
		Transport: c.Transport, Logger: c.Logger, Gated: gated, Cache: m.cache,
		GatedChanged: func(all map[string]time.Time) { m.queue.Persister.Setting(keyGated, all) },
	})
	p := &profiles{path: c.Profiles, key: c.ProfilesKey, version: c.Version, source: source}
	if err := p.restore(); err != nil {
		m.log.Warn("saved client profiles are not used", "why", err)
	}
	m.updates = newUpdates(c, p, m.queue.Persister, checked, func(n *News) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.queue.Subscriptions.SetNews(n)
	})
	newest := ""
	if stored.Setting(keyNewest, &newest); newest == c.Version && !checked.IsZero() && c.UpdatePage != "" {
		m.queue.Subscriptions.SetNews(&News{Checked: checked})
	}
	m.fallback.Enable(source, c.UseYtdlp && !m.settings.NoYtdlp)
	return source
}

// background starts what runs until Close beside the downloads.
func background(m *Manager, source *youtube.Source) {
	if m.config.Titles {
		m.titles = newTitles(&m.mu, m.queue, source, m.log)
		for range titlesWorkers {
			m.wg.Go(func() {
				defer logPanic(m.log)
				m.titles.work(m.ctx)
			})
		}
	}
	m.wg.Go(func() {
		defer logPanic(m.log)
		m.follower.Run(m.ctx)
	})
	if m.config.UpdatePage != "" {
		m.wg.Go(func() {
			m.updates.watch(m.ctx, func() bool { return m.Settings().WeeklyUpdates })
		})
	}
}

// seekProfiles loads newer client profiles after a download failed because YouTube
// has changed, and then tries that download once more.
func seekProfiles(m *Manager, id ID, class Class) {
	if !m.updates.maySeek(class) {
		return
	}
	m.wg.Go(func() {
		if m.updates.seek(m.ctx) {
			m.Retry(id)
		}
	})
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
	m.limit.stop()
	m.mu.Unlock()
	m.work.players.close()
	m.stop(errClosing)
	m.config.Keyring.Close()
	m.wg.Wait()
	m.removals.forgetAll()
	m.history.Wait()
	m.work.client.Close()
	return m.queue.Persister.Close()
}
