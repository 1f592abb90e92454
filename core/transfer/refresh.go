package transfer

import (
	"context"
	"fmt"
	"sync"
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

// addresses has the addresses of a job's streams and gets new ones.
type addresses struct {
	fetch  func(ctx context.Context, why error) ([]Address, error) // Job.Refresh
	margin time.Duration                                           // see timing.expiryMargin

	mu         sync.Mutex
	streams    []streamAddress
	generation int           // counts refreshes
	refreshing chan struct{} // closed when the refresh under way ends
	clockWrong bool          // even fresh addresses are about to expire by the clock of this computer
}

// streamAddress is the address of one stream.
type streamAddress struct {
	Address
	redirected string // where it redirects to, while that works
	got        int64  // bytes that came since the last refresh
	yield      int64  // bytes that the refreshes counted by lowYields brought
	lowYields  int    // refreshes since progressBytes came
}

func newAddresses(j Job, margin time.Duration) *addresses {
	a := &addresses{fetch: j.Refresh, margin: margin}
	for _, first := range j.Addresses {
		a.streams = append(a.streams, streamAddress{Address: first})
	}
	return a
}

// of returns where to request a stream, after a refresh when the current
// address is about to expire, and the generation of that address.
func (a *addresses) of(ctx context.Context, stream int) (Address, int, error) {
	for {
		a.mu.Lock()
		busy, gen := a.refreshing, a.generation
		s := a.streams[stream]
		// A refreshed address that is about to expire means that the clock of
		// this computer is wrong.
		expiring := a.fetch != nil && !a.clockWrong && !s.Expires.IsZero() && time.Until(s.Expires) < a.margin
		a.mu.Unlock()
		switch {
		case busy != nil:
			select {
			case <-busy:
			case <-ctx.Done():
				return Address{}, 0, context.Cause(ctx)
			}
		case expiring:
			if err := a.refresh(ctx, gen, ErrExpiring); err != nil {
				return Address{}, 0, fatalError{err}
			}
		default:
			if s.redirected != "" {
				s.URL = s.redirected
			}
			return s.Address, gen, nil
		}
	}
}

// redirect notes where the address of a generation redirects to.
func (a *addresses) redirect(stream, gen int, url string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if gen == a.generation {
		a.streams[stream].redirected = url
	}
}

// forget forgets where the address of a stream redirects to.
func (a *addresses) forget(stream int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.streams[stream].redirected = ""
}

// count counts bytes that the address of a generation brought.
func (a *addresses) count(stream, gen int, n int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if gen == a.generation {
		a.streams[stream].got += n
	}
}

// refused handles a 403 or 410 from the address of a generation.
func (a *addresses) refused(ctx context.Context, stream, gen int, why error) error {
	if a.fetch == nil {
		return why
	}
	if a.gated(stream, gen) {
		return fmt.Errorf("%w: %w", ErrGated, why)
	}
	return a.refresh(ctx, gen, why)
}

// gated counts a refusal of the address of a generation, and reports whether
// another refresh would be useless.
func (a *addresses) gated(stream, gen int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if gen != a.generation || a.refreshing != nil {
		return false
	}
	s := &a.streams[stream]
	s.redirected = ""
	if gen == 0 {
		return false
	}
	s.lowYields++
	s.yield += s.got
	if s.yield >= progressBytes {
		s.lowYields, s.yield = 0, 0
	}
	return s.got == 0 || s.lowYields >= maxLowYields
}

// refresh gets addresses newer than generation gen. The first worker to call it
// does so; the others find the new generation, or wait in of.
func (a *addresses) refresh(ctx context.Context, gen int, why error) error {
	a.mu.Lock()
	if a.generation != gen || a.refreshing != nil {
		a.mu.Unlock()
		return nil
	}
	done := make(chan struct{})
	a.refreshing = done
	a.mu.Unlock()

	fresh, err := a.fetch(ctx, why)

	a.mu.Lock()
	defer a.mu.Unlock()
	defer close(done)
	a.refreshing = nil
	if err != nil {
		return fmt.Errorf("get fresh addresses: %w", err)
	}
	if len(fresh) != len(a.streams) {
		return fmt.Errorf("get fresh addresses: %d for %d streams", len(fresh), len(a.streams))
	}
	a.clockWrong = false
	for i, f := range fresh {
		s := &a.streams[i]
		if f.Size != s.Size || f.Version != s.Version && f.Version != "" && s.Version != "" {
			return &ChangedError{i}
		}
		if !f.Expires.IsZero() && time.Until(f.Expires) < a.margin {
			a.clockWrong = true
		}
		s.Address, s.redirected, s.got = f, "", 0
	}
	a.generation++
	return nil
}
