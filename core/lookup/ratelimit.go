package lookup

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

// RateLimit says when the next video may be looked up. The zero value has no limit.
// Its caller guards it.
type RateLimit struct {
	limiter *rate.Limiter // nil: at any time
}

// Allowance is the state of a RateLimit that survives a restart. Its JSON is
// stored.
type Allowance struct {
	Left float64   // videos that may be looked up at once
	When time.Time // at this time
}

// NewRateLimit returns a limit of so many lookups an hour, lookupsPerHour for 0
// and none for a negative number.
func NewRateLimit(perHour int) RateLimit {
	if perHour < 0 {
		return RateLimit{}
	}
	if perHour == 0 {
		perHour = lookupsPerHour
	}
	atOnce := max(perHour*lookupsAtOnce/lookupsPerHour, 1)
	return RateLimit{limiter: rate.NewLimiter(rate.Limit(float64(perHour-atOnce)/time.Hour.Seconds()), atOnce)}
}

// Restore continues with the allowance of an earlier run, the zero value for none. One
// from the future, because the clock was set back, is ignored.
func (r *RateLimit) Restore(a Allowance, now time.Time) {
	if r.limiter == nil || a.When.IsZero() || a.When.After(now) {
		return
	}
	r.limiter.AllowN(a.When, r.limiter.Burst()-int(max(a.Left, 0)))
}

// Allowance returns what Restore takes, given a limit.
func (r *RateLimit) Allowance(now time.Time) Allowance {
	return Allowance{r.limiter.TokensAt(now), now}
}

// Unlimited reports whether any number of videos may be looked up at any time.
func (r *RateLimit) Unlimited() bool { return r.limiter == nil }

// Take counts a lookup, unless it has to wait.
func (r *RateLimit) Take(now time.Time) bool { return r.limiter == nil || r.limiter.AllowN(now, 1) }

// After returns when n more videos may have been looked up, given a limit.
func (r *RateLimit) After(n int, now time.Time) time.Time {
	short := float64(n) - r.limiter.TokensAt(now)
	return now.Add(time.Duration(max(short, 0) / float64(r.limiter.Limit()) * float64(time.Second)))
}

// Spend counts a lookup that is not paced because somebody waits for it.
func (r *RateLimit) Spend(now time.Time) {
	if r.limiter != nil {
		r.limiter.ReserveN(now, 1)
	}
}

// GiveBack undoes the count of a lookup that did not reach YouTube.
func (r *RateLimit) GiveBack(now time.Time) {
	if r.limiter != nil {
		r.limiter.ReserveN(now, -1)
	}
}
