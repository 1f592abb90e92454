package transfer

import (
	"slices"
	"sync"

	"github.com/hilo-app/hilo/core/transfer/journal"
)

// Priority says what a Fetch fetches first, and can say so while it runs: for
// somebody who watches what has not come yet. Its zero value says nothing. It must
// not be used for two jobs at once. A job that is InOrder takes no notice.
type Priority struct {
	mu     sync.Mutex
	ranges []journal.Range
	apply  func([]journal.Range) // of the job that runs; nil without one
}

// maxPreferred bounds the ranges that Set keeps.
const maxPreferred = 256

// Set replaces what is fetched first, most urgent first; none means the order of
// the job. What lies outside the ranges of the job, or is there, does not matter.
// A request that is under way is broken off where that brings the most urgent bytes
// sooner.
func (p *Priority) Set(ranges []journal.Range) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ranges = slices.Clone(ranges[:min(len(ranges), maxPreferred)])
	if p.apply != nil {
		p.apply(p.ranges)
	}
}

// attach makes p that of a running job until the returned function is called. apply is
// called with each new wish, and at once with the one that there is.
func (p *Priority) attach(apply func([]journal.Range)) (detach func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.apply = apply
	apply(p.ranges)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.apply = nil
	}
}
