package core

import (
	"context"
	"time"

	"github.com/hilo-app/hilo/core/checkup"
)

// CheckUp finds out why downloads into a folder do not work. It takes less than
// a minute; see checkup.Run for what tell is told.
func (m *Manager) CheckUp(ctx context.Context, dir string, tell func(checkup.Step)) checkup.Verdict {
	c := m.config.CheckUp
	c.Transport, c.Dir, c.Free, c.Version = m.config.Transport, dir, m.Free, m.config.Version
	c.Profiles, c.Cache = m.updates.profiles.get(), m.cache
	c.Received = func() time.Time {
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.queue.Received
	}
	if m.config.UseYtdlp {
		c.Ytdlp = func(ctx context.Context) checkup.YtdlpFound {
			y := m.Ytdlp(ctx)
			return checkup.YtdlpFound{Version: y.Version, Insecure: y.Insecure}
		}
	}
	return checkup.Run(ctx, c, tell)
}

// Ytdlp looks for yt-dlp, which takes up to ten seconds.
func (m *Manager) Ytdlp(ctx context.Context) Ytdlp {
	y, err := m.fallback.Search(ctx)
	if err != nil {
		m.log.Info("yt-dlp does not run", "err", err)
	}
	return y
}

// UpdateProfiles takes newer client profiles from a signed file, uses them, and
// saves them for later runs. The error is one of youtube.LoadProfiles or
// UseProfiles, or of the file system; unless it says otherwise, the profiles in
// use stay.
func (m *Manager) UpdateProfiles(path string) error { return m.updates.profiles.update(path) }

// CheckUpdates asks the page for updates, if this Hilo was built with one, which
// takes up to 40 seconds. It loads newer client profiles at the same time; a failure
// of that is only logged. Subscriptions get the news, too. The error is one of
// package update, or that of ctx.
func (m *Manager) CheckUpdates(ctx context.Context) (News, error) { return m.updates.check(ctx) }
