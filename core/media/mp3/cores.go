package mp3

import (
	"runtime"
	"sync"
)

// cores is shared by all files that are being encoded.
var cores = newCoreLimit(runtime.GOMAXPROCS(0))

// LimitCores sets on how many processors all MP3 encoders together may run from
// now on; those that run already finish what takes some 40 ms first. n less than 1 means
// all processors, which is also how a program starts. Decoding, one goroutine a
// file, does not count. What is encoded does not depend on it. It is safe for
// concurrent use.
func LimitCores(n int) {
	if n < 1 {
		n = runtime.GOMAXPROCS(0)
	}
	cores.set(n)
}

// coreLimit is a semaphore whose size may change at any time.
type coreLimit struct {
	mu     sync.Mutex
	change sync.Cond
	limit  int
	used   int
}

func newCoreLimit(n int) *coreLimit {
	c := &coreLimit{limit: n}
	c.change.L = &c.mu
	return c
}

func (c *coreLimit) set(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limit = n
	c.change.Broadcast()
}

// acquire waits for a core. All who have one release it soon, so that nobody has
// to be told to stop waiting.
func (c *coreLimit) acquire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.used >= c.limit {
		c.change.Wait()
	}
	c.used++
}

func (c *coreLimit) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used--
	c.change.Signal()
}
