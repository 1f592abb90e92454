package youtube

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

// Preview is what YouTube tells other websites about a video that they link to.
type Preview struct {
	ID        string
	Title     string
	Author    string // channel name
	Thumbnail string // address of a JPEG; empty when the answer has none of YouTube's
}

// Preview returns title, channel and thumbnail of a video, which does not count as
// a lookup: it comes from the service for websites that embed videos (oEmbed). At
// most two requests run at a time, others wait. An answer is kept for an hour, and
// so is YouTube's answer that there is no preview: the video is private, removed,
// or may not be embedded. The error says nothing about whether the video can be
// downloaded.
func (s *Source) Preview(ctx context.Context, id string) (Preview, error) {
	if !validID(id) {
		return Preview{}, &Error{Class: Removed, Err: fmt.Errorf("%q is not a video id", plaintext.Truncate(id, 20))}
	}
	if k, ok := s.previews.get(id, s.clock()); ok {
		return k.preview, k.err
	}
	select {
	case s.previews.running <- struct{}{}:
		defer func() { <-s.previews.running }()
	case <-ctx.Done():
		return Preview{}, ctx.Err()
	}
	if k, ok := s.previews.get(id, s.clock()); ok { // asked for meanwhile
		return k.preview, k.err
	}
	p, err := withDeadline(ctx, func(ctx context.Context) (Preview, error) { return s.askPreview(ctx, id) })
	if ctx.Err() == nil && (err == nil || !passing(err)) {
		s.previews.add(id, s.clock(), p, err)
	}
	return p, err
}

// maxPreview bounds an answer, in bytes. YouTube's have about 800.
const maxPreview = 32 << 10

func (s *Source) askPreview(ctx context.Context, id string) (Preview, error) {
	query := url.Values{"format": {"json"}, "url": {(&Video{ID: id}).URL()}}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://www.youtube.com/oembed?"+query.Encode(), nil)
	if err != nil {
		return Preview{}, &Error{Class: Unintelligible, Err: err}
	}
	r.Header.Set("User-Agent", s.current().Browse.UserAgent)
	body, err := s.fetch(r, maxPreview)
	if err != nil {
		return Preview{}, err
	}
	var a struct {
		Title     string `json:"title"`
		Author    string `json:"author_name"`
		Thumbnail string `json:"thumbnail_url"`
	}
	if err := json.Unmarshal(body, &a); err != nil {
		return Preview{}, &Error{Class: Unintelligible, Err: fmt.Errorf("read the preview: %w", err)}
	}
	if a.Title == "" {
		return Preview{}, &Error{Class: Unintelligible, Err: errors.New("the preview has no title")}
	}
	p := Preview{ID: id, Title: plaintext.Truncate(a.Title, 500), Author: plaintext.Truncate(a.Author, 500)}
	if address, ok := absolute(a.Thumbnail, imageHosts); ok && len(address) < 1000 {
		p.Thumbnail = address
	}
	return p, nil
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
