package media

import (
	"fmt"

	"github.com/hilo-app/hilo/core/byterange"
)

// clipSource is the stream that a converter reads, or what of it a clip needs.
type clipSource struct {
	byterange.Range           // its bytes
	size            int64     // bytes of the whole stream
	clip            Clip      // the zero value: all of it
	opus            *opusClip // of a clip in WebM
	aac             *aacClip  // of a clip in MP4
}

// newClipSource finds what Options.Clip needs of the one stream that there must
// be, by the index in its head.
func newClipSource(heads []Head, o Options) (e *clipSource, err error) {
	defer recoverDamage(&err)
	if len(heads) != 1 || o.Output == nil {
		return nil, fmt.Errorf("%d streams cannot be converted", len(heads))
	}
	h := heads[0]
	if h.Size <= 0 || h.Size > maxSize {
		return nil, fmt.Errorf("%w: stream of %d bytes", ErrDamaged, h.Size)
	}
	e = &clipSource{Range: byterange.Range{To: h.Size}, size: h.Size, clip: o.Clip}
	if o.Clip == (Clip{}) {
		return e, nil
	}
	isOpus, err := isWebM(h.Bytes)
	if err != nil {
		return nil, err
	}
	if isOpus {
		if e.opus, err = findOpus(h, o.Clip); err == nil {
			e.Range = e.opus.Range
		}
		return e, err
	}
	if e.aac, err = findAAC(h, o.Clip); err == nil {
		e.Range = e.aac.Range
	}
	return e, err
}

// openOpus opens the stream, or the clip in it, which must be Opus in WebM.
func (e *clipSource) openOpus(in *growingFile) (*opusReader, error) {
	isOpus, err := e.isWebM(in)
	switch {
	case err != nil:
		return nil, err
	case !isOpus:
		return nil, fmt.Errorf("%w: sound is not Opus in WebM", ErrDamaged)
	case e.opus != nil:
		return e.opus.open(in)
	}
	return openOpus(in, in.To)
}

// openAAC opens the stream, or the clip in it, which must be AAC in MP4.
func (e *clipSource) openAAC(in *growingFile) (*aacReader, error) {
	if e.aac != nil {
		return e.aac.open(in)
	}
	return openAAC(in)
}

// silenceError is the error of a stream, or a clip, without any sound.
func (e *clipSource) silenceError() error {
	if e.clip.From > 0 {
		return fmt.Errorf("%w: no sound", ErrOutside)
	}
	return fmt.Errorf("%w: no sound", ErrDamaged)
}

// isWebM tells WebM from MP4.
func (e *clipSource) isWebM(in *growingFile) (bool, error) {
	if e.opus != nil || e.aac != nil {
		return e.opus != nil, nil
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
