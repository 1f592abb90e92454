package transfer

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"sync"
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

// headerTimer measures the time from the end of a request to the header of its
// answer, without that of the connection before it.
type headerTimer struct {
	limit time.Duration
	late  func()

	mu      sync.Mutex
	timer   *time.Timer // nil before the request is sent
	sent    time.Time
	stopped bool
}

func newHeaderTimer(limit time.Duration, late func()) *headerTimer {
	return &headerTimer{limit: limit, late: late}
}

// trace returns the context of a request that starts the timer when it is sent.
func (h *headerTimer) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.stopped { // the answer came before the end of the request
			return
		}
		if h.timer != nil { // it is sent again, over another connection
			h.timer.Stop()
		}
		h.sent = time.Now()
		h.timer = time.AfterFunc(h.limit, h.late)
	}})
}

// stop ends the measurement and returns the time.
func (h *headerTimer) stop() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopped = true
	if h.timer == nil {
		return 0
	}
	h.timer.Stop()
	return time.Since(h.sent)
}
