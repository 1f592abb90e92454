package mp3

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/hilo-app/hilo/core/media"
)

// maxSide is the most bytes of side information: of two channels of MPEG 1.
const maxSide = 32

// frame is one frame with its own main data, taken out of the bit reservoir, so
// that it can be put into any stream of the same format.
type frame struct {
	header  [4]byte       // as the encoder wrote it
	side    [maxSide]byte // side information, with a main_data_begin of zero
	main    []byte        // what the side information describes; spare bits of the last byte are zero
	bits    int           // of main
	back    int           // main_data_begin: bytes of earlier frames that main began with
	windows uint32        // window type of each granule and channel, four bits each
}

// same reports whether a decoder makes the same of both.
func (f *frame) same(g *frame) bool {
	return f.header[3] == g.header[3] && f.side == g.side && bytes.Equal(f.main, g.main)
}

// bitrateIndex is the frame's own, before it is placed anew.
func (f *frame) bitrateIndex() int { return int(f.header[2] >> 4) }

// streamFormat is what all frames of a stream have in common.
type streamFormat struct {
	frameHeader        // of the first frame; size is without meaning
	mpeg1       bool   // else MPEG 2 or 2.5: one granule
	sideBytes   int    // bytes of side information
	granules    int    // of a frame
	maxBack     int    // what main_data_begin can say
	sizes       []int  // of a frame without padding, by bit rate index
	remainders  []int  // what the division for the size leaves, by bit rate index
	version     uint32 // bits of the header that must not change
}

// fixedBits are the sync word, version, layer, protection and sample rate.
const fixedBits = 0xffff0c00

func newStreamFormat(header uint32) (streamFormat, error) {
	h, ok := readFrameHeader(header)
	if !ok || header>>16&1 == 0 { // LAME writes no CRC
		return streamFormat{}, fmt.Errorf("%w: no MP3 frame without CRC: %08x", media.ErrDamaged, header)
	}
	f := streamFormat{frameHeader: h, mpeg1: h.samples == 1152, sideBytes: h.side - 4, granules: 1, maxBack: 255, version: header & fixedBits}
	if f.mpeg1 {
		f.granules, f.maxBack = 2, 511
	}
	last, table := 14, 1
	if f.mpeg1 {
		table = 0
	} else if header>>19&3 == 0 {
		last = 8 // LAME's most for MPEG 2.5: 64 kbit/s
	}
	for i := range last + 1 {
		bits := h.samples / 8 * bitrates[table][i] * 1000
		f.sizes, f.remainders = append(f.sizes, bits/h.rate), append(f.remainders, bits%h.rate)
	}
	return f, nil
}

// frameReader takes the frames of one encoder out of the bit reservoir. What is
// written to it may be cut anywhere.
type frameReader struct {
	format    streamFormat
	rest      []byte // of a frame that is not whole yet
	reservoir []byte // main data of the frames before
	tagSize   int    // bytes of the first frame, which LAME's tag replaces; 0 before it has come
	frames    []frame
}

// Write implements io.Writer. Errors wrap media.ErrDamaged.
func (r *frameReader) Write(b []byte) (int, error) {
	r.rest = append(r.rest, b...)
	at := 0
	for len(r.rest)-at >= 4 {
		header := binary.BigEndian.Uint32(r.rest[at:])
		if r.format.rate == 0 {
			f, err := newStreamFormat(header)
			if err != nil {
				return 0, err
			}
			r.format = f
		}
		h, ok := readFrameHeader(header)
		if !ok || header&fixedBits != r.format.version || h.channels != r.format.channels {
			return 0, fmt.Errorf("%w: frame %d is of another kind: %08x", media.ErrDamaged, len(r.frames), header)
		}
		if len(r.rest)-at < h.size {
			break
		}
		if r.tagSize == 0 {
			r.tagSize = h.size
		} else if err := r.take(r.rest[at : at+h.size]); err != nil {
			return 0, err
		}
		at += h.size
	}
	r.rest = append(r.rest[:0], r.rest[at:]...)
	return len(b), nil
}

// take reads the side information (ISO/IEC 11172-3 §2.4.1.7, 13818-3 §2.4.1.7) and
// collects the main data it describes.
func (r *frameReader) take(b []byte) error {
	k := &r.format
	f := frame{header: [4]byte(b)}
	copy(f.side[:], b[4:4+k.sideBytes])
	size := f.readSide(k)
	own := b[4+k.sideBytes:]
	from, n := len(r.reservoir)-f.back, (size+7)/8
	if from < 0 || n > f.back+len(own) {
		return fmt.Errorf("%w: frame %d has no main data", media.ErrDamaged, len(r.frames))
	}
	f.bits = size
	f.main = make([]byte, 0, n)
	f.main = append(f.main, r.reservoir[from:min(len(r.reservoir), from+n)]...)
	f.main = append(f.main, own[:n-len(f.main)]...)
	if size%8 > 0 {
		f.main[n-1] &= 0xff << (8 - size%8)
	}
	r.reservoir = append(r.reservoir, own...)
	if over := len(r.reservoir) - k.maxBack; over > 0 {
		r.reservoir = append(r.reservoir[:0], r.reservoir[over:]...)
	}
	r.frames = append(r.frames, f)
	return nil
}

// readSide reads main_data_begin, which it clears, and the windows, and returns the
// size of the main data in bits.
func (f *frame) readSide(k *streamFormat) (size int) {
	in := bitReader{b: f.side[:]}
	if k.mpeg1 {
		f.back = in.read(9)
		in.at += [2]int{5, 3}[k.channels-1] + 4*k.channels // private bits, scfsi
		f.side[0], f.side[1] = 0, f.side[1]&0x7f
	} else {
		f.back = in.read(8)
		in.at += k.channels // private bits
		f.side[0] = 0
	}
	for range k.granules * k.channels {
		size += in.read(12) // part2_3_length
		in.at += 9 + 8 + 4  // big_values, global_gain, scalefac_compress
		if f.windows <<= 4; !k.mpeg1 {
			in.at += 5 // scalefac_compress has nine bits
		}
		const rest = 22 // bits of either form of the window's description
		if in.read(1) == 1 {
			f.windows |= 8 | uint32(in.read(3)) // block_type, mixed_block_flag
			in.at += rest - 3
		} else {
			in.at += rest
		}
		if in.at += 2; k.mpeg1 { // scalefac_scale, count1table_select
			in.at++ // preflag
		}
	}
	return size
}

// bitReader reads bits from the highest of each byte on.
type bitReader struct {
	b  []byte
	at int
}

func (r *bitReader) read(n int) (v int) {
	for range n {
		v = v<<1 | int(r.b[r.at/8]>>(7-r.at%8)&1)
		r.at++
	}
	return v
}
