package webm

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// Elements of EBML (RFC 8794) and Matroska (RFC 9559 §5.1) that are read.
const (
	idEBML             = 0x1A45DFA3
	idDocType          = 0x4282
	idMaxIDLength      = 0x42F2
	idMaxSizeLength    = 0x42F3
	idSegment          = 0x18538067
	idSeekHead         = 0x114D9B74
	idInfo             = 0x1549A966
	idTimestampScale   = 0x2AD7B1
	idDuration         = 0x4489
	idTracks           = 0x1654AE6B
	idTrackEntry       = 0xAE
	idTrackNumber      = 0xD7
	idTrackType        = 0x83
	idCodecID          = 0x86
	idCodecPrivate     = 0x63A2
	idCodecDelay       = 0x56AA
	idSeekPreRoll      = 0x56BB
	idContentEncodings = 0x6D80
	idCues             = 0x1C53BB6B
	idChapters         = 0x1043A770
	idTags             = 0x1254C367
	idAttachments      = 0x1941A469
	idCluster          = 0x1F43B675
	idTimestamp        = 0xE7
	idPosition         = 0xA7
	idPrevSize         = 0xAB
	idSimpleBlock      = 0xA3
	idBlockGroup       = 0xA0
	idBlock            = 0xA1
	idBlockDuration    = 0x9B
	idReferenceBlock   = 0xFB
	idDiscardPadding   = 0x75A2
)

// unknownSize is the size of an element that ends where the next one begins
// that cannot be inside it (RFC 8794 §6.2).
const unknownSize = -1

var errElement = errors.New("not EBML")

// vintLength is how many bytes a variable-size integer takes that starts with
// b (RFC 8794 §4), 0 if there is none.
func vintLength(b byte) int {
	for n := 1; n <= 8; n++ {
		if b&(0x80>>(n-1)) != 0 {
			return n
		}
	}
	return 0
}

// vint reads a variable-size integer that fills b. All ones mean unknownSize.
func vint(b []byte) int64 {
	v, ones := int64(b[0])&(0x7f>>(len(b)-1)), int64(1)<<(7*len(b))-1
	for _, c := range b[1:] {
		v = v<<8 | int64(c)
	}
	if v == ones {
		return unknownSize
	}
	return v
}

// element is one element in memory, not copied.
type element struct {
	id   uint32
	data []byte
}

// elements splits b, which must be a sequence of elements.
func elements(b []byte) ([]element, error) {
	var list []element
	for len(b) > 0 {
		n := vintLength(b[0])
		if n == 0 || n > 4 || len(b) <= n {
			return nil, errElement
		}
		id := uint32(0)
		for _, c := range b[:n] {
			id = id<<8 | uint32(c)
		}
		b = b[n:]
		n = vintLength(b[0])
		if n == 0 || len(b) < n {
			return nil, errElement
		}
		size := vint(b[:n])
		b = b[n:]
		if size < 0 || size > int64(len(b)) {
			return nil, fmt.Errorf("%w: element %x of %d bytes does not fit into %d", errElement, id, size, len(b))
		}
		list = append(list, element{id, b[:size]})
		b = b[size:]
	}
	return list, nil
}

// peekElement reads an element's header at the start of b, of n bytes. n is 0
// when b is too short, and negative when there is no element.
func peekElement(b []byte) (id uint32, size int64, n int) {
	if len(b) == 0 {
		return 0, 0, 0
	}
	n = vintLength(b[0])
	if n == 0 || n > 4 {
		return 0, 0, -1
	}
	if len(b) <= n {
		return 0, 0, 0
	}
	for _, c := range b[:n] {
		id = id<<8 | uint32(c)
	}
	b = b[n:]
	k := vintLength(b[0])
	if k == 0 {
		return 0, 0, -1
	}
	if len(b) < k {
		return 0, 0, 0
	}
	return id, vint(b[:k]), n + k
}

// uint is the value of an unsigned integer element (RFC 8794 §7.2).
func (e element) uint() uint64 {
	var v uint64
	for _, c := range e.data[:min(len(e.data), 8)] {
		v = v<<8 | uint64(c)
	}
	return v
}

// int is the value of a signed integer element (§7.1).
func (e element) int() int64 {
	n := min(len(e.data), 8)
	if n == 0 {
		return 0
	}
	shift := 64 - 8*n
	return int64(e.uint()) << shift >> shift
}

// float is the value of a float element (§7.3), 0 if it is none.
func (e element) float() float64 {
	v := 0.0
	switch len(e.data) {
	case 4:
		v = float64(math.Float32frombits(binary.BigEndian.Uint32(e.data)))
	case 8:
		v = math.Float64frombits(binary.BigEndian.Uint64(e.data))
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}
