package transfer

import (
	"errors"
	"fmt"
	"time"
)

// A server that is slow to answer is given more time with each try: timing.header,
// twice and four times that. Each stream remembers how much it takes, until an
// answer begins within timing.header.
const maxLate = 2

// errLate ends a request whose answer does not begin in time.
var errLate = fmt.Errorf("%w: no answer to the request", ErrStalled)

// headerLimit returns how long the server of a stream may take from the request to
// the header of its answer.
func (f *fetch) headerLimit(stream int) time.Duration {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.c.timing.header << f.streams[stream].late
}

// noteHeader notes how a request ended that had so long until the header of its
// answer. Requests that were too late at once count as one.
func (f *fetch) noteHeader(stream int, limit time.Duration, ans *answer, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.streams[stream]
	switch {
	case errors.Is(err, errLate):
		if limit == f.c.timing.header<<s.late {
			s.late = min(s.late+1, maxLate)
		}
	case err == nil && ans.took < f.c.timing.header:
		s.late = 0
	}
}
