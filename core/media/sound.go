package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/pion/opus"
	"github.com/tphakala/go-aac/pcm"
)

// sound is a stream decoded packet by packet. What is not music at its ends is
// cut off already.
type sound interface {
	format() (rate, channels int)
	// next returns some samples, those of the channels in turn, full scale being
	// from -1 to 1. They are valid until the next call. io.EOF comes after the
	// last.
	next() ([]float32, error)
}

// openSound opens a stream for decoding: Opus in WebM or AAC-LC in fragmented
// MP4, told by its first bytes.
func openSound(in *arrival) (sound, error) {
	webm, err := isWebM(in)
	if err != nil {
		return nil, err
	}
	if webm {
		return newOpusSound(in)
	}
	return newAACSound(in)
}

// isWebM tells WebM from MP4.
func isWebM(in *arrival) (bool, error) {
	magic := make([]byte, 8)
	if _, err := in.wait(int64(len(magic))); err != nil {
		return false, err
	}
	if err := readFull(in.src, magic, 0); err != nil {
		return false, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	switch {
	case binary.BigEndian.Uint32(magic) == idEBML:
		return true, nil
	case string(magic[4:]) == "ftyp":
		return false, nil
	}
	return false, fmt.Errorf("%w: neither WebM nor MP4", ErrDamaged)
}

// opusSound decodes Opus.
type opusSound struct {
	in      *opusReader
	decoder opus.Decoder
	pcm     []float32
	skip    int     // samples before the music, of each channel
	gain    float32 // factor
}

func newOpusSound(in *arrival) (*opusSound, error) {
	r, err := newOpusReader(in, in.size)
	if err != nil {
		return nil, err
	}
	if r.head.channels > 2 || r.head.family > 1 {
		return nil, fmt.Errorf("%w: sound with %d channels is not supported", ErrDamaged, r.head.channels)
	}
	d, err := opus.NewDecoderWithOutput(opusRate, r.head.channels)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	s := &opusSound{in: r, decoder: d, pcm: make([]float32, maxOpusPacket*r.head.channels), skip: r.head.preSkip, gain: 1}
	if r.head.gain != 0 {
		s.gain = float32(math.Pow(10, float64(r.head.gain)/(20*256))) // RFC 7845 §5.1
	}
	return s, nil
}

func (s *opusSound) format() (rate, channels int) { return opusRate, s.in.head.channels }

func (s *opusSound) next() ([]float32, error) {
	p, err := s.in.next()
	if err != nil {
		return nil, err
	}
	n, err := s.decoder.DecodeToFloat32(p.data, s.pcm)
	if err == nil && n != p.samples {
		err = fmt.Errorf("packet of %d samples has %d", p.samples, n)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: opus: %w", ErrDamaged, err)
	}
	skip := min(s.skip, n)
	s.skip -= skip
	out := s.pcm[skip*s.in.head.channels : max(skip, n-p.trim)*s.in.head.channels]
	if s.gain != 1 {
		for i := range out {
			out[i] *= s.gain
		}
	}
	return out, nil
}

// aacFrame is how many samples a packet of AAC-LC has, of each channel.
const aacFrame = 1024

// aacSound decodes AAC-LC.
type aacSound struct {
	in       *aacReader
	decoder  *pcm.Decoder
	rate     int
	channels int
	raw      []byte
	pcm      []float32
	skip     int // samples before the music, of each channel
}

func newAACSound(in *arrival) (*aacSound, error) {
	r, err := newAACReader(in)
	if err != nil {
		return nil, err
	}
	d, err := pcm.NewDecoder(r, pcm.WithRawStream(r.config))
	if err != nil {
		return nil, fmt.Errorf("%w: aac: %w", ErrDamaged, err)
	}
	s := &aacSound{in: r, decoder: d, rate: d.Info().SampleRate, channels: d.Info().Channels}
	if s.channels != 1 && s.channels != 2 || s.rate <= 0 {
		return nil, fmt.Errorf("%w: sound with %d channels is not supported", ErrDamaged, s.channels)
	}
	s.raw = make([]byte, aacFrame*s.channels*2)
	s.pcm = make([]float32, aacFrame*s.channels)
	s.skip = int(min(r.units(uint64(max(r.track.mediaTime, 0)), s.rate), math.MaxInt32))
	return s, nil
}

func (s *aacSound) format() (rate, channels int) { return s.rate, s.channels }

func (s *aacSound) next() ([]float32, error) {
	if _, err := io.ReadFull(s.decoder, s.raw); err != nil {
		switch {
		case s.in.err != nil: // also io.EOF
			err = s.in.err
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, pcm.ErrCorruptStream), errors.Is(err, pcm.ErrUnsupported):
			err = fmt.Errorf("%w: aac: %w", ErrDamaged, err)
		}
		return nil, err
	}
	for i := range s.pcm {
		s.pcm[i] = float32(int16(binary.LittleEndian.Uint16(s.raw[2*i:]))) / (1 << 15)
	}
	skip := min(s.skip, aacFrame)
	s.skip -= skip
	n := s.in.length(s.rate)
	return s.pcm[skip*s.channels : max(skip, n)*s.channels], nil
}

// lengthOf is the time that samples last.
func lengthOf(samples int64, rate int) time.Duration {
	return duration(uint64(max(samples, 0)), uint32(rate))
}
