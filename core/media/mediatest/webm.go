package mediatest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
)

// Elements of WebM (RFC 9559 §5.1).
const (
	elementCluster        = 0x1F43B675
	elementTracks         = 0x1654AE6B
	elementInfo           = 0x1549A966
	elementTimestampScale = 0x2AD7B1
	elementDuration       = 0x4489
	elementCuePoint       = 0xBB
	elementCueTime        = 0xB3
	elementCuePositions   = 0xB7
	elementCueTrack       = 0xF7
	elementCueClusterSeek = 0xF1
	elementEBML           = 0x1A45DFA3
	elementDocType        = 0x4282
	elementSegment        = 0x18538067
	elementCues           = 0x1C53BB6B
	elementTimestamp      = 0xE7
	elementSimpleBlock    = 0xA3
	elementBlockGroup     = 0xA0
	elementBlock          = 0xA1
	elementDiscardPadding = 0x75A2
	elementTrackEntry     = 0xAE
	elementCodecPrivate   = 0x63A2
)

// Element is an element of EBML, read without the code under test.
type Element struct {
	ID   uint64
	At   int // offset of its content
	Data []byte
}

// Elements cuts b into elements. One of unknown size takes the rest.
func Elements(t testing.TB, b []byte) []Element {
	t.Helper()
	var list []Element
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
		list = append(list, Element{id, pos, b[pos : pos+size]})
		pos += size
	}
	return list
}

// Uint is the value of an element that is an unsigned integer.
func (p Element) Uint() (v uint64) {
	for _, c := range p.Data {
		v = v<<8 | uint64(c)
	}
	return v
}

// Block is a block; rest is what else is in its group.
type Block struct {
	Time int64
	Key  bool
	Data string
	Rest string
}

// WebMFile is all that a WebM file says.
type WebMFile struct {
	Top    []Element
	Blocks map[int][]Block // by track number
	Order  []int           // tracks of the blocks, as they come
	Starts []int64         // times of clusters
}

// ReadWebM reads a file with one Segment.
func ReadWebM(t testing.TB, file []byte) WebMFile {
	t.Helper()
	f := WebMFile{Blocks: map[int][]Block{}}
	outer := Elements(t, file)
	if len(outer) != 2 || outer[0].ID != 0x1A45DFA3 || outer[1].ID != 0x18538067 {
		t.Fatalf("%d elements", len(outer))
	}
	f.Top = Elements(t, outer[1].Data)
	for _, e := range f.Top {
		if e.ID == 0x1F43B675 {
			f.cluster(t, e.Data)
		}
	}
	return f
}

func (f *WebMFile) cluster(t testing.TB, b []byte) {
	t.Helper()
	now := int64(0)
	add := func(b []byte, key bool, rest string) {
		track := int(b[0] & 0x7f)
		at := now + int64(int16(binary.BigEndian.Uint16(b[1:])))
		f.Blocks[track] = append(f.Blocks[track], Block{at, key, string(b[3:]), rest}) // with the flags
		f.Order = append(f.Order, track)
	}
	for _, c := range Elements(t, b) {
		switch c.ID {
		case 0x1F43B675: // this one's size was unknown
			f.cluster(t, c.Data)
		case 0xE7:
			now = int64(c.Uint())
			f.Starts = append(f.Starts, now)
		case 0xA3:
			add(c.Data, c.Data[3]&0x80 != 0, "")
		case 0xA0:
			var b []byte
			rest, key := "", true
			for _, g := range Elements(t, c.Data) {
				if g.ID == 0xA1 {
					b = g.Data
					continue
				}
				key = key && g.ID != 0xFB
				rest += fmt.Sprintf("%x=%x ", g.ID, g.Data)
			}
			add(b, key, rest)
		}
	}
}

// IDs are the ids of elements.
func IDs(list []Element) (ids []uint64) {
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	return ids
}

// TrackEntry is the content of the first TrackEntry of a stream.
func TrackEntry(t testing.TB, stream []byte) []byte {
	for _, e := range ReadWebM(t, stream).Top {
		if e.ID == 0x1654AE6B {
			return Elements(t, e.Data)[0].Data
		}
	}
	t.Fatal("no track")
	return nil
}

// WithoutCues turns the Cues of a stream into a Void of the same size.
func WithoutCues(t testing.TB, stream []byte) []byte {
	t.Helper()
	b := bytes.Clone(stream)
	i := bytes.LastIndex(b[:1000], []byte{0x1C, 0x53, 0xBB, 0x6B})
	n := int(b[i+4] & 0x7f)
	if b[i+4]&0x80 == 0 || i < 0 {
		t.Fatal("cues are not as expected")
	}
	b[i] = 0xEC
	binary.BigEndian.PutUint32(b[i+1:], uint32(n)|1<<28)
	return b
}
