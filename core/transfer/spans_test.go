package transfer

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSpans compares the set with a bitmap.
func TestSpans(t *testing.T) {
	const size = 96
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var s spans
		var bits [size]bool
		for range 30 {
			from, to := pair(r, size)
			s.add(from, to)
			for i := from; i < to; i++ {
				bits[i] = true
			}
			checkSpans(t, s, bits[:])
			a, b := pair(r, size)
			checkGaps(t, s, bits[:], a, b)
		}
	}
}

func pair(r *rand.Rand, size int64) (from, to int64) {
	from, to = r.Int64N(size+1), r.Int64N(size+1)
	if r.IntN(2) == 0 {
		to = min(from+r.Int64N(5), size)
	}
	return min(from, to), max(from, to)
}

func checkSpans(t *testing.T, s spans, bits []bool) {
	t.Helper()
	var want spans
	for i, set := range bits {
		switch {
		case !set:
		case i > 0 && bits[i-1]:
			want[len(want)-1].to++
		default:
			want = append(want, span{int64(i), int64(i) + 1})
		}
	}
	if !slices.Equal(s, want) {
		t.Fatalf("set is %v, want %v", s, want)
	}
	var n int64
	for _, set := range bits {
		if set {
			n++
		}
	}
	if s.bytes() != n {
		t.Fatalf("%d bytes, want %d", s.bytes(), n)
	}
}

func checkGaps(t *testing.T, s spans, bits []bool, from, to int64) {
	t.Helper()
	left := make([]bool, len(bits))
	for _, g := range s.gaps(from, to) {
		if g.from >= g.to {
			t.Fatalf("empty gap %v", g)
		}
		for i := g.from; i < g.to; i++ {
			left[i] = true
		}
	}
	found := false
	for i := range bits {
		in := int64(i) >= from && int64(i) < to
		if left[i] != (in && !bits[i]) {
			t.Fatalf("gaps(%d, %d) of %v = %v", from, to, s, s.gaps(from, to))
		}
		found = found || in && bits[i]
	}
	if s.overlaps(from, to) != found {
		t.Fatalf("overlaps(%d, %d) of %v = %v", from, to, s, !found)
	}
}
