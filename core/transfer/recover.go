package transfer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	maxFailures = 6 // in a row without a byte of the stream
	maxRefusals = 3 // wrong ranges in a row, or times that the server asked to wait
	// steadyBytes is how many bytes in a row make a connection good again.
	steadyBytes = 256 << 10
	// lowYieldBytes and maxLowYields: a client that YouTube does not trust gets
	// about 1 MiB from each address, then 403. Asking for ever more addresses
	// would only make things worse.
	lowYieldBytes = 4 << 20
	maxLowYields  = 3
)

// recover decides what a failed request means: nil to try again, after a
// wait, or the error that ends the job.
func (f *fetch) recover(ctx context.Context, p *task, err error) error {
	var status *StatusError
	var ended fatalError
	isStatus := errors.As(err, &status)
	switch {
	case errors.As(err, &ended):
		return ended.error
	case errors.Is(err, ErrWrite), errors.Is(err, ErrRedirect):
		return err
	case isStatus && (status.Code == http.StatusForbidden || status.Code == http.StatusGone):
		return f.refused(ctx, p, fmt.Errorf("%w: %w", ErrRefused, err))
	case isStatus && !errors.Is(err, ErrRange) && status.Code < 500 &&
		status.Code != http.StatusTooManyRequests && status.Code != http.StatusRequestTimeout:
		return err
	}

	limit := maxFailures
	var after time.Duration
	if isStatus {
		after = status.After
	}
	if after > 0 || isStatus && status.Code == http.StatusTooManyRequests || errors.Is(err, ErrRange) {
		limit = maxRefusals
	}
	if errors.Is(err, ErrStalled) {
		// After a change of networks all the kept connections are dead, and
		// each would cost as long again.
		f.c.Close()
	}
	failures, tries := f.failed(p)
	if failures >= limit || after > f.c.timing.maxQuietWait {
		var resized *resizedError
		if errors.As(err, &resized) {
			return &ChangedError{p.stream}
		}
		return err
	}
	if after > 0 {
		f.mu.Lock()
		if t := time.Now().Add(after); t.After(f.notBefore) {
			f.notBefore = t
		}
		f.mu.Unlock()
	}
	return f.sleep(ctx, f.backoff(tries))
}

// fatalError is an error that nothing can be done about.
type fatalError struct{ error }

// failed counts a failure of a part: how many there were since anything of
// its stream came, and since this part flowed well. Other connections of the
// stream that go on show that the server is there, and only this one is not
// wanted or unlucky.
func (f *fetch) failed(p *task) (failures, tries int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[p.stream]
	s.redirected = ""
	if s.got > p.streamGot {
		p.failures, p.streamGot = 0, s.got
	}
	p.failures++
	if p.pos-p.lastFailureAt >= steadyBytes {
		p.tries = 0
	}
	p.lastFailureAt = p.pos
	p.tries++
	return p.failures, p.tries
}

// backoff is exponential with full jitter, so that many connections that
// broke at once do not come back at once.
func (f *fetch) backoff(tries int) time.Duration {
	most := f.c.timing.maxBackoff
	if tries < 16 {
		most = min(most, f.c.timing.backoff<<(tries-1))
	}
	return rand.N(most + 1)
}

func (f *fetch) sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// waitRetryAfter waits until the time that a server asked for.
func (f *fetch) waitRetryAfter(ctx context.Context) error {
	for {
		f.mu.Lock()
		d := time.Until(f.notBefore)
		f.mu.Unlock()
		if d <= 0 {
			return nil
		}
		if err := f.sleep(ctx, d); err != nil {
			return err
		}
	}
}
