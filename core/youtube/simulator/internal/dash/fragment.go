package dash

import "encoding/binary"

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

// measure sets the ends of the samples and the duration of f, with an SEI message
// of pad bytes of payload before each sample.
func (f *fragment) measure(pad int) {
	f.ends, f.ticks = nil, 0
	var end int64
	for _, s := range f.samples {
		end += s.size + seiSize(pad)
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

func (f *fragment) count() int { return len(f.samples) }

func (f *fragment) media() int64 { return f.ends[len(f.ends)-1] }

func (f *fragment) size() int64 { return f.moofSize() + 8 + f.media() }

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
