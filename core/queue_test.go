package core_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// BenchmarkLongQueue adds links to a queue that is long already: the cost of
// one must not grow with the queue.
func BenchmarkLongQueue(b *testing.B) {
	for _, size := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			var links strings.Builder
			for i := range size {
				fmt.Fprintf(&links, "https://youtu.be/%011d\n", i)
			}
			for b.Loop() {
				m, err := core.Open(core.Config{Dir: b.TempDir()})
				if err != nil {
					b.Fatal(err)
				}
				m.PauseUntil(time.Now().Add(time.Hour)) // nothing is looked up
				if got := len(m.Add(core.Request{Text: links.String(), Wish: format.Wish{Kind: format.Video}}).IDs); got != size {
					b.Fatalf("added %d of %d", got, size)
				}
				_ = m.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*size), "µs/link")
		})
	}
}

// A partial file that cannot be opened is not one that is damaged: its bytes
// must be there when it can be opened again.
func TestPartThatCannotBeOpenedIsKept(t *testing.T) {
	b := newHarness(t)
	id := b.halfWay("Kept", 20_000, 70_000)
	b.m.Pause(id)
	b.await("the place to be free", func() bool { return !b.busy() })

	part := filepath.Join(b.dir, ".hilo-aaaaaaaaaaa-137+140.mp4.part")
	journal := part + ".journal"
	if err := os.Rename(journal, journal+".aside"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(journal, 0o700); err != nil { // opens for nobody, root included
		t.Fatal(err)
	}
	b.m.Resume(id)
	if s := b.awaitState(id, core.Failed); s.Problem.Class != core.NotWritable {
		t.Errorf("problem %v", s.Problem)
	}
	if _, err := os.Stat(part); err != nil {
		t.Fatalf("the partial file is gone: %v", err)
	}
	if err := os.Remove(journal); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(journal+".aside", journal); err != nil {
		t.Fatal(err)
	}
	b.site.SetPace(0)
	b.m.Retry(id)
	if s := b.awaitState(id, core.Done); s.Note != core.NoteResumed {
		t.Errorf("note %q", s.Note)
	}
	b.wantFiles("Kept.mp4")
}
