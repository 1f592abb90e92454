package media

import (
	"bytes"
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

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

var testMeta = Meta{
	Title:       "Blaues Wölkchen 🌥",
	Artist:      "Die Beispiele",
	Album:       "Album",
	Date:        "2026-11-23",
	Link:        "https://www.youtube.com/watch?v=aaaaaaaaaaa",
	Description: "First line\nsecond line",
	Chapters:    []Chapter{{0, "Anfang"}, {3 * time.Second, "Mitte — 中"}, {7500 * time.Millisecond, "Ende"}},
}

func headOf(stream []byte) Head {
	return Head{Bytes: stream[:min(len(stream), 64<<10)], Size: int64(len(stream))}
}

func headsOf(streams [][]byte) []Head {
	var heads []Head
	for _, s := range streams {
		heads = append(heads, headOf(s))
	}
	return heads
}

// cutRanges cuts ranges into parts of at most n bytes; random ones if n is 0.
func cutRanges(ranges []Range, n int64) []Range {
	var parts []Range
	for _, r := range ranges {
		for r.From < r.To {
			step := n
			if n == 0 {
				step = 1 + rand.Int64N(3000)
			}
			to := min(r.From+step, r.To)
			parts = append(parts, Range{r.Track, r.From, to})
			r.From = to
		}
	}
	return parts
}

func feed(t testing.TB, l Layout, streams [][]byte, parts []Range) {
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

// sample reads a file of testdata. "NAME late" starts half a second later.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	name, isLate := strings.CutSuffix(name, " late")
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if isLate {
		b = late(b, 12800/2)
	}
	return b
}

// memory is a File that grows, up to a limit.
type memory struct {
	mu     sync.Mutex
	data   []byte
	writes int64 // bytes
}

const memoryLimit = 64 << 20

func (m *memory) WriteAt(p []byte, off int64) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	end := off + int64(len(p))
	if off < 0 || end > memoryLimit {
		return 0, errors.New("file too large")
	}
	if end > int64(len(m.data)) {
		m.data = append(m.data, make([]byte, end-int64(len(m.data)))...)
	}
	m.writes += int64(len(p))
	return copy(m.data[off:], p), nil
}

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if off >= int64(len(m.data)) {
		return 0, io.EOF
	}
	n := copy(p, m.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (m *memory) Truncate(size int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.data = append(m.data[:min(size, int64(len(m.data)))], make([]byte, max(0, size-int64(len(m.data))))...)
	return nil
}

// contentOf is all bytes of a practice file.
func contentOf(t testing.TB, c simulator.Content) []byte {
	t.Helper()
	b := make([]byte, c.Size())
	if _, err := c.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	return b
}

// full is a disk that fills up.
type full struct {
	memory
	left int
}

var errFull = errors.New("no space left on device")

func (f *full) WriteAt(p []byte, off int64) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return f.memory.WriteAt(p, off)
}

// written puts a file where ffmpeg can read it.
func written(t testing.TB, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func vp9Fixture(t testing.TB) []byte { return contentOf(t, simulator.VP9x720.Content()) }

func opusFixture(t testing.TB) []byte { return contentOf(t, simulator.Opus.Content()) }

func mutated(rng *rand.Rand, b []byte) []byte {
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

func oneOf[T any](rng *rand.Rand, list ...T) T { return list[rng.IntN(len(list))] }

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// sameLines compares texts whose line ends ffmpeg mixes.
func sameLines(a, b string) bool {
	return strings.ReplaceAll(a, "\r\n", "\n") == strings.ReplaceAll(b, "\r\n", "\n")
}
