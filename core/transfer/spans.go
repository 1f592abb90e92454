package transfer

import "slices"

// span is the bytes from up to but not including to.
type span struct{ from, to int64 }

// spans is a set of bytes: spans in ascending order that neither overlap nor
// touch. The zero value is the empty set.
type spans []span

// add puts the bytes from..to into the set.
func (s *spans) add(from, to int64) {
	if from >= to {
		return
	}
	i := s.reaching(from)
	k := i
	for k < len(*s) && (*s)[k].from <= to {
		from = min(from, (*s)[k].from)
		to = max(to, (*s)[k].to)
		k++
	}
	*s = slices.Replace(*s, i, k, span{from, to})
}

// overlaps says whether any of the bytes from..to is in the set.
func (s spans) overlaps(from, to int64) bool {
	for _, v := range s[s.reaching(from):] {
		if v.from >= to {
			return false
		}
		if max(from, v.from) < min(to, v.to) {
			return true
		}
	}
	return false
}

// gaps returns those of the bytes from..to that are not in the set.
func (s spans) gaps(from, to int64) []span {
	var out []span
	for _, v := range s[s.reaching(from):] {
		if v.from >= to {
			break
		}
		if from < v.from {
			out = append(out, span{from, v.from})
		}
		from = max(from, v.to)
	}
	if from < to {
		out = append(out, span{from, to})
	}
	return out
}

// bytes counts the set.
func (s spans) bytes() int64 {
	var n int64
	for _, v := range s {
		n += v.to - v.from
	}
	return n
}

// reaching returns the index of the first span that ends at or after off.
func (s spans) reaching(off int64) int {
	i, _ := slices.BinarySearchFunc(s, off, func(v span, off int64) int {
		if v.to < off {
			return -1
		}
		return 1
	})
	return i
}
