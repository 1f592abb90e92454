package mediatest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
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

// LongWebM is a long stream of one track: the clusters of a fixture over and over,
// with times that increase, made when they are needed. Its Cues are in front.
type LongWebM struct {
	Head     []byte
	clusters [][]byte // contents without the Timestamp
	Times    []int64  // of the clusters
	length   int64    // of one round, in milliseconds
	rounds   int
}

// NewLongWebM makes a stream of rounds rounds, in which each block is followed
// by as many bytes more as grow says.
func NewLongWebM(t testing.TB, stream []byte, rounds int, length int64, grow int) *LongWebM {
	t.Helper()
	s := &LongWebM{length: length, rounds: rounds}
	f := ReadWebM(t, stream)
	w := &elementWriter{}
	for _, e := range f.Top {
		switch e.ID {
		case elementCluster:
			s.add(t, e.Data, grow)
		case elementTracks:
			w.bytes(elementTracks, e.Data)
		}
	}
	info := &elementWriter{}
	info.master(elementInfo, func(w *elementWriter) {
		w.bytes(elementTimestampScale, []byte{0x0f, 0x42, 0x40})
		w.float(elementDuration, float64(length*int64(rounds)))
	})
	front := slices.Concat(info.b, w.b)
	// Each cue is of one size, so that their places are known in advance.
	n := len(s.clusters) * rounds
	cues := make([]byte, 0, n*32)
	const cue = 2 + 10 + 2 + 3 + 10
	pos := int64(len(front) + 12 + n*cue)
	for i := range n {
		c := &elementWriter{}
		c.id(elementCuePoint)
		c.size(cue-2, 1)
		c.id(elementCueTime)
		c.size(8, 1)
		c.b = binary.BigEndian.AppendUint64(c.b, uint64(s.time(i)))
		c.id(elementCuePositions)
		c.size(13, 1)
		c.id(elementCueTrack)
		c.size(1, 1)
		c.b = append(c.b, 1)
		c.id(elementCueClusterSeek)
		c.size(8, 1)
		c.b = binary.BigEndian.AppendUint64(c.b, uint64(pos))
		cues = append(cues, c.b...)
		pos += int64(len(s.cluster(i)))
	}
	w = &elementWriter{}
	w.master(elementEBML, func(w *elementWriter) { w.text(elementDocType, "webm") })
	w.id(elementSegment)
	w.size(pos, 8)
	w.b = append(w.b, front...)
	w.id(elementCues)
	w.size(int64(len(cues)), 8)
	s.Head = slices.Concat(w.b, cues)
	return s
}

// add keeps a cluster, with larger blocks.
func (s *LongWebM) add(t testing.TB, cluster []byte, grow int) {
	w := &elementWriter{}
	for _, e := range Elements(t, cluster) {
		switch e.ID {
		case elementTimestamp:
			s.Times = append(s.Times, int64(e.Uint()))
		case elementSimpleBlock:
			w.bytes(elementSimpleBlock, append(bytes.Clone(e.Data), make([]byte, grow)...))
		}
	}
	s.clusters = append(s.clusters, w.b)
}

func (s *LongWebM) time(i int) int64 {
	n := len(s.clusters)
	return s.Times[i%n] + int64(i/n)*s.length
}

func (s *LongWebM) cluster(i int) []byte {
	w := &elementWriter{}
	w.bytes(elementTimestamp, binary.BigEndian.AppendUint64(nil, uint64(s.time(i))))
	w.b = append(w.b, s.clusters[i%len(s.clusters)]...)
	c := &elementWriter{}
	c.id(elementCluster)
	c.size(int64(len(w.b)), 4)
	return append(c.b, w.b...)
}

// Write writes the whole stream to a file.
func (s *LongWebM) Write(t testing.TB, path string) int64 {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(s.Head); err != nil {
		t.Fatal(err)
	}
	for i := range len(s.clusters) * s.rounds {
		if _, err := f.Write(s.cluster(i)); err != nil {
			t.Fatal(err)
		}
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// RepackWebM writes a WebM stream of one track from the packets of another, with
// times that increase, repeated times times. Sizes are unknown where they may be.
func RepackWebM(t testing.TB, stream []byte, times int, unknown bool) []byte {
	t.Helper()
	element := func(id uint32, size int64, body []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, id)
		b = append(bytes.TrimLeft(b, "\x00"), 1)
		b = append(b, binary.BigEndian.AppendUint64(nil, uint64(size))[1:]...)
		return append(b, body...)
	}
	sized := func(id uint32, body []byte) []byte { return element(id, int64(len(body)), body) }
	size := func(n int) int64 {
		if unknown {
			return 1<<56 - 1
		}
		return int64(n)
	}
	packets := packetsOfWebM(t, stream)
	body := sized(elementInfo, sized(elementTimestampScale, []byte{0x0f, 0x42, 0x40}))
	body = append(body, sized(elementTracks, sized(elementTrackEntry, TrackEntry(t, stream)))...)
	var cluster []byte
	start := int64(0)
	flush := func() {
		if len(cluster) > 0 {
			body = append(body, element(elementCluster, size(len(cluster)), cluster)...)
		}
		cluster = nil
	}
	for i := range times * len(packets) {
		b := packets[i%len(packets)]
		at := int64(i) * 20
		if at-start > 10_000 || i == 0 {
			flush()
			start = at
			cluster = sized(elementTimestamp, binary.BigEndian.AppendUint64(nil, uint64(at)))
		}
		data := append([]byte{0x81, byte((at - start) >> 8), byte(at - start), 0x80}, b.data...)
		if i == times*len(packets)-1 && b.discard != nil {
			data[3] = 0
			group := append(sized(elementBlock, data), sized(elementDiscardPadding, b.discard)...)
			cluster = append(cluster, sized(elementBlockGroup, group)...)
		} else {
			cluster = append(cluster, sized(elementSimpleBlock, data)...)
		}
	}
	flush()
	out := sized(elementEBML, sized(elementDocType, []byte("webm")))
	return append(out, element(elementSegment, size(len(body)), body)...)
}

// webmPacket is what a block holds.
type webmPacket struct {
	data    []byte
	discard []byte // content of the DiscardPadding, nil if there is none
}

// packetsOfWebM are the packets of a stream of one track.
func packetsOfWebM(t testing.TB, stream []byte) (list []webmPacket) {
	t.Helper()
	for _, e := range ReadWebM(t, stream).Top {
		if e.ID == elementCluster {
			list = append(list, packetsOfCluster(t, e.Data)...)
		}
	}
	return list
}

func packetsOfCluster(t testing.TB, b []byte) (list []webmPacket) {
	t.Helper()
	for _, e := range Elements(t, b) {
		switch e.ID {
		case elementCluster: // the one before is of unknown size
			list = append(list, packetsOfCluster(t, e.Data)...)
		case elementSimpleBlock:
			list = append(list, webmPacket{data: e.Data[4:]})
		case elementBlockGroup:
			var p webmPacket
			for _, g := range Elements(t, e.Data) {
				switch g.ID {
				case elementBlock:
					p.data = g.Data[4:]
				case elementDiscardPadding:
					p.discard = g.Data
				}
			}
			list = append(list, p)
		}
	}
	return list
}

// OpusPackets are the OpusHead and the packets of a WebM stream, and how many
// samples of them are to be heard.
func OpusPackets(t testing.TB, stream []byte) (head opus.Head, list []string, samples int) {
	t.Helper()
	for _, e := range Elements(t, TrackEntry(t, stream)) {
		if e.ID == elementCodecPrivate {
			var err error
			if head, err = opus.ReadHead(e.Data); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, p := range packetsOfWebM(t, stream) {
		n, err := opus.Samples(p.data)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(p.data))
		samples += n - int(bin.SamplesIn(time.Duration(Element{Data: p.discard}.Uint()), opus.Rate))
	}
	return head, list, samples - head.PreSkip
}

// elementWriter appends elements of EBML to one buffer.
type elementWriter struct{ b []byte }

func (w *elementWriter) id(id uint32) {
	w.b = append(w.b, bytes.TrimLeft(binary.BigEndian.AppendUint32(nil, id), "\x00")...)
}

// size appends a size in n bytes.
func (w *elementWriter) size(v int64, n int) {
	v |= 1 << (7 * n)
	for n--; n >= 0; n-- {
		w.b = append(w.b, byte(v>>(8*n)))
	}
}

func (w *elementWriter) bytes(id uint32, data []byte) {
	w.id(id)
	w.size(int64(len(data)), 4)
	w.b = append(w.b, data...)
}

func (w *elementWriter) text(id uint32, s string) { w.bytes(id, []byte(s)) }

func (w *elementWriter) float(id uint32, v float64) {
	w.bytes(id, binary.BigEndian.AppendUint64(nil, math.Float64bits(v)))
}

func (w *elementWriter) master(id uint32, body func(w *elementWriter)) {
	content := &elementWriter{}
	body(content)
	w.bytes(id, content.b)
}
