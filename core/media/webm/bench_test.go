package webm

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// webmFilm is 500 MB of VP9 and Opus in files, some 18 minutes at 3.6 Mbit/s.
func webmFilm(t testing.TB, bytes int64) (dir string, heads []media.Head, files []*os.File) {
	t.Helper()
	dir = t.TempDir()
	rounds := int(bytes / 5_500_000)
	streams := []*mediatest.LongWebM{
		mediatest.NewLongWebM(t, mediatest.VP9(t), rounds, 12_000, 15_000),
		mediatest.NewLongWebM(t, mediatest.Opus(t), rounds, 12_030, 100),
	}
	for i, s := range streams {
		path := filepath.Join(dir, []string{"v.webm", "a.webm"}[i])
		size := s.Write(t, path)
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		head := make([]byte, min(size, int64(len(s.Head))+16<<10))
		if err := bin.ReadFull(f, head, 0); err != nil {
			t.Fatal(err)
		}
		heads, files = append(heads, media.Head{Bytes: head, Size: size}), append(files, f)
	}
	return dir, heads, files
}

// BenchmarkWebM merges 500 MB that come in order, and measures the time from the
// last byte to the finished file, its check, and the memory.
func BenchmarkWebM(b *testing.B) {
	dir, heads, files := webmFilm(b, 500e6)
	var closing, checking time.Duration
	var heap uint64
	var waited, written int64
	buf := make([]byte, 128<<10)
	for b.Loop() {
		f, err := os.Create(filepath.Join(dir, "out.webm"))
		if err != nil {
			b.Fatal(err)
		}
		c := &mediatest.CountedFile{File: f}
		l, err := New(c, heads, media.Options{Reserve: Reserve(mediatest.Meta)})
		if err != nil {
			b.Fatal(err)
		}
		for n, r := range mediatest.CutRanges(l.Ranges(), int64(len(buf))) {
			p := buf[:r.To-r.From]
			if err := bin.ReadFull(files[r.Track], p, r.From); err != nil {
				b.Fatal(err)
			}
			if err := l.WriteAt(r.Track, p, r.From); err != nil {
				b.Fatal(err)
			}
			waited = max(waited, l.(*muxer).clusters.waiting)
			if n%100 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				heap = max(heap, m.HeapAlloc)
			}
		}
		start := time.Now()
		s, err := l.Finish(mediatest.Meta)
		closing = max(closing, time.Since(start))
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		if err := Verify(f, s.Size, s); err != nil {
			b.Fatal(err)
		}
		checking = max(checking, time.Since(start))
		written = c.N.Load()
		b.SetBytes(heads[0].Size + heads[1].Size)
		f.Close()
	}
	b.ReportMetric(float64(written)/float64(heads[0].Size+heads[1].Size), "written/byte")
	b.ReportMetric(float64(closing.Microseconds())/1000, "close-ms")
	b.ReportMetric(float64(checking.Microseconds())/1000, "verify-ms")
	b.ReportMetric(float64(heap)/(1<<20), "heapMiB")
	b.ReportMetric(float64(waited)/(1<<20), "waitMiB")
}

// BenchmarkFFmpegWebM is what merging with ffmpeg takes instead, once all is there.
func BenchmarkFFmpegWebM(b *testing.B) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		b.Skip("needs ffmpeg")
	}
	dir, heads, _ := webmFilm(b, 500e6)
	b.SetBytes(heads[0].Size + heads[1].Size)
	for b.Loop() {
		cmd := exec.Command("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", "v.webm", "-i", "a.webm", "-c", "copy", "out.webm")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}
