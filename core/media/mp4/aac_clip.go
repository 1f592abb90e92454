package mp4

import (
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/byterange"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
)

// AACClip is the part of a stream of AAC that a clip needs.
type AACClip struct {
	byterange.Range // its bytes
	stream          *streamInfo
	time            time.Duration // of the first byte, by the index
}

// FindAAC finds a clip by the sidx in its stream's head. What is before it is
// needed to decode its start. Without a sidx the error is ErrNoIndex, and for a
// clip that begins behind the end it wraps ErrOutside.
func FindAAC(h media.Head, c media.Clip) (*AACClip, error) {
	s, err := readHead(h)
	if err == nil {
		err = s.isAAC()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	if s.frags == nil {
		return nil, media.ErrNoIndex
	}
	if err := c.Validate(s.duration); err != nil {
		return nil, err
	}
	// Decoding a packet needs the one before. Some indexes count the encoder's delay,
	// some do not.
	preroll := min(bin.Duration(2*AACFrame, s.timescale), 256*time.Millisecond)
	late := bin.Duration(uint64(max(s.mediaTime-s.delay, 0)), s.timescale)
	a := &AACClip{Range: byterange.Range{From: s.frags[0].src, To: s.size}, stream: s}
	for _, f := range s.frags {
		switch {
		case f.start <= c.From-preroll:
			a.From, a.time = f.src, f.start
		case c.To > 0 && f.start >= c.To+late+preroll:
			a.To = f.src
			return a, nil
		}
	}
	return a, nil
}

// Open returns what reads the packets of the clip.
func (c *AACClip) Open(in *bin.GrowingFile) (*AACReader, error) {
	r := &AACReader{in: in, window: newAACWindow(in)}
	if err := r.use(c.stream); err != nil {
		return nil, fmt.Errorf("%w: %w", media.ErrDamaged, err)
	}
	r.pos, r.Jumped = c.From, c.From > c.stream.frags[0].src
	if r.Jumped { // for fragments that do not say their time
		return r, r.table.seek(bin.Scale(uint64(c.time), uint64(c.stream.timescale), uint64(time.Second)))
	}
	return r, nil
}
