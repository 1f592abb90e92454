package core_test

import (
	"context"
	"image/color"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/storyboard"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestStoryboard(t *testing.T) {
	b := newHarness(t)
	b.site.Add(simulator.Video{ID: "aTestVideo1", Duration: 100 * time.Second, Media: simulator.Formats(100*time.Second, 137, 140)})
	b.site.Add(simulator.Video{ID: "aTestVideo2", Duration: 100 * time.Second, NoStoryboard: true, Media: simulator.Formats(100*time.Second, 137, 140)})
	b.open(nil)
	lookup := func(id string) core.Offer {
		t.Helper()
		o, err := b.m.Lookup(t.Context(), "https://youtu.be/"+id)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	if o := lookup("aTestVideo2"); len(o.Storyboard.Levels) != 0 {
		t.Error("a video without a storyboard has one:", o.Storyboard)
	}
	level, ok := lookup("aTestVideo1").Storyboard.Best(160, 90)
	if !ok || level.Width != 160 || level.Interval != 2*time.Second || level.Frames != 51 {
		t.Fatal(level, ok)
	}
	f := storyboard.NewFetcher(level, b.m.Thumbnail)
	seen := map[color.Color]bool{}
	for _, at := range []time.Duration{0, 40 * time.Second, 100 * time.Second} {
		frame, err := f.Frame(t.Context(), level.Index(at))
		if err != nil {
			t.Fatalf("at %v: %v", at, err)
		}
		seen[frame.At(150, 80)] = true
	}
	if len(seen) != 3 {
		t.Error("frames at three times look the same")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := storyboard.NewFetcher(level, b.m.Thumbnail).Frame(ctx, 0); err == nil {
		t.Error("a frame is fetched after the request was cancelled")
	}
}
