package transfer

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// maxLate is how often the time that a server has for a header is doubled.
const maxLate = 2

// errLate ends a request whose answer does not begin in time.
var errLate = fmt.Errorf("%w: no answer to the request", ErrStalled)

// patience is how long the server of a stream may take from a request to the
// header of its answer: timing.header at first, twice and four times that after
// requests that were too late, until an answer begins within timing.header. The
// zero value is ready for use.
type patience struct {
	mu   sync.Mutex
	late int // of maxLate
}

// limit returns the time for the next request.
func (p *patience) limit(header time.Duration) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return header << p.late
}

// note takes how a request ended that had limit, and how long its header took.
// Requests that were too late at once count as one.
func (p *patience) note(header, limit, took time.Duration, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case errors.Is(err, errLate) && limit == header<<p.late:
		p.late = min(p.late+1, maxLate)
	case err == nil && took < header:
		p.late = 0
	}
}
