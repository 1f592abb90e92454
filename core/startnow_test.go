package core_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core"
)

// waitingBehind opens a queue of slow downloads, of which so many may run, and waits until
// they do.
func waitingBehind(t *testing.T, parallel, videos int) (*harness, []core.ID) {
	t.Helper()
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	var names []string
	for i := range videos {
		id := "aaaaaaaaaa" + string(rune('a'+i))
		b.site.Add(video(id, id))
		names = append(names, id)
	}
	b.site.SetPace(1_000)
	b.open(func(c *core.Config) { c.Parallel = parallel })
	ids := b.add(names...)
	b.awaitRunning(ids[:parallel]...)
	return b, ids
}

// awaitRunning waits until exactly these have a goroutine.
func (b *harness) awaitRunning(want ...core.ID) {
	b.Helper()
	b.await("what runs", func() bool {
		for id, s := range b.last {
			if slices.Contains(want, id) != s.State.Active() {
				return false
			}
		}
		return b.m.Running() == len(want)
	})
}

// One that is started now runs beside the two that may; the limit holds for the others
// meanwhile, and for all when it has ended.
func TestStartNowPassesTheLimit(t *testing.T) {
	b, ids := waitingBehind(t, 2, 6)
	b.m.StartNow(ids[4])
	b.awaitRunning(ids[0], ids[1], ids[4])
	if !slices.Equal(b.order, ids) {
		t.Errorf("moved: %v", b.order)
	}
	b.m.Cancel(ids[0])
	b.awaitState(ids[0], core.Cancelled)
	b.awaitRunning(ids[1], ids[2], ids[4])
	b.m.Cancel(ids[4])
	b.awaitRunning(ids[1], ids[2])
}

// What runs, or has ended, is not started; what is paused is.
func TestStartNowOfOtherStates(t *testing.T) {
	b, ids := waitingBehind(t, 1, 4)
	b.m.Pause(ids[2])
	b.m.Cancel(ids[3])
	b.m.StartNow(ids[0], ids[3], "unknown")
	b.m.StartNow(ids[2])
	b.awaitRunning(ids[0], ids[2])
	if s := b.last[ids[3]].State; s != core.Cancelled {
		t.Error(s)
	}
	b.m.Pause(ids[2]) // which ends that it need not wait for its turn
	b.awaitState(ids[2], core.Paused)
	b.m.Resume(ids[2])
	b.awaitState(ids[2], core.Queued)
	b.awaitRunning(ids[0])
}

// Of many, as many start as the limit allows once more, and the others are the next.
func TestStartNowOfMany(t *testing.T) {
	b, ids := waitingBehind(t, 2, 7)
	b.m.StartNow(ids[4:]...)
	b.awaitRunning(ids[0], ids[1], ids[4], ids[5])
	want := slices.Concat(ids[4:], ids[:4])
	b.await("the order", func() bool { return slices.Equal(b.order, want) })
	b.m.Cancel(ids[4], ids[5], ids[0])
	b.awaitRunning(ids[1], ids[6])
}

// After a restart what was started now runs again, beside the first of the queue.
func TestStartNowSurvivesARestart(t *testing.T) {
	b, ids := waitingBehind(t, 2, 5)
	b.m.StartNow(ids[4])
	b.awaitRunning(ids[0], ids[1], ids[4])
	b.close()
	b.open(func(c *core.Config) { c.Parallel = 2 })
	b.awaitRunning(ids[0], ids[1], ids[4])
	b.site.SetPace(0)
	b.await("the end", func() bool { return len(b.done) > 0 })
	if !slices.Equal(b.order, ids) {
		t.Errorf("moved: %v", b.order)
	}
}

// The rate limit of lookups holds for it too: it is then the first that may start.
func TestStartNowKeepsTheRateLimit(t *testing.T) {
	b := newHarness(t)
	names := []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"}
	for _, id := range names {
		b.site.Add(video(id, id))
	}
	b.open(func(c *core.Config) { c.Lookups = 5 }) // one at once, then every quarter of an hour
	ids := b.add(names...)
	b.awaitState(ids[0], core.Done)
	b.await("the second one to be held up", func() bool { return b.last[ids[1]].Note == core.NotePaced })
	b.m.StartNow(ids[2])
	b.await("the third one to be held up", func() bool { return b.last[ids[2]].Note == core.NotePaced })
	if s := b.last[ids[2]]; s.State != core.Queued || s.Until.IsZero() {
		t.Errorf("%+v", s)
	}
	if n := b.m.Running(); n != 0 {
		t.Errorf("%d run", n)
	}
}
