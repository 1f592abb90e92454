package transfer

import (
	"context"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// bufferSize is the memory of one connection, in bytes. TLS delivers 16 KiB at
// a time; gathering them makes an eighth of the writes.
const bufferSize = 128 << 10

// limit is the speed limit of a Client. The zero value is no limit.
type limit struct{ now atomic.Pointer[limitSetting] }

// limitSetting is one setting of the limit.
type limitSetting struct {
	bucket   *rate.Limiter
	chunk    int           // most bytes to read at once
	replaced chan struct{} // closed when another setting replaces this one
}

// set changes the limit to n bytes per second, for waiting readers too. 0 or less
// means no limit.
func (l *limit) set(n int64) {
	var p *limitSetting
	if n > 0 {
		// Steps of 50 ms keep the speed even, and limit how long a reader waits
		// for bytes that it has read.
		chunk := int(min(max(n/20, 1<<10), bufferSize))
		p = &limitSetting{
			bucket:   rate.NewLimiter(rate.Limit(n), 2*chunk),
			chunk:    chunk,
			replaced: make(chan struct{}),
		}
		p.bucket.AllowN(time.Now(), 2*chunk)
	}
	if old := l.now.Swap(p); old != nil {
		close(old.replaced)
	}
}

// chunk is the most bytes to read before wait; 0 without a limit.
func (l *limit) chunk() int {
	if p := l.now.Load(); p != nil {
		return p.chunk
	}
	return 0
}

// rate is the limit in bytes per second; 0 when there is none.
func (l *limit) rate() int64 {
	if p := l.now.Load(); p != nil {
		return int64(p.bucket.Limit())
	}
	return 0
}

// wait blocks a reader of n bytes until they are within the limit.
func (l *limit) wait(ctx context.Context, n int) error {
	for n > 0 {
		p := l.now.Load()
		if p == nil {
			return nil
		}
		// A reader that read more than a chunk, before the limit was lowered,
		// waits for one chunk only.
		r := p.bucket.ReserveN(time.Now(), min(n, p.chunk))
		d := r.Delay()
		if d == 0 {
			return nil
		}
		t := time.NewTimer(d)
		select {
		case <-t.C:
			return nil
		case <-p.replaced:
			t.Stop()
		case <-ctx.Done():
			t.Stop()
			r.Cancel()
			return context.Cause(ctx)
		}
	}
	return nil
}
