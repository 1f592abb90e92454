package storyboard_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/storyboard"
)

// sprites is a server of sprites of 2 by 2 frames of 8x4 pixels. The red of a frame is
// ten times its number.
type sprites struct {
	mu    sync.Mutex
	asked []string
	err   error
	size  image.Point // of a sprite
}

func (s *sprites) load(_ context.Context, address string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, address[strings.LastIndexByte(address, '/')+1:])
	if s.err != nil {
		return nil, s.err
	}
	number := int(address[strings.LastIndexByte(address, 'M')+1] - '0')
	img := image.NewNRGBA(image.Rectangle{Max: s.size})
	for y := range s.size.Y {
		for x := range s.size.X {
			img.Set(x, y, color.NRGBA{R: uint8(10 * (4*number + y/4*2 + x/8)), A: 255})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

func (s *sprites) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.asked, " ")
}

func level(t *testing.T, frames string) storyboard.Level {
	t.Helper()
	board, err := storyboard.Parse("https://i.ytimg.com/L$L/$N|8#4#"+frames+"#2#2#1000#M$M#", 0)
	if err != nil {
		t.Fatal(err)
	}
	return board.Levels[0]
}

func TestFrame(t *testing.T) {
	s := &sprites{size: image.Pt(16, 8)}
	f := storyboard.NewFetcher(level(t, "10"), s.load)
	if _, ok := f.Kept(5); ok || s.log() != "" {
		t.Fatal("something is fetched that nobody asked for:", s.log())
	}
	for _, n := range []int{5, 6, 0, 5} {
		img, err := f.Frame(t.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		r, _, _, _ := img.At(3, 2).RGBA()
		if img.Bounds() != image.Rect(0, 0, 8, 4) || int(r>>8) != 10*n {
			t.Errorf("frame %d is %v with red %d", n, img.Bounds(), r>>8)
		}
	}
	if got := s.log(); got != "M1 M0" {
		t.Errorf("fetched: %s", got)
	}
	if img, ok := f.Kept(7); !ok || img == nil {
		t.Error("frame 7 is not kept, although its sprite is")
	}
}

func TestFetchedTogether(t *testing.T) {
	s := &sprites{size: image.Pt(16, 8)}
	f := storyboard.NewFetcher(level(t, "4"), s.load)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			if _, err := f.Frame(t.Context(), n); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if s.log() != "M0" {
		t.Error("one sprite is fetched several times:", s.log())
	}
}

func TestFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &sprites{size: image.Pt(16, 8), err: errors.New("no network")}
		f := storyboard.NewFetcher(level(t, "10"), s.load)
		for range 3 {
			if _, err := f.Frame(t.Context(), 0); !errors.Is(err, s.err) {
				t.Error(err)
			}
		}
		if img, ok := f.Kept(0); img != nil || !ok || s.log() != "M0" {
			t.Error("a failure is not kept:", img, ok, s.log())
		}
		time.Sleep(31 * time.Second)
		s.err = nil
		if _, err := f.Frame(t.Context(), 0); err != nil {
			t.Error("after half a minute:", err)
		}
	})
}

func TestSpritesOutOfBounds(t *testing.T) {
	for name, size := range map[string]image.Point{"too large": {17, 8}, "a row less": {16, 4}} {
		s := &sprites{size: size}
		f := storyboard.NewFetcher(level(t, "10"), s.load)
		if _, err := f.Frame(t.Context(), 3); err == nil {
			t.Error(name, "is taken")
		}
	}
	s := &sprites{size: image.Pt(16, 4)} // the last sprite has only the rows that it needs
	f := storyboard.NewFetcher(level(t, "10"), s.load)
	if _, err := f.Frame(t.Context(), 9); err != nil {
		t.Error(err)
	}
}

func TestCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		asked := 0
		f := storyboard.NewFetcher(level(t, "10"), func(ctx context.Context, _ string) ([]byte, error) {
			asked++
			<-ctx.Done()
			return nil, ctx.Err()
		})
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if _, err := f.Frame(ctx, 0); !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		cancel()
		all.Wait()
		if _, ok := f.Kept(0); ok || asked != 1 {
			t.Error("a cancelled request counts as a failure, or others were made:", ok, asked)
		}
	})
}

func TestKeptIsBounded(t *testing.T) {
	s := &sprites{size: image.Pt(16, 8)}
	f := storyboard.NewFetcher(level(t, "100"), s.load)
	for sprite := range 17 {
		if _, err := f.Frame(t.Context(), 4*sprite); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := f.Kept(0); ok {
		t.Error("the oldest of 17 sprites is kept")
	}
	if _, ok := f.Kept(4); !ok {
		t.Error("the second sprite is not kept")
	}
}
