package downloads

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/internal/examples"
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
	img := p.Get("https://i.ytimg.com/299")
	if img == nil || img.Bounds().Dx() != imageWidth || img.Bounds().Dy() != imageHeight {
		t.Fatalf("picture %v", img)
	}
	for _, bad := range [][]byte{nil, []byte("GIF89a"), data[:100]} {
		if _, err := decodeThumbnail(bad); err == nil {
			t.Error("a broken picture was taken")
		}
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
