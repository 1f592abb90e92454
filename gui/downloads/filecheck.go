package downloads

import (
	"errors"
	"io/fs"
	"sync"
	"time"
)

// fileCheck finds out which saved files are gone, of the rows that are seen. It looks
// in a goroutine of its own, because a disk on the network may not answer for long.
type fileCheck struct {
	stat func(path string) error // its error is fs.ErrNotExist for a file that is gone

	mu     sync.Mutex
	gone   map[string]bool
	busy   bool
	news   bool
	looked time.Time
}

// checkFilesEvery is how long a finding about files holds.
const checkFilesEvery = 3 * time.Second

// look looks for files, unless it did shortly before or is still looking.
func (c *fileCheck) look(paths []string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy || now.Sub(c.looked) < checkFilesEvery || len(paths) == 0 {
		return
	}
	c.busy, c.looked = true, now
	go func() {
		gone := map[string]bool{}
		for _, path := range paths {
			if errors.Is(c.stat(path), fs.ErrNotExist) { // another error says nothing of the file
				gone[path] = true
			}
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, path := range paths {
			if gone[path] != c.gone[path] {
				c.news = true
			}
			delete(c.gone, path)
		}
		for path := range gone {
			c.gone[path] = true
		}
		c.busy = false
	}()
}

// isGone says whether a file was found to be gone.
func (c *fileCheck) isGone(path string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.gone[path]
}

// changed says whether something else was found since the last call.
func (c *fileCheck) changed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	news := c.news
	c.news = false
	return news
}
