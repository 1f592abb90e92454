package core

import (
	"context"
	"errors"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/lookup"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

// Lookup asks YouTube what it offers of the one video that a text links to. The
// error is a *Problem, or that of ctx. A download of the same video that is
// added soon after does not ask again.
func (m *Manager) Lookup(ctx context.Context, text string) (Offer, error) {
	links, _ := link.Parse(text)
	if len(links) != 1 || links[0].Kind != link.Video {
		return Offer{}, &Problem{Class: Unknown, Err: errors.New("not the link of one video")}
	}
	v := m.work.lookups.Cache.Get(links[0].VideoID)
	if v == nil {
		m.mu.Lock()
		m.rateLimit.Spend(time.Now())
		m.mu.Unlock()
		var err error
		if v, err = m.work.lookups.Video(ctx, links[0].VideoID); err != nil {
			if ctx.Err() != nil {
				return Offer{}, ctx.Err()
			}
			return Offer{}, problem.Classify(err)
		}
		m.work.lookups.Cache.Add(v)
	}
	o := lookup.OfferOf(v, m.Settings().Wish)
	o.Thumbnail = download.Thumbnail(v, 320)
	return o, nil
}

// Preview is what YouTube tells other websites about a video.
type Preview = youtube.Preview

// Preview returns the title, channel and thumbnail of a video without a lookup; see
// youtube.Source.Preview. The error is a *Problem, or that of ctx, and says nothing
// about whether the video can be downloaded.
func (m *Manager) Preview(ctx context.Context, videoID string) (Preview, error) {
	p, err := m.work.lookups.Preview(ctx, videoID)
	switch {
	case err == nil:
		return p, nil
	case ctx.Err() != nil:
		return Preview{}, ctx.Err()
	}
	return Preview{}, problem.Classify(err)
}

// LastOf returns the earliest time at which the last of n more downloads could
// start, given the rate limit of lookups and what is queued already. It is zero
// where the limit delays none.
func (m *Manager) LastOf(n int) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rateLimit.Unlimited() {
		return time.Time{}
	}
	if n += m.toLookUp(); n == 0 {
		return time.Time{}
	}
	now := time.Now()
	if at := m.rateLimit.After(n, now); at.After(now) {
		return at
	}
	return time.Time{}
}
