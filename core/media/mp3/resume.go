package mp3

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/lame"
)

// earlier is a file that an earlier start may have begun.
type earlier struct {
	source *convert.Source
	file   media.File
	at     int64 // where LAME's tag begins
	block  int   // frames of a block
	config func(rate, channels int) lame.Config
}

// sound is a convert.Sound, or one of which some has been read.
type sound interface {
	Format() (rate, channels int)
	Next() ([]float32, error)
}

// errNoJoint says that what is encoded again is not what an earlier start encoded.
var errNoJoint = errors.New("mp3: frames of an earlier start cannot be continued")

// reopen continues what the earlier start left in the file. It encodes the last block of
// it again, or the one before, at most some 500 frames, whose last frames must be those in the
// file: then everything that follows is what it would have been. in has all bytes of
// the stream for that, or gets them.
func (e *earlier) reopen(in *bin.GrowingFile) (s sound, begin *continuation, err error) {
	defer bin.RecoverDamage(&err)
	rate, channels, err := e.format()
	if err != nil {
		return nil, nil, err
	}
	c := e.config(rate, channels)
	p, err := readPart(e.file, e.at, recipe(c, e.source))
	if err != nil {
		return nil, nil, err
	}
	for _, jump := range []bool{true, false} {
		for _, first := range p.blocks(e.block) {
			if s, begin, err = e.continueAt(in, p, c, first, jump); err == nil || in.Failure() != nil {
				return s, begin, err
			}
		}
	}
	return nil, nil, errNoJoint
}

// format returns the format of the sound in the file, which LAME does not change.
func (e *earlier) format() (rate, channels int, err error) {
	p := part{file: e.file}
	if err := p.skipTag(e.at); err != nil {
		return 0, 0, err
	}
	b := make([]byte, 4)
	if err := bin.ReadFull(e.file, b, p.at); err != nil {
		return 0, 0, err
	}
	h, ok := readFrameHeader(binary.BigEndian.Uint32(b))
	if !ok {
		return 0, 0, fmt.Errorf("%w: no frames", media.ErrDamaged)
	}
	return h.rate, h.channels, nil
}

// continueAt encodes the block that begins with a frame again, as far as it is in the
// part, and returns what continues the part and sound that begins with the block. The
// error is errNoJoint if the frames are not the same.
func (e *earlier) continueAt(in *bin.GrowingFile, p *part, c lame.Config, first int, jump bool) (sound, *continuation, error) {
	samples := p.reader.format.samples
	s, err := e.source.DecodeFrom(in, int64(first)*int64(samples), c.Rate, jump)
	if err != nil {
		return nil, nil, err
	}
	if rate, channels := s.Format(); rate != c.Rate || channels != c.Channels {
		return nil, nil, errNoJoint
	}
	wanted := min(p.count()-first, e.block) * samples * c.Channels
	pcm := make([]float32, 0, wanted)
	for len(pcm) < wanted {
		b, err := s.Next()
		if err != nil {
			return nil, nil, err
		}
		pcm = append(pcm, b...)
	}
	frames, err := encodeAgain(c, pcm[:wanted])
	if err != nil {
		return nil, nil, err
	}
	at, ok := p.same(frames, first)
	if !ok {
		return nil, nil, errNoJoint
	}
	w, err := p.writer(at, c.Bitrate > 0)
	if err != nil {
		return nil, nil, err
	}
	return &begunSound{s, pcm}, &continuation{first: first, writer: w, tag: p.reader.tagSize}, nil
}

// encodeAgain returns the frames that an encoder makes of sound until there is more.
func encodeAgain(c lame.Config, pcm []float32) ([]frame, error) {
	cores.acquire()
	defer cores.release()
	l, err := lame.New(c)
	if err != nil {
		return nil, err
	}
	defer l.Close()
	out, err := l.Encode(pcm)
	if err != nil {
		return nil, err
	}
	var r frameReader
	_, err = r.Write(out)
	return r.frames, err
}

// begunSound is sound of which some has been read, and comes first.
type begunSound struct {
	*convert.Sound
	read []float32
}

// Next is that of convert.Sound.
func (s *begunSound) Next() ([]float32, error) {
	if b := s.read; len(b) > 0 {
		s.read = nil
		return b, nil
	}
	return s.Sound.Next()
}
