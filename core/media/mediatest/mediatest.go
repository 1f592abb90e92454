// Package mediatest is what the tests of the formats share: a file in memory and
// other kinds of files (Memory, FullDisk, CountedFile), sample streams (Sample, VP9,
// Opus, LongOpus, RepackWebM), and readers that do not use the code under test
// (ReadWebM, OggPackets, Run for ffmpeg).
//
// It imports no format, so that the tests of each can import it.
package mediatest

import (
	"bytes"
	"embed"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// Meta has every text tag and chapters.
var Meta = media.Meta{
	Title:       "Blaues Wölkchen 🌥",
	Artist:      "Die Beispiele",
	Album:       "Album",
	Date:        "2026-11-23",
	Link:        "https://www.youtube.com/watch?v=aaaaaaaaaaa",
	Description: "First line\nsecond line",
	Chapters:    []media.Chapter{{Start: 0, Title: "Anfang"}, {Start: 3 * time.Second, Title: "Mitte — 中"}, {Start: 7500 * time.Millisecond, Title: "Ende"}},
}

// New is the function New of a format.
type New func(file media.File, heads []media.Head, o media.Options) (media.Layout, error)

// Verify is the function Verify of a format.
type Verify func(r io.ReaderAt, size int64, want media.Summary) error

// HeadOf returns the first 64 KiB of a stream.
func HeadOf(stream []byte) media.Head {
	return media.Head{Bytes: stream[:min(len(stream), 64<<10)], Size: int64(len(stream))}
}

// HeadsOf returns the heads of streams.
func HeadsOf(streams [][]byte) []media.Head {
	var heads []media.Head
	for _, s := range streams {
		heads = append(heads, HeadOf(s))
	}
	return heads
}

// CutRanges cuts ranges into parts of at most n bytes; random ones if n is 0.
func CutRanges(ranges []media.Range, n int64) []media.Range {
	var parts []media.Range
	for _, r := range ranges {
		for r.From < r.To {
			step := n
			if n == 0 {
				step = 1 + rand.Int64N(3000)
			}
			to := min(r.From+step, r.To)
			parts = append(parts, media.Range{Track: r.Track, From: r.From, To: to})
			r.From = to
		}
	}
	return parts
}

// Make makes a file of streams that arrive in the order of Ranges, and verifies it.
func Make(t testing.TB, start New, verify Verify, streams [][]byte, o media.Options, meta media.Meta) ([]byte, media.Summary) {
	t.Helper()
	m := &Memory{}
	l, err := start(m, HeadsOf(streams), o)
	if err != nil {
		t.Fatal(err)
	}
	Feed(t, l, streams, CutRanges(l.Ranges(), 0))
	s, err := l.Finish(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(m, int64(len(m.Data)), s); err != nil {
		t.Fatal(err)
	}
	return m.Data, s
}

// Feed writes parts of streams to a layout.
func Feed(t testing.TB, l media.Layout, streams [][]byte, parts []media.Range) {
	t.Helper()
	for _, p := range parts {
		if err := l.WriteAt(p.Track, streams[p.Track][p.From:p.To], p.From); err != nil {
			t.Fatal(err)
		}
	}
}

// late returns a stream that starts later, by units of its timescale.
func late(stream []byte, units uint64) []byte {
	stream = bytes.Clone(stream)
	for at := 0; ; {
		i := bytes.Index(stream[at:], []byte("tfdt\x01\x00\x00\x00"))
		if i < 0 {
			return stream
		}
		at += i + 8
		binary.BigEndian.PutUint64(stream[at:], binary.BigEndian.Uint64(stream[at:])+units)
	}
}

//go:embed testdata
var samples embed.FS

// Sample returns a file of testdata, which testdata/make.sh makes. "NAME late"
// starts half a second later.
func Sample(t testing.TB, name string) []byte {
	t.Helper()
	name, isLate := strings.CutSuffix(name, " late")
	b, err := samples.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if isLate {
		b = late(b, 12800/2)
	}
	return b
}

// MustSample is Sample for Examples, which have no testing.TB.
func MustSample(name string) []byte {
	b, err := samples.ReadFile("testdata/" + name)
	if err != nil {
		panic(err)
	}
	return b
}

// Memory is a File that grows, up to a limit.
type Memory struct {
	mu     sync.Mutex
	Data   []byte
	writes int64 // bytes
}

const memoryLimit = 64 << 20

// WriteAt implements io.WriterAt.
func (m *Memory) WriteAt(p []byte, off int64) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	end := off + int64(len(p))
	if off < 0 || end > memoryLimit {
		return 0, errors.New("file too large")
	}
	if end > int64(len(m.Data)) {
		m.Data = append(m.Data, make([]byte, end-int64(len(m.Data)))...)
	}
	m.writes += int64(len(p))
	return copy(m.Data[off:], p), nil
}

// ReadAt implements io.ReaderAt.
func (m *Memory) ReadAt(p []byte, off int64) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if off >= int64(len(m.Data)) {
		return 0, io.EOF
	}
	n := copy(p, m.Data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Truncate changes the size of the file.
func (m *Memory) Truncate(size int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.Data = append(m.Data[:min(size, int64(len(m.Data)))], make([]byte, max(0, size-int64(len(m.Data))))...)
	return nil
}

// Content returns all bytes of a sample of the simulator.
func Content(t testing.TB, c simulator.Content) []byte {
	t.Helper()
	b := make([]byte, c.Size())
	if _, err := c.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return b
}

// FullDisk is a disk that fills up.
type FullDisk struct {
	Memory
	Left int
}

// ErrFull is the error of a FullDisk.
var ErrFull = errors.New("no space left on device")

// WriteAt implements io.WriterAt.
func (f *FullDisk) WriteAt(p []byte, off int64) (int, error) {
	if f.Left -= len(p); f.Left < 0 {
		return 0, ErrFull
	}
	return f.Memory.WriteAt(p, off)
}

// WriteFile puts a file where ffmpeg can read it.
func WriteFile(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// VP9 is a stream of VP9 in WebM, of twelve seconds.
func VP9(t testing.TB) []byte { return Content(t, simulator.VP9x720.Content()) }

// Opus is a stream of Opus in WebM, of twelve seconds.
func Opus(t testing.TB) []byte { return Content(t, simulator.Opus.Content()) }

// Mutated returns b with some damage, most of it in the first bytes.
func Mutated(rng *rand.Rand, b []byte) []byte {
	b = bytes.Clone(b)
	for range 1 + rng.IntN(6) {
		i := rng.IntN(min(len(b)-4, 2600))
		switch rng.IntN(5) {
		case 0:
			b[i] = byte(rng.UintN(256))
		case 1:
			b[i] ^= 1 << rng.UintN(8)
		case 2:
			copy(b[i:], "\xff\xff\xff\xff")
		case 3:
			copy(b[i:], "\x00\x00\x00\x00")
		case 4:
			b = b[:len(b)-rng.IntN(min(len(b)/2, 2000))]
		}
		if len(b) < 100 {
			break
		}
	}
	return b
}

// OneOf returns one of a list.
func OneOf[T any](rng *rand.Rand, list ...T) T { return list[rng.IntN(len(list))] }

// MS is a duration of n milliseconds.
func MS(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// SameLines compares texts whose line ends ffmpeg mixes.
func SameLines(a, b string) bool {
	return strings.ReplaceAll(a, "\r\n", "\n") == strings.ReplaceAll(b, "\r\n", "\n")
}
