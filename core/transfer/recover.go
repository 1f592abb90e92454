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
	// steadyBytes is how many bytes without a failure reset the backoff.
	steadyBytes = 256 << 10
)

// recover decides what follows a failed request: it returns nil, after a wait,
// when the request is to be tried again, or the error that ends the job.
func (f *fetch) recover(ctx context.Context, t *task, err error) error {
	var status *StatusError
	var ended fatalError
	isStatus := errors.As(err, &status)
	switch {
	case errors.As(err, &ended):
		return ended.error
	case errors.Is(err, ErrWrite), errors.Is(err, ErrRedirect):
		return err
	case isStatus && (status.Code == http.StatusForbidden || status.Code == http.StatusGone):
		return f.addresses.refused(ctx, t.stream, f.generationOf(t), fmt.Errorf("%w: %w", ErrRefused, err))
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
		// After a change of networks all idle connections are dead, and each
		// would stall as long again.
		f.c.Close()
	}
	failures, tries := f.failed(t)
	if failures >= limit || after > f.c.timing.maxRetryAfter {
		var resized *resizedError
		if errors.As(err, &resized) {
			return &ChangedError{t.stream}
		}
		return err
	}
	if after > 0 {
		f.mu.Lock()
		if until := time.Now().Add(after); until.After(f.notBefore) {
			f.notBefore = until
		}
		f.mu.Unlock()
	}
	return sleep(ctx, f.backoff(tries))
}

// failed counts a failure of a task. It returns how many there were since the
// last byte of its stream came, over any connection, because that shows that the
// server is reachable; and how many since the task last got steadyBytes.
func (f *fetch) failed(t *task) (failures, tries int) {
	f.addresses.forget(t.stream)
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[t.stream]
	if s.got > t.streamGot {
		t.failures, t.streamGot = 0, s.got
	}
	t.failures++
	if t.pos-t.lastFailureAt >= steadyBytes {
		t.tries = 0
	}
	t.lastFailureAt = t.pos
	t.tries++
	return t.failures, t.tries
}

// backoff returns how long to wait before another try: exponential with full
// jitter, so that connections that failed together do not retry together.
func (f *fetch) backoff(tries int) time.Duration {
	most := f.c.timing.maxBackoff
	if tries < 16 {
		most = min(most, f.c.timing.backoff<<(tries-1))
	}
	return rand.N(most + 1)
}

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
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
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
}
