package core

import (
	"context"
	"errors"
	"time"

	"hilo/core/format"
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
// error is a *Problem, or that of ctx. What was asked is not asked again when the video
// is added soon after.
func (m *Manager) Look(ctx context.Context, text string) (Offer, error) {
	return Offer{}, errors.New("to come")
}
