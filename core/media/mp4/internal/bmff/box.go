package bmff

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/Eyevinn/mp4ff/bits"
	"github.com/Eyevinn/mp4ff/mp4"
)

const (
	// MaxBoxes is how many boxes a stream may have.
	MaxBoxes = 4 << 20
	// MaxSamples is how many samples a track may have. At 60 frames per second that is
	// more than a day.
	MaxSamples = 8 << 20
)

// Header is the start of a box (ISO/IEC 14496-12 §4.2).
type Header struct {
	Kind string // four characters, such as "moov"
	Head int64  // bytes of the header itself, 8 or 16
	Size int64  // bytes of the box, header included
}

// ErrShort says that more bytes are needed to read a box header.
var ErrShort = errors.New("box header is cut")

// ReadHeader reads the box header at the start of b. The box must end within
// left bytes from there; an mdat of size 0 takes them all.
func ReadHeader(b []byte, left int64) (Header, error) {
	if len(b) < 8 {
		return Header{}, ErrShort
	}
	h := Header{Kind: string(b[4:8]), Head: 8, Size: int64(binary.BigEndian.Uint32(b))}
	switch h.Size {
	case 0:
		if h.Kind == "mdat" {
			h.Size = left
		}
	case 1:
		if len(b) < 16 {
			return Header{}, ErrShort
		}
		h.Head, h.Size = 16, int64(binary.BigEndian.Uint64(b[8:]))
	}
	if h.Size < h.Head || h.Size > left {
		return h, fmt.Errorf("box %q of %d bytes does not fit into %d", h.Kind, h.Size, left)
	}
	return h, nil
}

// Box is a whole box, header included, not copied.
type Box struct {
	Kind  string // four characters
	Bytes []byte
}

// Split splits b, which must be a sequence of boxes.
func Split(b []byte) ([]Box, error) {
	var list []Box
	for len(b) > 0 {
		h, err := ReadHeader(b, int64(len(b)))
		if err != nil {
			return nil, err
		}
		if h.Head != 8 { // mp4ff reads long sizes of mdat only, and nothing in a moov needs one
			return nil, fmt.Errorf("box %q has a long size", h.Kind)
		}
		list = append(list, Box{h.Kind, b[:h.Size]})
		b = b[h.Size:]
	}
	return list, nil
}

// Find returns the first box at the path of kinds under box, or nil.
func Find(box []byte, path ...string) []byte {
	for _, kind := range path {
		if len(box) < 8 {
			return nil
		}
		list, err := Split(box[8:])
		if err != nil {
			return nil
		}
		box = nil
		for _, c := range list {
			if c.Kind == kind {
				box = c.Bytes
				break
			}
		}
	}
	return box
}

// Decode parses one box that holds no others. Its slice bounds what mp4ff may
// read and allocate.
func Decode[T mp4.Box](b []byte) (T, error) {
	var none T
	if len(b) < 8 {
		return none, errors.New("box is missing")
	}
	box, err := mp4.DecodeBoxSR(0, bits.NewFixedSliceReader(b))
	if err != nil {
		return none, err
	}
	t, ok := box.(T)
	if !ok {
		return none, fmt.Errorf("box %q is of another kind", b[4:8])
	}
	return t, nil
}
