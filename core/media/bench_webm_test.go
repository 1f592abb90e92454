package media

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

// longWebM is a long stream of one track: the clusters of a fixture over and over,
// with times that go on, made when they are asked for. Its Cues are in front.
type longWebM struct {
	head     []byte
	clusters [][]byte // contents without the Timestamp
	times    []int64  // of the clusters
	length   int64    // of one round, in milliseconds
	rounds   int
}

// newLongWebM makes a stream of rounds rounds, in which each block is followed
// by as many bytes more as grow says.
func newLongWebM(t testing.TB, stream []byte, rounds int, length int64, grow int) *longWebM {
	t.Helper()
	s := &longWebM{length: length, rounds: rounds}
	f := readPlain(t, stream)
	w := &ebmlBuilder{}
	for _, e := range f.top {
		switch e.id {
		case idCluster:
			s.add(t, e.data, grow)
		case idTracks:
			w.bytes(idTracks, e.data)
		}
	}
	info := &ebmlBuilder{}
	info.master(idInfo, func(w *ebmlBuilder) {
		w.uint(idTimestampScale, 1e6)
		w.float(idDuration, float64(length*int64(rounds)))
	})
	front := slices.Concat(info.b, w.b)
	// Each cue is of one size, so that their places can be told.
	n := len(s.clusters) * rounds
	cues := make([]byte, 0, n*32)
	const cue = 2 + 10 + 2 + 3 + 10
	pos := int64(len(front) + 12 + n*cue)
	for i := range n {
		c := &ebmlBuilder{}
		c.id(idCuePoint)
		c.size(cue-2, 1)
		c.bytes(idCueTime, binary.BigEndian.AppendUint64(nil, uint64(s.time(i))))
		c.id(idCuePositions)
		c.size(13, 1)
		c.uint(idCueTrack, 1)
		c.bytes(idCueClusterSeek, binary.BigEndian.AppendUint64(nil, uint64(pos)))
		cues = append(cues, c.b...)
		pos += int64(len(s.cluster(i)))
	}
	w = &ebmlBuilder{}
	w.master(idEBML, func(w *ebmlBuilder) { w.text(idDocType, "webm") })
	w.id(idSegment)
	w.size(pos, 8)
	w.b = append(w.b, front...)
	w.id(idCues)
	w.size(int64(len(cues)), 8)
	s.head = slices.Concat(w.b, cues)
	return s
}

// add keeps a cluster, with larger blocks.
func (s *longWebM) add(t testing.TB, cluster []byte, grow int) {
	w := &ebmlBuilder{}
	for _, e := range plainElements(t, cluster) {
		switch e.id {
		case idTimestamp:
			s.times = append(s.times, int64(e.uint()))
		case idSimpleBlock:
			w.bytes(idSimpleBlock, append(bytes.Clone(e.data), make([]byte, grow)...))
		}
	}
	s.clusters = append(s.clusters, w.b)
}

func (s *longWebM) time(i int) int64 {
	n := len(s.clusters)
	return s.times[i%n] + int64(i/n)*s.length
}

func (s *longWebM) cluster(i int) []byte {
	w := &ebmlBuilder{}
	w.bytes(idTimestamp, binary.BigEndian.AppendUint64(nil, uint64(s.time(i))))
	w.b = append(w.b, s.clusters[i%len(s.clusters)]...)
	c := &ebmlBuilder{}
	c.id(idCluster)
	c.size(int64(len(w.b)), 4)
	return append(c.b, w.b...)
}

// write writes the whole stream to a file.
func (s *longWebM) write(t testing.TB, path string) int64 {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(s.head); err != nil {
		t.Fatal(err)
	}
	for i := range len(s.clusters) * s.rounds {
		if _, err := f.Write(s.cluster(i)); err != nil {
			t.Fatal(err)
		}
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// webmFilm is 500 MB of VP9 and Opus in files, some 18 minutes at 3.6 Mbit/s.
func webmFilm(t testing.TB, bytes int64) (dir string, heads []Head, files []*os.File) {
	t.Helper()
	dir = t.TempDir()
	rounds := int(bytes / 5_500_000)
	streams := []*longWebM{
		newLongWebM(t, vp9Fixture(t), rounds, 12_000, 15_000),
		newLongWebM(t, opusFixture(t), rounds, 12_030, 100),
	}
	for i, s := range streams {
		path := filepath.Join(dir, []string{"v.webm", "a.webm"}[i])
		size := s.write(t, path)
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		head := make([]byte, min(size, int64(len(s.head))+16<<10))
		if err := readFull(f, head, 0); err != nil {
			t.Fatal(err)
		}
		heads, files = append(heads, Head{Bytes: head, Size: size}), append(files, f)
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
		c := &counted{File: f}
		l, err := NewWebM(c, heads, Options{Reserve: ReserveWebM(testMeta)})
		if err != nil {
			b.Fatal(err)
		}
		for n, r := range cutRanges(l.Ranges(), int64(len(buf))) {
			p := buf[:r.To-r.From]
			if err := readFull(files[r.Track], p, r.From); err != nil {
				b.Fatal(err)
			}
			if err := l.WriteAt(r.Track, p, r.From); err != nil {
				b.Fatal(err)
			}
			waited = max(waited, l.(*webmMux).waiting)
			if n%100 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				heap = max(heap, m.HeapAlloc)
			}
		}
		start := time.Now()
		s, err := l.Finish(testMeta)
		closing = max(closing, time.Since(start))
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		if err := VerifyWebM(f, s.Size, s); err != nil {
			b.Fatal(err)
		}
		checking = max(checking, time.Since(start))
		written = c.n.Load()
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
