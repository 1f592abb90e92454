package journal

import (
	"encoding/binary"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/crcrecord"
)

func testContents() *contents {
	c := &contents{
		identity: Identity{Video: "dQw4w9WgXcQ", Container: "mp4", Reserve: 1 << 20, Streams: []Stream{{137, 1000, "17"}, {140, 500, ""}}},
		heads:    [][]byte{[]byte("init and index"), {}},
		done:     []byterange.Set{set(0, 100, 200, 1000), set(499, 500)},
		sums:     make([]Sums, 2),
		state:    []byte("state"),
	}
	c.sums[0].Add(SumOf(200, make([]byte, 800)))
	return c
}

// set is a set of the ranges from..to of each pair of offsets.
func set(offsets ...int64) (s byterange.Set) {
	for i := 0; i+1 < len(offsets); i += 2 {
		s.Add(byterange.Range{From: offsets[i], To: offsets[i+1]})
	}
	return s
}

func same(a, b byterange.Set) bool {
	return slices.Equal(slices.Collect(a.All()), slices.Collect(b.All()))
}

func testJournal(t testing.TB) []byte {
	b, err := testContents().encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// point is the payload of a checkpoint of (stream, from, to) triples without
// checksums.
func point(withState byte, ranges ...uint64) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{withState}, uint32(len(ranges)/3))
	for i := 0; i+2 < len(ranges); i += 3 {
		b = binary.LittleEndian.AppendUint32(b, uint32(ranges[i]))
		b = binary.LittleEndian.AppendUint64(b, ranges[i+1])
		b = binary.LittleEndian.AppendUint64(b, ranges[i+2])
		b = append(b, 0, 0, 0, 0, 0)
	}
	return b
}

// lost is the payload of a list of damaged ranges.
func lost(ranges ...Range) []byte { return encodeDamaged(ranges) }

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
		c, whole, err := parse(tt.b)
		if err != nil || whole != int64(len(good)) {
			t.Errorf("%s: %d of %d bytes, %v", tt.name, whole, len(good), err)
			continue
		}
		want := testContents()
		if !reflect.DeepEqual(c.identity, want.identity) || string(c.heads[0]) != "init and index" || len(c.heads[1]) != 0 ||
			!same(c.done[0], want.done[0]) || !same(c.done[1], want.done[1]) || string(c.state) != "state" {
			t.Errorf("%s: %+v", tt.name, c)
		}
	}
	c, _, err := parse(more)
	if err != nil || !same(c.done[0], set(0, 150, 200, 1000)) || string(c.state) != "state" {
		t.Errorf("second checkpoint: %+v, %v", c, err)
	}
}

// TestParseDamaged drops what a list of damaged ranges names, with all that the
// checksum of one of its bytes covers.
func TestParseDamaged(t *testing.T) {
	b := appendRecord(testJournal(t), kindDamaged, lost(Range{0, 90, 95}, Range{0, 500, 501}, Range{1, 0, 10}))
	c, _, err := parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if !same(c.done[0], set(0, 90, 95, 100)) || !same(c.done[1], set(499, 500)) || c.sums[0].Len() != 0 {
		t.Errorf("done %v, sums %v", c.done, c.sums)
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
		{"other version", append([]byte("hilojnl\x03"), good[8:]...), "version 3"},
		{"version 0", append([]byte("hilojnl\x00"), good[8:]...), "version 0"},
		{"checksums in version 1", append([]byte("hilojnl\x01"), good[8:]...), "kind 4"},
		{"only magic", []byte(magic), "ends before"},
		{"no heads", good[:len(magic)+20], "ends before"},
		{"flipped in identity", flip(20), "checksum"},
		{"flipped in heads", flip(len(good) - 110), "checksum"},
		{"oversize head", append([]byte(magic), 255, 255, 255, 255, 1, 2, 3, 4, 5), "record of"},
		{"unknown kind", with(9, nil), "kind 9"},
		{"second identity", with(kindIdentity, []byte("{}")), "kind 1"},
		{"third head", with(kindHead, nil), "kind 2"},
		{"head first", appendRecord([]byte(magic), kindHead, nil), "before the identity"},
		{"not JSON", identity("{"), "identity"},
		{"no streams", identity(`{"streams":[]}`), "0 streams"},
		{"stream of no bytes", identity(`{"streams":[{"size":0}]}`), "0 bytes"},
		{"stream too big", identity(`{"streams":[{"size":9000000000000000000}]}`), "bytes"},
		{"empty checkpoint", with(kindCheckpoint, nil), "no header"},
		{"checkpoint too short", with(kindCheckpoint, point(0, 0, 100, 150)[:20]), "1 ranges in 15"},
		{"checkpoint too long", with(kindCheckpoint, append(point(0, 0, 100, 150), 1)), "1 ranges in 26"},
		{"count too big", with(kindCheckpoint, []byte{1, 255, 255, 255, 255, 1, 2}), "ranges in 2"},
		{"strange flag", with(kindCheckpoint, point(2)), "no header"},
		{"no such stream", with(kindCheckpoint, point(0, 2, 0, 1)), "stream 2"},
		{"empty range", with(kindCheckpoint, point(0, 0, 150, 150)), "range 150-150"},
		{"backwards", with(kindCheckpoint, point(0, 0, 150, 120)), "range 150-120"},
		{"out of bounds", with(kindCheckpoint, point(0, 1, 499, 501)), "range 499-501"},
		{"negative", with(kindCheckpoint, point(0, 1, 1<<63, 1<<63+5)), "range"},
		{"overlaps earlier", with(kindCheckpoint, point(0, 0, 99, 150)), "recorded twice"},
		{"flag of a range", with(kindCheckpoint, append(point(0, 0, 100, 150)[:25], 2, 0, 0, 0, 0)), "flag 2"},
		{"empty list of damage", with(kindDamaged, nil), "no header"},
		{"damage too short", with(kindDamaged, lost(Range{0, 0, 10})[:20]), "1 damaged ranges in 16"},
		{"damage out of bounds", with(kindDamaged, lost(Range{1, 0, 501})), "range 0-501"},
		{"damage of no stream", with(kindDamaged, lost(Range{2, 0, 1})), "stream 2"},
		{"overlaps itself", with(kindCheckpoint, point(0, 0, 100, 150, 0, 140, 160)), "recorded twice"},
	}
	for _, tt := range tests {
		_, _, err := parse(tt.b)
		if !errors.Is(err, ErrUnusable) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.says)
		}
	}
}

// FuzzParse shows that whatever a file holds, parse neither fails with another
// error than ErrUnusable nor claims bytes that no stream has, and that what it
// read can be written and read again.
func FuzzParse(f *testing.F) {
	good := testJournal(f)
	f.Add(good)
	f.Add(good[:len(good)-2])
	f.Add([]byte(magic))
	f.Add(appendRecord(slices.Clone(good), kindCheckpoint, point(1, 0, 100, 150)))
	f.Add(appendRecord(slices.Clone(good), kindCheckpoint, point(0, 0, 99, 150)))
	f.Add(append(slices.Clone(good), make([]byte, 64)...))
	f.Add(appendRecord(slices.Clone(good), kindDamaged, lost(Range{0, 500, 501}, Range{0, 10, 20})))
	f.Add(appendRecord([]byte("hilojnl\x01"), kindIdentity, []byte(`{"streams":[{"size":1000}]}`)))
	f.Fuzz(func(t *testing.T, b []byte) {
		// A fuzzer does not get past wrong checksums: correct them.
		fixed := slices.Clone(b)
		for off := len(magic); off+crcrecord.Overhead < len(fixed); {
			n := int(binary.LittleEndian.Uint32(fixed[off:]))
			if n < 1 || n > len(fixed)-off-crcrecord.Overhead {
				break
			}
			copy(fixed[off:], crcrecord.Append(nil, fixed[off+crcrecord.Overhead:off+crcrecord.Overhead+n]))
			off += crcrecord.Overhead + n
		}
		for _, b := range [][]byte{b, fixed} {
			checkParsed(t, b)
		}
	})
}

func checkParsed(t *testing.T, b []byte) {
	c, whole, err := parse(b)
	if err != nil {
		if !errors.Is(err, ErrUnusable) {
			t.Fatal(err)
		}
		return
	}
	if whole > int64(len(b)) {
		t.Fatalf("%d of %d bytes are good", whole, len(b))
	}
	for stream := range c.done {
		for r := range c.done[stream].All() {
			if r.From < 0 || r.Empty() || r.To > c.identity.Streams[stream].Size {
				t.Fatalf("stream %d: %v", stream, r)
			}
		}
	}
	for stream := range c.sums {
		for s := range c.sums[stream].All() {
			if !c.done[stream].Contains(s.Range) {
				t.Fatalf("stream %d: checksum of %v, which is not done", stream, s.Range)
			}
		}
	}
	again, err := c.encode()
	if err != nil {
		t.Fatal(err)
	}
	m, _, err := parse(again)
	if err != nil {
		t.Fatal(err)
	}
	for stream := range c.done {
		if !same(c.done[stream], m.done[stream]) {
			t.Fatalf("stream %d: %v became %v", stream, c.done[stream], m.done[stream])
		}
		if !slices.Equal(c.sums[stream].list, m.sums[stream].list) {
			t.Fatalf("stream %d: %v became %v", stream, c.sums[stream], m.sums[stream])
		}
	}
}
