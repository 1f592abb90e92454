package mp3

import (
	"runtime"
	"sync"
)

// cores is shared by all files that are being encoded.
var cores = newCoreLimit(runtime.GOMAXPROCS(0))

// LimitCores sets on how many processors all MP3 encoders together may run from
// now on; those that run already finish what takes some 40 ms first. n less than 1 means
// all processors, which is also how a program starts. Decoding counts but for one
// goroutine a file. What is encoded does not depend on it. It is safe for
// concurrent use.
func LimitCores(n int) {
	if n < 1 {
		n = runtime.GOMAXPROCS(0)
	}
	cores.set(n)
}

// coreLimit is a semaphore whose size may change at any time.
type coreLimit struct {
	mu    sync.Mutex
	limit int
	used  int
	seen  func(used, limit int) // for tests: told when a core is taken, mu is held
	// wake has a value when a core may be free. It is a channel, as a sync.Cond cannot
	// wake a goroutine of another synctest bubble, and the limit is that of the process.
	wake chan struct{}
}

func newCoreLimit(n int) *coreLimit {
	return &coreLimit{limit: n, wake: make(chan struct{}, 1)}
}

// decoderCores are those that decoders may use.
type decoderCores struct{ *coreLimit }

// Spare implements convert.Processors. To encode takes two and a half times as long as to
// decode Opus, so that with up to four processors for both, one is enough for decoding. With
// more, encoders wait for sound and leave some free, unless several songs are encoded.
func (c decoderCores) Spare() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.limit > 4 && c.limit-c.used >= 2
}

// Acquire implements convert.Processors.
func (c decoderCores) Acquire() { c.acquire() }

// Release implements convert.Processors.
func (c decoderCores) Release() { c.release() }

func (c *coreLimit) set(n int) {
	c.mu.Lock()
	c.limit = n
	c.mu.Unlock()
	c.notify()
}

// acquire waits for a core, which others release within some 40 ms.
func (c *coreLimit) acquire() {
	for !c.tryAcquire() {
		<-c.wake
	}
	c.notify() // another core may be free, for another that waits
}

func (c *coreLimit) tryAcquire() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used >= c.limit {
		return false
	}
	if c.used++; c.seen != nil {
		c.seen(c.used, c.limit)
	}
	return true
}

func (c *coreLimit) release() {
	c.mu.Lock()
	c.used--
	c.mu.Unlock()
	c.notify()
}

// notify lets one of those that wait look again.
func (c *coreLimit) notify() {
	select {
	case c.wake <- struct{}{}:
	default: // one will look anyway
	}
}
