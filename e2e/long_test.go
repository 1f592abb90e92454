package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestLongRun downloads many videos of mixed kinds, 8 at a time, while one
// request in twenty fails. All files are right, and memory, goroutines and open
// files do not grow.
func TestLongRun(t *testing.T) {
	if long {
		longRun(t, simulator.NewServer(), 50, 300)
		return
	}
	synctest.Test(t, func(t *testing.T) { longRun(t, simulator.NewMemoryServer(), 8, 24) })
}

// longRunWishes are the kinds of files that a long run downloads in turn.
var longRunWishes = []format.Wish{
	{Kind: format.Video}, {Kind: format.Video, Format: format.WebM}, {Kind: format.Audio},
	{Kind: format.Audio, Format: format.M4A}, {Kind: format.Audio, Format: format.Opus},
}

func longRunWish(i int) format.Wish { return longRunWishes[i%len(longRunWishes)] }

// longRunID is the ID and the title of a video.
func longRunID(i int) string { return fmt.Sprintf("longRun%04d", i) }

// longRun downloads the first videos, then the others, and compares what the
// process uses after each.
func longRun(t *testing.T, site *simulator.Server, first, all int) {
	defer site.Close()
	site.SetPace(4 << 20)
	// 4 kinds of faults, each in one of 80 requests.
	for _, f := range []simulator.Fault{
		{Kind: simulator.Reset, After: 50_000, Every: 80},
		{Kind: simulator.Truncate, After: 30_000, Every: 80},
		{Kind: simulator.Status, Code: 503, Every: 80},
		{Kind: simulator.WrongRange, Every: 80},
		{Kind: simulator.Reset, On: simulator.OnPlayer, Every: 20},
		{Kind: simulator.Status, On: simulator.OnImage, Code: 404}, // no picture, so that files of a kind differ only in their names
	} {
		site.Inject(f)
	}
	dir := t.TempDir()
	m, err := core.Open(core.Config{Dir: dir, Store: filepath.Join(t.TempDir(), "hilo.db"), Transport: site.Transport(), Parallel: 8, Lookups: -1})
	must(t, err)
	defer m.Close()
	box := m.Subscribe()
	downloadAll(t, site, m, box, 0, first)
	const (
		idle  = 8 // goroutines of the test, the site and the queue
		slack = 2 // goroutines and open files that are no growth
	)
	before := measureUsage(site, idle)
	downloadAll(t, site, m, box, first, all)
	after := measureUsage(site, before.goroutines+slack)
	t.Logf("after %d downloads: %v; after %d: %v", first, before, all, after)
	note(t, "Long run of %d downloads, 8 at a time, one request in twenty failing: after %d of them %v, after all %v",
		all, first, before, after)
	if after.heap > before.heap+before.heap/4+2<<20 {
		t.Errorf("heap grew from %d to %d bytes", before.heap, after.heap)
	}
	if after.goroutines > before.goroutines+slack {
		t.Errorf("goroutines grew from %d to %d", before.goroutines, after.goroutines)
	}
	if after.handles > before.handles+slack {
		t.Errorf("open files grew from %d to %d", before.handles, after.handles)
	}
	checkLongRunFiles(t, dir, all)
}

// downloadAll adds the videos from to to-1 and waits until all are saved.
func downloadAll(t *testing.T, site *simulator.Server, m *core.Manager, box *core.Subscription, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		v := testVideo()
		v.ID, v.Title = longRunID(i), longRunID(i)
		v.Media = slices.Clone(v.Media)
		for i := range v.Media {
			v.Media[i].LMT = "1790000000000000"
		}
		site.Add(v)
		m.Add(core.Request{Text: "youtu.be/" + v.ID, Wish: longRunWish(i)})
	}
	limit := time.NewTimer(15 * time.Minute)
	defer limit.Stop()
	for done := false; !done; {
		select {
		case <-box.Wake():
			u := box.Take()
			done = u.AllDone
		case <-limit.C:
			t.Fatal("never done")
		}
	}
	for i, s := range m.List() {
		if s.State != core.Done {
			t.Fatalf("%d: %+v, problem %v", i, s, s.Problem)
		}
	}
}

// checkLongRunFiles checks that files of a kind are equal but for their titles,
// and that no partial file is left.
func checkLongRunFiles(t *testing.T, dir string, all int) {
	t.Helper()
	same := map[format.Wish][]byte{}
	for i := range all {
		w := longRunWish(i)
		names, err := filepath.Glob(filepath.Join(dir, longRunID(i)+".*"))
		if err != nil || len(names) != 1 {
			t.Fatalf("%s: files %q, %v", longRunID(i), names, err)
		}
		b, err := os.ReadFile(names[0])
		must(t, err)
		b = bytes.ReplaceAll(b, []byte(longRunID(i)), []byte("theSameName"))
		if w.Format == format.Opus {
			b = b[len(b)/2:] // the checksum of the first pages covers the name
		}
		if same[w] == nil {
			same[w] = b
		} else if !bytes.Equal(b, same[w]) {
			t.Errorf("%s differs from the others of its kind: %d bytes", names[0], len(b))
		}
	}
	for _, name := range files(t, dir) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("%s is left", name)
		}
	}
}

// usage is what the process uses while nothing is downloaded.
type usage struct {
	heap                uint64 // bytes
	goroutines, handles int
}

func (w usage) String() string {
	s := fmt.Sprintf("%.1f MiB of heap, %d goroutines", float64(w.heap)/(1<<20), w.goroutines)
	if w.handles > 0 {
		s += fmt.Sprintf(", %d open files", w.handles)
	}
	return s
}

// measureUsage measures after idle connections were closed: when there are no more than so
// many goroutines, or after a while.
func measureUsage(site *simulator.Server, idle int) (w usage) {
	site.ClearRequests()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for limit := time.Now().Add(deadline); time.Now().Before(limit) && runtime.NumGoroutine() > idle; {
		<-tick.C
	}
	w.goroutines = runtime.NumGoroutine()
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.heap = m.HeapAlloc
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		w.handles = len(open) - 1 // without the one that reads this folder
	}
	return w
}
