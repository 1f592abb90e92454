package problem

import (
	"errors"
	"time"

	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

// RetryPolicy says how a download waits before it tries again.
type RetryPolicy struct {
	First time.Duration // the first wait; each later one is twice as long
	Max   time.Duration // the longest wait
	Tries int           // waits in a row without progress, 0 for no bound
	// PausesQueue stops the whole queue during a wait, because the problem is
	// one of every download.
	PausesQueue bool
}

// RetryPolicyOf returns the policy of a class. It is false for a class that
// waiting does not help.
func RetryPolicyOf(c Class) (RetryPolicy, bool) {
	p, ok := policies[c]
	return p, ok
}

// A try without a network costs one dial, or one question to a name server, and
// nothing of YouTube's, so that a download may try often and continues within 10 s
// of the network's return. The other classes ask a server, which must not be asked
// as often.
var policies = map[Class]RetryPolicy{
	Offline:     {First: 3 * time.Second, Max: 10 * time.Second, PausesQueue: true},
	Unreachable: {First: 3 * time.Second, Max: 5 * time.Minute, Tries: 10},
	Proxy:       {First: 3 * time.Second, Max: 5 * time.Minute, Tries: 10, PausesQueue: true},
	Expired:     {First: 3 * time.Second, Max: time.Minute, Tries: 3},
	Processing:  {First: 5 * time.Minute, Max: 30 * time.Minute, Tries: 8},
	TryLater:    {First: time.Minute, Max: 10 * time.Minute, Tries: 5},
	RateLimited: {First: 10 * time.Minute, Max: time.Hour, Tries: 12, PausesQueue: true},
}

// unreached takes the place of First, Max and Tries where no connection came about,
// with or without a proxy: as with Offline, a try costs a dial and asks no server.
// It lasts for as long as the tries of Unreachable, some 20 minutes.
var unreached = RetryPolicy{First: 3 * time.Second, Max: 10 * time.Second, Tries: 130}

// Retries counts the waits of one download. The zero value has none. The caller
// resets it to that after progress.
type Retries struct {
	waits int       // in a row, without progress between them
	dials int       // of those without a connection, which waits does not count
	since time.Time // the first of them, later by the waits that YouTube announced
}

// Next returns how long to wait at the time now before the next try: the backoff
// of the problem's class or, within the policy's bounds, what YouTube asked for.
// It is false when the download fails instead: the class has no policy, its tries
// are used up, or the wait would end later than patience after the first one, not
// counting those that YouTube asked for. A patience of 0 has no end.
func (r *Retries) Next(p *Problem, now time.Time, patience time.Duration) (time.Duration, bool) {
	policy, ok := policies[p.Class]
	count := &r.waits
	if (p.Class == Unreachable || p.Class == Proxy) && netfail.Unreached(p.Err) {
		policy, count = unreached, &r.dials
	}
	if !ok || (policy.Tries > 0 && *count >= policy.Tries) {
		return 0, false
	}
	if r.since.IsZero() {
		r.since = now
	}
	wait := min(policy.First<<min(*count, 16), policy.Max)
	if asked := RetryAfter(p.Err); asked > 0 {
		wait = min(max(asked, time.Second), policy.Max)
		r.since = r.since.Add(wait)
	} else if patience > 0 && now.Add(wait).Sub(r.since) > patience {
		return 0, false
	}
	*count++
	return wait, true
}

// RetryAfter returns how long YouTube asked to wait, 0 if it did not say.
func RetryAfter(err error) time.Duration {
	var lookup *youtube.Error
	if errors.As(err, &lookup) && lookup.Wait > 0 {
		return lookup.Wait
	}
	var status *transfer.StatusError
	if errors.As(err, &status) {
		return status.After
	}
	return 0
}
