// Package byterange holds half-open ranges of bytes and sets of them.
//
// A Range is the bytes From up to but not including To. A Set records which
// bytes of a file or stream are present: Add puts a range in as it arrives,
// Missing says what is still to be fetched, End how far the bytes are present
// without a gap.
//
// The package does not know what the bytes belong to. Where there are several
// streams, the caller keeps one Set for each.
package byterange

import (
	"iter"
	"slices"
)

// Range is the bytes From up to but not including To. It is empty when From is
// not less than To.
type Range struct{ From, To int64 }

// Len returns the number of bytes in r, 0 when r is empty.
func (r Range) Len() int64 { return max(r.To-r.From, 0) }

// Empty reports whether there is no byte in r.
func (r Range) Empty() bool { return r.From >= r.To }

// Contains reports whether every byte of x is in r. An empty x is contained in
// every range.
func (r Range) Contains(x Range) bool {
	return x.Empty() || r.From <= x.From && x.To <= r.To
}

// Overlaps reports whether r and x have a byte in common.
func (r Range) Overlaps(x Range) bool { return !r.Intersect(x).Empty() }

// Intersect returns the bytes that are in both r and x.
func (r Range) Intersect(x Range) Range {
	return Range{max(r.From, x.From), min(r.To, x.To)}
}

// Set is a set of bytes. The zero value is the empty set. A Set must not be
// used by several goroutines at once, nor copied and then changed.
type Set struct {
	ranges []Range // ascending, not empty, with a gap between any two
}

// Add puts the bytes of r into the set. It takes time logarithmic in the number
// of ranges when r is behind or next to the last one.
func (s *Set) Add(r Range) {
	if r.Empty() {
		return
	}
	first := s.search(r.From)
	next := first
	for next < len(s.ranges) && s.ranges[next].From <= r.To {
		r.From = min(r.From, s.ranges[next].From)
		r.To = max(r.To, s.ranges[next].To)
		next++
	}
	s.ranges = slices.Replace(s.ranges, first, next, r)
}

// Remove takes the bytes of r out of the set.
func (s *Set) Remove(r Range) {
	if r.Empty() {
		return
	}
	first := s.search(r.From)
	next := first
	var kept []Range
	for next < len(s.ranges) && s.ranges[next].From < r.To {
		v := s.ranges[next]
		for _, rest := range []Range{{v.From, min(v.To, r.From)}, {max(v.From, r.To), v.To}} {
			if !rest.Empty() {
				kept = append(kept, rest)
			}
		}
		next++
	}
	s.ranges = slices.Replace(s.ranges, first, next, kept...)
}

// Contains reports whether every byte of r is in the set.
func (s *Set) Contains(r Range) bool {
	return r.Empty() || s.End(r.From) >= r.To
}

// Overlaps reports whether a byte of r is in the set.
func (s *Set) Overlaps(r Range) bool {
	for _, v := range s.ranges[s.search(r.From):] {
		if v.From >= r.To {
			return false
		}
		if v.Overlaps(r) {
			return true
		}
	}
	return false
}

// Missing returns the bytes of r that are not in the set, as ascending ranges
// that are not empty; nil when there are none.
func (s *Set) Missing(r Range) []Range {
	var out []Range
	for _, v := range s.ranges[s.search(r.From):] {
		if v.From >= r.To {
			break
		}
		if r.From < v.From {
			out = append(out, Range{r.From, v.From})
		}
		r.From = max(r.From, v.To)
	}
	if !r.Empty() {
		out = append(out, r)
	}
	return out
}

// End returns the offset up to which all bytes from off on are in the set: off
// itself when the byte at off is not.
func (s *Set) End(off int64) int64 {
	for _, v := range s.ranges[s.search(off):] {
		if v.From <= off && off < v.To {
			return v.To
		}
		if v.From > off {
			break
		}
	}
	return off
}

// Total returns the number of bytes in the set.
func (s *Set) Total() int64 {
	var n int64
	for _, v := range s.ranges {
		n += v.Len()
	}
	return n
}

// Len returns the number of ranges that All yields.
func (s *Set) Len() int { return len(s.ranges) }

// All yields the set as the fewest ranges that make it up, ascending. The set
// must not be changed meanwhile.
func (s *Set) All() iter.Seq[Range] { return slices.Values(s.ranges) }

// Clear makes the set empty.
func (s *Set) Clear() { s.ranges = nil }

// Clone returns a copy that can be changed independently of s.
func (s *Set) Clone() Set { return Set{slices.Clone(s.ranges)} }

// search returns the index of the first range that ends at or after off.
func (s *Set) search(off int64) int {
	i, _ := slices.BinarySearchFunc(s.ranges, off, func(v Range, off int64) int {
		if v.To < off {
			return -1
		}
		return 1
	})
	return i
}
