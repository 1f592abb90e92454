package youtube

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Preview is what YouTube tells other websites about a video that they link to.
type Preview struct {
	ID        string
	Title     string
	Author    string // channel name
	Thumbnail string // address of a JPEG; empty when the answer has none of YouTube's
}

// The bounds of what is kept of previews, and of the requests for them.
const (
	maxPreviews     = 1000
	previewLife     = time.Hour
	previewRequests = 2 // at a time
)

// previewCache keeps previews, and limits how many are requested at a time.
type previewCache struct {
	running chan struct{}

	mu   sync.Mutex
	kept map[string]keptPreview // by video id
}

type keptPreview struct {
	at      time.Time
	preview Preview
	err     error
}

func newPreviewCache() *previewCache {
	return &previewCache{running: make(chan struct{}, previewRequests), kept: map[string]keptPreview{}}
}

// get returns what is kept of a video, and whether anything is.
func (c *previewCache) get(id string, now time.Time) (kept keptPreview, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept, ok = c.kept[id]
	age := now.Sub(kept.at)
	return kept, ok && age >= 0 && age < previewLife
}

// add keeps an answer. A full cache first loses the oldest half.
func (c *previewCache) add(id string, now time.Time, p Preview, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= maxPreviews {
		times := make([]time.Time, 0, len(c.kept))
		for _, k := range c.kept {
			times = append(times, k.at)
		}
		slices.SortFunc(times, time.Time.Compare)
		median := times[len(times)/2]
		maps.DeleteFunc(c.kept, func(_ string, k keptPreview) bool { return !k.at.After(median) })
	}
	c.kept[id] = keptPreview{now, p, err}
}
