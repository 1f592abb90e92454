package e2e

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// queueFaults are faults of the queue's own file, and mistakes in Hilo.
func queueFaults() []fault {
	panics := downloadFaults("queue", downloadFault{
		name: "panic in a download", injected: "the download panics when it opens its partial file",
		edit: func(s *testbed) {
			log := slog.New(panicAtWarning{slog.DiscardHandler, &sync.Once{}})
			s.edit = func(c *core.Config) { c.Logger = log }
		},
		start: func(s *testbed) {
			part := filepath.Join(s.dir, ".hilo-"+videoID+"-137+140.mp4.part")
			must(s.T, os.WriteFile(part, []byte("noise"), 0o600))
			must(s.T, os.WriteFile(part+".journal", []byte("noise"), 0o600))
		},
		fails: core.Unknown,
		repair: func(s *testbed) {
			if report := core.Report(s.last, "1.2.3"); !strings.Contains(report, "panic: a mistake in Hilo") || !strings.Contains(report, "core/download") {
				s.Errorf("the report lacks the panic and its stack: %s", report)
			}
		},
	})
	return append(panics,
		fault{Fault{Group: "queue", Name: "disk full",
			Injected: "the disk with the queue's file has no free byte when three links are added, and some later"}, fullDiskUnderQueue},
		fault{Fault{Group: "process", Name: "passing error at opening",
			Injected: "no file can be opened when Hilo is started again after a kill, but at the next start"}, noFilesAtOpening},
		fault{Fault{Group: "process", Name: "crash at every start",
			Injected: "a panic that cannot be recovered ends Hilo while a video is downloaded, at two starts in a row"}, crashAtEveryStart})
}

// panicAtWarning panics at the first warning, which a download logs about a partial
// file that it cannot continue.
type panicAtWarning struct {
	slog.Handler
	panicked *sync.Once
}

func (panicAtWarning) Enabled(context.Context, slog.Level) bool { return true }

func (h panicAtWarning) Handle(_ context.Context, r slog.Record) error {
	if r.Level == slog.LevelWarn {
		h.panicked.Do(func() { panic("a mistake in Hilo") })
	}
	return nil
}

// fullDiskUnderQueue fills the disk of the queue's file, adds videos, and frees the
// disk: while the queue is open, and just before it is closed. Each time the next
// start has all of them.
func fullDiskUnderQueue(t *testing.T) (o outcome) {
	synctest.Test(t, func(t *testing.T) {
		disk := smallDisk(t, "512k")
		s := &savedQueue{T: t, site: simulator.NewMemoryServer(), dir: t.TempDir(), db: filepath.Join(disk, "hilo.db")}
		defer s.site.Close()
		start := time.Now()
		want := 0
		add := func(ids ...string) {
			for _, id := range ids {
				v := testVideo()
				v.ID, v.Title = id, id
				s.site.Add(v)
				s.add(id)
			}
			want += len(ids)
		}
		awaitNotSaved := func(c core.Class) {
			t.Helper()
			for limit := time.After(time.Minute); ; {
				switch p := s.box.Take().NotSaved; {
				case p == nil && c == "":
					return
				case p != nil && p.Class == c:
					o.told.add(Told{Text: problem.NotSaved(c)})
					return
				}
				select {
				case <-s.box.Wake():
				case <-limit:
					t.Fatalf("not saved is never %q", c)
				}
			}
		}
		reopen := func() {
			t.Helper()
			s.open()
			if got := len(s.m.List()); got != want || s.m.Damaged() != "" {
				t.Errorf("%d of %d downloads are in the queue; damaged: %q", got, want, s.m.Damaged())
			}
		}
		s.site.SetPace(1) // nothing is saved until all is stored
		s.open()
		fillDisk(t, disk)
		add("fullDisk001", "fullDisk002", "fullDisk003")
		awaitNotSaved(core.DiskFull)
		must(t, os.Remove(fillerPath(disk)))
		awaitNotSaved("")
		s.close()
		reopen()

		fillDisk(t, disk)
		var many []string
		for i := range 200 { // more than fits into the free pages of the file
			many = append(many, "fullDisk1"+string(rune('A'+i/26))+string(rune('a'+i%26)))
		}
		add(many...)
		awaitNotSaved(core.DiskFull)
		must(t, os.Remove(fillerPath(disk)))
		s.close()
		reopen()
		for _, status := range s.m.List() {
			if strings.HasPrefix(status.VideoID, "fullDisk1") {
				s.m.Remove(status.ID)
			}
		}
		s.site.SetPace(0)
		for _, id := range []string{"fullDisk001", "fullDisk002", "fullDisk003"} {
			s.done(id)
		}
		s.close()
		o.took, o.result = time.Since(start), saved
	})
	return o
}

// noFilesAtOpening lets the queue be opened once by a process that cannot open a
// file.
func noFilesAtOpening(t *testing.T) (o outcome) {
	if runtime.GOOS == "windows" {
		t.Skip("open files cannot be limited")
	}
	want := faultlessFile(t, format.Wish{Kind: format.Video})
	start := time.Now()
	p := newVideoSite(t)
	p.site.SetPace(pace)
	dir, data := t.TempDir(), t.TempDir()
	do := task{Queue: filepath.Join(data, "hilo.db"), Dir: dir, Links: videoLink, MaxBytes: -1}
	first, lines := p.start(t, do)
	for l := range lines {
		if l.State == core.Downloading {
			_ = first.Process.Kill()
		}
	}
	if err := first.Wait(); err == nil {
		t.Fatal("the first one was not killed")
	}

	do.Links, do.NoFiles = "", true
	second, lines := p.start(t, do)
	for l := range lines {
		t.Errorf("the second one has a queue: %+v", l)
	}
	const sentence = "the list of downloads cannot be opened. It stays as it is, and starting Hilo again may help"
	if err := second.Wait(); err == nil || !strings.Contains(second.Stderr.(*bytes.Buffer).String(), sentence) {
		t.Fatalf("%v: %s", err, second.Stderr)
	}
	o.told.add(Told{Text: "T" + sentence[1:] + "."})
	if got := files(t, data); len(got) != 1 {
		t.Errorf("files %q", got)
	}

	do.NoFiles = false
	last, status := p.run(t, do)
	if l := onlyLine(t, last); status != 0 || l.State != core.Done {
		t.Fatalf("status %d, %+v", status, l)
	}
	checkOnlyFile(t, dir, title+".mp4", want)
	o.took, o.refetched, o.result = time.Since(start), p.refetched(), savedByRetry
	return o
}

// crashAtEveryStart has a download that ends the process. The third start leaves it
// alone, and it is saved when the user retries it after the mistake is mended.
func crashAtEveryStart(t *testing.T) (o outcome) {
	want := faultlessFile(t, format.Wish{Kind: format.Video})
	start := time.Now()
	p := newVideoSite(t)
	dir, data := t.TempDir(), t.TempDir()
	do := task{Queue: filepath.Join(data, "hilo.db"), Data: data, Dir: dir, Links: videoLink, MaxBytes: -1, Panic: true}
	for n := range 2 {
		if _, status := p.run(t, do); status != 2 {
			t.Fatalf("start %d: status %d, which is no panic", n+1, status)
		}
		if text, err := os.ReadFile(filepath.Join(data, "crash.txt")); err != nil || !bytes.Contains(text, []byte("a mistake in Hilo")) {
			t.Fatalf("start %d: crash.txt: %v: %s", n+1, err, text)
		}
		do.Links = ""
	}
	last, status := p.run(t, do)
	if l := onlyLine(t, last); status != 0 || l.State != core.Failed {
		t.Fatalf("the third start: status %d, %+v", status, l)
	}
	o.told.add(Told{Class: core.Unknown})
	do.Panic, do.Retry = false, true
	last, status = p.run(t, do)
	if l := onlyLine(t, last); status != 0 || l.State != core.Done {
		t.Fatalf("after the retry: status %d, %+v", status, l)
	}
	checkOnlyFile(t, dir, title+".mp4", want)
	o.took, o.refetched, o.result = time.Since(start), p.refetched(), savedByRetry
	return o
}
