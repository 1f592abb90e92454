package core_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/core/store"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

var asVideo = format.Wish{Kind: format.Video}

// What was saved is known by its video, after a restart and an emptied queue too,
// as long as its file is there.
func TestSavedBefore(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(nil)
	saved := b.awaitState(b.add("aaaaaaaaaaa")[0], core.Done)
	b.m.ClearFinished()
	b.close()
	b.still()

	add := func(text string, w format.Wish, skip bool) core.Added {
		t.Helper()
		added := b.m.Add(core.Request{Text: text, Wish: w, SkipSaved: skip})
		b.m.Remove(added.IDs...)
		return added
	}
	added := add("https://m.youtube.com/shorts/aaaaaaaaaaa?feature=share youtu.be/bbbbbbbbbbb", asVideo, true)
	if len(added.IDs) != 1 || len(added.Here) != 1 || len(added.Moved) != 0 || added.Group != "" {
		t.Fatalf("%+v", added)
	}
	if e := added.Here[0]; e.File != saved.File || e.Title != "Bridges" || e.Size != saved.Total || e.Quality != "1080p" {
		t.Errorf("%+v", e)
	}
	if got := add("youtu.be/aaaaaaaaaaa", asVideo, false); len(got.IDs) != 1 || len(got.Here) != 0 {
		t.Errorf("again: %+v", got)
	}
	for name, w := range map[string]format.Wish{
		"sound": {Kind: format.Audio}, "clip": {Kind: format.Video, Clip: format.Clip{To: time.Second}}, "chapters": {Kind: format.Video, Chapters: true},
	} {
		if got := add("youtu.be/aaaaaaaaaaa", w, true); len(got.IDs) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if err := os.Rename(saved.File, saved.File+".bak"); err != nil {
		t.Fatal(err)
	}
	if got := add("youtu.be/aaaaaaaaaaa", asVideo, true); len(got.IDs) != 1 || len(got.Moved) != 1 || len(got.Here) != 0 {
		t.Errorf("moved: %+v", got)
	}
}

// A list that is added a second time takes only what is new, and one of which all
// is there says so.
func TestListThatWasSavedBefore(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	list := simulator.Playlist{ID: "PLpractice00000000000000000000000", Title: "Bridges"}
	for _, id := range []string{"aaaaaaaaaaa", "bbbbbbbbbbb", "ccccccccccc"} {
		b.site.Add(video(id, "Video "+id[:1]))
		list.Entries = append(list.Entries, simulator.Entry{ID: id})
	}
	b.site.AddPlaylist(list)
	b.open(nil)
	address := "https://www.youtube.com/playlist?list=" + list.ID
	run := func() {
		t.Helper()
		b.m.Remove(b.order...)
		b.done = nil
		if got := b.m.Add(core.Request{Text: address, Wish: asVideo, SkipSaved: true}); len(got.IDs) != 1 {
			t.Fatalf("%+v", got)
		}
		b.await("all done", func() bool { return len(b.done) > 0 })
	}
	run()
	folder := filepath.Join(b.dir, "Bridges")
	if err := os.Remove(filepath.Join(folder, "2 - Video b.mp4")); err != nil {
		t.Fatal(err)
	}
	opened, err := b.m.OpenList(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	b.m.Remove(b.order...)
	b.m.MarkKnown(opened.Entries, asVideo)
	for i, e := range opened.Entries {
		if e.Known != (i != 1) {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
	run()
	if len(b.order) != 1 || b.last[b.order[0]].VideoID != "bbbbbbbbbbb" {
		t.Errorf("rows %+v", b.last)
	}
	if g := b.m.Groups().List(); len(g) != 1 || g[0].Known != 2 || g[0].Done != 1 {
		t.Errorf("groups %+v", g)
	}
	run()
	if s := b.last[b.order[0]]; len(b.order) != 1 || s.Title != "Bridges" || s.Note != core.NoteAlready || s.File != folder || s.Total != 0 {
		t.Errorf("row %+v", s)
	}
	if n := b.m.History().Len(); n != 3 {
		t.Errorf("%d entries", n)
	}
	b.dir = folder
	b.wantFiles("1 - Video a.mp4", "2 - Video b.mp4", "3 - Video c.mp4")
}

// A finished download whose file was deleted can be retried, one whose file is
// there cannot.
func TestRetryOfADeletedFile(t *testing.T) {
	b := newHarness(t)
	b.site.Add(video("aaaaaaaaaaa", "Bridges"))
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	file := b.awaitState(id, core.Done).File
	b.m.Retry(id)
	if s := b.m.List()[0]; s.State != core.Done {
		t.Errorf("%+v", s)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	b.m.Retry(id)
	if s := b.m.List()[0]; s.State == core.Done || s.File != "" {
		t.Errorf("%+v", s)
	}
	b.awaitState(id, core.Done)
	b.wantFiles("Bridges.mp4")
}

// A store of the first schema gets groups of its lists, and its finished rows are in
// the history.
func TestStoreOfTheFirstSchema(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	file := filepath.Join(b.dir, "Video 0.mp4")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(b.store)
	if err != nil {
		t.Fatal(err)
	}
	row := func(id, video, album string, track int, state core.State, file string) store.Change {
		return store.Change{Bucket: "queue", Key: id, Value: map[string]any{"Status": map[string]any{
			"ID": id, "URL": "https://www.youtube.com/watch?v=" + video, "VideoID": video, "Title": id, "Album": album, "Track": track,
			"Wish": asVideo, "Dir": b.dir, "State": state, "File": file,
		}}}
	}
	if err := s.Apply(
		row("A", "aaaaaaaaaaa", "Bridges", 1, core.Done, file), row("B", "bbbbbbbbbbb", "Bridges", 2, core.Paused, ""), row("C", "ccccccccccc", "", 0, core.Cancelled, ""),
		store.Change{Bucket: "order", Key: "order", Value: []string{"A", "B", "C"}},
	); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time it is of the new schema
		b.still()
		groups := b.m.Groups().List()
		if len(groups) != 1 || groups[0].Title != "Bridges" || groups[0].Count != 2 || groups[0].Done != 1 {
			t.Errorf("groups %+v", groups)
		}
		if got := b.m.History().Find("aaaaaaaaaaa", format.Video, format.Clip{}); len(got) != 1 || got[0].File != file || got[0].List != "Bridges" || b.m.History().Len() != 1 {
			t.Errorf("history %+v", got)
		}
		b.close()
	}
}

// Forgetting and clearing survive a restart.
func TestHistoryIsStored(t *testing.T) {
	b := newHarness(t)
	b.store = filepath.Join(t.TempDir(), "hilo.db")
	b.still()
	for i := range 3 {
		b.m.History().Add(history.Entry{VideoID: fmt.Sprintf("%011d", i), Title: fmt.Sprint("Video ", i), Kind: format.Video, File: fmt.Sprint("/", i)})
	}
	page, _ := b.m.History().Search("video 1", 0, 1)
	b.m.History().Forget(page[0].Key)
	b.close()
	b.still()
	if page, n := b.m.History().Search("", 0, 9); n != 2 || page[0].Title != "Video 2" || page[1].Title != "Video 0" {
		t.Errorf("%+v", page)
	}
	b.m.History().Clear()
	b.close()
	b.still()
	if n := b.m.History().Len(); n != 0 {
		t.Errorf("%d entries", n)
	}
}

// Opening a store with a history of 50,000.
func BenchmarkOpenHistory50000(b *testing.B) {
	path := filepath.Join(b.TempDir(), "hilo.db")
	open := func() *core.Manager {
		m, err := core.Open(core.Config{Dir: b.TempDir(), Store: path})
		if err != nil {
			b.Fatal(err)
		}
		return m
	}
	m := open()
	for i := range 50_000 {
		m.History().Add(history.Entry{
			VideoID: fmt.Sprintf("%011d", i), Title: fmt.Sprint("How bridges are built and why they stand, part ", i), Channel: "Practice",
			List: "Bridges of the world", Kind: format.Video, Quality: "1080p", File: fmt.Sprintf("/home/ana/Downloads/Bridges of the world/%05d - How bridges are built.mp4", i), Size: 1 << 28,
		})
	}
	if err := m.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		m := open()
		b.StopTimer()
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
