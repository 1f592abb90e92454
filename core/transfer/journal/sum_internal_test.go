package journal

import (
	"hash/crc32"
	"math/rand/v2"
	"testing"

	"github.com/hilo-app/hilo/core/byterange"
)

// TestCombine compares the CRC of two runs of bytes with that of both at once.
func TestCombine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 3, 255, 256, 4097, 1 << 16, 1<<20 + 7} {
		for _, m := range []int{0, 1, 9, 1000, 1<<18 + 1, 3 << 20} {
			b := make([]byte, n+m)
			for i := range b {
				b[i] = byte(r.Uint32())
			}
			a := SumOf(10, b[:n])
			got := combine(a.CRC, crc32.Checksum(b[n:], castagnoli), int64(m))
			if want := crc32.Checksum(b, castagnoli); got != want {
				t.Errorf("%d and %d bytes: %08x, want %08x", n, m, got, want)
			}
			if whole := a.Append(b[n:]); whole != SumOf(10, b) {
				t.Errorf("%d and %d bytes appended: %v", n, m, whole)
			}
		}
	}
}

// TestCombineIsPeriodic shows that the table of squares is as long as its period,
// which lengths of more than 2^28 bytes need.
func TestCombineIsPeriodic(t *testing.T) {
	last := squares[len(squares)-1]
	if multiply(last, last) != squares[0] {
		t.Error("the square of the last entry is not the first")
	}
}

// TestSums adds the pieces of a buffer in any order: the checksums are those of
// the bytes, none is longer than a block, and few are short.
func TestSums(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	b := make([]byte, 5*sumBlock+12345)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	var cuts []int
	for at := 0; at < len(b); at += 1 + r.IntN(sumBlock/3) {
		cuts = append(cuts, at)
	}
	cuts = append(cuts, len(b))
	var s Sums
	for _, i := range r.Perm(len(cuts) - 1) {
		if !s.Add(SumOf(int64(cuts[i]), b[cuts[i]:cuts[i+1]])) {
			t.Fatal("refused")
		}
		if s.Add(SumOf(int64(cuts[i]), b[cuts[i]:cuts[i]+1])) {
			t.Fatal("a byte has two checksums")
		}
	}
	var have byterange.Set
	for v := range s.All() {
		if v.Len() > sumBlock || SumOf(v.From, b[v.From:v.To]) != v {
			t.Errorf("%v is wrong or of %d bytes", v, v.Len())
		}
		have.Add(v.Range)
	}
	if !have.Contains(byterange.Range{To: int64(len(b))}) || s.Len() > 12 {
		t.Errorf("%d checksums of %d bytes", s.Len(), have.Total())
	}
	before := s.Len()
	removed := s.remove(byterange.Range{From: 2*sumBlock - 1, To: 2*sumBlock + 1})
	if len(removed) == 0 || s.Len() != before-len(removed) {
		t.Errorf("removed %v", removed)
	}
}
