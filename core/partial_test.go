package core_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
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

// Four goroutines give commands at random for rows that share three files.
func TestStormOfCommands(t *testing.T) {
	rounds, commands := 50, 30
	if testing.Short() {
		rounds = 4
	}
	for round := range rounds {
		b := newHarness(t)
		b.store = filepath.Join(t.TempDir(), "hilo.db")
		for n := range 3 {
			b.site.Add(video(videoName(n), videoName(n)))
		}
		b.site.SetPace(400_000)
		b.open(func(c *core.Config) { c.Parallel = 4 })
		wishes := []format.Wish{plain, withSidecar, {Kind: format.Audio}, {Kind: format.Audio, Sidecars: format.Sidecars{JSON: true}}}
		var wg sync.WaitGroup
		for g := range 4 {
			r := rand.New(rand.NewPCG(uint64(round), uint64(g)))
			wg.Go(func() {
				for range commands {
					var id core.ID
					if all := b.m.List(); len(all) > 0 {
						id = all[r.IntN(len(all))].ID
					}
					switch r.IntN(7) {
					case 0, 1:
						b.m.Add(core.Request{Text: "youtu.be/" + videoName(r.IntN(3)), Wish: wishes[r.IntN(len(wishes))]})
					case 2:
						b.m.Pause(id)
					case 3:
						b.m.Cancel(id)
					case 4:
						b.m.Remove(id)
					case 5:
						b.m.Retry(id)
					case 6:
						b.m.Resume(id)
					}
				}
			})
		}
		wg.Wait()
		b.m.ResumeAll()
		b.await("everything to end", func() bool {
			for _, s := range b.m.List() {
				if !s.State.Ended() {
					return false
				}
			}
			return !b.busy()
		})
		for _, s := range b.m.List() {
			if s.State == core.Failed {
				t.Errorf("round %d: %s %+v failed: %v", round, s.VideoID, s.Wish, s.Problem)
			}
		}
		b.checkSubscription()
		for _, name := range b.files() {
			if strings.HasPrefix(name, ".") {
				t.Errorf("round %d: %s is left over", round, name)
			}
		}
		before := b.m.List()
		b.close()
		b.open(nil)
		if after := b.m.List(); !slices.EqualFunc(before, after, sameRow) {
			t.Errorf("round %d: the store has %+v, the queue had %+v", round, after, before)
		}
		b.close()
		if t.Failed() {
			return
		}
	}
}

// sameRow compares what the store keeps of a row that has ended.
func sameRow(a, b core.Status) bool {
	return a.ID == b.ID && a.URL == b.URL && a.Wish == b.Wish && a.State == b.State && a.File == b.File && a.Title == b.Title
}

// checkSubscription compares what the subscription told with the queue.
func (b *harness) checkSubscription() {
	b.Helper()
	b.await("the subscription to have the queue", func() bool {
		all := b.m.List()
		if len(all) != len(b.last) || len(all) != len(b.order) {
			return false
		}
		for i, s := range all {
			if b.order[i] != s.ID || b.last[s.ID] != s {
				return false
			}
		}
		return true
	})
}
