package downloads

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"io"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/widgets"
)

func TestThumbnailCache(t *testing.T) {
	var mu sync.Mutex
	loads := 0
	data := examples.Gradient(0x274060, 0x5c946e)
	p := NewThumbnailCache(func(context.Context, string) ([]byte, error) {
		mu.Lock()
		defer mu.Unlock()
		loads++
		return data, nil
	})
	t.Cleanup(p.Close)
	ask := func(i int) { p.Get("https://i.ytimg.com/" + strconv.Itoa(i)) }
	for i := range 300 {
		ask(i)
	}
	p.loads.Wait()
	if loads > 150 {
		t.Errorf("%d loads for rows that flew by", loads)
	}
	if !p.Arrived() || p.Arrived() {
		t.Error("news must be told once")
	}
	for i := range 300 {
		ask(i)
		p.loads.Wait()
	}
	if n := p.used.Len(); n != maxKept || len(p.kept) != n {
		t.Errorf("%d pictures kept", n)
	}
	for _, scale := range []float32{1, 2, 1.25, 0.8} {
		p.SetScale(scale)
		ask(299)
		p.loads.Wait()
		want := image.Pt(widgets.ThumbnailWidth, widgets.ThumbnailHeight)
		if scale > 1 {
			want = want.Mul(2)
		}
		if img := p.Loaded("https://i.ytimg.com/299"); img == nil || img.Bounds().Size() != want {
			t.Errorf("at %v: %v, want %v", scale, img, want)
		}
	}
}

// declaredPNG returns the first chunk of a PNG file of that size.
func declaredPNG(width, height uint32) []byte {
	header := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	header = binary.BigEndian.AppendUint32(header, height)
	header = append(header, 8, 2, 0, 0, 0) // 24 bits a pixel
	file := binary.BigEndian.AppendUint32([]byte("\x89PNG\r\n\x1a\n"), uint32(len(header)-4))
	return binary.BigEndian.AppendUint32(append(file, header...), crc32.ChecksumIEEE(header))
}

// manyScans returns a JPEG file of 1200x1200 pixels that sends its only scan again
// and again.
func manyScans(t *testing.T, scans int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 1200, 1200)), nil); err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b.Bytes(), []byte("\xff\xda"))
	head, scan := b.Bytes()[:at], b.Bytes()[at:b.Len()-2]
	return append(append(slices.Clone(head), bytes.Repeat(scan, scans)...), "\xff\xd9"...)
}

func TestHostileThumbnails(t *testing.T) {
	image.RegisterFormat("panics", "PANICS", func(io.Reader) (image.Image, error) { panic("decoder") },
		func(io.Reader) (image.Config, error) { return image.Config{Width: 320, Height: 180}, nil })
	good := examples.Gradient(0x274060, 0x5c946e)
	for name, bad := range map[string][]byte{
		"nothing":               nil,
		"another format":        []byte("GIF89a"),
		"truncated header":      good[:20],
		"truncated":             good[:len(good)/2],
		"60000x60000":           declaredPNG(60000, 60000),
		"more than 2 megapixel": declaredPNG(1921, 1080),
		"more than 1 MiB":       append(slices.Clone(good), make([]byte, 1<<20)...),
		"65 scans":              manyScans(t, 65),
		"a decoder that panics": []byte("PANICS"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := decodeThumbnail(t.Context(), bad, false)
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%s: taken", name)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > 4<<20 {
			t.Errorf("%s: %d bytes were allocated", name, got)
		}
	}
	for name, data := range map[string][]byte{"PNG": good, "JPEG of 3 scans": manyScans(t, 3)} {
		if _, err := decodeThumbnail(t.Context(), data, false); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := decodeThumbnail(canceled, good, true); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}

// Closing the cache ends a download that would never end by itself.
func TestThumbnailsAreCanceled(t *testing.T) {
	started, ended := make(chan struct{}), make(chan error, 1)
	p := NewThumbnailCache(func(ctx context.Context, _ string) ([]byte, error) {
		close(started)
		<-ctx.Done()
		ended <- ctx.Err()
		return nil, ctx.Err()
	})
	p.Get("https://i.ytimg.com/1")
	<-started
	p.Close()
	if err := <-ended; !errors.Is(err, context.Canceled) || p.Arrived() {
		t.Errorf("ended with %v, arrived %v", err, p.Arrived())
	}
	if p.Get("https://i.ytimg.com/2"); len(p.wanted) != 0 {
		t.Error("a closed cache loads")
	}
}

func TestWebPage(t *testing.T) {
	for address, want := range map[string]bool{
		examples.LinkA:                  true,
		examples.LinkB:                  true,
		"http://www.youtube.com/x":      false,
		"https://youtube.com.evil.net/": false,
		"https://me@www.youtube.com/":   false,
		"file:///etc/passwd":            false,
		"javascript:alert(1)":           false,
	} {
		if _, ok := WebPage(core.Status{URL: address}); ok != want {
			t.Errorf("%s: %v", address, ok)
		}
	}
}
