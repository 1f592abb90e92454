package convert

import (
	"errors"
	"fmt"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/webm"
)

// Source is the one stream that a converter reads, or what of it a clip needs.
type Source struct {
	byterange.Range                // its bytes
	Size            int64          // bytes of the whole stream
	Clip            media.Clip     // the zero value: all of it
	Cuts            media.Cuts     // what is left out of that
	Processors      Processors     // for Opus; nil decodes on one
	head            media.Head     // of the stream
	opus            *webm.OpusClip // of a clip in WebM
	aac             *mp4.AACClip   // of a clip in MP4
}

// NewSource finds the bytes that Options.Clip needs of the one stream in heads, by
// the index in its head; without a clip it needs all of them. Errors wrap
// media.ErrDamaged, ErrNoIndex or ErrOutside.
func NewSource(heads []media.Head, o media.Options) (e *Source, err error) {
	defer bin.RecoverDamage(&err)
	if len(heads) != 1 {
		return nil, fmt.Errorf("%d streams cannot be converted", len(heads))
	}
	if o.Output == nil {
		return nil, errors.New("no file for what is converted")
	}
	h := heads[0]
	if h.Size <= 0 || h.Size > bin.MaxSize {
		return nil, fmt.Errorf("%w: stream of %d bytes", media.ErrDamaged, h.Size)
	}
	e = &Source{Range: byterange.Range{To: h.Size}, Size: h.Size, Clip: o.Clip, Cuts: o.Cuts, head: h}
	if o.Clip == (media.Clip{}) {
		return e, nil
	}
	isOpus, err := isWebM(h.Bytes)
	if err != nil {
		return nil, err
	}
	if isOpus {
		if e.opus, err = webm.FindOpus(h, o.Clip); err == nil {
			e.Range = e.opus.Range
		}
		return e, err
	}
	if e.aac, err = mp4.FindAAC(h, o.Clip); err == nil {
		e.Range = e.aac.Range
	}
	return e, err
}

// OpenOpus opens the stream, or the clip in it, which must be Opus in WebM.
func (e *Source) OpenOpus(in *bin.GrowingFile) (*webm.OpusReader, error) {
	isOpus, err := e.isWebM(in)
	switch {
	case err != nil:
		return nil, err
	case !isOpus:
		return nil, fmt.Errorf("%w: sound is not Opus in WebM", media.ErrDamaged)
	case e.opus != nil:
		return e.opus.Open(in)
	}
	return webm.OpenOpus(in, in.To)
}

// openAAC opens the stream, or the clip in it, which must be AAC in MP4.
func (e *Source) openAAC(in *bin.GrowingFile) (*mp4.AACReader, error) {
	if e.aac != nil {
		return e.aac.Open(in)
	}
	return mp4.OpenAAC(in)
}

// SilenceError is the error of a stream, or a clip, without any sound.
func (e *Source) SilenceError() error {
	if e.Clip.From > 0 {
		return fmt.Errorf("%w: no sound", media.ErrOutside)
	}
	return fmt.Errorf("%w: no sound", media.ErrDamaged)
}

// isWebM reports whether the stream is WebM and not MP4.
func (e *Source) isWebM(in *bin.GrowingFile) (bool, error) {
	if e.opus != nil || e.aac != nil {
		return e.opus != nil, nil
	}
	magic := make([]byte, 8)
	if _, err := in.Wait(int64(len(magic))); err != nil {
		return false, err
	}
	if err := bin.ReadFull(in.Src, magic, 0); err != nil {
		return false, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	return isWebM(magic)
}

// isWebM reports whether first bytes are those of WebM and not of MP4.
func isWebM(b []byte) (bool, error) {
	if len(b) >= 8 {
		switch {
		case string(b[:4]) == "\x1A\x45\xDF\xA3":
			return true, nil
		case string(b[4:8]) == "ftyp":
			return false, nil
		}
	}
	return false, fmt.Errorf("%w: neither WebM nor MP4", media.ErrDamaged)
}
