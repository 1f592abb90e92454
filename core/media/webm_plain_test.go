package media

import (
	"encoding/binary"
	"fmt"
	"testing"
)

// plain is an element as a reader that knows nothing of ours sees it.
type plain struct {
	id   uint64
	at   int // offset of its content
	data []byte
}

// plainElements cuts b into elements. One of unknown size takes the rest.
func plainElements(t testing.TB, b []byte) []plain {
	t.Helper()
	var list []plain
	for pos := 0; pos < len(b); {
		number := func(keep bool) uint64 {
			n := 1
			for mask := byte(0x80); b[pos]&mask == 0; mask >>= 1 {
				n++
			}
			var x [8]byte
			copy(x[8-n:], b[pos:pos+n])
			pos += n
			v := binary.BigEndian.Uint64(x[:])
			if !keep {
				v &^= 1 << (7 * n)
				if v == 1<<(7*n)-1 {
					v = uint64(len(b) - pos)
				}
			}
			return v
		}
		id := number(true)
		size := int(number(false))
		if pos+size > len(b) {
			t.Fatalf("element %x of %d bytes does not fit at %d", id, size, pos)
		}
		list = append(list, plain{id, pos, b[pos : pos+size]})
		pos += size
	}
	return list
}

func (p plain) uint() (v uint64) {
	for _, c := range p.data {
		v = v<<8 | uint64(c)
	}
	return v
}

// plainBlock is a block; rest is what else is in its group.
type plainBlock struct {
	time int64
	key  bool
	data string
	rest string
}

// plainFile is all that a WebM file says.
type plainFile struct {
	top    []plain
	blocks map[int][]plainBlock // by track number
	order  []int                // tracks of the blocks, as they come
	starts []int64              // times of clusters
}

func readPlain(t testing.TB, file []byte) plainFile {
	t.Helper()
	f := plainFile{blocks: map[int][]plainBlock{}}
	outer := plainElements(t, file)
	if len(outer) != 2 || outer[0].id != 0x1A45DFA3 || outer[1].id != 0x18538067 {
		t.Fatalf("%d elements", len(outer))
	}
	f.top = plainElements(t, outer[1].data)
	for _, e := range f.top {
		if e.id == 0x1F43B675 {
			f.cluster(t, e.data)
		}
	}
	return f
}

func (f *plainFile) cluster(t testing.TB, b []byte) {
	t.Helper()
	now := int64(0)
	add := func(b []byte, key bool, rest string) {
		track := int(b[0] & 0x7f)
		at := now + int64(int16(binary.BigEndian.Uint16(b[1:])))
		f.blocks[track] = append(f.blocks[track], plainBlock{at, key, string(b[3:]), rest}) // with the flags
		f.order = append(f.order, track)
	}
	for _, c := range plainElements(t, b) {
		switch c.id {
		case 0x1F43B675: // this one's size was unknown
			f.cluster(t, c.data)
		case 0xE7:
			now = int64(c.uint())
			f.starts = append(f.starts, now)
		case 0xA3:
			add(c.data, c.data[3]&0x80 != 0, "")
		case 0xA0:
			var b []byte
			rest, key := "", true
			for _, g := range plainElements(t, c.data) {
				if g.id == 0xA1 {
					b = g.data
					continue
				}
				key = key && g.id != 0xFB
				rest += fmt.Sprintf("%x=%x ", g.id, g.data)
			}
			add(b, key, rest)
		}
	}
}

func idsOf(list []plain) (ids []uint64) {
	for _, e := range list {
		ids = append(ids, e.id)
	}
	return ids
}

func entryOf(t testing.TB, stream []byte) []byte {
	for _, e := range readPlain(t, stream).top {
		if e.id == 0x1654AE6B {
			return plainElements(t, e.data)[0].data
		}
	}
	t.Fatal("no track")
	return nil
}
