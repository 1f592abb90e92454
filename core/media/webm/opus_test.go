package webm

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// unknownElement is an id that RFC 9559 does not define.
const unknownElement = 0xC9

// blocksOf returns where the blocks of a stream begin that RepackWebM wrote.
func blocksOf(t *testing.T, stream []byte) (at []int) {
	t.Helper()
	start := []byte{idSimpleBlock, 1, 0, 0, 0, 0, 0}
	head := max(0, bytes.Index(stream, []byte{0x1F, 0x43, 0xB6, 0x75})) // the first cluster
	for i := head + max(0, bytes.Index(stream[head:], start)); bytes.HasPrefix(stream[i:], start); i += 9 + int(stream[i+7])<<8 + int(stream[i+8]) {
		at = append(at, i)
	}
	if len(at) < 100 {
		t.Fatalf("%d blocks", len(at))
	}
	return at
}

func readOpus(stream []byte) (packets int, err error) {
	o, err := OpenOpus(bytes.NewReader(stream), int64(len(stream)))
	for err == nil {
		if _, err = o.Next(); err == nil {
			packets++
		}
	}
	return packets, err
}

// An element that is not known is damage where sound is missing behind it, and only there.
func TestOpusUnknownElements(t *testing.T) {
	stream := mediatest.RepackWebM(t, mediatest.Opus(t), 1, true)
	at := blocksOf(t, stream)
	all, err := readOpus(stream)
	if err != io.EOF {
		t.Fatal(err)
	}
	extra := slices.Insert(bytes.Clone(stream), at[50], unknownElement, 0x82, 1, 2)
	if n, err := readOpus(extra); n != all || err != io.EOF {
		t.Errorf("one that is put between blocks: %d packets of %d, %v", n, all, err)
	}
	gap := slices.Delete(bytes.Clone(stream), at[50], at[60])
	if n, err := readOpus(gap); n != all-10 || err != io.EOF {
		t.Errorf("a gap: %d packets of %d, %v", n, all, err)
	}
	lost := bytes.Clone(stream)
	lost[at[50]] = unknownElement
	if n, err := readOpus(lost); n != 50 || !errors.Is(err, media.ErrDamaged) {
		t.Errorf("one that was a block: %d packets of %d, %v", n, all, err)
	}
	other := bytes.Clone(stream)
	other[at[50]+9] = 0x82 // its track
	if n, err := readOpus(other); n != 50 || !errors.Is(err, media.ErrDamaged) {
		t.Errorf("a block of no track: %d packets of %d, %v", n, all, err)
	}
}
