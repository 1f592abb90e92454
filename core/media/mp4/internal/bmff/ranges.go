package bmff

import (
	"sort"

	"github.com/hilo-app/hilo/core/byterange"
)

// AppendRange adds bytes to list, as one with the last if they begin where that
// ends.
func AppendRange(list []byterange.Range, from, to int64) []byterange.Range {
	if n := len(list); n > 0 && list[n-1].To == from {
		list[n-1].To = to
		return list
	}
	if from == to {
		return list
	}
	return append(list, byterange.Range{From: from, To: to})
}

// InRanges reports whether all bytes of e are in one of a list of ranges in order.
func InRanges(e byterange.Range, list []byterange.Range) bool {
	i := sort.Search(len(list), func(i int) bool { return list[i].To >= e.To })
	return i < len(list) && list[i].From <= e.From && e.From <= e.To
}
