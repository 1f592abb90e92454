package gui

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"fyne.io/fyne/v2/data/binding"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

func pickStub(answer *string, failure *error) func(ctx context.Context, title, start string) (string, error) {
	return func(context.Context, string, string) (string, error) { return *answer, *failure }
}

func listen(d *rowData, heard *int) {
	for _, item := range []binding.DataItem{d.state, d.progress, d.amount, d.speed, d.left} {
		item.AddListener(binding.NewDataListener(func() { *heard++ }))
	}
}

func TestWebPage(t *testing.T) {
	for address, want := range map[string]bool{
		linkA:                           true,
		linkB:                           true,
		"http://www.youtube.com/x":      false,
		"https://youtube.com.evil.net/": false,
		"https://me@www.youtube.com/":   false,
		"file:///etc/passwd":            false,
		"javascript:alert(1)":           false,
	} {
		if _, ok := webPage(core.Status{URL: address}); ok != want {
			t.Errorf("%s: %v", address, ok)
		}
	}
}

func TestQualities(t *testing.T) {
	for kind, all := range qualities {
		for _, q := range all {
			if q.wish.Kind != kind || chosenQuality(q.wish) != q {
				t.Errorf("%+v is shown as %q", q.wish, chosenQuality(q.wish).name)
			}
		}
	}
	if q := chosenQuality(format.Wish{Kind: format.Video, MaxHeight: 144}); q.name != "Plays everywhere" {
		t.Errorf("a wish without a choice is shown as %q", q.name)
	}
}

func TestPictures(t *testing.T) {
	var mu sync.Mutex
	loads := 0
	data := gradient(0x274060, 0x5c946e)
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
	p.done.Wait()
	if loads > 150 {
		t.Errorf("%d loads for rows that flew by", loads)
	}
	if !p.Arrived() || p.Arrived() {
		t.Error("news must be told once")
	}
	for i := range 300 {
		ask(i)
		p.done.Wait()
	}
	if n := p.used.Len(); n != maxKept || len(p.kept) != n {
		t.Errorf("%d pictures kept", n)
	}
	img := p.Get("https://i.ytimg.com/299")
	if img == nil || img.Bounds().Dx() != pictureWidth || img.Bounds().Dy() != pictureHeight {
		t.Fatalf("picture %v", img)
	}
	for _, bad := range [][]byte{nil, []byte("GIF89a"), data[:100]} {
		if _, err := decodeThumbnail(bad); err == nil {
			t.Error("a broken picture was taken")
		}
	}
}
