package core_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestSongIsContinuedAfterAPause(t *testing.T) {
	b := newHarness(t)
	v := video("aaaaaaaaaaa", "Long Song")
	v.Media[1].Content, v.Duration = simulator.Long(simulator.AAC, 3*time.Minute), 3*time.Minute
	b.site.Add(v)
	b.site.SetPace(100_000)
	b.open(nil)
	wish := format.Wish{Kind: format.Audio}
	id := b.wish(wish, "aaaaaaaaaaa")[0]
	b.awaitBytes(id, 300_000)
	b.m.Pause(id)
	b.awaitState(id, core.Paused)
	b.site.SetPace(0)
	b.m.Resume(id)
	s := b.awaitState(id, core.Done)
	b.wantFiles(filepath.Base(s.File))
	if sent := b.site.Sent("aaaaaaaaaaa", 140); sent > v.Media[1].Content.Size()+200_000 {
		t.Errorf("%d of %d bytes were sent", sent, v.Media[1].Content.Size())
	}
}

func TestSeveralAtOnceButNoMoreThanAsked(t *testing.T) {
	b := newHarness(t)
	b.site.SetPace(300_000)
	var links []string
	for _, id := range []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc", "ddddddddddd"} {
		b.site.Add(video(id, id))
		links = append(links, id)
	}
	b.open(func(c *core.Config) { c.Parallel = 3 })
	b.add(links...)
	most := 0
	b.await("all done", func() bool {
		active := 0
		for _, s := range b.last {
			if s.State.Active() {
				active++
			}
		}
		most = max(most, active)
		return len(b.done) > 0
	})
	if most != 3 {
		t.Errorf("%d at once, want 3", most)
	}
	if len(b.files()) != 4 || b.done[0].Saved != 4 {
		t.Errorf("files %q, all done %+v", b.files(), b.done)
	}
}

func TestPauseKeepsTheBytes(t *testing.T) {
	b := newHarness(t)
	id := b.halfWay("Long", 40_000, 150_000)
	b.m.Pause(id)
	b.awaitState(id, core.Paused)
	b.site.SetPace(0)
	b.m.Resume(id)
	if s := b.awaitState(id, core.Done); s.Note != core.NoteResumed {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Long.mp4")
	size := simulator.H264x1080.Content().Size() + simulator.AAC.Content().Size()
	if sent := b.site.Sent("aaaaaaaaaaa", 137) + b.site.Sent("aaaaaaaaaaa", 140); sent > size+100_000 {
		t.Errorf("%d bytes were sent for a file of %d", sent, size)
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	b := newHarness(t)
	id := b.halfWay("Gone", 20_000, 70_000)
	b.m.Cancel(id)
	b.awaitState(id, core.Cancelled)
	b.await("the place to be free", func() bool { return !b.busy() })
	b.wantFiles()
	b.site.SetPace(0)
	b.m.Retry(id)
	b.awaitState(id, core.Done)
	b.wantFiles("Gone.mp4")
	b.m.Remove(id)
	b.await("an empty list", func() bool { return len(b.last) == 0 && len(b.order) == 0 })
	b.wantFiles("Gone.mp4")
}

func TestRemoveWhileDownloading(t *testing.T) {
	b := newHarness(t)
	id := b.halfWay("Gone", 20_000, 70_000)
	b.m.Remove(id)
	b.await("an empty list", func() bool { return len(b.last) == 0 })
	b.close()
	b.wantFiles()
}

// A link to a video within a list is the same video as one without the list.
func TestLinkWithinAListIsKnown(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Once"))
	b.site.SetPace(20_000)
	b.open(nil)
	first := b.m.Add(core.Request{Text: "https://youtu.be/aaaaaaaaaaa"})
	again := b.m.Add(core.Request{Text: "https://www.youtube.com/watch?v=aaaaaaaaaaa&list=PLaaaaaaaaaaaaaaaa"})
	if len(again.IDs) != 0 || len(again.Known) != 1 || again.Known[0] != first.IDs[0] || len(again.Lists) != 1 {
		t.Errorf("added %+v", again)
	}
}
