package core

import (
	"time"

	"golang.org/x/time/rate"

	"github.com/hilo-app/hilo/core/store"
)

// YouTube lets a guest look up about 300 videos an hour, then refuses all of
// them for up to an hour (yt-dlp's wiki, "Extractors", 2025). A short list is
// looked up as fast as it is downloaded; in no hour are there more than 300.
const (
	lookupsPerHour = 300
	lookupsAtOnce  = 60
)

// pacing says when the next video may be looked up. Manager.mu guards it.
type pacing struct {
	limiter *rate.Limiter // nil: at any time
	timer   *time.Timer   // until then
}

// allowance is what survives a restart of it.
type allowance struct {
	Left float64   // videos that may be looked up at once
	When time.Time // it was so
}

func newPacing(perHour int) pacing {
	if perHour < 0 {
		return pacing{}
	}
	if perHour == 0 {
		perHour = lookupsPerHour
	}
	atOnce := max(perHour*lookupsAtOnce/lookupsPerHour, 1)
	return pacing{limiter: rate.NewLimiter(rate.Limit(float64(perHour-atOnce)/time.Hour.Seconds()), atOnce)}
}

// restore goes on where an earlier run was. A clock that was set back
// does not count.
func (p *pacing) restore(a allowance, now time.Time) {
	if p.limiter == nil || a.When.After(now) {
		return
	}
	p.limiter.AllowN(a.When, p.limiter.Burst()-int(max(a.Left, 0)))
}

// mayLookUp says whether a download may start now: whether its video may be
// looked up, or needs not. m.mu is held.
func (m *Manager) mayLookUp(d *download) bool {
	p := &m.pacing
	if p.limiter == nil || d.list != nil || m.looked.get(d.status.VideoID) != nil {
		return true
	}
	now := time.Now()
	if p.limiter.AllowN(now, 1) {
		m.save(store.Change{Bucket: bucketSettings, Key: keyAllowance, Value: allowance{p.limiter.TokensAt(now), now}})
		return true
	}
	if p.timer == nil {
		next := p.after(1, now)
		p.timer = time.AfterFunc(next.Sub(now), m.lookOn)
		m.change(d, func(s *Status) { s.Until, s.Note = next, NotePaced })
	}
	return false
}

// spendLookup counts a lookup that somebody waits for and that is not held up.
func (m *Manager) spendLookup() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pacing.limiter != nil {
		m.pacing.limiter.ReserveN(time.Now(), 1)
	}
}

// after is when so many videos more may have been looked up.
func (p *pacing) after(n int, now time.Time) time.Time {
	short := float64(n) - p.limiter.TokensAt(now)
	return now.Add(time.Duration(max(short, 0) / float64(p.limiter.Limit()) * float64(time.Second)))
}

// lookOn goes on when the next video may be looked up.
func (m *Manager) lookOn() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pacing.timer = nil
	m.schedule()
}

// LastStart is when the last download that waits for its turn can start at the
// earliest, as YouTube lets guests look up so many videos an hour. It is zero
// while that holds nobody up.
func (m *Manager) LastStart() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.pacing.timer == nil {
		return time.Time{}
	}
	n := 0
	for _, d := range m.downloads {
		if d.status.State == Queued && d.list == nil {
			n++
		}
	}
	if n == 0 {
		return time.Time{}
	}
	return m.pacing.after(n, time.Now())
}
