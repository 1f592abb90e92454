package core_test

import (
	"os"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// A download that was removed by mistake is put back where it was, with its bytes.
func TestUndoRemove(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("bbbbbbbbbbb", "Other"))
	b.site.Add(video("ccccccccccc", "Last"))
	id := b.halfWay("Long", 40_000, 150_000)
	others := b.add("bbbbbbbbbbb", "ccccccccccc")
	b.m.Pause(others...)
	b.awaitState(others[1], core.Paused)

	undo := b.m.RemoveWithUndo(others[0], id)
	b.await("one row", func() bool { return len(b.last) == 1 && slices.Equal(b.order, others[1:]) })
	b.await("the place to be free", func() bool { return !b.busy() })
	b.site.SetPace(0)
	if undo.Revert(); undo.Count != 2 {
		t.Errorf("count %d", undo.Count)
	}
	undo.Revert()
	if s := b.awaitState(id, core.Done); s.Note != core.NoteResumed {
		t.Errorf("note %q", s.Note)
	}
	if want := append([]core.ID{id}, others...); !slices.Equal(b.order, want) || b.last[others[0]].State != core.Paused {
		t.Errorf("order %v, want %v; %+v", b.order, want, b.last[others[0]])
	}
	size := simulator.H264x1080.Content().Size() + simulator.AAC.Content().Size()
	if sent := b.site.Sent("aaaaaaaaaaa", 137) + b.site.Sent("aaaaaaaaaaa", 140); sent > size+100_000 {
		t.Errorf("%d bytes were sent for a file of %d", sent, size)
	}
	undo.Expire()
	b.wantFiles("Long.mp4")
}

// Whoever takes what changed after the download was put back is not told that it
// was removed.
func TestUndoBeforeAnybodyLooked(t *testing.T) {
	b := newHarness(t)
	id := b.halfWay("Long", 40_000, 70_000)
	b.sub.Take()
	b.m.RemoveWithUndo(id).Revert()
	for _, s := range b.m.List() {
		if s.ID != id {
			t.Errorf("there is %+v", s)
		}
	}
	u := b.sub.Take()
	if len(u.Removed) != 0 || len(u.Changed) == 0 || !slices.Equal(u.Order, []core.ID{id}) {
		t.Errorf("told %+v", u)
	}
	b.site.SetPace(0)
	b.awaitState(id, core.Done)
}

// Without an undo nothing is left, whether it expires or the queue is closed.
func TestUndoExpires(t *testing.T) {
	for name, end := range map[string]func(*harness, core.Undo){
		"expired":           func(_ *harness, u core.Undo) { u.Expire(); u.Revert() },
		"closed":            func(b *harness, u core.Undo) { b.close(); u.Revert() },
		"expired when idle": func(b *harness, u core.Undo) { b.await("end", func() bool { return !b.busy() }); u.Expire() },
	} {
		t.Run(name, func(t *testing.T) {
			b := newHarness(t)
			b.store = t.TempDir() + "/queue.db"
			id := b.halfWay("Gone", 20_000, 70_000)
			end(b, b.m.RemoveWithUndo(id))
			b.close()
			b.wantFiles()
			b.open(nil)
			if got := b.m.List(); len(got) != 0 {
				t.Errorf("the next start has %+v", got)
			}
		})
	}
}

// A row that was added again stays the only one.
func TestUndoAfterAddingAgain(t *testing.T) {
	b := newHarness(t)
	id := b.halfWay("Long", 40_000, 70_000)
	undo := b.m.RemoveWithUndo(id)
	again := b.add("aaaaaaaaaaa")[0]
	b.site.SetPace(0)
	undo.Revert()
	b.awaitState(again, core.Done)
	if got := b.m.List(); len(got) != 1 {
		t.Errorf("%d rows", len(got))
	}
	b.wantFiles("Long.mp4")
}

func TestUndoRetry(t *testing.T) {
	b := newHarness(t)
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0] // the site does not have it
	failed := b.awaitState(id, core.Failed)
	b.site.Add(video("aaaaaaaaaaa", "Long"))
	b.site.SetPace(20_000)
	undo := b.m.RetryWithUndo(id)
	b.awaitBytes(id, 70_000)
	undo.Revert()
	if s := b.awaitState(id, core.Failed); undo.Count != 1 || s.Problem == nil || s.Problem.Class != failed.Problem.Class {
		t.Errorf("count %d, %+v", undo.Count, s)
	}
	b.await("the place to be free", func() bool { return !b.busy() })
	b.m.Retry(id)
	b.site.SetPace(0)
	if s := b.awaitState(id, core.Done); s.Note != core.NoteResumed {
		t.Errorf("note %q", s.Note)
	}
}

// All is done only when nothing is paused either.
func TestAllDoneWaitsForPaused(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Saved"))
	b.site.Add(video("bbbbbbbbbbb", "Paused"))
	b.open(func(c *core.Config) { c.Parallel = 1 })
	ids := b.add("aaaaaaaaaaa", "bbbbbbbbbbb")
	b.m.Pause(ids[1])
	b.awaitState(ids[0], core.Done)
	b.await("the place to be free", func() bool { return !b.busy() })
	if len(b.done) != 0 || b.sub.Take().AllDone {
		t.Error("all is called done while a download is paused")
	}
	b.m.Resume(ids[1])
	b.await("all done", func() bool { return len(b.done) > 0 })
	if u := b.done[0]; u.Saved != 2 {
		t.Errorf("%d saved", u.Saved)
	}
}

// Removing or cancelling what is left does not say that all is done; what is put back
// counts together with what was saved before.
func TestAllDoneIsNotSaidOfRemoved(t *testing.T) {
	for name, end := range map[string]func(*harness, core.ID) (back func()){
		"removed":   func(b *harness, id core.ID) func() { return b.m.RemoveWithUndo(id).Revert },
		"cancelled": func(b *harness, id core.ID) func() { b.m.Cancel(id); return func() { b.m.Retry(id) } },
	} {
		t.Run(name, func(t *testing.T) {
			b := newHarness(t)
			b.site.Add(video("bbbbbbbbbbb", "Saved"))
			long := b.halfWay("Long", 40_000, 70_000)
			b.m.Pause(long)
			b.await("the place to be free", func() bool { return !b.busy() })
			b.site.SetPace(0)
			b.awaitState(b.add("bbbbbbbbbbb")[0], core.Done)
			b.site.SetPace(40_000)
			b.m.Resume(long)
			b.awaitBytes(long, 80_000)
			back := end(b, long)
			b.await("the place to be free", func() bool { return !b.busy() })
			if u := b.sub.Take(); len(b.done) != 0 || u.AllDone {
				t.Error("all is called done")
			}
			back()
			b.site.SetPace(0)
			b.awaitState(long, core.Done)
			b.await("all done", func() bool { return len(b.done) > 0 })
			if u, want := b.done[0], map[string]int{"removed": 2, "cancelled": 1}[name]; u.Saved != want {
				t.Errorf("%d saved, want %d", u.Saved, want)
			}
		})
	}
}

// A video whose saved file was deleted is downloaded again in its old row, in its group.
func TestAddAgainWhatIsGone(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "One"))
	b.site.Add(video("bbbbbbbbbbb", "Two"))
	b.open(nil)
	added := b.m.Add(core.Request{Text: "youtu.be/aaaaaaaaaaa youtu.be/bbbbbbbbbbb"})
	b.awaitState(added.IDs[1], core.Done)
	file := b.awaitState(added.IDs[0], core.Done).File
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	list := core.List{Title: "List", Entries: []core.ListEntry{{VideoID: "aaaaaaaaaaa", Title: "One"}}}
	again := b.m.Add(core.Request{List: &list, Names: &naming.Rules{}})
	if !slices.Equal(again.IDs, added.IDs[:1]) || again.Group != "" {
		t.Errorf("added %+v, want %v", again, added.IDs[0])
	}
	b.await("the file", func() bool { _, err := os.Stat(file); return err == nil })
	if all := b.m.List(); len(all) != 2 || all[0].ID != added.IDs[0] || all[0].Group != added.Group {
		t.Errorf("the queue has %+v", all)
	}
}

// A link that failed, or was cancelled, and is added again is tried again in its old
// row: a second one beside it would fail just the same.
func TestAddAgainWhatFailed(t *testing.T) {
	b := newHarness(t)
	b.site.Add(simulator.Video{ID: "aaaaaaaaaaa", Title: "Bridges", Playability: simulator.Geo})
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitState(id, core.Failed)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	if again := b.add("aaaaaaaaaaa")[0]; again != id {
		t.Fatalf("row %s, want %s", again, id)
	}
	b.awaitState(id, core.Done)
	if n := len(b.m.List()); n != 1 {
		t.Errorf("%d rows", n)
	}
	b.wantFiles("Bridges.mp4")
}

// A group whose downloads are put back is there again, also for the next start.
func TestUndoRemoveGroup(t *testing.T) {
	b := newHarness(t)
	b.store = t.TempDir() + "/queue.db"
	b.open(func(c *core.Config) { c.Parallel = 1 })
	added := b.m.Add(core.Request{Text: "youtu.be/aaaaaaaaaaa youtu.be/bbbbbbbbbbb"})
	b.m.Pause(added.IDs...)
	b.await("the place to be free", func() bool { return !b.busy() })
	undo := b.m.RemoveWithUndo(added.IDs...)
	b.sub.Take()
	if n := len(b.m.Groups().List()); n != 0 {
		t.Errorf("%d groups without downloads", n)
	}
	undo.Revert()
	if u := b.sub.Take(); len(u.Groups) != 1 || u.Groups[0].Count != 2 {
		t.Errorf("told of %+v", u.Groups)
	}
	b.close()
	b.open(nil)
	if all := b.m.Groups().List(); len(all) != 1 || all[0].ID != added.Group || all[0].Count != 2 {
		t.Errorf("the next start has %+v", all)
	}
	b.m.RemoveWithUndo(added.IDs...).Expire()
	b.close()
	b.open(nil)
	if all := b.m.Groups().List(); len(all) != 0 {
		t.Errorf("after the end of the undo the next start has %+v", all)
	}
}
