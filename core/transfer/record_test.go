package transfer

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
)

func testLedger() *ledger {
	return &ledger{
		identity: Identity{Video: video, Container: "mp4", Room: 1 << 20, Streams: []StreamID{{137, 1000, "17"}, {140, 500, ""}}},
		heads:    [][]byte{[]byte("init and index"), {}},
		done:     []spans{{{0, 100}, {200, 1000}}, {{499, 500}}},
		state:    []byte("state"),
	}
}

func testJournal(t testing.TB) []byte {
	b, err := testLedger().encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func point(withState byte, ranges ...uint64) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{withState}, uint32(len(ranges)/3))
	for i := 0; i+2 < len(ranges); i += 3 {
		b = binary.LittleEndian.AppendUint32(b, uint32(ranges[i]))
		b = binary.LittleEndian.AppendUint64(b, ranges[i+1])
		b = binary.LittleEndian.AppendUint64(b, ranges[i+2])
	}
	return b
}

func TestParse(t *testing.T) {
	good := testJournal(t)
	more := appendRecord(slices.Clone(good), kindCheckpoint, point(0, 0, 100, 150, 1, 0, 20))
	damaged := slices.Clone(more)
	damaged[len(good)+20] ^= 1
	tests := []struct {
		name string
		b    []byte
	}{
		{"as written", good},
		{"torn record", more[:len(more)-3]},
		{"torn length", append(slices.Clone(good), 9, 0)},
		{"torn with zeros", append(slices.Clone(good), make([]byte, 4096)...)},
		{"zeros and then something", append(append(slices.Clone(good), make([]byte, 8)...), 1)},
		{"oversize record", append(slices.Clone(good), 255, 255, 255, 255, 1, 2, 3, 4, 5)},
		{"damaged, with more behind it", append(damaged, more[len(good):]...)},
		{"last checksum wrong", append(slices.Clone(more[:len(more)-1]), more[len(more)-1]^1)},
	}
	for _, tt := range tests {
		l, whole, err := parse(tt.b)
		if err != nil || whole != int64(len(good)) {
			t.Errorf("%s: %d of %d bytes, %v", tt.name, whole, len(good), err)
			continue
		}
		want := testLedger()
		if !l.identity.Equal(want.identity) || string(l.heads[0]) != "init and index" || len(l.heads[1]) != 0 ||
			!slices.Equal(l.done[0], want.done[0]) || !slices.Equal(l.done[1], want.done[1]) || string(l.state) != "state" {
			t.Errorf("%s: %+v", tt.name, l)
		}
	}
	l, _, err := parse(more)
	if err != nil || !slices.Equal(l.done[0], spans{{0, 150}, {200, 1000}}) || string(l.state) != "state" {
		t.Errorf("second checkpoint: %+v, %v", l, err)
	}
}

func TestParseRefuses(t *testing.T) {
	good := testJournal(t)
	with := func(kind byte, payload []byte) []byte { return appendRecord(slices.Clone(good), kind, payload) }
	flip := func(i int) []byte {
		b := appendRecord(slices.Clone(good), kindCheckpoint, point(0, 0, 100, 150))
		b[i] ^= 4
		return b
	}
	identity := func(text string) []byte { return appendRecord([]byte(magic), kindIdentity, []byte(text)) }
	tests := []struct {
		name string
		b    []byte
		says string
	}{
		{"empty", nil, "not a journal"},
		{"foreign", []byte("\x00\x00\x00\x20ftypisom and so on"), "not a journal"},
		{"other version", append([]byte("hilojnl\x02"), good[8:]...), "version 2"},
		{"only magic", []byte(magic), "ends before"},
		{"no heads", good[:len(magic)+20], "ends before"},
		{"flipped in identity", flip(20), "checksum"},
		{"flipped in heads", flip(len(good) - 90), "checksum"},
		{"oversize head", append([]byte(magic), 255, 255, 255, 255, 1, 2, 3, 4, 5), "record of"},
		{"unknown kind", with(9, nil), "kind 9"},
		{"second identity", with(kindIdentity, []byte("{}")), "kind 1"},
		{"third head", with(kindHead, nil), "kind 2"},
		{"head first", appendRecord([]byte(magic), kindHead, nil), "before the identity"},
		{"not JSON", identity("{"), "identity"},
		{"no streams", identity(`{"streams":[]}`), "0 streams"},
		{"stream of no bytes", identity(`{"streams":[{"size":0}]}`), "0 bytes"},
		{"stream too big", identity(`{"streams":[{"size":9000000000000000000}]}`), "bytes"},
		{"empty checkpoint", with(kindCheckpoint, nil), "no head"},
		{"checkpoint too short", with(kindCheckpoint, point(0, 0, 100, 150)[:20]), "1 ranges in 15"},
		{"checkpoint too long", with(kindCheckpoint, append(point(0, 0, 100, 150), 1)), "1 ranges in 21"},
		{"count too big", with(kindCheckpoint, []byte{1, 255, 255, 255, 255, 1, 2}), "ranges in 2"},
		{"strange flag", with(kindCheckpoint, point(2)), "no head"},
		{"no such stream", with(kindCheckpoint, point(0, 2, 0, 1)), "stream 2"},
		{"empty range", with(kindCheckpoint, point(0, 0, 150, 150)), "range 150-150"},
		{"backwards", with(kindCheckpoint, point(0, 0, 150, 120)), "range 150-120"},
		{"out of bounds", with(kindCheckpoint, point(0, 1, 499, 501)), "range 499-501"},
		{"negative", with(kindCheckpoint, point(0, 1, 1<<63, 1<<63+5)), "range"},
		{"overlaps earlier", with(kindCheckpoint, point(0, 0, 99, 150)), "twice"},
		{"overlaps itself", with(kindCheckpoint, point(0, 0, 100, 150, 0, 140, 160)), "twice"},
	}
	for _, tt := range tests {
		_, _, err := parse(tt.b)
		if !errors.Is(err, ErrJournal) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.says)
		}
	}
}

// FuzzParse: whatever a file holds, parse neither fails otherwise than with
// ErrJournal nor claims bytes that no stream has, and what it read can be
// written and read again.
func FuzzParse(f *testing.F) {
	good := testJournal(f)
	f.Add(good)
	f.Add(good[:len(good)-2])
	f.Add([]byte(magic))
	f.Add(appendRecord(slices.Clone(good), kindCheckpoint, point(1, 0, 100, 150)))
	f.Add(appendRecord(slices.Clone(good), kindCheckpoint, point(0, 0, 99, 150)))
	f.Add(append(slices.Clone(good), make([]byte, 64)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		// Checksums would keep a fuzzer out: put them right.
		fixed := slices.Clone(b)
		for off := len(magic); off+recordHeader < len(fixed); {
			n := int(binary.LittleEndian.Uint32(fixed[off:]))
			if n < 1 || n > len(fixed)-off-recordHeader {
				break
			}
			rec := fixed[off+recordHeader : off+recordHeader+n]
			binary.LittleEndian.PutUint32(fixed[off+4:], checksum(fixed[off:off+4], rec))
			off += recordHeader + n
		}
		for _, b := range [][]byte{b, fixed} {
			checkParsed(t, b)
		}
	})
}

func checkParsed(t *testing.T, b []byte) {
	l, whole, err := parse(b)
	if err != nil {
		if !errors.Is(err, ErrJournal) {
			t.Fatal(err)
		}
		return
	}
	if whole > int64(len(b)) {
		t.Fatalf("%d of %d bytes are good", whole, len(b))
	}
	for stream, s := range l.done {
		last := int64(-1)
		for _, v := range s {
			if v.from <= last || v.from >= v.to || v.to > l.identity.Streams[stream].Size {
				t.Fatalf("stream %d: %v", stream, s)
			}
			last = v.to
		}
	}
	again, err := l.encode()
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := parse(again)
	if err != nil {
		t.Fatal(err)
	}
	for stream := range l.done {
		if !slices.Equal(l.done[stream], m.done[stream]) {
			t.Fatalf("stream %d: %v became %v", stream, l.done[stream], m.done[stream])
		}
	}
}
