package simulator

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"sort"
	"time"
)

// Long returns valid media of length d that repeats the fragments of a DASH MP4
// fixture, with continuous times and sequence numbers and an index (sidx) over all
// fragments. The last fragment is cut so that the length is d, to a sample. Bytes
// are generated when they are read; the whole is never in memory. Long panics when
// f is not a DASH MP4.
func Long(f Fixture, d time.Duration) Content { return LongAt(f, d, 0) }

// LongAt is Long for an H.264 fixture with about bitrate bits per second, for large
// files that still play: each picture is preceded by an SEI message of type
// user_data_unregistered (H.264 annex D.1.7), which players skip. A bitrate of 0,
// or below the fixture's own, adds nothing. LongAt panics when f is not H.264.
func LongAt(f Fixture, d time.Duration, bitrate int) Content {
	source := f.bytes()
	l, err := parseFragments(source)
	if err != nil {
		panic(fmt.Sprintf("simulator: %s: %v", f, err))
	}
	if bitrate > 0 {
		if !bytes.Contains(l.head, []byte("avc1")) {
			panic(fmt.Sprintf("simulator: %s is not H.264", f))
		}
		l.pad = seiPayload(l, bitrate)
	}
	l.plan(d)
	return l
}

// long is a Content of repeated fragments.
type long struct {
	source    []byte // the fixture
	head      []byte // ftyp, moov and the new sidx
	timescale uint32
	pad       int // payload bytes of the SEI message before each sample; 0 for none

	loop     []fragment // the fixture's fragments
	starts   []int64    // offset of each in the loop, and the loop's size
	ticks    uint64     // duration of the loop
	whole    int        // number of whole loops
	rest     []fragment // the fragments after the whole loops
	fullSize int64
}

// fragment is a moof with one run of samples, and its mdat.
type fragment struct {
	samples []sample
	ends    []int64 // where each sample ends in the mdat, SEI message included
	ticks   uint64
	offsets bool  // samples have composition offsets
	version uint8 // of trun: 1 when those may be negative
}

type sample struct {
	at, size int64 // in the fixture
	ticks    uint32
	flags    uint32
	offset   uint32 // composition time offset, as written
}

// Size implements Content.
func (l *long) Size() int64 { return l.fullSize }

// plan computes how often the fragments repeat, and writes the index.
func (l *long) plan(d time.Duration) {
	l.starts = []int64{0}
	for i := range l.loop {
		l.measure(&l.loop[i])
		l.starts = append(l.starts, l.starts[i]+l.loop[i].size())
		l.ticks += l.loop[i].ticks
	}
	want := uint64(float64(d) / float64(time.Second) * float64(l.timescale))
	l.whole = int(want / l.ticks)
	left := want % l.ticks
	for _, f := range l.loop {
		if left == 0 {
			break
		}
		if f.ticks > left {
			f = f.cut(left)
			l.measure(&f)
		}
		l.rest = append(l.rest, f)
		left -= min(left, f.ticks)
	}
	l.head = append(l.head, l.index()...)
	l.fullSize = int64(len(l.head)) + int64(l.whole)*l.loopSize()
	for _, f := range l.rest {
		l.fullSize += f.size()
	}
}

func (l *long) loopSize() int64 { return l.starts[len(l.loop)] }

// measure sets the ends of the samples and the duration of f.
func (l *long) measure(f *fragment) {
	f.ends, f.ticks = nil, 0
	var end int64
	for _, s := range f.samples {
		end += s.size + seiSize(l.pad)
		f.ends = append(f.ends, end)
		f.ticks += uint64(s.ticks)
	}
}

// cut returns the samples of f that begin before ticks.
func (f fragment) cut(ticks uint64) fragment {
	var t uint64
	n := 0
	for n < len(f.samples) && t < ticks {
		t += uint64(f.samples[n].ticks)
		n++
	}
	f.samples = f.samples[:n]
	return f
}

func (f *fragment) count() int   { return len(f.samples) }
func (f *fragment) media() int64 { return f.ends[len(f.ends)-1] }
func (f *fragment) size() int64  { return f.moofSize() + 8 + f.media() }

// fragments returns the total number of fragments.
func (l *long) fragments() int { return l.whole*len(l.loop) + len(l.rest) }

// fragment returns fragment i of all, and its decode time.
func (l *long) fragment(i int) (f *fragment, time uint64) {
	n := len(l.loop)
	k := i % n
	for j := range k {
		time += l.loop[j].ticks
	}
	time += uint64(i/n) * l.ticks
	if i/n < l.whole {
		return &l.loop[k], time
	}
	return &l.rest[k], time
}

// ReadAt implements io.ReaderAt.
func (l *long) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= l.fullSize {
		return 0, io.EOF
	}
	n := 0
	if off < int64(len(l.head)) {
		n = copy(p, l.head[off:])
	}
	for n < len(p) && off+int64(n) < l.fullSize {
		at := off + int64(n) - int64(len(l.head))
		turn := at / l.loopSize()
		inLoop := at % l.loopSize()
		k := sort.Search(len(l.loop), func(k int) bool { return l.starts[k+1] > inLoop })
		i := int(turn)*len(l.loop) + k
		n += l.readFragment(p[n:], i, inLoop-l.starts[k])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// readFragment copies bytes of fragment i to p, starting at its byte at.
func (l *long) readFragment(p []byte, i int, at int64) int {
	f, time := l.fragment(i)
	n := 0
	if head := f.moofSize() + 8; at < head {
		n = copy(p, f.header(uint32(i+1), time, l.pad)[at:])
		at = 0
	} else {
		at -= head
	}
	for n < len(p) && at < f.media() {
		k := sort.Search(f.count(), func(k int) bool { return f.ends[k] > at })
		s := f.samples[k]
		inSample := at - (f.ends[k] - s.size - seiSize(l.pad))
		var m int
		if inSample < seiSize(l.pad) {
			m = readSEI(p[n:], l.pad, inSample)
		} else {
			from := s.at + inSample - seiSize(l.pad)
			m = copy(p[n:], l.source[from:s.at+s.size])
		}
		n += m
		at += int64(m)
	}
	return n
}

// moofSize returns the size of a fragment's moof.
func (f *fragment) moofSize() int64 {
	per := 12
	if f.offsets {
		per = 16
	}
	return int64(8 + 16 + 8 + 16 + 20 + 20 + per*f.count()) // moof, mfhd, traf, tfhd, tfdt, trun
}

// header returns the moof and the header of the mdat (ISO/IEC 14496-12, section
// 8.8).
func (f *fragment) header(sequence uint32, time uint64, pad int) []byte {
	be := binary.BigEndian
	size := uint32(f.moofSize())
	b := make([]byte, 0, size+8)
	b = box(b, size, "moof")
	b = be.AppendUint32(box(b, 16, "mfhd"), 0)
	b = be.AppendUint32(b, sequence)
	b = box(b, size-24, "traf")
	b = be.AppendUint32(box(b, 16, "tfhd"), 0x020000) // default-base-is-moof
	b = be.AppendUint32(b, 1)
	b = be.AppendUint32(box(b, 20, "tfdt"), 1<<24)
	b = be.AppendUint64(b, time)
	flags := uint32(0x701) // data offset; duration, size and flags of each sample
	if f.offsets {
		flags |= 0x800
	}
	b = be.AppendUint32(box(b, size-68, "trun"), uint32(f.version)<<24|flags)
	b = be.AppendUint32(b, uint32(f.count()))
	b = be.AppendUint32(b, size+8)
	for _, s := range f.samples {
		b = be.AppendUint32(b, s.ticks)
		b = be.AppendUint32(b, uint32(s.size+seiSize(pad)))
		b = be.AppendUint32(b, s.flags)
		if f.offsets {
			b = be.AppendUint32(b, s.offset)
		}
	}
	return box(b, uint32(8+f.media()), "mdat")
}

// box appends the header of a box.
func box(b []byte, size uint32, kind string) []byte {
	return append(binary.BigEndian.AppendUint32(b, size), kind...)
}

// index returns the sidx (ISO/IEC 14496-12, section 8.16.3).
func (l *long) index() []byte {
	be := binary.BigEndian
	n := l.fragments()
	b := box(nil, uint32(40+12*n), "sidx")
	b = be.AppendUint32(b, 1<<24)
	b = be.AppendUint32(b, 1)
	b = be.AppendUint32(b, l.timescale)
	b = be.AppendUint64(b, 0) // earliest presentation time
	b = be.AppendUint64(b, 0) // first offset
	b = be.AppendUint32(b, uint32(n))
	for i := range n {
		f, _ := l.fragment(i)
		b = be.AppendUint32(b, uint32(f.size()))
		b = be.AppendUint32(b, uint32(f.ticks))
		b = be.AppendUint32(b, 0x80000000) // starts with a sync sample
	}
	return b
}

// The SEI message that LongAt writes before a picture is one NAL unit (ITU-T H.264,
// sections 7.3.1 and 7.3.2.3): a length of four bytes, the type (6, SEI), the
// payload's type (5, user_data_unregistered), the payload's size in bytes of at
// most 255, the payload (16 bytes that name its kind, then anything), and a stop
// bit. The payload has no zero bytes, so that no byte needs an escape.

// seiSize returns the size of an SEI message with payload bytes of payload.
func seiSize(payload int) int64 {
	if payload == 0 {
		return 0
	}
	return int64(len(seiHeader(payload)) + payload + 1)
}

// seiHeader returns the bytes before the payload.
func seiHeader(payload int) []byte {
	sizes := payload/255 + 1
	b := make([]byte, 0, 6+sizes)
	b = binary.BigEndian.AppendUint32(b, uint32(2+sizes+payload+1))
	b = append(b, 6, 5)
	for range sizes - 1 {
		b = append(b, 255)
	}
	return append(b, byte(payload%255))
}

// seiFilling is pseudorandom bytes without zeros, which payloads repeat.
var seiFilling = func() []byte {
	b := make([]byte, 1<<16)
	for i := range b {
		b[i] = byte(splitmix(uint64(i))) | 1
	}
	return b
}()

// readSEI copies bytes of an SEI message to p, starting at its byte at.
func readSEI(p []byte, payload int, at int64) int {
	head := seiHeader(payload)
	end := int64(len(head) + payload)
	n := 0
	if at < int64(len(head)) {
		n = copy(p, head[at:])
		at += int64(n)
	}
	for n < len(p) && at < end {
		from := (at - int64(len(head))) % int64(len(seiFilling))
		m := copy(p[n:], seiFilling[from:min(int64(len(seiFilling)), from+end-at)])
		n += m
		at += int64(m)
	}
	if n < len(p) && at == end {
		p[n] = 0x80
		n++
	}
	return n
}

// seiPayload returns the payload that brings l near a bitrate, 0 when l has that
// bitrate without one.
func seiPayload(l *long, bitrate int) int {
	var bytes, ticks, samples int64
	for _, f := range l.loop {
		for _, s := range f.samples {
			bytes += s.size
			ticks += int64(s.ticks)
			samples++
		}
	}
	want := int64(float64(bitrate) / 8 * float64(ticks) / float64(l.timescale))
	each := (want - bytes) / samples
	payload := each - each/256 - 8
	if payload < 16 {
		return 0
	}
	return int(payload)
}
