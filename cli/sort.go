package cli

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
)

// sorting says how what a search finds is ordered, and from when on. The zero value is
// YouTube's best matches of any time.
type sorting struct {
	by    string // of orders
	since string // of ages
}

// orders compare two results, by the value of -sort. They are nil where YouTube orders.
var orders = map[string]func(a, b core.ListEntry) int{
	"match": nil,
	"views": nil,
	"newest": func(a, b core.ListEntry) int {
		return cmp.Compare(known(a.Age.Approximate()), known(b.Age.Approximate()))
	},
	"shortest": func(a, b core.ListEntry) int { return cmp.Compare(known(a.Duration), known(b.Duration)) },
	"longest":  func(a, b core.ListEntry) int { return cmp.Compare(b.Duration, a.Duration) },
}

// ages are the values of -since.
var ages = map[string]core.Since{
	"any": core.AnyTime, "today": core.Today, "week": core.ThisWeek, "month": core.ThisMonth, "year": core.ThisYear,
}

// check returns why the values cannot be used.
func (s sorting) check() error {
	if _, ok := orders[s.by]; s.by != "" && !ok {
		return fmt.Errorf("-sort takes %s, not %q", strings.Join(slices.Sorted(maps.Keys(orders)), ", "), s.by)
	}
	if _, ok := ages[s.since]; s.since != "" && !ok {
		return fmt.Errorf("-since takes any, today, week, month or year, not %q", s.since)
	}
	return nil
}

// errNoSearch says that there is nothing to order.
var errNoSearch = errors.New("-sort and -since need -search with words")

// filter returns what YouTube is asked for.
func (s sorting) filter() core.SearchFilter {
	return core.SearchFilter{Popular: s.by == "views", Since: ages[s.since]}
}

// apply orders the entries of a list and numbers them anew. YouTube has no order by age or
// length, so that these are of the results that were read.
func (s sorting) apply(l *core.List) {
	compare := orders[s.by]
	if compare == nil {
		return
	}
	slices.SortStableFunc(l.Entries, compare)
	for i := range l.Entries {
		l.Entries[i].Number = i + 1
	}
}

// known returns a time, the greatest one if it is unknown.
func known(d time.Duration) time.Duration {
	if d <= 0 {
		return math.MaxInt64
	}
	return d
}
