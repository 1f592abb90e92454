package storyboard

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/picture"
)

// The bounds of what a Fetcher keeps and takes.
const (
	maxSpriteBytes = 1 << 20 // of a file; a recorded sprite of 25 frames has up to 130 kB
	maxKept        = 16      // sprites; decoded ones of 800x450 pixels take 540 kB each
	failedFor      = 30 * time.Second
)

// Load fetches the file at an address. It must end soon after ctx.
type Load func(ctx context.Context, address string) ([]byte, error)

// Fetcher gives the frames of one level of a video. It fetches a sprite when a frame of
// it is asked for, one sprite at a time, and keeps the 16 that were used last. A sprite
// that failed is not fetched again for 30 seconds. It may be used by several goroutines.
type Fetcher struct {
	Level Level
	load  Load
	turn  chan struct{} // has a value while a sprite is fetched

	mu   sync.Mutex
	kept []*sprite // most recently used last
}

type sprite struct {
	number int
	image  image.Image // nil: fetching failed
	err    error
	when   time.Time
}

// NewFetcher returns a fetcher for a level that Parse returned.
func NewFetcher(l Level, load Load) *Fetcher {
	return &Fetcher{Level: l, load: load, turn: make(chan struct{}, 1)}
}

// Kept returns a frame whose sprite is there, without fetching anything. ok is false
// when it has to be fetched. A nil frame with ok is one that failed a moment ago.
func (f *Fetcher) Kept(frame int) (picture image.Image, ok bool) {
	number, in := f.Level.Place(frame)
	s := f.find(number)
	if s == nil {
		return nil, false
	}
	picture, _ = cut(s.image, in)
	return picture, true
}

// Frame returns a frame, whose bounds begin at (0, 0). It fetches and decodes the
// frame's sprite unless it is kept. The error is that of the request or of ctx, or says
// that the sprite is no picture within the bounds, or does not have the frame.
func (f *Fetcher) Frame(ctx context.Context, frame int) (image.Image, error) {
	number, in := f.Level.Place(frame)
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s := f.find(number)
	if s == nil {
		s = &sprite{number: number}
		s.image, s.err = f.fetch(ctx, number)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		f.keep(s)
	}
	if s.err != nil {
		return nil, s.err
	}
	return cut(s.image, in)
}

// fetch fetches and decodes a sprite.
func (f *Fetcher) fetch(ctx context.Context, number int) (image.Image, error) {
	address, ok := f.Level.Address(number)
	if !ok {
		return nil, fmt.Errorf("storyboard: no sprite %d", number)
	}
	data, err := f.load(ctx, address)
	if err != nil {
		return nil, err
	}
	l := f.Level
	return picture.Decode(ctx, data, picture.Limits{Bytes: maxSpriteBytes, Pixels: l.Width * l.Columns * l.Height * l.Rows})
}

// find returns a sprite that is kept, nil if there is none or its failure is old.
func (f *Fetcher) find(number int) *sprite {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.kept, func(s *sprite) bool { return s.number == number })
	if i < 0 {
		return nil
	}
	s := f.kept[i]
	f.kept = slices.Delete(f.kept, i, i+1)
	if s.err != nil && time.Since(s.when) >= failedFor {
		return nil
	}
	f.kept = append(f.kept, s)
	return s
}

// keep keeps a sprite, in place of the one that was not used for the longest time.
func (f *Fetcher) keep(s *sprite) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.when = time.Now()
	f.kept = append(f.kept, s)
	if len(f.kept) > maxKept {
		f.kept = slices.Delete(f.kept, 0, 1)
	}
}

// cut returns a copy of a part of a sprite. The copy does not hold the sprite in memory.
func cut(sprite image.Image, in image.Rectangle) (image.Image, error) {
	if sprite == nil {
		return nil, errors.New("storyboard: no sprite")
	}
	in = in.Add(sprite.Bounds().Min)
	if !in.In(sprite.Bounds()) {
		return nil, fmt.Errorf("storyboard: sprite of %v has no frame at %v", sprite.Bounds(), in)
	}
	out := image.NewNRGBA(image.Rect(0, 0, in.Dx(), in.Dy()))
	draw.Draw(out, out.Bounds(), sprite, in.Min, draw.Src)
	return out, nil
}
