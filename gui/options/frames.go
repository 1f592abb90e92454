package options

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"time"

	"github.com/hilo-app/hilo/core/storyboard"
	"github.com/hilo-app/hilo/gui/timeline"
)

// frames gives the frames of a video's storyboard to the form. It fetches one at a time;
// what arrived makes the form ask again for what it shows then. Its methods are called on
// the UI goroutine.
type frames struct {
	host    Host
	fetcher *storyboard.Fetcher
	ctx     context.Context
	stop    context.CancelFunc
	arrived func() // a frame that was asked for is there, or failed

	busy  bool
	given []given // newest last
}

// given is a frame that was given before. The same picture again makes nothing be drawn.
type given struct {
	frame   int
	picture image.Image
}

const maxGiven = 4 // two handles, the pointer, the thumbnail

// newFrames returns the frames of a board, nil when it has none. Call stop in the end.
func newFrames(h Host, board storyboard.Board, arrived func()) *frames {
	level, ok := board.Best(timeline.FrameWidth, timeline.FrameHeight)
	if !ok {
		return nil
	}
	f := &frames{host: h, fetcher: storyboard.NewFetcher(level, h.Fetch), arrived: arrived}
	f.ctx, f.stop = context.WithCancel(h.Context())
	return f
}

// interval returns how far apart the frames are.
func (f *frames) interval() time.Duration { return f.fetcher.Level.Interval }

// at returns the frame of a time, 16:9, or nil and fetches it unless it failed a moment ago.
func (f *frames) at(t time.Duration) image.Image {
	n := f.fetcher.Level.Index(t)
	for _, g := range f.given {
		if g.frame == n {
			return g.picture
		}
	}
	picture, ok := f.fetcher.Kept(n)
	if !ok {
		f.fetch(n)
	}
	if picture == nil {
		return nil
	}
	picture = widened(picture)
	f.given = append(f.given[max(0, len(f.given)-maxGiven+1):], given{n, picture})
	return picture
}

// fetch fetches a frame, if no other is being fetched.
func (f *frames) fetch(n int) {
	if f.busy || f.ctx.Err() != nil {
		return
	}
	f.busy = true
	f.host.Go(func() {
		_, err := f.fetcher.Frame(f.ctx, n)
		f.host.Later(func() {
			f.busy = false
			if f.ctx.Err() != nil {
				return
			}
			if err != nil {
				f.host.Log().Info("no frame", "frame", n, "err", err)
			}
			f.arrived()
		})
	})
}

// widened returns a picture on a black ground of 16:9. It is the picture itself if that
// is about as wide.
func widened(picture image.Image) image.Image {
	size := picture.Bounds().Size()
	width, height := max(size.X, size.Y*timeline.FrameWidth/timeline.FrameHeight), max(size.Y, size.X*timeline.FrameHeight/timeline.FrameWidth)
	if width-size.X <= 2 && height-size.Y <= 2 {
		return picture
	}
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Black), image.Point{}, draw.Src)
	draw.Draw(out, picture.Bounds().Sub(picture.Bounds().Min).Add(image.Pt((width-size.X)/2, (height-size.Y)/2)), picture, picture.Bounds().Min, draw.Src)
	return out
}
