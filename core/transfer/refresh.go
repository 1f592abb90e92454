package transfer

import (
	"context"
	"fmt"
	"time"
)

const (
	// A client that YouTube does not trust gets few bytes from each address, or
	// none, then 403; asking for ever more addresses makes it trusted even less.
	// A refresh that brought no byte is ErrGated at once, and so are maxLowYields
	// in a row that brought less than progressBytes together. While more comes, the
	// stream is worth its refreshes: the alternative is a smaller picture.
	progressBytes = 1 << 20
	maxLowYields  = 3
)

// address returns where to request a stream, after a refresh when the current
// address is about to expire, and the generation of that address.
func (f *fetch) address(ctx context.Context, stream int) (Address, int, error) {
	for {
		f.mu.Lock()
		busy, gen := f.refreshing, f.generation
		a := f.streams[stream].address
		via := f.streams[stream].redirected
		// A refreshed address that is about to expire means that the clock of
		// this computer is wrong.
		expiring := f.job.Refresh != nil && !f.clockWrong &&
			!a.Expires.IsZero() && time.Until(a.Expires) < f.c.timing.expiryMargin
		f.mu.Unlock()
		switch {
		case busy != nil:
			select {
			case <-busy:
			case <-ctx.Done():
				return Address{}, 0, context.Cause(ctx)
			}
		case expiring:
			if err := f.refresh(ctx, gen, ErrExpiring); err != nil {
				return Address{}, 0, fatalError{err}
			}
		default:
			if via != "" {
				a.URL = via
			}
			return a, gen, nil
		}
	}
}

// refused handles a 403 or 410 from the address of the task's last request.
func (f *fetch) refused(ctx context.Context, t *task, why error) error {
	if f.job.Refresh == nil {
		return why
	}
	f.mu.Lock()
	gen := t.gen
	s := &f.streams[t.stream]
	gated := false
	if gen == f.generation && f.refreshing == nil {
		s.redirected = ""
		if gen > 0 {
			s.lowYields++
			s.yield += s.gotSinceRefresh
			if s.yield >= progressBytes {
				s.lowYields, s.yield = 0, 0
			}
			gated = s.gotSinceRefresh == 0 || s.lowYields >= maxLowYields
		}
	}
	f.mu.Unlock()
	if gated {
		return fmt.Errorf("%w: %w", ErrGated, why)
	}
	return f.refresh(ctx, gen, why)
}

// refresh gets addresses newer than generation gen. The first worker to call it
// does so; the others find the new generation, or wait in address.
func (f *fetch) refresh(ctx context.Context, gen int, why error) error {
	f.mu.Lock()
	if f.generation != gen || f.refreshing != nil {
		f.mu.Unlock()
		return nil
	}
	done := make(chan struct{})
	f.refreshing = done
	f.mu.Unlock()

	fresh, err := f.job.Refresh(ctx, why)

	f.mu.Lock()
	defer f.mu.Unlock()
	defer close(done)
	f.refreshing = nil
	if err != nil {
		return fmt.Errorf("get fresh addresses: %w", err)
	}
	if len(fresh) != len(f.streams) {
		return fmt.Errorf("get fresh addresses: %d for %d streams", len(fresh), len(f.streams))
	}
	f.clockWrong = false
	for i, a := range fresh {
		s := &f.streams[i]
		was := s.address
		if a.Size != was.Size || a.Version != was.Version && a.Version != "" && was.Version != "" {
			return &ChangedError{i}
		}
		if !a.Expires.IsZero() && time.Until(a.Expires) < f.c.timing.expiryMargin {
			f.clockWrong = true
		}
		s.address, s.redirected, s.gotSinceRefresh = a, "", 0
	}
	f.generation++
	return nil
}
