package core

import (
	"time"

	"golang.org/x/time/rate"
)

// YouTube lets a guest look up about 300 videos an hour, then refuses all of
// them for up to an hour (yt-dlp's wiki, "Extractors", 2025). The first 60 are
// not paced, so that a short list is looked up as fast as it is downloaded; no
// hour has more than 300.
const (
	lookupsPerHour = 300
	lookupsAtOnce  = 60
)

// rateLimit says when the next video may be looked up. Manager.mu guards it.
type rateLimit struct {
	limiter *rate.Limiter // nil: at any time
	timer   *time.Timer   // runs until the next one may be looked up; nil while none waits
}

// allowance is the state of a rateLimit that survives a restart. Its JSON is
// stored.
type allowance struct {
	Left float64   // videos that may be looked up at once
	When time.Time // at this time
}

// newRateLimit returns a limit of so many lookups an hour, lookupsPerHour for 0
// and none for a negative number.
func newRateLimit(perHour int) rateLimit {
	if perHour < 0 {
		return rateLimit{}
	}
	if perHour == 0 {
		perHour = lookupsPerHour
	}
	atOnce := max(perHour*lookupsAtOnce/lookupsPerHour, 1)
	return rateLimit{limiter: rate.NewLimiter(rate.Limit(float64(perHour-atOnce)/time.Hour.Seconds()), atOnce)}
}

// restore continues with the allowance of an earlier run, nil for none. One from
// the future, because the clock was set back, is ignored.
func (r *rateLimit) restore(a *allowance, now time.Time) {
	if r.limiter == nil || a == nil || a.When.After(now) {
		return
	}
	r.limiter.AllowN(a.When, r.limiter.Burst()-int(max(a.Left, 0)))
}

// allowance returns what restore takes.
func (r *rateLimit) allowance(now time.Time) allowance {
	return allowance{r.limiter.TokensAt(now), now}
}

// after returns when n more videos may have been looked up.
func (r *rateLimit) after(n int, now time.Time) time.Time {
	short := float64(n) - r.limiter.TokensAt(now)
	return now.Add(time.Duration(max(short, 0) / float64(r.limiter.Limit()) * float64(time.Second)))
}

// spend counts a lookup that is not paced because somebody waits for it.
func (r *rateLimit) spend(now time.Time) {
	if r.limiter != nil {
		r.limiter.ReserveN(now, 1)
	}
}

// giveBack undoes the count of a lookup that did not reach YouTube.
func (r *rateLimit) giveBack(now time.Time) {
	if r.limiter != nil {
		r.limiter.ReserveN(now, -1)
	}
}

func (r *rateLimit) stop() {
	if r.timer != nil {
		r.timer.Stop()
	}
}
