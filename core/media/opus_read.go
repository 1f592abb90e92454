package media

import (
	"bytes"
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

	at     int64 // samples before the next packet
	jumped bool  // they are told by its time
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
	at      int64 // samples before it, of each channel at 48 kHz
	samples int   // it has
	trim    int   // of those, how many at the end are not music
}

func newOpusReader(r io.Reader, size int64) (*opusReader, error) {
	w, err := newWebMReader(r, size)
	if err != nil {
		return nil, err
	}
	return opusReaderOf(w)
}

func opusReaderOf(w *webmReader) (o *opusReader, err error) {
	o = &opusReader{webm: w}
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

// withPreSkip returns another head with other samples to skip.
func (h opusHead) withPreSkip(n int) opusHead {
	h.preSkip, h.bytes = n, bytes.Clone(h.bytes)
	binary.LittleEndian.PutUint16(h.bytes[10:], uint16(n))
	return h
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
		if o.jumped {
			o.at, o.jumped = o.position(b.time, int64(n)), false
		}
		p = opusPacket{b.data, o.at, n, min(int(trim), n)}
		o.at += int64(n)
		return p, nil
	}
}

// position is how many samples there are before a block of n that has a time.
// That is rounded, but packets are of one length.
func (o *opusReader) position(units, n int64) int64 {
	at := samplesIn(inTime(units, o.webm.scale), opusRate)
	whole := (at + n/2) / n * n
	if most := samplesIn(max(o.webm.scale, time.Millisecond), opusRate); whole >= at-most && whole <= at+most {
		return whole
	}
	return at
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
