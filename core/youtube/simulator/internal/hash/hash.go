// Package hash derives numbers from names, for what must be the same in every process.
package hash

import (
	"crypto/sha256"
	"encoding/binary"
)

// Number returns 64 bits of a hash of s.
func Number(s string) uint64 {
	sum := sha256.Sum256([]byte(s))
	return binary.BigEndian.Uint64(sum[:])
}
