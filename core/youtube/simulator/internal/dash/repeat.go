package dash

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"sort"
	"time"
)

// ErrNotH264 means that a stream whose bitrate is to grow is not H.264.
var ErrNotH264 = errors.New("not H.264")

// Repeat returns a stream of length d, to a sample, that repeats the fragments of
// source, a DASH MP4 of one track, with continuous times and sequence numbers and an
// index (sidx) over all fragments. The caller must not change source afterwards.
//
// If bitrate, in bits per second, is more than the source has, an SEI message of
// type user_data_unregistered (H.264 annex D.1.7), which players skip, precedes
// each picture, so that the stream has about that bitrate and still plays. Repeat
// then returns ErrNotH264 for any other codec. It returns another error when source
// is not a DASH MP4 of one track.
func Repeat(source []byte, d time.Duration, bitrate int) (*Repeated, error) {
	t, err := parse(source)
	if err != nil {
		return nil, err
	}
	l := &Repeated{source: source, track: *t}
	if bitrate > 0 {
		if !bytes.Contains(l.head, []byte("avc1")) {
			return nil, ErrNotH264
		}
		l.pad = l.padding(bitrate)
	}
	l.plan(d)
	return l, nil
}

// Repeated is a stream of repeated fragments. Its bytes are generated when they are
// read; the whole is never in memory.
type Repeated struct {
	track  // head includes the new sidx
	source []byte
	pad    int // payload bytes of the SEI message before each sample; 0 for none

	starts   []int64    // offset of each in the loop, and the loop's size
	ticks    uint64     // duration of the loop
	whole    int        // number of whole loops
	rest     []fragment // the fragments after the whole loops
	fullSize int64
}

// Size returns the size in bytes.
func (l *Repeated) Size() int64 { return l.fullSize }

// plan computes how often the fragments repeat, and writes the index.
func (l *Repeated) plan(d time.Duration) {
	l.starts = []int64{0}
	for i := range l.loop {
		l.loop[i].measure(l.pad)
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
			f.measure(l.pad)
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

func (l *Repeated) loopSize() int64 { return l.starts[len(l.loop)] }

// fragments returns the total number of fragments.
func (l *Repeated) fragments() int { return l.whole*len(l.loop) + len(l.rest) }

// fragment returns fragment i of all, and its decode time.
func (l *Repeated) fragment(i int) (f *fragment, time uint64) {
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
func (l *Repeated) ReadAt(p []byte, off int64) (int, error) {
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
func (l *Repeated) readFragment(p []byte, i int, at int64) int {
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

// index returns the sidx (ISO/IEC 14496-12, section 8.16.3).
func (l *Repeated) index() []byte {
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

// padding returns the payload of SEI messages that brings l near a bitrate, 0 when
// l has that bitrate without one.
func (l *Repeated) padding(bitrate int) int {
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
