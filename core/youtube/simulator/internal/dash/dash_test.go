package dash_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/core/youtube/simulator/internal/dash"
)

func source(t testing.TB, f simulator.Fixture) []byte {
	t.Helper()
	c := f.Content()
	b, err := io.ReadAll(io.NewSectionReader(c, 0, c.Size()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func ExampleRepeat() {
	c := simulator.AAC.Content() // 12 seconds
	b, _ := io.ReadAll(io.NewSectionReader(c, 0, c.Size()))
	hour, err := dash.Repeat(b, time.Hour, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, index, ok := dash.Ranges(hour)
	fmt.Println(hour.Size()/c.Size(), "times the size, index of", index[1]-index[0]+1, "bytes", ok)
	// Output: 308 times the size, index of 7228 bytes true
}

// TestRanges checks the ranges of both containers, and that other bytes have none.
func TestRanges(t *testing.T) {
	for _, f := range []simulator.Fixture{simulator.H264x360, simulator.AAC, simulator.VP9x720, simulator.Opus} {
		init, index, ok := dash.Ranges(f.Content())
		if !ok || init[0] != 0 || index[0] != init[1]+1 || index[1] >= f.Content().Size() {
			t.Errorf("%s: %v %v %v", f, init, index, ok)
		}
	}
	for name, b := range map[string][]byte{
		"nothing": nil, "three bytes": {0, 0, 0}, "zeros": make([]byte, 100), "a box of size 4": {0, 0, 0, 4, 'm', 'o', 'o', 'v'},
		"WebM without anything": {0x1A, 0x45, 0xDF, 0xA3, 0x80}, "an element of no size": {0x1A, 0x45, 0xDF, 0xA3, 0},
		"the muxed fixture": source(t, simulator.Muxed),
	} {
		if _, _, ok := dash.Ranges(bytes.NewReader(b)); ok {
			t.Errorf("%s has ranges", name)
		}
	}
}

// TestBytesAreTheSame checks that every part reads the same, wherever it begins, and
// that a stream ends where its size says.
func TestBytesAreTheSame(t *testing.T) {
	long, err := dash.Repeat(source(t, simulator.H264x144), 40*time.Second, 600_000)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := io.ReadAll(io.NewSectionReader(long, 0, long.Size()))
	if err != nil || int64(len(whole)) != long.Size() {
		t.Fatalf("%d of %d bytes, %v", len(whole), long.Size(), err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		from := random.IntN(len(whole))
		b := make([]byte, 1+random.IntN(min(50_000, len(whole)-from)))
		if n, err := long.ReadAt(b, int64(from)); n != len(b) || err != nil || !bytes.Equal(b, whole[from:from+n]) {
			t.Fatalf("%d bytes at %d: %d, %v", len(b), from, n, err)
		}
	}
	if n, err := long.ReadAt(make([]byte, 10), long.Size()-4); n != 4 || !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %d, %v", n, err)
	}
	for _, at := range []int64{-1, long.Size()} {
		if _, err := long.ReadAt(make([]byte, 1), at); !errors.Is(err, io.EOF) {
			t.Errorf("at %d: %v", at, err)
		}
	}
}

func TestRepeatRefuses(t *testing.T) {
	for _, f := range []simulator.Fixture{simulator.Muxed, simulator.Opus} {
		if _, err := dash.Repeat(source(t, f), time.Minute, 0); err == nil {
			t.Errorf("%s is taken", f)
		}
	}
	if _, err := dash.Repeat(source(t, simulator.AAC), time.Minute, 1_000_000); !errors.Is(err, dash.ErrNotH264) {
		t.Errorf("sound at a bitrate: %v", err)
	}
	b := source(t, simulator.AAC)
	for cut := 0; cut < len(b); cut += len(b) / 50 {
		_, _ = dash.Repeat(b[:cut], time.Minute, 0) // does not panic
	}
}
