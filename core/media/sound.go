package media

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	pion "github.com/pion/opus"
	"github.com/tphakala/go-aac/pcm"
)

// decoder is a stream decoded packet by packet. What is not music at its ends is
// cut off already.
type decoder interface {
	format() (rate, channels int)
	// next returns some samples, those of the channels in turn, full scale being
	// from -1 to 1, and the number of the first of them: 0 is where the music
	// begins. They are valid until the next call. io.EOF comes after the last.
	next() (pcm []float32, at int64, err error)
}

// decode opens a stream for decoding: Opus in WebM or AAC-LC in fragmented
// MP4, told by its first bytes.
func (e *clipSource) decode(in *growingFile) (*trimmedSound, error) {
	isOpus, err := e.isWebM(in)
	if err != nil {
		return nil, err
	}
	var s decoder
	if isOpus {
		s, err = newOpusSound(e.openOpus(in))
	} else {
		s, err = newAACSound(e.openAAC(in))
	}
	if err != nil {
		return nil, err
	}
	m := &trimmedSound{decoder: s, to: math.MaxInt64 / 2}
	rate, _ := s.format()
	m.from = samplesIn(e.clip.From, rate)
	if e.clip.To > 0 {
		m.to = samplesIn(e.clip.To, rate)
	}
	return m, nil
}

// errLate says that an index led behind where a clip begins.
var errLate = fmt.Errorf("%w: index is wrong", ErrDamaged)

// trimmedSound is a part of a sound, from one sample up to another.
type trimmedSound struct {
	decoder
	from, to int64
	begun    bool
	done     bool
}

// next returns samples as the sound's next does.
func (m *trimmedSound) next() ([]float32, error) {
	for !m.done {
		pcm, at, err := m.decoder.next()
		if err != nil {
			return nil, err
		}
		if !m.begun && at > m.from {
			return nil, errLate
		}
		m.begun = true
		_, channels := m.format()
		n := int64(len(pcm) / channels)
		m.done = at+n >= m.to
		skip := min(max(m.from-at, 0), n)
		if pcm = pcm[skip*int64(channels) : max(skip, min(n, m.to-at))*int64(channels)]; len(pcm) > 0 {
			return pcm, nil
		}
	}
	return nil, io.EOF
}

// opusSound decodes Opus.
type opusSound struct {
	in      *opusReader
	decoder pion.Decoder
	pcm     []float32
	gain    float32 // factor
}

func newOpusSound(r *opusReader, err error) (*opusSound, error) {
	if err != nil {
		return nil, err
	}
	if r.head.channels > 2 || r.head.family > 1 {
		return nil, fmt.Errorf("%w: sound with %d channels is not supported", ErrDamaged, r.head.channels)
	}
	d, err := pion.NewDecoderWithOutput(opusRate, r.head.channels)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	s := &opusSound{in: r, decoder: d, pcm: make([]float32, maxOpusPacket*r.head.channels), gain: 1}
	if r.head.gain != 0 {
		s.gain = float32(math.Pow(10, float64(r.head.gain)/(20*256))) // RFC 7845 §5.1
	}
	return s, nil
}

func (s *opusSound) format() (rate, channels int) { return opusRate, s.in.head.channels }

func (s *opusSound) next() ([]float32, int64, error) {
	p, err := s.in.next()
	if err != nil {
		return nil, 0, err
	}
	n, err := s.decoder.DecodeToFloat32(p.data, s.pcm)
	if err == nil && n != p.samples {
		err = fmt.Errorf("packet of %d samples has %d", p.samples, n)
	}
	if err != nil {
		return nil, 0, fmt.Errorf("%w: opus: %w", ErrDamaged, err)
	}
	out := s.pcm[:(n-p.trim)*s.in.head.channels]
	if s.gain != 1 {
		for i := range out {
			out[i] *= s.gain
		}
	}
	return out, p.at - int64(s.in.head.preSkip), nil
}

// aacSound decodes AAC-LC.
type aacSound struct {
	in       *aacReader
	decoder  *pcm.Decoder
	rate     int
	channels int
	raw      []byte
	pcm      []float32
	at       int64 // number of the next sample
	jumped   bool  // it is not known yet
}

func newAACSound(r *aacReader, err error) (*aacSound, error) {
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
	s.at, s.jumped = -r.skipped(s.rate), r.jumped
	return s, nil
}

func (s *aacSound) format() (rate, channels int) { return s.rate, s.channels }

func (s *aacSound) next() ([]float32, int64, error) {
	if _, err := io.ReadFull(s.decoder, s.raw); err != nil {
		switch {
		case s.in.err != nil: // also io.EOF
			err = s.in.err
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, pcm.ErrCorruptStream), errors.Is(err, pcm.ErrUnsupported):
			err = fmt.Errorf("%w: aac: %w", ErrDamaged, err)
		}
		return nil, 0, err
	}
	for i := range s.pcm {
		s.pcm[i] = float32(int16(binary.LittleEndian.Uint16(s.raw[2*i:]))) / (1 << 15)
	}
	if s.jumped {
		s.at += s.in.position(s.rate)
		s.jumped = false
	}
	at, n := s.at, s.in.length(s.rate)
	s.at += int64(n)
	return s.pcm[:n*s.channels], at, nil
}

// soundSummary is that of a file with one track of sound; samples counts its
// packets.
func soundSummary(size int64, length time.Duration, codec string, samples int) Summary {
	return Summary{Size: size, Duration: length, Tracks: []Track{
		{Kind: "audio", Codec: codec, Samples: samples, Duration: length},
	}}
}
