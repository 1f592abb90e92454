package mp3

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// reservoirRules place frames as LAME 3.100 does (reservoir.c,
// VBR_new_iteration_loop), but from any fill of the bit reservoir.
type reservoirRules struct {
	streamFormat
	constant int // bit rate index of constant bit rate; 0 means variable
}

// placement is how a frame is written.
type placement struct {
	index, padding, size int
	keep                 int // bytes of earlier frames that its main data begin in
	empty                int // bytes behind its main data that stay empty
	left                 int // bytes that are free for the frames that follow
}

// padded returns 1 for a frame that is a byte longer for a constant bit rate. That
// follows from the number of the frame alone, with a period of 49 at 44.1 kHz.
func (r *reservoirRules) padded(number int) int {
	if r.constant == 0 {
		return 0
	}
	part := r.remainders[r.constant]
	if lag := ((1-number)*part%r.rate + r.rate) % r.rate; lag < part {
		return 1
	}
	return 0
}

// limit is the most that LAME allows to be kept for a frame of a size: its decoder
// buffer has 7680 bits a granule (MDB_MAXIMUM, the library's default).
func (r *reservoirRules) limit(size int) int { return max(0, min(r.maxBack, 960*r.granules-size)) }

// free returns what a frame leaves when it is written with a bit rate.
func (r *reservoirRules) free(f *frame, space, index, padding int) int {
	size := r.sizes[index] + padding
	return min(space, r.limit(size)) + size - 4 - r.sideBytes - len(f.main)
}

// index chooses a bit rate as LAME does: the lowest that holds the frame, or else the
// highest that leaves no more than may be kept, so that the reservoir is mostly
// full. need is what must be left.
func (r *reservoirRules) index(f *frame, space, need int) int {
	last := len(r.sizes) - 1
	i := 1
	for i < last && r.free(f, space, i, 0) < 0 {
		i++
	}
	if f.bits > 0 { // LAME does not fill the reservoir for silence
		spare := min(1, len(f.main)*8-f.bits) // LAME compares bits
		for high := last; high > i; high-- {
			if r.free(f, space, high, 0)+spare <= r.limit(r.sizes[last]) {
				i = high
				break
			}
		}
	}
	for i < last && r.free(f, space, i, 0) < need {
		i++
	}
	return i
}

// place places a frame when space bytes of earlier frames are free and need bytes
// must be left for those that follow. ok is false if it fits at no bit rate.
func (r *reservoirRules) place(f *frame, number, space, need int) (p placement, ok bool) {
	p.padding = r.padded(number)
	if p.index = r.constant; p.index == 0 {
		p.index = r.index(f, space, need)
	}
	ok = r.free(f, space, p.index, p.padding) >= max(0, need)
	p.size = r.sizes[p.index] + p.padding
	p.keep, p.left = space, space+p.size-4-r.sideBytes-len(f.main)
	if over := p.left - r.limit(p.size); over > 0 { // to stay empty, before the frame if possible
		p.left -= over
		before := min(over, p.keep)
		p.keep -= before
		p.empty = over - before
	}
	return p, ok
}

// needs returns how many bytes must be free before each frame, the first of which has
// a number, so that it and all that follow fit at the highest bit rate. LAME placed
// them, so that no need is more than the frame's back.
func (r *reservoirRules) needs(frames []frame, number int) []int {
	n := make([]int, len(frames)+1)
	index := len(r.sizes) - 1
	if r.constant > 0 {
		index = r.constant
	}
	for i := len(frames) - 1; i >= 0; i-- {
		n[i] = max(0, n[i+1]+len(frames[i].main)+4+r.sideBytes-r.sizes[index]-r.padded(number+i))
	}
	return n
}

// levelSlack is by how many bytes two reservoirs may differ and count as equally
// full, for variable bit rate: there, what is left depends on how frames happen to
// fill.
const levelSlack = 128

func (r *reservoirRules) sameLevel(a, b int) bool {
	if r.constant > 0 {
		return a == b
	}
	return max(a-b, b-a) <= levelSlack
}

// frameWriter writes frames with a bit reservoir of its own.
type frameWriter struct {
	reservoirRules
	out     io.Writer
	count   int      // frames
	space   int      // bytes free in what is pending
	pending []byte   // not written yet, as some of it is free
	holes   [][2]int // the free parts of pending
	offsets []int64  // of each frame from the first, for the table in LAME's tag
	written int64    // bytes
	crc     uint16   // of what is written
	sum     uint32   // CRC-32C of it
	marks   marks
	marked  func(marks) error // told of new marks; may be nil
}

// add writes frames. follow are those that come next, as far as they are known.
func (w *frameWriter) add(frames, follow []frame) error {
	need := w.needs(append(frames[:len(frames):len(frames)], follow...), w.count)
	for i := range frames {
		if err := w.addOne(&frames[i], need[i+1]); err != nil {
			return err
		}
	}
	if w.marked == nil {
		return nil
	}
	if err := w.flush(); err != nil {
		return err
	}
	w.marks.add(mark{w.written, w.sum})
	return w.marked(w.marks)
}

func (w *frameWriter) addOne(f *frame, need int) error {
	p, ok := w.place(f, w.count, w.space, need)
	if !ok {
		return fmt.Errorf("mp3: frame %d of %d bytes does not fit behind %d free ones", w.count, len(f.main), w.space)
	}
	w.fill(make([]byte, w.space-p.keep))
	w.offsets = append(w.offsets, w.written+int64(len(w.pending)))
	from := len(w.pending)
	const kept = 0x0d // sample rate, private bit
	w.pending = append(w.pending, f.header[0], f.header[1], f.header[2]&kept|byte(p.index<<4|p.padding<<1), f.header[3])
	w.pending = append(w.pending, f.side[:w.sideBytes]...)
	if w.mpeg1 {
		w.pending[from+4] = byte(p.keep >> 1)
		w.pending[from+5] |= byte(p.keep << 7)
	} else {
		w.pending[from+4] = byte(p.keep)
	}
	w.holes = append(w.holes, [2]int{len(w.pending), from + p.size})
	w.pending = append(w.pending, make([]byte, from+p.size-len(w.pending))...)
	w.fill(f.main)
	w.fill(make([]byte, p.empty))
	w.space = p.left
	w.count++
	if len(w.pending) > 64<<10 {
		return w.flush()
	}
	return nil
}

// fill puts main data, or zeros that must not be taken for any, into the holes.
func (w *frameWriter) fill(b []byte) {
	for len(b) > 0 {
		h := &w.holes[0]
		n := copy(w.pending[h[0]:h[1]], b)
		b = b[n:]
		if h[0] += n; h[0] == h[1] {
			w.holes = w.holes[1:]
		}
	}
}

// flush writes what has no holes.
func (w *frameWriter) flush() error {
	for len(w.holes) > 0 && w.holes[0][0] == w.holes[0][1] {
		w.holes = w.holes[1:]
	}
	n := len(w.pending)
	if len(w.holes) > 0 {
		n = w.holes[0][0]
	}
	w.crc, w.sum = crc16(w.crc, w.pending[:n]), crc32.Update(w.sum, castagnoli, w.pending[:n])
	w.written += int64(n)
	_, err := w.out.Write(w.pending[:n])
	w.pending = append(w.pending[:0], w.pending[n:]...)
	for i := range w.holes {
		w.holes[i][0] -= n
		w.holes[i][1] -= n
	}
	return err
}

// close writes the rest and turns tag, that of the last encoder, into that of all
// frames: their number, bytes, the table of places to seek, and both CRCs. The
// delay is that of every encoder, and the padding that of the last.
func (w *frameWriter) close(tag []byte) error {
	w.holes = nil // what the last frames do not use is zero
	if err := w.flush(); err != nil {
		return err
	}
	at := w.side
	if len(tag) < at+156 || w.count == 0 {
		return errors.New("mp3: LAME's tag is short")
	}
	total := w.written + int64(len(tag))
	binary.BigEndian.PutUint32(tag[at+8:], uint32(w.count))
	binary.BigEndian.PutUint32(tag[at+12:], uint32(total))
	for i := 1; i < 100; i++ {
		tag[at+16+i] = byte((w.offsets[i*w.count/100] + int64(len(tag))) * 256 / total)
	}
	binary.BigEndian.PutUint32(tag[at+148:], uint32(total))
	binary.BigEndian.PutUint16(tag[at+152:], w.crc)
	binary.BigEndian.PutUint16(tag[at+154:], crc16(0, tag[:at+154]))
	return nil
}

var crcTable = func() (t [256]uint16) {
	for i := range t {
		c := uint16(i)
		for range 8 {
			c = c>>1 ^ c&1*0xa001
		}
		t[i] = c
	}
	return t
}()

// crc16 continues a CRC-16 with the reversed polynomial 0xa001, as LAME's tag has it.
func crc16(c uint16, b []byte) uint16 {
	for _, x := range b {
		c = c>>8 ^ crcTable[byte(c)^x]
	}
	return c
}
