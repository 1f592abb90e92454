package webm

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
)

// OpusReader reads the Opus packets of a WebM stream. Errors wrap ErrDamaged, or are
// those of the source.
type OpusReader struct {
	Head  opus.Head
	webm  *reader
	track uint64

	at     int64 // samples before the next packet
	jumped bool  // its time tells them

	end time.Duration // of the packet before, by its block's time; 0 without one
}

// OpusPacket is one packet. Its data are valid until the next one is read.
type OpusPacket struct {
	Data    []byte
	At      int64 // samples before it, of each channel at 48 kHz
	Samples int   // of the packet
	Trim    int   // of those, how many at the end are not to be heard
}

// OpenOpus reads the head of a stream of the given size, which is read from the
// start as its bytes arrive.
func OpenOpus(r io.Reader, size int64) (*OpusReader, error) {
	w, err := newReader(r, size)
	if err != nil {
		return nil, err
	}
	return opusReaderOf(w)
}

func opusReaderOf(w *reader) (o *OpusReader, err error) {
	o = &OpusReader{webm: w}
	for _, t := range w.tracks {
		if t.codec != "A_OPUS" {
			continue
		}
		if o.Head, err = opus.ReadHead(t.private); err != nil {
			return nil, err
		}
		o.track = t.number
		return o, nil
	}
	return nil, w.damaged("no Opus track")
}

// Next returns the next packet, or io.EOF behind the last one.
func (o *OpusReader) Next() (p OpusPacket, err error) {
	for {
		b, err := o.webm.next()
		if err != nil {
			return p, err
		}
		if b.track != o.track {
			o.webm.unknown = o.webm.unknown || !o.webm.hasTrack(b.track)
			continue
		}
		n, err := opus.Samples(b.data)
		if err != nil {
			return p, o.webm.damaged("%w", err)
		}
		if err := o.follow(b.time, n); err != nil {
			return p, err
		}
		trim := (min(max(b.discard, 0), time.Second)*opus.Rate + time.Second/2) / time.Second
		if o.jumped {
			o.at, o.jumped = o.position(b.time, int64(n)), false
		}
		p = OpusPacket{b.data, o.at, n, min(int(trim), n)}
		o.at += int64(n)
		return p, nil
	}
}

// follow checks that a packet of n samples continues the one before if something between
// them is not known. Damage may look like that, and would hide packets. Gaps alone
// are allowed.
func (o *OpusReader) follow(units int64, n int) error {
	at := inTime(units, o.webm.scale)
	rounding := 2 * max(o.webm.scale, time.Millisecond)
	if gap := at - o.end; o.webm.unknown && o.end > 0 && (gap > rounding || gap < -rounding) {
		return o.webm.damaged("%v between packets, with what is not known", gap)
	}
	o.end, o.webm.unknown = at+bin.SampleTime(int64(n), opus.Rate), false
	return nil
}

// position is how many samples there are before a block of n samples at a time. The
// time is rounded, but all packets are of one length.
func (o *OpusReader) position(units, n int64) int64 {
	at := bin.SamplesIn(inTime(units, o.webm.scale), opus.Rate)
	whole := (at + n/2) / n * n
	if most := bin.SamplesIn(max(o.webm.scale, time.Millisecond), opus.Rate); whole >= at-most && whole <= at+most {
		return whole
	}
	return at
}

// OpusClip is the part of a stream of Opus that a clip needs.
type OpusClip struct {
	byterange.Range         // its bytes
	stream          *stream // read to where the clip begins
}

// FindOpus finds a clip by the Cues in its stream's head. What is before it is
// needed to decode its start. Without Cues the error is ErrNoIndex, and for a
// clip that begins behind the end it wraps ErrOutside.
func FindOpus(h media.Head, c media.Clip) (*OpusClip, error) {
	s, err := newStream(h)
	if err == nil && s.codec() != "opus" {
		err = errors.New("no Opus track")
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	head, err := opus.ReadHead(s.reader.tracks[0].private)
	if err != nil {
		return nil, err
	}
	if err := c.Validate(s.reader.duration); err != nil {
		return nil, err
	}
	// The time of a block is later than that of its sound by the encoder's delay,
	// apart from rounding.
	delay := bin.SampleTime(int64(head.PreSkip), opus.Rate)
	to := c.To
	if to > 0 {
		to += delay + s.reader.scale
	}
	first, end, err := s.between(c.From+delay-opus.Preroll-s.reader.scale, to)
	if err != nil {
		return nil, err
	}
	s.goTo(position{pos: first.off})
	if end < h.Size {
		s.reader.segment = end
	}
	return &OpusClip{byterange.Range{From: first.off, To: end}, s}, nil
}

// Open returns what reads the packets of the clip from r, which has its bytes.
func (c *OpusClip) Open(r io.Reader) (*OpusReader, error) {
	w := c.stream.reader
	w.r = bufio.NewReaderSize(r, 16<<10)
	o, err := opusReaderOf(w)
	if err != nil {
		return nil, err
	}
	o.jumped = c.From > w.first
	return o, nil
}
