// Package lookup asks YouTube about videos and lists for the queue: with a cache,
// page by page, and so seldom that YouTube does not refuse it.
//
//	RateLimit -> Source.CachedOrNew -> youtube.Video -> OfferOf -> Offer
//	             NewListReader, NewSearchReader -> ListReader -> List
//	             Reading -> List, whole
//
// The package knows package youtube. It knows neither downloads nor the queue, which
// keeps a RateLimit's state and calls it before a Source.
package lookup

import (
	"context"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// Source asks YouTube. It is a download.Source. Its cache has the videos that somebody
// chose from or that chapters come from, because they are asked for again.
type Source struct {
	*youtube.Source
	Cache Cache
}

// CachedOrNew looks a video up, unless the cache has it.
func (s *Source) CachedOrNew(ctx context.Context, id string) (*youtube.Video, error) {
	if v := s.Cache.Get(id); v != nil {
		return v, nil
	}
	return s.Video(ctx, id)
}

// Failed removes a video from the cache: its addresses may be of no use.
func (s *Source) Failed(v *youtube.Video) { s.Cache.Forget(v.ID) }

// Cache has the latest answers. Its videos are never changed. The zero
// value is empty. It may be used by several goroutines.
type Cache struct {
	mu  sync.Mutex
	all []cachedVideo // oldest first
}

type cachedVideo struct {
	video *youtube.Video
	when  time.Time
}

const (
	cacheLife = 10 * time.Minute // addresses are valid for six hours
	cacheSize = 16               // videos
)

// Add adds an answer, in place of an older one of the same video.
func (c *Cache) Add(v *youtube.Video) {
	c.Forget(v.ID)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, cachedVideo{v, time.Now()})
	c.all = c.all[max(0, len(c.all)-cacheSize):]
}

// Get returns the answer of a video that is at most ten minutes old, nil when there is
// none.
func (c *Cache) Get(id string) *youtube.Video {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, a := range c.all {
		if a.video.ID == id && time.Since(a.when) < cacheLife {
			return a.video
		}
	}
	return nil
}

// Forget removes the answer of a video.
func (c *Cache) Forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.all[:0:0]
	for _, a := range c.all {
		if a.video.ID != id {
			kept = append(kept, a)
		}
	}
	c.all = kept
}
