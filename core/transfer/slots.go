package transfer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
)

// slots bounds the requests that run to one host at once, and shares them out
// evenly between the jobs that want the host: no job has two more than another
// one that waits, and each has at least one while there are as many slots as jobs.
//
// A slot that becomes free is granted to the waiting job that has the fewest. When
// a job waits that has too few, the one that has the most is asked to give up a
// slot, because a request of 10 MiB may last minutes.
type slots struct {
	each  int // slots of one host
	mu    sync.Mutex
	hosts map[string]*host
}

// host is the slots of one host.
type host struct {
	held    []*slot // in the order in which they were granted
	waiting []*slot // in the order in which they were asked for
}

// slot is the right of a job to have a request under way, or its wish for one.
type slot struct {
	job     any           // compared only
	giveUp  func()        // asks the holder to release it soon; nil when it cannot
	asked   bool          // giveUp was called
	granted chan struct{} // closed when it is held
}

// errGivenUp ends a request whose slot another job needs.
var errGivenUp = errors.New("connection given up for another download")

// take waits for a slot of a host and returns the function that releases it.
// giveUp is called at most once, while the slot is held, when another job needs
// it: it must not block, and the slot must then be released soon. A slot whose
// giveUp is nil is kept until it is released.
func (s *slots) take(ctx context.Context, name string, job any, giveUp func()) (release func(), err error) {
	x := &slot{job: job, giveUp: giveUp, granted: make(chan struct{})}
	s.mu.Lock()
	h := s.hosts[name]
	if h == nil {
		if s.hosts == nil {
			s.hosts = make(map[string]*host)
		}
		h = &host{}
		s.hosts[name] = h
	}
	h.waiting = append(h.waiting, x)
	h.share(s.each)
	s.mu.Unlock()

	release = func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		is := func(y *slot) bool { return x == y }
		h.held, h.waiting = slices.DeleteFunc(h.held, is), slices.DeleteFunc(h.waiting, is)
		h.share(s.each)
		if len(h.held)+len(h.waiting) == 0 {
			delete(s.hosts, name)
		}
	}
	select {
	case <-x.granted:
		return release, nil
	case <-ctx.Done():
		release()
		return nil, context.Cause(ctx)
	}
}

// share grants free slots, and asks for others where the shares are uneven.
func (h *host) share(each int) {
	has := make(map[any]int) // slots of each job, without those that it was asked to give up
	promised := 0            // slots that were asked for and are not released yet
	for _, x := range h.held {
		if x.asked {
			promised++
		} else {
			has[x.job]++
		}
	}
	for len(h.waiting) > 0 && len(h.held) < each {
		x := neediest(h.waiting, has)
		has[x.job]++
		h.waiting = slices.DeleteFunc(h.waiting, func(y *slot) bool { return x == y })
		h.held = append(h.held, x)
		close(x.granted)
	}
	for waiting := slices.Clone(h.waiting); len(waiting) > 0; {
		x := neediest(waiting, has)
		if promised > 0 {
			promised--
		} else if !h.ask(has, has[x.job]+2) {
			return
		}
		has[x.job]++
		waiting = slices.DeleteFunc(waiting, func(y *slot) bool { return x == y })
	}
}

// neediest returns the slot that is to be granted next: of the job that has the
// fewest, the one that was asked for first.
func neediest(waiting []*slot, has map[any]int) *slot {
	return slices.MinFunc(waiting, func(a, b *slot) int { return cmp.Compare(has[a.job], has[b.job]) })
}

// ask asks the job that has the most slots, and at least least of them, to give up
// the one that was granted last, whose request has probably brought the fewest
// bytes. It reports whether there is one.
func (h *host) ask(has map[any]int, least int) bool {
	var from *slot
	for _, x := range slices.Backward(h.held) {
		if x.giveUp != nil && !x.asked && has[x.job] >= least && (from == nil || has[x.job] > has[from.job]) {
			from = x
		}
	}
	if from == nil {
		return false
	}
	from.asked = true
	has[from.job]--
	from.giveUp()
	return true
}
