package convert

import (
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/webm"
)

// resumePreroll is how long before a sample decoding begins to resume there. Opus
// predicts from frame to frame: what is wrong halves each time, and is below what a
// float32 can hold after a fraction of this.
const resumePreroll = 3 * time.Second

// DecodeFrom is Decode without the first samples of what that returns, at a rate that an
// earlier Decode of the same stream had. The bytes up to there must be present, and in
// may have been read. With jump, what is far before is not decoded where the stream has
// an index and no cuts: the samples are still those of Decode, apart from what
// the decoder remembers for longer than resumePreroll. Of AAC that is the state of the
// generator of noise (ISO/IEC 14496-3 §4.6.13), if there is any.
func (e *Source) DecodeFrom(in *bin.GrowingFile, samples int64, rate int, jump bool) (m *Sound, err error) {
	in.Rewind(in.From)
	if jump {
		if s, ok := e.jump(in, bin.SampleTime(samples, rate)-resumePreroll); ok {
			m := e.sound(s, nil)
			m.from += samples
			return m, nil
		}
		in.Rewind(in.From)
	}
	if e.opus != nil { // it can be read once
		if e.opus, err = webm.FindOpus(e.head, e.Clip); err != nil {
			return nil, err
		}
	}
	if m, err = e.Decode(in); err != nil {
		return nil, err
	}
	if _, channels := m.Format(); len(e.Cuts) > 0 {
		m.leftOut = samples * int64(channels)
	} else {
		m.from += samples
	}
	return m, nil
}

// jump opens the stream some time after where it, or the clip in it, begins, if there
// is an index.
func (e *Source) jump(in *bin.GrowingFile, after time.Duration) (d decoder, ok bool) {
	if len(e.Cuts) > 0 || after <= 0 {
		return nil, false
	}
	from := media.Clip{From: e.Clip.From + after, To: e.Clip.To}
	isOpus, err := isWebM(e.head.Bytes)
	if err != nil {
		return nil, false
	}
	if isOpus {
		var c *webm.OpusClip
		if c, err = webm.FindOpus(e.head, from); err == nil {
			in.Rewind(c.From)
			d, err = e.newOpusSound(in, func(in *bin.GrowingFile) (*webm.OpusReader, error) { return c.Open(in) })
		}
	} else {
		var c *mp4.AACClip
		if c, err = mp4.FindAAC(e.head, from); err == nil {
			d, err = newAACSound(c.Open(in))
		}
	}
	return d, err == nil
}
