package mp3

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/lame"
)

// Available reports whether this build can make MP3 files.
const Available = lame.Available

// New returns a media.Converter that stores one stream, which is Opus in WebM
// or AAC-LC in fragmented MP4, in file and makes an MP3 file of it in
// Options.Output: decoded and encoded while the bytes arrive, at the same sample
// rate, and as long to the sample for players that read LAME's tag. A clip, too,
// begins and ends at the sample.
//
// The head's Bytes are only read for a clip; the caller passes them to WriteAt as
// well. Errors of the stream wrap ErrDamaged, and for a clip ErrNoIndex or
// ErrOutside. A build without LAME returns lame.ErrMissing.
func New(file media.File, heads []media.Head, o media.Options) (media.Layout, error) {
	return newConverter(file, heads, o, blockFrames)
}

// newConverter is New with blocks of a number of frames: a multiple of 49, more than
// joinPatience and 2*sameRun, and at most blockFrames.
func newConverter(file media.File, heads []media.Head, o media.Options, block int) (media.Layout, error) {
	if !lame.Available {
		return nil, lame.ErrMissing
	}
	e, err := convert.NewSource(heads, o)
	if err != nil {
		return nil, err
	}
	e.Processors = decoderCores{cores}
	reserve := bin.RoundUp(min(max(o.Reserve, metadata.MinReserve), bin.MaxReserve), 4096)
	return convert.Start(file, e, &encoder{source: e, out: o.Output, reserve: reserve, quality: o.Quality, resume: o.Resume, block: block}), nil
}

// encoder makes an MP3 file:
//
//	ID3 tag, padded to a size known before | frame with LAME's tag | frames
type encoder struct {
	source  *convert.Source
	out     media.File
	reserve int64
	quality media.MP3Quality
	resume  bool // out has what an earlier start made
	block   int  // frames of a block

	end    int64
	frames int
	length time.Duration
}

// Run implements convert.Encoder.
func (m *encoder) Run(in *bin.GrowingFile) error {
	s, begin, err := m.open(in)
	if err != nil {
		return err
	}
	rate, channels := s.Format()
	e := newBlockEncoder(m.config(rate, channels), m.block)
	e.begin = begin
	e.marked = func(k marks) error {
		_, err := m.out.WriteAt(k.record(recipe(e.config, m.source)), 0)
		return err
	}
	m.end = m.reserve
	if begin != nil {
		m.end += int64(begin.tag) + begin.writer.written
	}
	a := decodeAhead(s, channels)
	defer a.stop()
	samples, tag, err := e.encode(a.next, in.Stop, bin.NewTailWriter(m.out, &m.end)) // stopped, else the decoder waits for bytes
	if err != nil {
		return err
	}
	if samples == 0 {
		return m.source.SilenceError()
	}
	m.length = bin.SampleTime(samples/int64(channels), rate)
	return m.writeTag(tag)
}

func (m *encoder) config(rate, channels int) lame.Config {
	c := lame.Config{Rate: rate, Channels: channels}
	switch m.quality {
	case media.MP3V2:
		c.Quality = 2
	case media.MP3320:
		c.Bitrate = 320
	}
	return c
}

// open returns the sound that is to be encoded, and what it continues if it does not
// begin at the start.
func (m *encoder) open(in *bin.GrowingFile) (sound, *continuation, error) {
	if m.resume {
		if s, begin, err := (&earlier{m.source, m.out, m.reserve, m.block, m.config}).reopen(in); err == nil {
			return s, begin, nil
		}
		if err := in.Failure(); err != nil {
			return nil, nil, err
		}
		if _, err := m.out.WriteAt(make([]byte, recordSize), 0); err != nil { // what it says will not be so
			return nil, nil, err
		}
		s, err := m.source.DecodeFrom(in, 0, opus.Rate, false)
		return s, nil, err
	}
	s, err := m.source.Decode(in)
	return s, nil, err
}

// writeTag writes LAME's tag over the empty first frame.
func (m *encoder) writeTag(b []byte) error {
	x, err := readXing(b)
	if err != nil {
		return fmt.Errorf("lame: %w", err)
	}
	m.frames = x.frames
	_, err = m.out.WriteAt(b, m.reserve)
	return err
}

// Finish implements convert.Encoder.
func (m *encoder) Finish(meta media.Meta) (s media.Summary, err error) {
	if _, err := m.out.WriteAt(id3Tag(meta, int(m.reserve), m.length), 0); err != nil {
		return s, err
	}
	if err := bin.Truncate(m.out, m.end); err != nil {
		return s, err
	}
	return convert.Summary(m.end, m.length, "mp3", m.frames), nil
}

// readAhead decodes in a goroutine of its own, some blocks before the encoder needs
// them, so that a second processor is used.
type readAhead struct {
	full, empty chan []float32
	err         error // set when full is closed
	quit        chan struct{}
	ended       sync.WaitGroup
	now         []float32
}

// readAheadBlocks is how many blocks of a fifth of a second are decoded in advance;
// with fewer, the two goroutines wait for each other too often.
const readAheadBlocks = 4

func decodeAhead(s sound, channels int) *readAhead {
	a := &readAhead{
		full: make(chan []float32, readAheadBlocks+1), empty: make(chan []float32, readAheadBlocks+1), quit: make(chan struct{}),
	}
	size := opus.Rate / 5 * channels
	for range readAheadBlocks + 1 {
		a.empty <- make([]float32, 0, size+opus.MaxPacket*channels)
	}
	a.ended.Go(func() {
		defer close(a.full)
		a.err = a.run(s, size)
	})
	return a
}

func (a *readAhead) run(s sound, size int) (err error) {
	defer bin.RecoverDamage(&err)
	for {
		var b []float32
		select {
		case b = <-a.empty:
		case <-a.quit:
			return nil
		}
		for b = b[:0]; len(b) < size && err == nil; {
			var pcm []float32
			pcm, err = s.Next()
			b = append(b, pcm...)
		}
		if len(b) > 0 && (err == nil || errors.Is(err, io.EOF)) {
			a.full <- b
		}
		if err != nil {
			return err
		}
	}
}

// next returns the next block, valid until the next call.
func (a *readAhead) next() ([]float32, error) {
	if a.now != nil {
		a.empty <- a.now
	}
	b, ok := <-a.full
	if a.now = b; !ok {
		return nil, a.err
	}
	return b, nil
}

// stop ends the goroutine and waits for it.
func (a *readAhead) stop() {
	close(a.quit)
	a.ended.Wait()
}
