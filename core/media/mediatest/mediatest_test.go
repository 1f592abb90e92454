package mediatest_test

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

func TestCutRangesKeepsEveryByte(t *testing.T) {
	ranges := []media.Range{{Track: 1, From: 5, To: 12}, {Track: 0, From: 0, To: 10_000}}
	for _, n := range []int64{0, 1, 4, 7, 100_000} {
		var joined []media.Range
		for _, r := range mediatest.CutRanges(ranges, n) {
			if r.From >= r.To || n > 0 && r.To-r.From > n {
				t.Fatalf("%d: part %v", n, r)
			}
			if k := len(joined); k > 0 && joined[k-1].Track == r.Track && joined[k-1].To == r.From {
				joined[k-1].To = r.To
				continue
			}
			joined = append(joined, r)
		}
		if fmt.Sprint(joined) != fmt.Sprint(ranges) {
			t.Errorf("%d: parts make %v", n, joined)
		}
	}
}

func TestMemoryIsAFile(t *testing.T) {
	m := &mediatest.Memory{}
	if _, err := m.WriteAt([]byte("abc"), 2); err != nil {
		t.Fatal(err)
	}
	if err := m.Truncate(4); err != nil || !bytes.Equal(m.Data, []byte("\x00\x00ab")) {
		t.Errorf("%q, %v", m.Data, err)
	}
	b := make([]byte, 3)
	if n, err := m.ReadAt(b, 2); n != 2 || err == nil {
		t.Errorf("%d bytes at the end, error %v", n, err)
	}
	if _, err := m.WriteAt([]byte("x"), 1<<40); err == nil {
		t.Error("no limit")
	}
}

func TestFullDisk(t *testing.T) {
	d := &mediatest.FullDisk{Left: 3}
	if _, err := d.WriteAt([]byte("abc"), 0); err != nil {
		t.Error(err)
	}
	if _, err := d.WriteAt([]byte("d"), 3); !errors.Is(err, mediatest.ErrFull) {
		t.Errorf("got %v", err)
	}
}

// The readers that do not use the code under test read the samples.
func TestReadWebM(t *testing.T) {
	f := mediatest.ReadWebM(t, mediatest.Opus(t))
	blocks := 0
	for _, list := range f.Blocks {
		blocks += len(list)
	}
	if len(f.Blocks) != 1 || blocks == 0 {
		t.Errorf("%d tracks, %d blocks", len(f.Blocks), blocks)
	}
}
