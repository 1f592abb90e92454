package transfer

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

// slots bounds the requests that run to one host at once, first come first served.
type slots struct {
	each  int64
	mu    sync.Mutex
	hosts map[string]*slot
}

type slot struct {
	free  *semaphore.Weighted
	users int // holders and waiters
}

// take waits for a slot of a host and returns the function that releases it.
func (s *slots) take(ctx context.Context, host string) (release func(), err error) {
	s.mu.Lock()
	h := s.hosts[host]
	if h == nil {
		if s.hosts == nil {
			s.hosts = make(map[string]*slot)
		}
		h = &slot{free: semaphore.NewWeighted(s.each)}
		s.hosts[host] = h
	}
	h.users++
	s.mu.Unlock()

	if err := h.free.Acquire(ctx, 1); err != nil {
		s.leave(host, h)
		return nil, context.Cause(ctx)
	}
	return func() {
		h.free.Release(1)
		s.leave(host, h)
	}, nil
}

func (s *slots) leave(host string, h *slot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h.users--
	if h.users == 0 {
		delete(s.hosts, host)
	}
}
