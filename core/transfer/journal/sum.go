package journal

import (
	"hash/crc32"
	"iter"
	"slices"

	"github.com/hilo-app/hilo/core/byterange"
)

// sumBlock is the most bytes that one checksum covers when shorter ranges are
// joined: what is damaged on disk is fetched again in pieces of this size.
const sumBlock = 1 << 20

// castagnoli has instructions of their own on amd64 and arm64.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Sum is the CRC-32C of the bytes From up to but not including To of a stream.
type Sum struct {
	byterange.Range
	CRC uint32
}

// SumOf returns the Sum of the bytes p at an offset of a stream.
func SumOf(off int64, p []byte) Sum {
	return Sum{byterange.Range{From: off, To: off + int64(len(p))}, crc32.Checksum(p, castagnoli)}
}

// Append returns the Sum of the bytes of s followed by p.
func (s Sum) Append(p []byte) Sum {
	return Sum{byterange.Range{From: s.From, To: s.To + int64(len(p))}, crc32.Update(s.CRC, castagnoli, p)}
}

// Sums are the checksums of ranges of one stream that do not overlap. Those that
// touch are joined, up to a mebibyte. The zero value is empty. Sums must not be
// used by several goroutines at once.
type Sums struct {
	list []Sum // ascending
}

// Add adds a checksum of bytes that have none yet, and reports whether it did:
// false when one of them has, or there are none.
func (s *Sums) Add(sum Sum) bool {
	if sum.Empty() {
		return false
	}
	i := s.search(sum.From)
	if i < len(s.list) && s.list[i].From < sum.To {
		return false
	}
	s.list = slices.Insert(s.list, i, sum)
	s.join(i)
	if i > 0 {
		s.join(i - 1)
	}
	return true
}

// join joins a checksum with the one behind it if they touch and are short.
func (s *Sums) join(i int) {
	if i+1 >= len(s.list) {
		return
	}
	a, b := s.list[i], s.list[i+1]
	if a.To != b.From || b.To-a.From > sumBlock {
		return
	}
	s.list[i] = Sum{byterange.Range{From: a.From, To: b.To}, combine(a.CRC, b.CRC, b.Len())}
	s.list = slices.Delete(s.list, i+1, i+2)
}

// search returns the index of the first checksum that ends behind off.
func (s *Sums) search(off int64) int {
	i, _ := slices.BinarySearchFunc(s.list, off, func(v Sum, off int64) int {
		if v.To <= off {
			return -1
		}
		return 1
	})
	return i
}

// remove removes all checksums that cover a byte of r and returns what they cover.
func (s *Sums) remove(r byterange.Range) (removed []byterange.Range) {
	first := s.search(r.From)
	next := first
	for next < len(s.list) && s.list[next].From < r.To {
		removed = append(removed, s.list[next].Range)
		next++
	}
	s.list = slices.Delete(s.list, first, next)
	return removed
}

// All yields the checksums, ascending.
func (s *Sums) All() iter.Seq[Sum] { return slices.Values(s.list) }

// Len returns the number of checksums.
func (s *Sums) Len() int { return len(s.list) }

// combine returns the CRC of the bytes of a followed by the n bytes of b, from
// their CRCs: that of a is multiplied by x^(8n) modulo the polynomial (M. Adler,
// zlib, crc32_combine).
func combine(a, b uint32, n int64) uint32 {
	power := uint32(1) << 31 // x^0; bits are reflected
	for k := 3; n > 0; n, k = n>>1, k+1 {
		if n&1 != 0 {
			power = multiply(squares[k%len(squares)], power)
		}
	}
	return multiply(power, a) ^ b
}

// squares has x^(2^k) modulo the polynomial for each k. The order of x divides
// 2^31-1, so that they repeat after 31.
var squares = func() (s [31]uint32) {
	s[0] = 1 << 30 // x^1
	for k := 1; k < len(s); k++ {
		s[k] = multiply(s[k-1], s[k-1])
	}
	return s
}()

// multiply multiplies two polynomials modulo that of the CRC.
func multiply(a, b uint32) (product uint32) {
	for bit := uint32(1) << 31; bit != 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		if b&1 != 0 {
			b = b>>1 ^ crc32.Castagnoli
		} else {
			b >>= 1
		}
	}
	return product
}
