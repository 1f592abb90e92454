package transfer

import (
	"context"
	"net/http/httptrace"
	"sync"
	"time"
)

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
