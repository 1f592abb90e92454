package lookup

import (
	"time"

	"github.com/hilo-app/hilo/core/format"
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
	Thumbnail string // see core.Manager.Thumbnail
	Chapters  []Chapter
	// Storyboard has small frames of the video; its sprites are fetched with
	// core.Manager.Thumbnail. The zero value is none.
	Storyboard storyboard.Board
}

// Chapter is a named part of a video.
type Chapter struct {
	Start, End time.Duration
	Title      string
}

// OfferOf returns what a video offers to a wish, without its thumbnail.
func OfferOf(v *youtube.Video, w format.Wish) Offer {
	board, _ := storyboard.Parse(v.Storyboard, v.Duration) // the zero value with an error: a video needs none
	return Offer{
		Offer: format.Offers(v, w),
		URL:   v.URL(), Title: v.Title, Channel: v.Author, Duration: v.Duration, Chapters: Chapters(v), Storyboard: board,
	}
}

// Chapters returns the chapters that lie within the video.
func Chapters(v *youtube.Video) []Chapter {
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
