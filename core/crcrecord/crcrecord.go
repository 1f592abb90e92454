// Package crcrecord frames bytes in a file so that a reader can tell a whole
// record from a torn or a damaged one.
//
// A record is
//
//	uint32  length of the body, little endian
//	uint32  CRC-32C (Castagnoli) of the four bytes of the length and the body
//	...     body, one byte or more
//
// Append writes one, Read returns the body of the one at the front of some
// bytes. The files of users consist of such records, so the format never
// changes. What a body means, which records may come in which order, and where
// to look for the next one after damage is for the caller to know.
package crcrecord

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// Overhead is how many bytes a record has besides its body.
const Overhead = 8

// Errors that Read returns; test with errors.Is.
var (
	// ErrTorn says that the bytes end before the record does.
	ErrTorn = errors.New("record is cut off")
	// ErrLength says that the length is 0 or more than the caller allows.
	ErrLength = errors.New("record of an impossible length")
	// ErrChecksum says that the bytes are not those that were written.
	ErrChecksum = errors.New("record has a wrong checksum")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Append appends a record to b. Its body is the given parts joined, which must
// have one byte at least and less than 4 GiB together.
func Append(b []byte, parts ...[]byte) []byte {
	var n int
	for _, p := range parts {
		n += len(p)
	}
	length := binary.LittleEndian.AppendUint32(nil, uint32(n))
	sum := checksum(length, parts...)
	b = append(b, length...)
	b = binary.LittleEndian.AppendUint32(b, sum)
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// Read returns the body of the record at the front of b, as a part of b. A
// record that claims a body of more than most bytes is ErrLength; lengths are
// checked before anything is allocated. With ErrChecksum the damaged body is
// returned too, because its length tells where the record ends.
func Read(b []byte, most int64) (body []byte, err error) {
	if len(b) < Overhead {
		return nil, ErrTorn
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n == 0 || n > most {
		return nil, fmt.Errorf("%w: %d bytes", ErrLength, n)
	}
	if n > int64(len(b)-Overhead) {
		return nil, ErrTorn
	}
	body = b[Overhead : Overhead+n : Overhead+n]
	if checksum(b[:4], body) != binary.LittleEndian.Uint32(b[4:]) {
		return body, ErrChecksum
	}
	return body, nil
}

func checksum(length []byte, parts ...[]byte) uint32 {
	sum := crc32.Checksum(length, castagnoli)
	for _, p := range parts {
		sum = crc32.Update(sum, castagnoli, p)
	}
	return sum
}
