package media

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
)

// opusReader reads the Opus packets of a WebM stream.
type opusReader struct {
	head  opusHead
	webm  *webmReader
	track uint64

	at     int64 // samples before the next packet
	jumped bool  // they are told by its time
}

// opusPacket is one packet. Its data are valid until the next one is read.
type opusPacket struct {
	data    []byte
	at      int64 // samples before it, of each channel at 48 kHz
	samples int   // it has
	trim    int   // of those, how many at the end are not music
}

// openOpus reads the head of a stream of the given size, which is read from the
// start as its bytes come.
func openOpus(r io.Reader, size int64) (*opusReader, error) {
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

// opusClip is what of a stream of Opus a clip needs.
type opusClip struct {
	byterange.Range             // its bytes
	stream          *webmStream // read to where the clip begins
}

// findOpus finds a clip by the Cues in its stream's head. What is before it is
// needed to decode its start. Without Cues the error is ErrNoIndex, and for a
// clip that begins behind the end it wraps ErrOutside.
func findOpus(h Head, c Clip) (*opusClip, error) {
	s, err := newWebMStream(h)
	if err == nil && s.codec() != "opus" {
		err = errors.New("no Opus track")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	head, err := readOpusHead(s.reader.tracks[0].private)
	if err != nil {
		return nil, err
	}
	if err := c.Validate(s.reader.duration); err != nil {
		return nil, err
	}
	// Blocks are later than what they hold by the encoder's delay, but for
	// rounding.
	delay := lengthOf(int64(head.preSkip), opusRate)
	to := c.To
	if to > 0 {
		to += delay + s.reader.scale
	}
	first, end, err := s.between(c.From+delay-opusPreroll-s.reader.scale, to)
	if err != nil {
		return nil, err
	}
	s.goTo(webmPoint{pos: first.off})
	if end < h.Size {
		s.reader.segment = end
	}
	return &opusClip{byterange.Range{From: first.off, To: end}, s}, nil
}

// open returns what reads the packets of the clip from r, which has its bytes.
func (c *opusClip) open(r io.Reader) (*opusReader, error) {
	w := c.stream.reader
	w.r = bufio.NewReaderSize(r, 16<<10)
	o, err := opusReaderOf(w)
	if err != nil {
		return nil, err
	}
	o.jumped = c.From > w.first
	return o, nil
}
