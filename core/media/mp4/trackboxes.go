package mp4

import "encoding/binary"

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
