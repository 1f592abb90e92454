package core

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/update"
	"github.com/hilo-app/hilo/core/youtube"
)

// Release is one released version of Hilo.
type Release = update.Version

// The reasons why CheckUpdates has no news; see package update.
var (
	ErrNoUpdatePage = update.ErrNoPage
	ErrUpdatePage   = update.ErrPage
)

const (
	updatesEvery = 7 * 24 * time.Hour // between two checks that nobody asked for
	updatesPause = 6 * time.Hour      // after a try that nobody asked for
	updatesTick  = time.Hour
	updatesFirst = time.Minute // after the start, which has other work to do
)

// updates is when the page for updates was asked. A Manager without a page has one,
// too, whose checker refuses.
type updates struct {
	checker *update.Checker

	mu      sync.Mutex
	checked time.Time // of the last answer
	tried   time.Time // of the last try that nobody asked for
}

func newUpdates(c Config, save func(path string, data []byte) error, checked time.Time) *updates {
	key := c.ProfilesKey
	if key == nil {
		key = youtube.ReleaseKey()
	}
	return &updates{checked: checked, checker: &update.Checker{
		Page: c.UpdatePage, Key: key, Version: c.Version, Saved: c.Versions, Save: save, Transport: c.Transport,
	}}
}

// begin reports whether a try that nobody asked for may be made now, and counts it.
// weekly asks for a week since the last answer, too.
func (u *updates) begin(now time.Time, weekly bool) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	// A time in the future is that of a clock that was wrong.
	within := func(t time.Time, d time.Duration) bool { return !t.After(now) && now.Sub(t) < d }
	if u.checker.Page == "" || within(u.tried, updatesPause) || weekly && within(u.checked, updatesEvery) {
		return false
	}
	u.tried = now
	return true
}

// CheckUpdates asks the page for updates, if this Hilo was built with one, which
// takes up to 40 seconds. It loads newer client profiles at the same time; a failure
// of that is only logged. Subscriptions get the news, too. The error is one of
// package update, or that of ctx.
func (m *Manager) CheckUpdates(ctx context.Context) (News, error) {
	found, err := m.updates.checker.Check(ctx)
	if err != nil {
		return News{}, err
	}
	now := time.Now()
	m.updates.mu.Lock()
	m.updates.checked = now
	m.updates.mu.Unlock()
	m.queue.Persister.Setting(keyUpdates, now)
	news := News{Newer: found.Newer, Profiles: m.loadProfiles(ctx, found.Profiles)}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue.Subscriptions.SetNews(&news)
	return news, nil
}

// loadProfiles loads the client profiles with a serial from the page for updates. It
// returns false when those in use are not older, or after an error.
func (m *Manager) loadProfiles(ctx context.Context, serial int64) bool {
	if current := m.profiles.get(); serial == 0 || current != nil && current.Serial >= serial {
		return false
	}
	file, err := m.updates.checker.Profiles(ctx)
	if err == nil {
		err = m.profiles.accept(file)
	}
	if err != nil && !errors.Is(err, youtube.ErrProfilesNotNewer) {
		m.log.Warn("newer client profiles are not used", "err", err)
	}
	return err == nil
}

// watchUpdates checks once a week while the settings say so, until the Manager is
// closed.
func (m *Manager) watchUpdates() {
	timer := time.NewTimer(updatesFirst)
	defer timer.Stop()
	for {
		select {
		case <-m.ctx.Done():
			return
		case now := <-timer.C:
			if m.Settings().WeeklyUpdates && m.updates.begin(now, true) {
				if _, err := m.CheckUpdates(m.ctx); err != nil {
					m.log.Info("no news of newer versions", "err", err)
				}
			}
			timer.Reset(updatesTick)
		}
	}
}

// youtubeChanged are the classes that newer client profiles may help against.
var youtubeChanged = map[Class]bool{
	problem.ClientRefused: true, problem.NoStreams: true, problem.Gated: true, problem.Unintelligible: true,
}

// seekProfiles loads newer client profiles after a download failed because YouTube
// has changed, and then tries that download once more. m.mu is held.
func (m *Manager) seekProfiles(id ID, class Class) {
	if m.closed || !youtubeChanged[class] || !m.updates.begin(time.Now(), false) {
		return
	}
	m.wg.Go(func() {
		news, err := m.CheckUpdates(m.ctx)
		if err != nil {
			m.log.Info("no newer client profiles", "err", err)
		}
		if news.Profiles {
			m.Retry(id)
		}
	})
}
