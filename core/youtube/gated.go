package youtube

import (
	"maps"
	"sync"
	"time"
)

// gateTime is how long a profile stays in the gated cache.
const gateTime = 24 * time.Hour

// gatedCache records which profiles YouTube gated, and when: those whose lookups
// or media addresses were refused. The fallback chain tries them late.
type gatedCache struct {
	now     func() time.Time
	changed func(map[string]time.Time) // receives a copy after each change; may be nil

	mu sync.Mutex
	at map[string]time.Time // by profile key
}

func newGatedCache(known map[string]time.Time, changed func(map[string]time.Time), now func() time.Time) *gatedCache {
	c := &gatedCache{now: now, changed: changed, at: map[string]time.Time{}}
	maps.Copy(c.at, known)
	c.prune()
	return c
}

// has reports whether a profile was gated within the last day.
func (c *gatedCache) has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.at[key]
	return ok && c.recent(at)
}

// recent reports whether at is within the last day. It is false for a time in
// the future, which a clock that was set wrong leaves behind.
func (c *gatedCache) recent(at time.Time) bool {
	age := c.now().Sub(at)
	return age >= 0 && age < gateTime
}

// add records that profiles were gated now.
func (c *gatedCache) add(keys ...string) {
	if len(keys) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.prune()
	for _, k := range keys {
		c.at[k] = c.now()
	}
	c.notify()
}

// remove deletes a profile from the cache.
func (c *gatedCache) remove(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.at[key]; ok {
		delete(c.at, key)
		c.notify()
	}
}

func (c *gatedCache) prune() {
	maps.DeleteFunc(c.at, func(_ string, at time.Time) bool { return !c.recent(at) })
}

// notify calls changed. The caller holds c.mu, so that calls come in the order
// of the changes.
func (c *gatedCache) notify() {
	if c.changed != nil {
		c.changed(maps.Clone(c.at))
	}
}
