package core

import (
	"context"
	"errors"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/storyboard"
	"github.com/hilo-app/hilo/core/youtube"
)

// Offer is what YouTube offers of one video.
type Offer struct {
	format.Offer
	URL       string
	Title     string
	Channel   string
	Duration  time.Duration
	Thumbnail string // see Manager.Thumbnail
	Chapters  []Chapter
	// Storyboard has small frames of the video; its sprites are fetched with
	// Manager.Thumbnail. The zero value is none.
	Storyboard storyboard.Board
}

// Chapter is a named part of a video.
type Chapter struct {
	Start, End time.Duration
	Title      string
}

// Lookup asks YouTube what it offers of the one video that a text links to. The
// error is a *Problem, or that of ctx. A download of the same video that is
// added soon after does not ask again.
func (m *Manager) Lookup(ctx context.Context, text string) (Offer, error) {
	links, _ := link.Parse(text)
	if len(links) != 1 || links[0].Kind != link.Video {
		return Offer{}, &Problem{Class: Unknown, Err: errors.New("not the link of one video")}
	}
	v := m.lookups.cache.get(links[0].VideoID)
	if v == nil {
		m.mu.Lock()
		m.rateLimit.spend(time.Now())
		m.mu.Unlock()
		var err error
		if v, err = m.lookups.Video(ctx, links[0].VideoID); err != nil {
			if ctx.Err() != nil {
				return Offer{}, ctx.Err()
			}
			return Offer{}, problem.Classify(err)
		}
		m.lookups.cache.add(v)
	}
	board, _ := storyboard.Parse(v.Storyboard, v.Duration) // the zero value with an error: a video needs none
	return Offer{
		Offer: format.Offers(v, m.Settings().Wish),
		URL:   v.URL(), Title: v.Title, Channel: v.Author, Duration: v.Duration,
		Thumbnail: download.Thumbnail(v, 320), Chapters: chapters(v), Storyboard: board,
	}, nil
}

// Preview is what YouTube tells other websites about a video.
type Preview = youtube.Preview

// Preview returns the title, channel and thumbnail of a video without a lookup; see
// youtube.Source.Preview. The error is a *Problem, or that of ctx, and says nothing
// about whether the video can be downloaded.
func (m *Manager) Preview(ctx context.Context, videoID string) (Preview, error) {
	p, err := m.lookups.Preview(ctx, videoID)
	switch {
	case err == nil:
		return p, nil
	case ctx.Err() != nil:
		return Preview{}, ctx.Err()
	}
	return Preview{}, problem.Classify(err)
}

// describeRefused shows what a failed lookup says of the video, which is often all
// but the streams.
func describeRefused(r *row, err error) {
	var lookup *youtube.Error
	if !errors.As(err, &lookup) || lookup.Video == nil {
		return
	}
	v := lookup.Video
	r.Update(func(s *Status) {
		if !s.Chapter {
			s.Title = v.Title
		}
		s.Channel = v.Author
		if s.Duration == 0 {
			s.Duration = v.Duration
		}
		if address := download.Thumbnail(v, 320); address != "" {
			s.Thumbnail = address
		}
	})
}

// chapters returns the chapters that lie within the video.
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
