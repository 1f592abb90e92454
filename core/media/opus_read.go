package media

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

const (
	opusRate      = 48000 // samples per second, whatever was encoded (RFC 7845 §5.1)
	maxOpusPacket = 5760  // samples: 120 ms (RFC 6716 §3.2.5)
)

// opusReader reads the Opus packets of a WebM stream.
type opusReader struct {
	head  opusHead
	webm  *webmReader
	track uint64
}

// opusHead is an OpusHead packet (RFC 7845 §5.1), which WebM has as the
// CodecPrivate.
type opusHead struct {
	bytes    []byte
	channels int
	preSkip  int // samples at 48 kHz
	gain     int // in 1/256 dB
	family   int // of the channel mapping
}

// opusPacket is one packet. Its data are valid until the next one is read.
type opusPacket struct {
	data    []byte
	samples int // of each channel at 48 kHz
	trim    int // of those, how many at the end are not music
}

func newOpusReader(r io.Reader, size int64) (*opusReader, error) {
	w, err := newWebMReader(r, size)
	if err != nil {
		return nil, err
	}
	o := &opusReader{webm: w}
	for _, t := range w.tracks {
		if t.codec != "A_OPUS" {
			continue
		}
		if o.head, err = readOpusHead(t.private); err != nil {
			return nil, err
		}
		o.track = t.number
		return o, nil
	}
	return nil, w.damaged("no Opus track")
}

func readOpusHead(b []byte) (h opusHead, err error) {
	if len(b) < 19 || len(b) > 255 || string(b[:8]) != "OpusHead" || b[8] > 15 || b[9] == 0 {
		return h, fmt.Errorf("%w: no OpusHead", ErrDamaged)
	}
	return opusHead{
		bytes:    b,
		channels: int(b[9]),
		preSkip:  int(binary.LittleEndian.Uint16(b[10:])),
		gain:     int(int16(binary.LittleEndian.Uint16(b[16:]))),
		family:   int(b[18]),
	}, nil
}

// next returns the next packet, or io.EOF behind the last one.
func (o *opusReader) next() (p opusPacket, err error) {
	for {
		b, err := o.webm.next()
		if err != nil {
			return p, err
		}
		if b.track != o.track {
			continue
		}
		n, err := opusSamples(b.data)
		if err != nil {
			return p, o.webm.damaged("%w", err)
		}
		trim := (min(max(b.discard, 0), time.Second)*opusRate + time.Second/2) / time.Second
		return opusPacket{b.data, n, min(int(trim), n)}, nil
	}
}

// opusSamples is how many samples at 48 kHz a packet holds of each channel, by
// its first two bytes (RFC 6716 §3.1, §3.2).
func opusSamples(p []byte) (int, error) {
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
	if n == 0 || n*frame > maxOpusPacket {
		return 0, fmt.Errorf("opus packet of %d frames", n)
	}
	return n * frame, nil
}
