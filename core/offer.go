package core

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube"
)

// Offer is what can be had of one video.
type Offer struct {
	format.Offer
	URL       string
	Title     string
	Channel   string
	Duration  time.Duration
	Thumbnail string // see Manager.Thumbnail
	Chapters  []Chapter
}

// Chapter is a named part of a video.
type Chapter struct {
	Start, End time.Duration
	Title      string
}

// Look asks YouTube what can be had of the one video that a text links to. The
// error is a *Problem, or that of ctx. What was asked is not asked again when
// the video is added soon after.
func (m *Manager) Look(ctx context.Context, text string) (Offer, error) {
	links, _ := link.Parse(text)
	if len(links) != 1 || links[0].Kind != link.Video {
		return Offer{}, &Problem{Class: Unknown, Err: errors.New("not the link of one video")}
	}
	v := m.looked.get(links[0].VideoID)
	if v == nil {
		m.spendLookup()
		var err error
		if v, err = m.source.Video(ctx, links[0].VideoID); err != nil {
			if ctx.Err() != nil {
				return Offer{}, ctx.Err()
			}
			return Offer{}, problem.Classify(err)
		}
		m.looked.keep(v)
	}
	return Offer{
		Offer: format.Offers(v, m.Settings().Wish),
		URL:   v.URL(), Title: v.Title, Channel: v.Author, Duration: v.Duration,
		Thumbnail: thumbnail(v, 320), Chapters: chapters(v),
	}, nil
}

// chapters are those that lie within the video.
func chapters(v *youtube.Video) []Chapter {
	var all []Chapter
	for i, c := range v.Chapters {
		end := v.Duration
		if i+1 < len(v.Chapters) {
			end = min(end, v.Chapters[i+1].Start)
		}
		if c.Start < end {
			all = append(all, Chapter{c.Start, end, c.Title})
		}
	}
	return all
}

// video looks a video up, unless that was done a moment ago for somebody who
// then wanted it, or a part of it.
func (m *Manager) video(ctx context.Context, id string) (*youtube.Video, error) {
	if v := m.looked.get(id); v != nil {
		return v, nil
	}
	return m.source.Video(ctx, id)
}

// lookedUp remembers some answers for a while. Its videos are never changed.
type lookedUp struct {
	mu  sync.Mutex
	all []answer // oldest first
}

type answer struct {
	video *youtube.Video
	when  time.Time
}

const (
	lookedFor  = 10 * time.Minute // addresses are good for six hours
	maxAnswers = 16
)

func (l *lookedUp) keep(v *youtube.Video) {
	l.forget(v.ID)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, answer{v, time.Now()})
	l.all = l.all[max(0, len(l.all)-maxAnswers):]
}

func (l *lookedUp) get(id string) *youtube.Video {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.all {
		if a.video.ID == id && time.Since(a.when) < lookedFor {
			return a.video
		}
	}
	return nil
}

// forget is for answers that turned out to be of no use.
func (l *lookedUp) forget(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := l.all[:0:0]
	for _, a := range l.all {
		if a.video.ID != id {
			kept = append(kept, a)
		}
	}
	l.all = kept
}
