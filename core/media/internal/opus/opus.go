package opus

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

// Bounds of Opus.
const (
	Rate      = 48000 // samples per second, whatever was encoded (RFC 7845 §5.1)
	MaxPacket = 5760  // samples: 120 ms (RFC 6716 §3.2.5)
)

// Preroll is how much sound to decode before a position for the result to be the same
// as if the decoder had begun at the start. It is twice the minimum of RFC 7845 §4.6,
// after which differences can still be measured.
const Preroll = 160 * time.Millisecond

// Head is an OpusHead packet (RFC 7845 §5.1), which WebM has as the
// CodecPrivate.
type Head struct {
	Bytes    []byte
	Channels int
	PreSkip  int // samples at 48 kHz
	Gain     int // in 1/256 dB
	Family   int // of the channel mapping
}

// ReadHead reads an OpusHead packet. Errors wrap media.ErrDamaged.
func ReadHead(b []byte) (h Head, err error) {
	if len(b) < 19 || len(b) > 255 || string(b[:8]) != "OpusHead" || b[8] > 15 || b[9] == 0 {
		return h, fmt.Errorf("%w: no OpusHead", media.ErrDamaged)
	}
	return Head{
		Bytes:    b,
		Channels: int(b[9]),
		PreSkip:  int(binary.LittleEndian.Uint16(b[10:])),
		Gain:     int(int16(binary.LittleEndian.Uint16(b[16:]))),
		Family:   int(b[18]),
	}, nil
}

// WithPreSkip returns a copy of h with another pre-skip.
func (h Head) WithPreSkip(n int) Head {
	h.PreSkip, h.Bytes = n, bytes.Clone(h.Bytes)
	binary.LittleEndian.PutUint16(h.Bytes[10:], uint16(n))
	return h
}

// Samples returns how many samples at 48 kHz a packet has of each channel, by its
// first two bytes (RFC 6716 §3.1, §3.2).
func Samples(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, fmt.Errorf("opus packet is empty")
	}
	var frame int
	switch config := p[0] >> 3; {
	case config < 12: // SILK
		frame = [4]int{480, 960, 1920, 2880}[config&3]
	case config < 16: // hybrid
		frame = [2]int{480, 960}[config&1]
	default: // CELT
		frame = 120 << (config & 3)
	}
	n := 1
	switch p[0] & 3 {
	case 1, 2:
		n = 2
	case 3:
		if len(p) < 2 {
			return 0, fmt.Errorf("opus packet is cut")
		}
		n = int(p[1] & 63)
	}
	if n == 0 || n*frame > MaxPacket {
		return 0, fmt.Errorf("opus packet of %d frames", n)
	}
	return n * frame, nil
}
