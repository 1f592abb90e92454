package media

import (
	"bufio"
	"errors"
	"fmt"
	"time"
)

// clipSource is the stream that a follower reads, or what of it a clip needs.
type clipSource struct {
	span             // its bytes
	size int64       // bytes of the whole stream
	clip Clip        // the zero value: all of it
	webm *webmStream // of a clip: its stream, read to where the clip begins
	mp4  *streamInfo
	time time.Duration // of the first byte, by the index
}

// opusPreroll is how long a decoder takes to sound as if it had begun earlier:
// twice the least that RFC 7845 §4.6 asks for, as much is still to be seen after
// that.
const opusPreroll = 160 * time.Millisecond

// newClipSource finds a clip by the index in its stream's head. What is before it
// is needed to decode its start.
func newClipSource(h Head, c Clip) (e *clipSource, err error) {
	defer recoverDamage(&err)
	if h.Size <= 0 || h.Size > maxSize {
		return nil, fmt.Errorf("%w: stream of %d bytes", ErrDamaged, h.Size)
	}
	e = &clipSource{span: span{0, h.Size}, size: h.Size, clip: c}
	if c == (Clip{}) {
		return e, nil
	}
	webm, err := isWebM(h.Bytes)
	switch {
	case err != nil:
	case webm:
		err = e.findOpus(h)
	default:
		err = e.findAAC(h)
	}
	return e, err
}

func (e *clipSource) findOpus(h Head) error {
	s, err := newWebMStream(h)
	if err == nil && s.codec() != "opus" {
		err = errors.New("no Opus track")
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	head, err := readOpusHead(s.reader.tracks[0].private)
	if err != nil {
		return err
	}
	if err := e.clip.check(s.reader.duration); err != nil {
		return err
	}
	// Blocks are later than what they hold by the encoder's delay, but for
	// rounding.
	delay := lengthOf(int64(head.preSkip), opusRate)
	to := e.clip.To
	if to > 0 {
		to += delay + s.reader.scale
	}
	first, end, err := s.between(e.clip.From+delay-opusPreroll-s.reader.scale, to)
	if err != nil {
		return err
	}
	e.webm, e.time, e.span = s, first.time, span{first.off, end}
	s.goTo(webmPoint{pos: e.from})
	if end < e.size {
		s.reader.segment = end
	}
	return nil
}

func (e *clipSource) findAAC(h Head) error {
	s, err := readHead(h)
	if err == nil {
		err = s.isAAC()
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if s.frags == nil {
		return ErrNoIndex
	}
	if err := e.clip.check(s.duration); err != nil {
		return err
	}
	// A packet is half of what it overlaps with. Whether the index counts the
	// encoder's delay is not always as it should be.
	preroll := min(duration(2*aacFrame, s.timescale), 256*time.Millisecond)
	late := duration(uint64(max(s.mediaTime-s.delay, 0)), s.timescale)
	e.mp4, e.span = s, span{s.frags[0].src, s.size}
	for _, f := range s.frags {
		switch {
		case f.start <= e.clip.From-preroll:
			e.from, e.time = f.src, f.start
		case e.clip.To > 0 && f.start >= e.clip.To+late+preroll:
			e.to = f.src
			return nil
		}
	}
	return nil
}

// opus returns what reads the packets of the clip in WebM.
func (e *clipSource) opus(in *growingFile) (*opusReader, error) {
	if e.webm == nil {
		return newOpusReader(in, in.to)
	}
	e.webm.reader.r = bufio.NewReaderSize(in, 16<<10)
	o, err := opusReaderOf(e.webm.reader)
	if err != nil {
		return nil, err
	}
	o.jumped = e.from > e.webm.reader.first
	return o, nil
}

// aac returns what reads the packets of the clip in MP4.
func (e *clipSource) aac(in *growingFile) (*aacReader, error) {
	if e.mp4 == nil {
		return newAACReader(in)
	}
	r := &aacReader{in: in, window: newAACWindow(in)}
	if err := r.use(e.mp4); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	r.pos, r.jumped = e.from, e.from > e.mp4.frags[0].src
	if r.jumped { // where the fragments do not say at what time they are
		return r, r.table.seek(scale(uint64(e.time), uint64(e.mp4.timescale), uint64(time.Second)))
	}
	return r, nil
}

// noSound is why there is no sound.
func (e *clipSource) noSound() error {
	if e.clip.From > 0 {
		return fmt.Errorf("%w: no sound", ErrOutside)
	}
	return fmt.Errorf("%w: no sound", ErrDamaged)
}

// isWebM tells WebM from MP4.
func (e *clipSource) isWebM(in *growingFile) (bool, error) {
	if e.webm != nil || e.mp4 != nil {
		return e.webm != nil, nil
	}
	magic := make([]byte, 8)
	if _, err := in.wait(int64(len(magic))); err != nil {
		return false, err
	}
	if err := readFull(in.src, magic, 0); err != nil {
		return false, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return isWebM(magic)
}

// isWebM tells WebM from MP4 by the first bytes.
func isWebM(b []byte) (bool, error) {
	if len(b) >= 8 {
		switch {
		case string(b[:4]) == "\x1A\x45\xDF\xA3":
			return true, nil
		case string(b[4:8]) == "ftyp":
			return false, nil
		}
	}
	return false, fmt.Errorf("%w: neither WebM nor MP4", ErrDamaged)
}
