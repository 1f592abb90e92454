package bmff_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

func ExampleBuilder() {
	w := &bmff.Builder{}
	w.Box("mdia", func() {
		bmff.AppendMdhd(w, 48_000, 0x55c4, 96_000)
	})
	mdhd, err := bmff.Decode[*mp4.MdhdBox](bmff.Find(w.B, "mdhd"))
	if err != nil {
		panic(err)
	}
	fmt.Println(mdhd.Timescale, mdhd.Duration)
	// Output: 48000 96000
}

func TestReadHeader(t *testing.T) {
	long := []byte("\x00\x00\x00\x01mdat\x00\x00\x00\x01\x00\x00\x00\x00")
	for _, c := range []struct {
		name string
		b    []byte
		left int64
		want bmff.Header
		err  bool
	}{
		{"short size", []byte("\x00\x00\x00\x10free"), 16, bmff.Header{Kind: "free", Head: 8, Size: 16}, false},
		{"long size", long, 1 << 32, bmff.Header{Kind: "mdat", Head: 16, Size: 1 << 32}, false},
		{"to the end", []byte("\x00\x00\x00\x00mdat"), 99, bmff.Header{Kind: "mdat", Head: 8, Size: 99}, false},
		{"to the end, no mdat", []byte("\x00\x00\x00\x00free"), 99, bmff.Header{}, true},
		{"behind the end", []byte("\x00\x00\x00\x10free"), 15, bmff.Header{}, true},
		{"less than its header", []byte("\x00\x00\x00\x07free"), 99, bmff.Header{}, true},
		{"negative", []byte("\x00\x00\x00\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"), 99, bmff.Header{}, true},
	} {
		got, err := bmff.ReadHeader(c.b, c.left)
		if (err != nil) != c.err || err == nil && got != c.want {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	for _, cut := range [][]byte{nil, []byte("\x00\x00\x00\x10fre"), long[:15]} {
		if _, err := bmff.ReadHeader(cut, 99); !errors.Is(err, bmff.ErrShort) {
			t.Errorf("%q: %v", cut, err)
		}
	}
}

func TestSplit(t *testing.T) {
	w := &bmff.Builder{}
	w.Box("free", func() { w.Zero(3) })
	w.Full("skip", 1, 2, func() { w.Text("x") })
	list, err := bmff.Split(w.B)
	if err != nil || len(list) != 2 || list[0].Kind != "free" || list[1].Kind != "skip" {
		t.Fatalf("%v, %v", list, err)
	}
	if want := []byte("\x00\x00\x00\x0dskip\x01\x00\x00\x02x"); !bytes.Equal(list[1].Bytes, want) {
		t.Errorf("%q", list[1].Bytes)
	}
	if _, err := bmff.Split(w.B[:len(w.B)-1]); err == nil {
		t.Error("a box that is cut is no error")
	}
}

func TestRuns(t *testing.T) {
	var first, second bmff.Runs
	values := []uint32{5, 5, 7, 7, 7, 5}
	for i, v := range values {
		if i < 3 {
			first.Add(v)
		} else {
			second.Add(v)
		}
	}
	first.AddAll(second)
	if first.N != 3 || first.Last != 5 || !slices.Equal(first.Values(), values) {
		t.Errorf("%d runs, last %d: %v", first.N, first.Last, first.Values())
	}
}

func TestPlayed(t *testing.T) {
	second := bmff.Edit{Length: 1000, Media: 48_000}
	for _, c := range []struct {
		name  string
		edits []bmff.Edit
		want  time.Duration
	}{
		{"none", nil, 3 * time.Second},
		{"one", []bmff.Edit{second}, time.Second},
		{"pause before", []bmff.Edit{{Length: 9000, Media: -1}, second}, time.Second},
		{"longer than the samples", []bmff.Edit{{Length: 9000, Media: 96_000}}, time.Second},
		{"two", []bmff.Edit{second, second}, 2 * time.Second},
	} {
		if got := bmff.Played(c.edits, bmff.MovieScale, 0, 3*48_000, 48_000); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
