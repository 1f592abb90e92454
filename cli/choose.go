package cli

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/hilo-app/hilo/core"
)

// selection says which entries of a list are taken. The zero value takes all.
type selection struct {
	items  itemRanges
	newest int    // 0 for all
	match  string // words that a title must have
}

func (s selection) empty() bool { return len(s.items) == 0 && s.newest == 0 && s.match == "" }

// choose returns the entries of l that are taken: first those of items, of these
// the newest, of these those that match. Entries that cannot be had are left out.
func (s selection) choose(l core.List) []core.ListEntry {
	last := 0
	for _, e := range l.Entries {
		last = max(last, e.Number)
	}
	words := strings.Fields(strings.ToLower(s.match))
	var all []core.ListEntry
	for _, e := range l.Entries {
		if e.VideoID != "" && e.Why == "" && (len(s.items) == 0 || s.items.has(e.Number, last)) {
			all = append(all, e)
		}
	}
	if n := len(all) - s.newest; s.newest > 0 && n > 0 {
		if l.Kind == core.Playlist || l.Kind == core.Album {
			all = all[n:] // people append to these
		} else {
			all = all[:s.newest]
		}
	}
	return slices.DeleteFunc(all, func(e core.ListEntry) bool {
		title := strings.ToLower(e.Title)
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(title, w) })
	})
}

// itemRanges collects the values of -items.
type itemRanges []itemRange

// itemRange is the entries from one number to another, 0 being the end; or, where
// last is not 0, so many at the end.
type itemRange struct{ from, to, last int }

// String implements flag.Value.
func (r *itemRanges) String() string { return "" }

// maxItem is the highest number of an entry.
const maxItem = 1_000_000

var errItems = errors.New("entries are numbers and ranges such as 1-10,15,20- or -3 for the last three")

// Set implements flag.Value.
func (r *itemRanges) Set(text string) error {
	for piece := range strings.SplitSeq(text, ",") {
		piece = strings.TrimSpace(piece)
		a, b, isRange := strings.Cut(piece, "-")
		from, err1 := strconv.ParseUint(a, 10, 31)
		to, err2 := strconv.ParseUint(b, 10, 31)
		one := itemRange{from: int(from), to: int(to)}
		switch {
		case !isRange && err1 == nil:
			one.to = one.from
		case isRange && a == "" && err2 == nil && to > 0:
			one = itemRange{last: int(to)}
		case isRange && err1 == nil && b == "":
			one.to = maxItem
		case !isRange || err1 != nil || err2 != nil || to < from:
			return errItems
		}
		if one.last == 0 && one.from < 1 || max(one.from, one.to, one.last) > maxItem {
			return errItems
		}
		*r = append(*r, one)
	}
	return nil
}

// has reports whether an entry of a list with so many is taken.
func (r itemRanges) has(n, of int) bool {
	for _, one := range r {
		if one.last > 0 && n > of-one.last || one.last == 0 && n >= one.from && n <= one.to {
			return true
		}
	}
	return false
}
