package bmff

import "encoding/binary"

// Builder appends boxes to one buffer.
type Builder struct {
	B []byte // what was appended
}

// Box appends a box whose content is what body appends.
func (w *Builder) Box(kind string, body func()) {
	at := len(w.B)
	w.U32(0)
	w.Text(kind)
	body()
	binary.BigEndian.PutUint32(w.B[at:], uint32(len(w.B)-at))
}

// Full appends a box with version and flags (§4.2, FullBox).
func (w *Builder) Full(kind string, version byte, flags uint32, body func()) {
	w.Box(kind, func() {
		w.U32(uint32(version)<<24 | flags)
		body()
	})
}

// U8 appends bytes.
func (w *Builder) U8(v ...byte) { w.B = append(w.B, v...) }

// U16 appends numbers of 16 bits, big-endian.
func (w *Builder) U16(v ...uint16) {
	for _, x := range v {
		w.B = binary.BigEndian.AppendUint16(w.B, x)
	}
}

// U32 appends numbers of 32 bits, big-endian.
func (w *Builder) U32(v ...uint32) {
	for _, x := range v {
		w.B = binary.BigEndian.AppendUint32(w.B, x)
	}
}

// U64 appends a number of 64 bits, big-endian.
func (w *Builder) U64(v uint64) { w.B = binary.BigEndian.AppendUint64(w.B, v) }

// Bytes appends b.
func (w *Builder) Bytes(b []byte) { w.B = append(w.B, b...) }

// Text appends the bytes of s, without a length or an end.
func (w *Builder) Text(s string) { w.B = append(w.B, s...) }

// Zero appends n zero bytes.
func (w *Builder) Zero(n int) { w.B = append(w.B, make([]byte, n)...) }

// Time appends a duration or time in the width that a box's version asks for.
func (w *Builder) Time(version byte, v uint64) {
	if version == 1 {
		w.U64(v)
	} else {
		w.U32(uint32(v))
	}
}

// VersionFor is the version of a box that must hold v: 1 for 64 bits, else 0.
func VersionFor(v uint64) byte {
	if v >= 1<<32 {
		return 1
	}
	return 0
}

// MovieScale is the timescale of the finished movie: milliseconds.
const MovieScale = 1000

// Flags of a track header (ISO/IEC 14496-12 §8.3.2).
const (
	TrackEnabled = 1 // shown unless the viewer chooses another
	TrackInMovie = 2 // part of the presentation
)

// UnityMatrix is the unity transformation (ISO/IEC 14496-12 §8.2.2).
var UnityMatrix = []uint32{0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000}

// TrackHeader is what a track header says of a track.
type TrackHeader struct {
	ID, Flags              uint32
	Duration               uint64 // in units of the movie
	AlternateGroup, Volume uint16
	Width, Height          uint32 // 16.16 fixed point
}

// AppendTkhd appends a track header (§8.3.2).
func AppendTkhd(w *Builder, h TrackHeader) {
	version := VersionFor(h.Duration)
	w.Full("tkhd", version, h.Flags, func() {
		w.Time(version, 0)
		w.Time(version, 0)
		w.U32(h.ID, 0)
		w.Time(version, h.Duration)
		w.U32(0, 0)
		w.U16(0, h.AlternateGroup, h.Volume, 0)
		w.U32(UnityMatrix...)
		w.U32(h.Width, h.Height)
	})
}

// AppendMdhd appends a media header (§8.4.2).
func AppendMdhd(w *Builder, timescale uint32, language uint16, d uint64) {
	version := VersionFor(d)
	w.Full("mdhd", version, 0, func() {
		w.Time(version, 0)
		w.Time(version, 0)
		w.U32(timescale)
		w.Time(version, d)
		w.U16(language, 0)
	})
}

// AlternateGroup is the alternate group of a track with a handler type. It keeps players from taking video and sound for alternatives.
func AlternateGroup(kind string) uint16 {
	if kind == "soun" {
		return 1
	}
	return 0
}
