package mp4

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/Eyevinn/mp4ff/bits"
	"github.com/Eyevinn/mp4ff/mp4"
)

// maxBoxes is how many boxes a stream may have.
const maxBoxes = 4 << 20

// header is the start of a box (ISO/IEC 14496-12 §4.2).
type header struct {
	kind string
	head int64 // bytes of the header itself, 8 or 16
	size int64 // bytes of the box, header included
}

// errShort says that more bytes are needed to read a box header.
var errShort = errors.New("box header is cut")

// readHeader reads the box header at the start of b. The box must end within
// left bytes from there; an mdat of size 0 takes them all.
func readHeader(b []byte, left int64) (header, error) {
	if len(b) < 8 {
		return header{}, errShort
	}
	h := header{kind: string(b[4:8]), head: 8, size: int64(binary.BigEndian.Uint32(b))}
	switch h.size {
	case 0:
		if h.kind == "mdat" {
			h.size = left
		}
	case 1:
		if len(b) < 16 {
			return header{}, errShort
		}
		h.head, h.size = 16, int64(binary.BigEndian.Uint64(b[8:]))
	}
	if h.size < h.head || h.size > left {
		return h, fmt.Errorf("box %q of %d bytes does not fit into %d", h.kind, h.size, left)
	}
	return h, nil
}

// rawBox is a whole box, header included, not copied.
type rawBox struct {
	kind  string
	bytes []byte
}

// split splits b, which must be a sequence of boxes.
func split(b []byte) ([]rawBox, error) {
	var list []rawBox
	for len(b) > 0 {
		h, err := readHeader(b, int64(len(b)))
		if err != nil {
			return nil, err
		}
		if h.head != 8 { // mp4ff reads long sizes of mdat only, and nothing in a moov needs one
			return nil, fmt.Errorf("box %q has a long size", h.kind)
		}
		list = append(list, rawBox{h.kind, b[:h.size]})
		b = b[h.size:]
	}
	return list, nil
}

// find returns the first box at the path of kinds under box, or nil.
func find(box []byte, path ...string) []byte {
	for _, kind := range path {
		if len(box) < 8 {
			return nil
		}
		list, err := split(box[8:])
		if err != nil {
			return nil
		}
		box = nil
		for _, c := range list {
			if c.kind == kind {
				box = c.bytes
				break
			}
		}
	}
	return box
}

// decode parses one box that holds no others. Its slice bounds what mp4ff may
// read and allocate.
func decode[T mp4.Box](b []byte) (T, error) {
	var none T
	if len(b) < 8 {
		return none, errors.New("box is missing")
	}
	box, err := mp4.DecodeBoxSR(0, bits.NewFixedSliceReader(b))
	if err != nil {
		return none, err
	}
	t, ok := box.(T)
	if !ok {
		return none, fmt.Errorf("box %q is of another kind", b[4:8])
	}
	return t, nil
}

// builder appends boxes to one buffer.
type builder struct{ b []byte }

// box appends a box whose content is what body appends.
func (w *builder) box(kind string, body func()) {
	at := len(w.b)
	w.u32(0)
	w.text(kind)
	body()
	binary.BigEndian.PutUint32(w.b[at:], uint32(len(w.b)-at))
}

// full appends a box with version and flags (§4.2, FullBox).
func (w *builder) full(kind string, version byte, flags uint32, body func()) {
	w.box(kind, func() {
		w.u32(uint32(version)<<24 | flags)
		body()
	})
}

func (w *builder) u8(v ...byte) { w.b = append(w.b, v...) }

func (w *builder) u16(v ...uint16) {
	for _, x := range v {
		w.b = binary.BigEndian.AppendUint16(w.b, x)
	}
}

func (w *builder) u32(v ...uint32) {
	for _, x := range v {
		w.b = binary.BigEndian.AppendUint32(w.b, x)
	}
}

func (w *builder) u64(v uint64)   { w.b = binary.BigEndian.AppendUint64(w.b, v) }
func (w *builder) bytes(b []byte) { w.b = append(w.b, b...) }
func (w *builder) text(s string)  { w.b = append(w.b, s...) }
func (w *builder) zero(n int)     { w.b = append(w.b, make([]byte, n)...) }

// time appends a duration or time in the width that a box's version asks for.
func (w *builder) time(version byte, v uint64) {
	if version == 1 {
		w.u64(v)
	} else {
		w.u32(uint32(v))
	}
}

// wide is the version of a box that must hold v: 1 for 64 bits, else 0.
func wide(v uint64) byte {
	if v >= 1<<32 {
		return 1
	}
	return 0
}

// movieScale is the timescale of the finished movie: milliseconds.
const movieScale = 1000

// Flags of a track header (ISO/IEC 14496-12 §8.3.2).
const (
	trackEnabled = 1
	trackInMovie = 2
)

// matrix is the unity transformation (ISO/IEC 14496-12 §8.2.2).
var matrix = []uint32{0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000}

type trackHeader struct {
	id, flags     uint32
	duration      uint64 // in units of the movie
	group, volume uint16
	width, height uint32 // 16.16 fixed point
}

// tkhd appends a track header (§8.3.2).
func tkhd(w *builder, h trackHeader) {
	version := wide(h.duration)
	w.full("tkhd", version, h.flags, func() {
		w.time(version, 0)
		w.time(version, 0)
		w.u32(h.id, 0)
		w.time(version, h.duration)
		w.u32(0, 0)
		w.u16(0, h.group, h.volume, 0)
		w.u32(matrix...)
		w.u32(h.width, h.height)
	})
}

// mdhd appends a media header (§8.4.2).
func mdhd(w *builder, timescale uint32, language uint16, d uint64) {
	version := wide(d)
	w.full("mdhd", version, 0, func() {
		w.time(version, 0)
		w.time(version, 0)
		w.u32(timescale)
		w.time(version, d)
		w.u16(language, 0)
	})
}

// group keeps players from taking video and sound for alternatives.
func group(kind string) uint16 {
	if kind == "soun" {
		return 1
	}
	return 0
}

// runs are the entries of stts and ctts: a count and a value (§8.6.1).
type runs struct {
	b    []byte
	n    int
	last uint32
}

func (r *runs) add(v uint32) {
	if r.n > 0 && v == r.last {
		count := r.b[len(r.b)-8:]
		binary.BigEndian.PutUint32(count, binary.BigEndian.Uint32(count)+1)
		return
	}
	r.b = binary.BigEndian.AppendUint32(r.b, 1)
	r.b = binary.BigEndian.AppendUint32(r.b, v)
	r.n, r.last = r.n+1, v
}

// addAll appends the runs of other.
func (r *runs) addAll(other runs) {
	for b := other.b; len(b) > 0; b = b[8:] {
		if v := binary.BigEndian.Uint32(b[4:]); r.n > 0 && v == r.last {
			count := r.b[len(r.b)-8:]
			binary.BigEndian.PutUint32(count, binary.BigEndian.Uint32(count)+binary.BigEndian.Uint32(b))
		} else {
			r.b = append(r.b, b[:8]...)
			r.n, r.last = r.n+1, v
		}
	}
}

// values returns each value.
func (r *runs) values() (list []uint32) {
	for b := r.b; len(b) > 0; b = b[8:] {
		for range binary.BigEndian.Uint32(b) {
			list = append(list, binary.BigEndian.Uint32(b[4:]))
		}
	}
	return list
}
