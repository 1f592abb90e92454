package convert

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	pion "github.com/pion/opus"
	"github.com/tphakala/go-aac/pcm"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/webm"
)

// decoder decodes a stream packet by packet, without what is not to be heard at its
// ends.
type decoder interface {
	// Format returns the samples per second and the number of channels.
	Format() (rate, channels int)
	// next returns some samples, interleaved by channel, with a full scale from -1 to
	// 1, and the number of the first of them: 0 is where the sound begins. They are
	// valid until the next call. Behind the last it returns io.EOF.
	next() (pcm []float32, at int64, err error)
}

// Decode opens the stream, or the clip in it, for decoding, without the cuts: Opus in WebM or AAC-LC
// in fragmented MP4, which its first bytes tell. Errors wrap media.ErrDamaged.
func (e *Source) Decode(in *bin.GrowingFile) (*Sound, error) {
	isOpus, err := e.isWebM(in)
	if err != nil {
		return nil, err
	}
	var s decoder
	if isOpus {
		s, err = e.newOpusSound(in, e.OpenOpus)
	} else {
		s, err = newAACSound(e.openAAC(in))
	}
	if err != nil {
		return nil, err
	}
	return e.sound(s, e.Cuts), nil
}

// sound returns the clip in what a decoder makes.
func (e *Source) sound(s decoder, cuts media.Cuts) *Sound {
	m := &Sound{decoder: s, to: math.MaxInt64 / 2}
	rate, channels := s.Format()
	m.from = bin.SamplesIn(e.Clip.From, rate)
	if e.Clip.To > 0 {
		m.to = bin.SamplesIn(e.Clip.To, rate)
	}
	m.cutter = newCutter(cuts, m.from, rate, channels)
	return m
}

// ErrLate says that an index points behind the start of a clip. It wraps
// media.ErrDamaged.
var ErrLate = fmt.Errorf("%w: index is wrong", media.ErrDamaged)

// Sound is decoded sound, from the first sample of a clip up to its last, without
// the cuts.
type Sound struct {
	decoder
	from, to int64
	begun    bool
	done     bool
	cutter   *cutter
	leftOut  int64 // values that are left out yet, after the cuts
}

// Next returns some samples, interleaved by channel, with a full scale from -1 to 1.
// They are valid until the next call. Behind the last it returns io.EOF.
func (m *Sound) Next() ([]float32, error) {
	for !m.done {
		pcm, at, err := m.next()
		if err != nil {
			return nil, err
		}
		if !m.begun && at > m.from {
			return nil, ErrLate
		}
		m.begun = true
		_, channels := m.Format()
		n := int64(len(pcm) / channels)
		m.done = at+n >= m.to
		skip := min(max(m.from-at, 0), n)
		if pcm = pcm[skip*int64(channels) : max(skip, min(n, m.to-at))*int64(channels)]; len(pcm) == 0 {
			continue
		}
		pcm = m.cutter.cut(pcm, at+skip)
		skip = min(m.leftOut, int64(len(pcm)))
		m.leftOut -= skip
		if pcm = pcm[skip:]; len(pcm) > 0 {
			return pcm, nil
		}
	}
	return nil, io.EOF
}

// opusSound decodes Opus.
type opusSound struct {
	in      *webm.OpusReader
	decoder *pion.Decoder
	pcm     []float32
	gain    float32    // factor
	batch   *opusBatch // nil decodes packet by packet
}

func (e *Source) newOpusSound(in *bin.GrowingFile, open func(*bin.GrowingFile) (*webm.OpusReader, error)) (*opusSound, error) {
	r, err := open(in)
	if err != nil {
		return nil, err
	}
	if r.Head.Channels > 2 || r.Head.Family > 1 {
		return nil, fmt.Errorf("%w: sound with %d channels is not supported", media.ErrDamaged, r.Head.Channels)
	}
	d, err := pion.NewDecoderWithOutput(opus.Rate, r.Head.Channels)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	s := &opusSound{in: r, decoder: &d, pcm: make([]float32, opus.MaxPacket*r.Head.Channels), gain: 1}
	if r.Head.Gain != 0 {
		s.gain = float32(math.Pow(10, float64(r.Head.Gain)/(20*256))) // RFC 7845 §5.1
	}
	if e.Processors != nil {
		s.batch = &opusBatch{in: in, processors: e.Processors, warmUp: warmUpSamples}
	}
	return s, nil
}

func (s *opusSound) Format() (rate, channels int) { return opus.Rate, s.in.Head.Channels }

func (s *opusSound) next() ([]float32, int64, error) {
	p, pcm, err := s.nextPacket()
	if err != nil {
		return nil, 0, err
	}
	out := pcm[:(p.Samples-p.Trim)*s.in.Head.Channels]
	if s.gain != 1 {
		for i := range out {
			out[i] *= s.gain
		}
	}
	return out, p.At - int64(s.in.Head.PreSkip), nil
}

// nextPacket returns a packet and its samples.
func (s *opusSound) nextPacket() (p webm.OpusPacket, pcm []float32, err error) {
	if b := s.batch; b != nil {
		channels := s.in.Head.Channels
		p, pcm, ok, err := b.next(channels)
		if !ok {
			s.decoder = b.fill(s.in, s.decoder)
			p, pcm, ok, err = b.next(channels)
		}
		if ok {
			return p, pcm, err
		}
	}
	if p, err = s.in.Next(); err == nil {
		err = decodeOpus(s.decoder, p, s.pcm)
	}
	return p, s.pcm, err
}

// aacSound decodes AAC-LC.
type aacSound struct {
	in       *mp4.AACReader
	decoder  *pcm.Decoder
	rate     int
	channels int
	raw      []byte
	pcm      []float32
	at       int64 // number of the next sample
	jumped   bool  // it is not known yet
}

func newAACSound(r *mp4.AACReader, err error) (*aacSound, error) {
	if err != nil {
		return nil, err
	}
	d, err := pcm.NewDecoder(r, pcm.WithRawStream(r.Config))
	if err != nil {
		return nil, fmt.Errorf("%w: aac: %w", media.ErrDamaged, err)
	}
	s := &aacSound{in: r, decoder: d, rate: d.Info().SampleRate, channels: d.Info().Channels}
	if s.channels != 1 && s.channels != 2 || s.rate <= 0 {
		return nil, fmt.Errorf("%w: sound with %d channels is not supported", media.ErrDamaged, s.channels)
	}
	s.raw = make([]byte, mp4.AACFrame*s.channels*2)
	s.pcm = make([]float32, mp4.AACFrame*s.channels)
	s.at, s.jumped = -r.Skipped(s.rate), r.Jumped
	return s, nil
}

func (s *aacSound) Format() (rate, channels int) { return s.rate, s.channels }

func (s *aacSound) next() ([]float32, int64, error) {
	if _, err := io.ReadFull(s.decoder, s.raw); err != nil {
		switch {
		case s.in.Err != nil: // also io.EOF
			err = s.in.Err
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, pcm.ErrCorruptStream), errors.Is(err, pcm.ErrUnsupported):
			err = fmt.Errorf("%w: aac: %w", media.ErrDamaged, err)
		}
		return nil, 0, err
	}
	for i := range s.pcm {
		s.pcm[i] = float32(int16(binary.LittleEndian.Uint16(s.raw[2*i:]))) / (1 << 15)
	}
	if s.jumped {
		s.at += s.in.Position(s.rate)
		s.jumped = false
	}
	at, n := s.at, s.in.Length(s.rate)
	s.at += int64(n)
	return s.pcm[:n*s.channels], at, nil
}

// Summary is that of a file with one track of sound; samples counts its
// packets.
func Summary(size int64, length time.Duration, codec string, samples int) media.Summary {
	return media.Summary{Size: size, Duration: length, Tracks: []media.Track{
		{Kind: "audio", Codec: codec, Samples: samples, Duration: length},
	}}
}
