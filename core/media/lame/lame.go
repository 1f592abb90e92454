//go:build cgo

package lame

/*
#cgo linux,!dynamic_lame LDFLAGS: -l:libmp3lame.a -lm
#cgo linux,dynamic_lame LDFLAGS: -lmp3lame -lm
#cgo darwin CFLAGS: -I/opt/homebrew/include -I/usr/local/include
#cgo darwin LDFLAGS: -L/opt/homebrew/lib -L/usr/local/lib -lmp3lame
#cgo windows LDFLAGS: -lmp3lame

#if defined(__has_include)
# if !__has_include(<lame/lame.h>)
#  define HILO_NO_LAME
# endif
#endif

#ifdef HILO_NO_LAME
# error "Hilo needs LAME: install libmp3lame-dev (Debian, Ubuntu), lame-devel (Fedora) or lame (Homebrew), or run: make deps"
typedef int lame_t; // so that the compiler reports nothing else
#else
# include <lame/lame.h>
#endif
*/
import "C"

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"unsafe"
)

// Available reports whether New can make an Encoder.
const Available = true

// Encoder makes one MP3 stream. It must be closed. It is not safe for
// concurrent use, but several Encoders may be used at the same time.
type Encoder struct {
	g        C.lame_t
	channels int
	buf      []byte
}

// setup serializes New: LAME initializes tables that all encoders share.
var setup sync.Mutex

// tailSize is the most bytes that LAME holds back, and more than a frame
// (lame.h, lame_encode_flush).
const tailSize = 7200

// New starts an encoder.
func New(c Config) (*Encoder, error) {
	if c.Channels != 1 && c.Channels != 2 {
		return nil, fmt.Errorf("an MP3 cannot have %d channels", c.Channels)
	}
	setup.Lock()
	defer setup.Unlock()
	g := C.lame_init()
	if g == nil {
		return nil, errors.New("lame: out of memory")
	}
	C.lame_set_errorf(g, nil) // else it writes to the terminal
	C.lame_set_msgf(g, nil)
	C.lame_set_debugf(g, nil)
	C.lame_set_in_samplerate(g, C.int(c.Rate))
	C.lame_set_out_samplerate(g, C.int(c.Rate))
	C.lame_set_num_channels(g, C.int(c.Channels))
	C.lame_set_write_id3tag_automatic(g, 0)
	if c.Bitrate > 0 {
		C.lame_set_VBR(g, C.vbr_off)
		C.lame_set_brate(g, C.int(c.Bitrate))
	} else {
		C.lame_set_VBR(g, C.vbr_default)
		C.lame_set_VBR_quality(g, C.float(c.Quality))
	}
	if C.lame_init_params(g) < 0 || C.lame_get_out_samplerate(g) != C.int(c.Rate) {
		C.lame_close(g)
		return nil, fmt.Errorf("lame: cannot encode %d channels of %d samples per second", c.Channels, c.Rate)
	}
	return &Encoder{g: g, channels: c.Channels, buf: make([]byte, tailSize)}, nil
}

// Encode takes samples, interleaved by channel, with a full scale from -1 to 1;
// louder ones are allowed, but those above 64 are encoded as 64, and what is no number as
// 0. It returns the bytes that are ready, which are valid until the next call. The first
// frame is an empty one, to be replaced by what Tag returns.
func (e *Encoder) Encode(pcm []float32) ([]byte, error) {
	n, pcm := len(pcm)/e.channels, bounded(pcm)
	if n == 0 {
		return nil, nil
	}
	if worst := n*5/4 + tailSize; len(e.buf) < worst { // lame.h, lame_encode_buffer
		e.buf = make([]byte, worst)
	}
	in, out, size := (*C.float)(unsafe.Pointer(&pcm[0])), (*C.uchar)(unsafe.Pointer(&e.buf[0])), C.int(len(e.buf))
	var k C.int
	if e.channels == 2 {
		k = C.lame_encode_buffer_interleaved_ieee_float(e.g, in, C.int(n), out, size)
	} else {
		k = C.lame_encode_buffer_ieee_float(e.g, in, in, C.int(n), out, size)
	}
	return e.made(k)
}

// bounded returns pcm, or a copy in which all samples are such as LAME can encode.
func bounded(pcm []float32) []float32 {
	for i, v := range pcm {
		if v >= -loudest && v <= loudest {
			continue
		}
		pcm = slices.Clone(pcm)
		for j, v := range pcm[i:] {
			if v != v {
				v = 0
			}
			pcm[i+j] = min(max(v, -loudest), loudest)
		}
		return pcm
	}
	return pcm
}

// Flush returns what is left when all samples have been encoded.
func (e *Encoder) Flush() ([]byte, error) {
	return e.made(C.lame_encode_flush(e.g, (*C.uchar)(unsafe.Pointer(&e.buf[0])), C.int(len(e.buf))))
}

func (e *Encoder) made(n C.int) ([]byte, error) {
	if n < 0 {
		return nil, fmt.Errorf("lame: error %d", int(n))
	}
	return e.buf[:n], nil
}

// Tag returns, after Flush, the frame that comes first in the file. It says how
// many frames there are, where to seek, and how many samples at either end are
// not to be heard.
func (e *Encoder) Tag() ([]byte, error) {
	n := C.lame_get_lametag_frame(e.g, (*C.uchar)(unsafe.Pointer(&e.buf[0])), C.size_t(len(e.buf)))
	if n == 0 || int(n) > len(e.buf) {
		return nil, errors.New("lame: no tag frame")
	}
	return e.buf[:n], nil
}

// Close frees the encoder. It may be called again.
func (e *Encoder) Close() {
	if e.g != nil {
		C.lame_close(e.g)
		e.g = nil
	}
}
