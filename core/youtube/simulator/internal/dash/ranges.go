package dash

import (
	"encoding/binary"
	"io"
)

// Ranges returns the first and last byte of a DASH stream's init segment and index,
// as YouTube's answers announce them: in MP4 (ISO/IEC 14496-12) everything up to
// the end of moov, and the sidx; in WebM (RFC 9559) everything before the Cues, and
// the Cues. ok is false when r is no such stream.
func Ranges(r io.ReaderAt) (init, index [2]int64, ok bool) {
	head := make([]byte, 4)
	if _, err := r.ReadAt(head, 0); err != nil {
		return init, index, false
	}
	if binary.BigEndian.Uint32(head) == ebmlHeader {
		return webmRanges(r)
	}
	for at := int64(0); ; {
		size, kind, err := boxAt(r, at)
		if err != nil {
			return init, index, false
		}
		switch kind {
		case "moov":
			init = [2]int64{0, at + size - 1}
		case "sidx":
			return init, [2]int64{at, at + size - 1}, init[1] > 0
		case "moof", "mdat":
			return init, index, false
		}
		at += size
	}
}

// boxAt returns the size and type of the box at an offset.
func boxAt(r io.ReaderAt, at int64) (size int64, kind string, err error) {
	head := make([]byte, 16)
	if n, err := r.ReadAt(head, at); n < 8 {
		return 0, "", err
	}
	size = int64(binary.BigEndian.Uint32(head))
	if size == 1 {
		size = int64(binary.BigEndian.Uint64(head[8:]))
	}
	if size < 8 {
		return 0, "", io.ErrUnexpectedEOF
	}
	return size, string(head[4:8]), nil
}

// Element IDs of RFC 8794 and RFC 9559.
const (
	ebmlHeader  = 0x1A45DFA3
	ebmlSegment = 0x18538067
	ebmlCluster = 0x1F43B675
	ebmlCues    = 0x1C53BB6B
)

func webmRanges(r io.ReaderAt) (init, index [2]int64, ok bool) {
	for at := int64(0); ; {
		id, head, size, err := elementAt(r, at)
		if err != nil {
			return init, index, false
		}
		switch id {
		case ebmlSegment:
			at += head // to its first child
			continue
		case ebmlCues:
			return [2]int64{0, at - 1}, [2]int64{at, at + head + size - 1}, true
		case ebmlCluster:
			return init, index, false
		}
		at += head + size
	}
}

// elementAt returns the ID, the length of ID and size, and the size of the element
// at an offset.
func elementAt(r io.ReaderAt, at int64) (id uint32, head, size int64, err error) {
	b := make([]byte, 12)
	if n, err := r.ReadAt(b, at); n < 2 {
		return 0, 0, 0, err
	}
	idLen := vintLength(b[0], 4)
	if idLen == 0 {
		return 0, 0, 0, io.ErrUnexpectedEOF
	}
	for _, x := range b[:idLen] {
		id = id<<8 | uint32(x)
	}
	sizeLen := vintLength(b[idLen], 8)
	if sizeLen == 0 {
		return 0, 0, 0, io.ErrUnexpectedEOF
	}
	size = int64(b[idLen]) & (1<<(8-sizeLen) - 1)
	for _, x := range b[idLen+1 : idLen+sizeLen] {
		size = size<<8 | int64(x)
	}
	return id, int64(idLen + sizeLen), size, nil
}

// vintLength returns the length of a variable-size integer from its first byte, 0
// when it is over most.
func vintLength(first byte, most int) int {
	for n := 1; n <= most; n++ {
		if first&(0x80>>(n-1)) != 0 {
			return n
		}
	}
	return 0
}
