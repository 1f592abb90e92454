package core

import (
	"context"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/youtube"
)

// lookups asks YouTube, a download.Source. Its cache has the videos that somebody
// chose from or that chapters come from, because they are asked for again.
type lookups struct {
	*youtube.Source
	cache lookupCache
}

var _ download.Source = (*lookups)(nil)

// video looks a video up, unless the cache has it.
func (l *lookups) video(ctx context.Context, id string) (*youtube.Video, error) {
	if v := l.cache.get(id); v != nil {
		return v, nil
	}
	return l.Video(ctx, id)
}

// Failed removes a video from the cache: its addresses may be of no use.
func (l *lookups) Failed(v *youtube.Video) { l.cache.forget(v.ID) }

// lookupCache has the latest answers. Its videos are never changed. The zero
// value is empty. It may be used by several goroutines.
type lookupCache struct {
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

func (c *lookupCache) add(v *youtube.Video) {
	c.forget(v.ID)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, cachedVideo{v, time.Now()})
	c.all = c.all[max(0, len(c.all)-cacheSize):]
}

func (c *lookupCache) get(id string) *youtube.Video {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, a := range c.all {
		if a.video.ID == id && time.Since(a.when) < cacheLife {
			return a.video
		}
	}
	return nil
}

func (c *lookupCache) forget(id string) {
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
