package core_test

import (
	"fmt"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// The wishes of a video, and of the same with a sidecar, lead to the same
// streams and so to one partial file.
var (
	plain       = format.Wish{Kind: format.Video}
	withSidecar = format.Wish{Kind: format.Video, Sidecars: format.Sidecars{Text: true}}
)

// Of two rows of one file, the second waits for the first and finds it saved.
func TestTwoWishesOfOneFile(t *testing.T) {
	rounds := 30
	if testing.Short() {
		rounds = 5
	}
	b := newHarness(t)
	for round := range rounds {
		b.site.Add(video(videoName(round), videoName(round)))
	}
	b.open(nil)
	for round := range rounds {
		var ids []core.ID
		for _, w := range []format.Wish{plain, withSidecar} {
			ids = append(ids, b.wish(w, videoName(round))...)
		}
		already := 0
		for _, id := range ids {
			b.await("the end", func() bool { return b.last[id].State.Ended() })
			if s := b.last[id]; s.State != core.Done {
				t.Fatalf("round %d: %s, %v", round, s.State, s.Problem)
			}
			if b.last[id].Note == core.NoteAlready {
				already++
			}
		}
		if already != 1 {
			t.Errorf("round %d: %d rows found the file saved, want 1", round, already)
		}
	}
	if got := len(b.files()); got != 2*rounds {
		t.Errorf("%d files for %d videos with a text each", got, rounds)
	}
}

func videoName(n int) string { return fmt.Sprintf("video%06d", n) }

// A row that waits for another row of the same file can be stopped.
func TestWaitingForAnotherRowCanBeStopped(t *testing.T) {
	b := newHarness(t)
	first := b.halfWay("Shared", 20_000, 70_000)
	second := b.wish(withSidecar, "aaaaaaaaaaa")[0]
	b.await("the second row to start", func() bool { return b.last[second].Quality != "" })
	b.m.Cancel(second)
	b.await("its goroutine to end", func() bool { return b.last[second].State == core.Cancelled && b.m.Running() == 1 })
	b.site.SetPace(0)
	b.awaitState(first, core.Done)
	b.wantFiles("Shared.mp4")
}

// A row that waits for another row of the same file says so and takes no place: a
// third one starts meanwhile. When the first has ended, the second gets a place
// again.
func TestWaitingForAnotherRowTakesNoPlace(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Shared"))
	b.site.Add(video("bbbbbbbbbbb", "Other"))
	b.site.SetPace(20_000)
	b.open(func(c *core.Config) { c.Parallel = 2 })
	first := b.add("aaaaaaaaaaa")[0]
	b.awaitBytes(first, 70_000)
	second := b.wish(withSidecar, "aaaaaaaaaaa")[0]
	b.await("the second row to wait", func() bool { return b.last[second].Note == core.NoteSameFile })
	third := b.add("bbbbbbbbbbb")[0]
	b.awaitState(third, core.Downloading)
	if s := b.last[first]; s.State != core.Downloading {
		t.Fatalf("the first is %s", s.State)
	}
	b.m.Cancel(first)
	b.await("the second row to continue", func() bool { return b.last[second].State == core.Downloading })
	if n := b.m.Running(); n != 2 {
		t.Errorf("%d downloads run", n)
	}
	if s := b.last[second]; s.Note == core.NoteSameFile {
		t.Error("it still says that it waits")
	}
	b.site.SetPace(0)
	b.awaitState(second, core.Done)
	b.awaitState(third, core.Done)
	b.wantFiles("Other.mp4", "Shared.mp4", "Shared.txt")
}

// A row that waits has no place: when it can continue, it waits for one.
func TestPlaceComesBack(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Shared"))
	b.site.Add(video("bbbbbbbbbbb", "Other"))
	b.site.Add(video("ccccccccccc", "Third"))
	b.site.SetPace(20_000)
	b.open(func(c *core.Config) { c.Parallel = 2 })
	first := b.add("aaaaaaaaaaa")[0]
	b.awaitBytes(first, 70_000)
	second := b.wish(withSidecar, "aaaaaaaaaaa")[0]
	b.await("the second row to wait", func() bool { return b.last[second].Note == core.NoteSameFile })
	rest := b.add("bbbbbbbbbbb", "ccccccccccc")
	b.awaitState(rest[0], core.Downloading)
	b.site.SetPace(0)
	for _, id := range append(rest, first, second) {
		b.awaitState(id, core.Done)
		if n := b.m.Running(); n > 3 {
			t.Errorf("%d downloads run", n)
		}
	}
	if s := b.last[second]; s.Note != core.NoteAlready {
		t.Errorf("note %q", s.Note)
	}
	b.await("all places to be free", func() bool { return b.m.Running() == 0 })
}

// Removing a paused row leaves the partial file to a row that has taken it over.
func TestRemoveARowWhoseFileAnotherHas(t *testing.T) {
	b := newHarness(t)
	first := b.halfWay("Shared", 20_000, 70_000)
	b.m.Pause(first)
	b.await("its goroutine to end", func() bool { return !b.busy() })
	second := b.wish(withSidecar, "aaaaaaaaaaa")[0]
	b.awaitBytes(second, 70_000)
	b.m.Remove(first)
	b.site.SetPace(0)
	if s := b.awaitState(second, core.Done); s.Note != core.NoteResumed {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Shared.mp4", "Shared.txt")
}

// The bytes of a paused row stay when another row of the same file is removed,
// and go with the last row.
func TestLastRowDiscards(t *testing.T) {
	b := newHarness(t)
	first := b.halfWay("Shared", 20_000, 70_000)
	b.m.Pause(first)
	b.await("its goroutine to end", func() bool { return !b.busy() })
	second := b.wish(withSidecar, "aaaaaaaaaaa")[0]
	b.awaitBytes(second, 70_000)
	b.m.Remove(second)
	b.await("its goroutine to end", func() bool { return !b.busy() })
	if len(b.files()) != 2 {
		t.Errorf("files %q of the paused row", b.files())
	}
	b.m.Remove(first)
	b.wantFiles()
}
