package mp3

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"

	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/lame"
)

// While a file is being made, its first bytes, where its ID3 tag will be, are a record
// of what is behind them, so that an encoder that starts anew can continue:
//
//	magic | recipe | number of marks | mark ... | empty marks | CRC-32C of all that
//
// A mark is a number of bytes and the CRC-32C of so many bytes of frames, as 8 and 4
// bytes; all numbers are big-endian. The record is not made durable: after a power cut,
// the last mark whose bytes are what they were counts.
const (
	recordMagic = "Hilo MP3 part 1\n"
	maxMarks    = 64
	markSize    = 12
	recordSize  = len(recordMagic) + 4 + 4 + maxMarks*markSize + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// mark says that a number of bytes behind LAME's tag are written, and their CRC-32C.
type mark struct {
	bytes int64
	sum   uint32
}

// marks are some of what was written, in ascending order: the last one, and before it
// some that are a part of the file apart.
type marks []mark

// apart is how many times as much as lies between two marks is before them, at least.
const apart = 24

func (m *marks) add(x mark) {
	n := len(*m)
	switch {
	case n > 0 && x.bytes <= (*m)[n-1].bytes:
		return
	case n > 1 && x.bytes-(*m)[n-2].bytes < x.bytes/apart:
		n--
	case n == maxMarks:
		n = copy(*m, (*m)[1:])
	}
	*m = append((*m)[:n], x)
}

// record returns the bytes of the record.
func (m marks) record(recipe uint32) []byte {
	b := append(make([]byte, 0, recordSize), recordMagic...)
	b = binary.BigEndian.AppendUint32(b, recipe)
	b = binary.BigEndian.AppendUint32(b, uint32(len(m)))
	for _, x := range m {
		b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(b, uint64(x.bytes)), x.sum)
	}
	b = append(b, make([]byte, recordSize-4-len(b))...)
	return binary.BigEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

var errNoRecord = errors.New("mp3: no record of an earlier start")

// readRecord returns the marks of a record that was written with the same recipe.
func readRecord(b []byte, recipe uint32) (m marks, err error) {
	body := len(b) - 4
	if len(b) != recordSize || string(b[:len(recordMagic)]) != recordMagic || crc32.Checksum(b[:body], castagnoli) != binary.BigEndian.Uint32(b[body:]) {
		return nil, errNoRecord
	}
	b = b[len(recordMagic):]
	n := binary.BigEndian.Uint32(b[4:])
	if binary.BigEndian.Uint32(b) != recipe || n > maxMarks {
		return nil, errNoRecord
	}
	for c := range slices.Chunk(b[8:8+n*markSize], markSize) {
		x := mark{int64(binary.BigEndian.Uint64(c)), binary.BigEndian.Uint32(c[8:])}
		if x.bytes <= 0 || x.bytes > bin.MaxSize || len(m) > 0 && x.bytes <= m[len(m)-1].bytes {
			return nil, errNoRecord
		}
		m = append(m, x)
	}
	return m, nil
}

// recipe is a number that tells apart what a file is made of and how.
func recipe(c lame.Config, s *convert.Source) uint32 {
	return crc32.Checksum(fmt.Append(nil, c, s.Size, s.Clip, s.Cuts), castagnoli)
}
