package transfer

import (
	"fmt"
	"slices"
)

// Identity says what a partial file is made from. Bytes of one identity are
// of no use to another.
type Identity struct {
	Video     string     `json:"video"`     // YouTube's id of 11 characters
	Container string     `json:"container"` // such as "mp4"
	Room      int64      `json:"room"`      // bytes kept for tags, cover and chapters
	Streams   []StreamID `json:"streams"`   // 1-64
}

// StreamID says which stream's bytes a journal speaks of.
type StreamID struct {
	Itag    int    `json:"itag"`
	Size    int64  `json:"size"`    // bytes, 1 to 1 PiB
	Version string `json:"version"` // see Address
}

func (id Identity) clone() Identity {
	id.Streams = slices.Clone(id.Streams)
	return id
}

// Equal says whether bytes of one identity are good for the other.
func (id Identity) Equal(other Identity) bool {
	return id.Video == other.Video && id.Container == other.Container && id.Room == other.Room &&
		slices.Equal(id.Streams, other.Streams)
}

func (id Identity) check() error {
	if len(id.Streams) == 0 || len(id.Streams) > maxStreams {
		return fmt.Errorf("transfer: identity of %d streams", len(id.Streams))
	}
	for i, s := range id.Streams {
		if s.Size <= 0 || s.Size > maxSize {
			return fmt.Errorf("transfer: stream %d has %d bytes", i, s.Size)
		}
	}
	return nil
}
