package downloads

import (
	"container/list"
	"context"
	"errors"
	"image"
	"sync"
	"time"

	"golang.org/x/image/draw"

	"github.com/hilo-app/hilo/core/picture"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	maxKept   = 32 // kept decoded, 37 or 147 kB each: about four screens
	maxWanted = 24 // asked for and not loaded yet: about three screens
	maxLoads  = 3
)

// ThumbnailCache loads the thumbnails that are asked for, the last one asked for
// first, in goroutines of its own. It keeps the 32 that were used last.
type ThumbnailCache struct {
	load func(ctx context.Context, address string) ([]byte, error)

	mu      sync.Mutex
	kept    map[string]*list.Element // of picture
	used    *list.List               // most recent first
	wanted  []string                 // newest last
	busy    map[string]bool
	jobs    int
	arrived bool
	dense   bool // the screen has more than one pixel for each of a layout
	stop    context.CancelFunc
	ctx     context.Context
	loads   sync.WaitGroup

	decoding sync.Mutex // one picture at a time, so that a scrolled list can be drawn meanwhile
}

type cached struct {
	address string
	image   image.Image // nil: loading failed
	failed  time.Time
}

// failedFor is how long a thumbnail that failed is not loaded again.
const failedFor = 30 * time.Second

// NewThumbnailCache returns a cache that fetches files with load. Close it.
func NewThumbnailCache(load func(context.Context, string) ([]byte, error)) *ThumbnailCache {
	p := &ThumbnailCache{load: load, kept: map[string]*list.Element{}, used: list.New(), busy: map[string]bool{}}
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p
}

// Get returns a thumbnail, or nil and starts to load it.
func (p *ThumbnailCache) Get(address string) image.Image {
	if address == "" {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if e := p.kept[address]; e != nil {
		got := e.Value.(cached)
		if got.image != nil || time.Since(got.failed) < failedFor {
			p.used.MoveToFront(e)
			return got.image
		}
		p.used.Remove(e)
		delete(p.kept, address)
	}
	if p.busy[address] || p.ctx.Err() != nil {
		return nil
	}
	for i, a := range p.wanted {
		if a == address {
			p.wanted = append(append(p.wanted[:i:i], p.wanted[i+1:]...), address)
			return nil
		}
	}
	if p.wanted = append(p.wanted, address); len(p.wanted) > maxWanted {
		p.wanted = p.wanted[1:]
	}
	if p.jobs < maxLoads {
		p.jobs++
		p.loads.Go(p.work)
	}
	return nil
}

// Loaded returns a thumbnail, or nil. It loads nothing.
func (p *ThumbnailCache) Loaded(address string) image.Image {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.kept[address]
	if e == nil {
		return nil
	}
	p.used.MoveToFront(e)
	return e.Value.(cached).image
}

// SetScale says how many pixels of the screen are one of a layout. Thumbnails that were
// loaded for another density are dropped.
func (p *ThumbnailCache) SetScale(scale float32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if dense := scale > 1; dense != p.dense {
		p.dense = dense
		clear(p.kept)
		p.used.Init()
	}
}

// Arrived says whether thumbnails were loaded since the last call.
func (p *ThumbnailCache) Arrived() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	news := p.arrived
	p.arrived = false
	return news
}

// Close stops loading and waits for what is being loaded.
func (p *ThumbnailCache) Close() {
	p.stop()
	p.loads.Wait()
}

func (p *ThumbnailCache) work() {
	for {
		p.mu.Lock()
		n := len(p.wanted)
		if n == 0 || p.ctx.Err() != nil {
			p.jobs--
			p.mu.Unlock()
			return
		}
		address := p.wanted[n-1]
		p.wanted = p.wanted[:n-1]
		p.busy[address] = true
		dense := p.dense
		p.mu.Unlock()

		data, err := p.load(p.ctx, address)
		var img image.Image
		if err == nil {
			img, err = p.decode(data, dense)
		}

		p.mu.Lock()
		delete(p.busy, address)
		if p.ctx.Err() == nil && dense == p.dense {
			p.keep(address, img, err)
		}
		p.mu.Unlock()
	}
}

func (p *ThumbnailCache) decode(data []byte, dense bool) (image.Image, error) {
	p.decoding.Lock()
	defer p.decoding.Unlock()
	return decodeThumbnail(p.ctx, data, dense)
}

func (p *ThumbnailCache) keep(address string, img image.Image, err error) {
	got := cached{address: address, image: img}
	if err != nil { // kept, so that a row does not load it each time it is drawn
		got.image, got.failed = nil, time.Now()
	}
	p.kept[address] = p.used.PushFront(got)
	p.arrived = true
	for p.used.Len() > maxKept {
		oldest := p.used.Back()
		delete(p.kept, p.used.Remove(oldest).(cached).address)
	}
}

// pictureLimits bounds a picture, whose bytes come from outside. YouTube's thumbnails
// have at most 1280x720 pixels and 200 kB.
var pictureLimits = picture.Limits{Bytes: 1 << 20, Pixels: 2_000_000}

// decodeThumbnail decodes an image and cuts it to 16:9, which also removes the black
// bars of YouTube's 4:3 ones. A dense screen gets it in double size. It refuses what is
// beyond the limits before it decodes, and ends soon after ctx.
func decodeThumbnail(ctx context.Context, data []byte, dense bool) (image.Image, error) {
	src, err := picture.Decode(ctx, data, pictureLimits)
	if err != nil {
		return nil, err
	}
	from, err := crop16to9(src.Bounds())
	if err != nil {
		return nil, err
	}
	size, scaler := image.Rect(0, 0, widgets.ThumbnailWidth, widgets.ThumbnailHeight), draw.Scaler(draw.BiLinear)
	if dense { // almost as large as YouTube's: four pixels are enough for one
		size, scaler = image.Rect(0, 0, 2*size.Dx(), 2*size.Dy()), draw.ApproxBiLinear
	}
	out := image.NewRGBA(size) // both this and the graphics card are fast with RGBA only
	scaler.Scale(out, out.Bounds(), src, from, draw.Src, nil)
	return out, nil
}

// crop16to9 returns the largest part of a picture in its middle that is 16:9.
func crop16to9(from image.Rectangle) (image.Rectangle, error) {
	if h := from.Dx() * 9 / 16; h < from.Dy() {
		from.Min.Y += (from.Dy() - h) / 2
		from.Max.Y = from.Min.Y + h
	} else if w := from.Dy() * 16 / 9; w < from.Dx() {
		from.Min.X += (from.Dx() - w) / 2
		from.Max.X = from.Min.X + w
	}
	if from.Empty() {
		return from, errors.New("picture too narrow")
	}
	return from, nil
}
