package journal

import (
	"fmt"
	"slices"
)

// Bounds of an identity. maxSize, in bytes for each stream, keeps offsets far from
// overflow.
const (
	maxSize    = 1 << 50
	maxStreams = 64
)

// Identity says what a partial file is made from. Bytes of one identity are
// of no use to another.
type Identity struct {
	Video     string   `json:"video"`     // YouTube's id of 11 characters
	Container string   `json:"container"` // such as "mp4"
	Reserve   int64    `json:"room"`      // bytes kept free for tags, cover and chapters
	Streams   []Stream `json:"streams"`   // 1-64
}

// Stream says which stream's bytes a journal speaks of.
type Stream struct {
	Itag    int    `json:"itag"`
	Size    int64  `json:"size"`    // bytes, 1 to 1 PiB
	Version string `json:"version"` // changes when the bytes do (YouTube's lmt); empty when unknown
}

// Range is the bytes From up to but not including To of one stream.
type Range struct {
	Stream   int // index into Identity.Streams
	From, To int64
}

func (id Identity) clone() Identity {
	id.Streams = slices.Clone(id.Streams)
	return id
}

func (id Identity) check() error {
	if len(id.Streams) == 0 || len(id.Streams) > maxStreams {
		return fmt.Errorf("journal: identity of %d streams", len(id.Streams))
	}
	for i, s := range id.Streams {
		if s.Size <= 0 || s.Size > maxSize {
			return fmt.Errorf("journal: stream %d has %d bytes", i, s.Size)
		}
	}
	return nil
}
