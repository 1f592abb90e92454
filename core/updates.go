package core

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/queue"
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

// updates asks the page for updates. A Manager without a page has one, too, whose
// checker refuses.
type updates struct {
	checker   *update.Checker
	profiles  *profiles
	persister *queue.Persister
	tell      func(*News) // the subscriptions
	log       *slog.Logger

	mu      sync.Mutex
	checked time.Time // of the last answer
	tried   time.Time // of the last try that nobody asked for
}

func newUpdates(c Config, p *profiles, persister *queue.Persister, checked time.Time, tell func(*News)) *updates {
	key := c.ProfilesKey
	if key == nil {
		key = youtube.ReleaseKey()
	}
	return &updates{profiles: p, persister: persister, tell: tell, log: c.Logger, checked: checked, checker: &update.Checker{
		Page: c.UpdatePage, Key: key, Version: c.Version, Saved: c.Versions, Save: disk.Replace, Transport: c.Transport,
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

// check is Manager.CheckUpdates.
func (u *updates) check(ctx context.Context) (News, error) {
	found, err := u.checker.Check(ctx)
	if err != nil {
		return News{}, err
	}
	now := time.Now()
	u.mu.Lock()
	u.checked = now
	u.mu.Unlock()
	u.persister.Setting(keyUpdates, now)
	newest := ""
	if len(found.Newer) == 0 {
		newest = u.checker.Version
	}
	u.persister.Setting(keyNewest, newest)
	news := News{Newer: found.Newer, Profiles: u.loadProfiles(ctx, found.Profiles), Checked: now}
	u.tell(&news)
	return news, nil
}

// loadProfiles loads the client profiles with a serial from the page for updates. It
// returns false when those in use are not older, or after an error.
func (u *updates) loadProfiles(ctx context.Context, serial int64) bool {
	if current := u.profiles.get(); serial == 0 || current != nil && current.Serial >= serial {
		return false
	}
	file, err := u.checker.Profiles(ctx)
	if err == nil {
		err = u.profiles.accept(file)
	}
	if err != nil && !errors.Is(err, youtube.ErrProfilesNotNewer) {
		u.log.Warn("newer client profiles are not used", "err", err)
	}
	return err == nil
}

// watch checks once a week while weekly says so, until ctx ends.
func (u *updates) watch(ctx context.Context, weekly func() bool) {
	timer := time.NewTimer(updatesFirst)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-timer.C:
			if weekly() && u.begin(now, true) {
				if _, err := u.check(ctx); err != nil {
					u.log.Info("no news of newer versions", "err", err)
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

// maySeek reports whether newer client profiles may be looked for because a download
// failed with a problem of a class, and counts it.
func (u *updates) maySeek(class Class) bool {
	return youtubeChanged[class] && u.begin(time.Now(), false)
}

// seek loads newer client profiles and reports whether there were any.
func (u *updates) seek(ctx context.Context) bool {
	news, err := u.check(ctx)
	if err != nil {
		u.log.Info("no newer client profiles", "err", err)
	}
	return news.Profiles
}
