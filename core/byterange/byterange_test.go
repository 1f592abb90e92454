package byterange_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/byterange"
)

func ExampleSet() {
	file := byterange.Range{From: 0, To: 1000}
	var present byterange.Set
	present.Add(byterange.Range{From: 0, To: 200})
	present.Add(byterange.Range{From: 700, To: 1000})
	present.Add(byterange.Range{From: 200, To: 300}) // joins the first

	fmt.Println("present:", present.Total(), "of", file.Len())
	for r := range present.All() {
		fmt.Println("range:", r.From, r.To)
	}
	fmt.Println("missing:", present.Missing(file))
	fmt.Println("without a gap from the start up to:", present.End(0))
	// Output:
	// present: 600 of 1000
	// range: 0 300
	// range: 700 1000
	// missing: [{300 700}]
	// without a gap from the start up to: 300
}

func ExampleRange_Intersect() {
	wanted := byterange.Range{From: 100, To: 500}
	sent := byterange.Range{From: 400, To: 900}
	fmt.Println(wanted.Intersect(sent), wanted.Contains(sent))
	// Output: {400 500} false
}

func TestRange(t *testing.T) {
	for _, tt := range []struct {
		a, b                         byterange.Range
		length                       int64
		empty, contains, overlapping bool
	}{
		{r(0, 10), r(2, 5), 10, false, true, true},
		{r(0, 10), r(0, 10), 10, false, true, true},
		{r(0, 10), r(5, 11), 10, false, false, true},
		{r(0, 10), r(10, 12), 10, false, false, false},
		{r(5, 10), r(0, 5), 5, false, false, false},
		{r(5, 10), r(7, 7), 5, false, true, false},
		{r(7, 7), r(0, 10), 0, true, false, false},
		{r(7, 3), r(20, 20), 0, true, true, false},
	} {
		if got := tt.a.Len(); got != tt.length {
			t.Errorf("%v has %d bytes, want %d", tt.a, got, tt.length)
		}
		if got := tt.a.Empty(); got != tt.empty {
			t.Errorf("%v empty: %v", tt.a, got)
		}
		if got := tt.a.Contains(tt.b); got != tt.contains {
			t.Errorf("%v contains %v: %v", tt.a, tt.b, got)
		}
		if got := tt.a.Overlaps(tt.b); got != tt.overlapping {
			t.Errorf("%v overlaps %v: %v", tt.a, tt.b, got)
		}
	}
}

// TestSet compares the set with a bitmap after each of many random additions and
// removals.
func TestSet(t *testing.T) {
	const size = 96
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var set byterange.Set
		var bits [size]bool
		for range 30 {
			added := pick(random, size)
			set.Add(added)
			for i := added.From; i < added.To; i++ {
				bits[i] = true
			}
			checkRanges(t, &set, bits[:])
			checkQueries(t, &set, bits[:], pick(random, size))
			if random.IntN(3) > 0 {
				continue
			}
			removed := pick(random, size)
			set.Remove(removed)
			for i := removed.From; i < removed.To; i++ {
				bits[i] = false
			}
			checkRanges(t, &set, bits[:])
			checkQueries(t, &set, bits[:], pick(random, size))
		}
	}
}

// TestClone shows that neither of a set and its copy changes with the other.
func TestClone(t *testing.T) {
	var a byterange.Set
	a.Add(r(0, 10))
	a.Add(r(20, 30))
	b := a.Clone()
	b.Add(r(10, 15))
	a.Add(r(40, 50))
	if got, want := slices.Collect(a.All()), []byterange.Range{r(0, 10), r(20, 30), r(40, 50)}; !slices.Equal(got, want) {
		t.Errorf("set is %v, want %v", got, want)
	}
	if got, want := slices.Collect(b.All()), []byterange.Range{r(0, 15), r(20, 30)}; !slices.Equal(got, want) {
		t.Errorf("copy is %v, want %v", got, want)
	}
	a.Clear()
	if a.Total() != 0 || a.Len() != 0 || b.Total() != 25 {
		t.Errorf("%d bytes left in %d ranges, %d in the copy", a.Total(), a.Len(), b.Total())
	}
}

func r(from, to int64) byterange.Range { return byterange.Range{From: from, To: to} }

// pick returns a range within size, often a short or an empty one.
func pick(random *rand.Rand, size int64) byterange.Range {
	from, to := random.Int64N(size+1), random.Int64N(size+1)
	if random.IntN(2) == 0 {
		to = min(from+random.Int64N(5), size)
	}
	return r(min(from, to), max(from, to))
}

func checkRanges(t *testing.T, set *byterange.Set, bits []bool) {
	t.Helper()
	var want []byterange.Range
	var total int64
	for i, present := range bits {
		at := int64(i)
		switch {
		case !present:
			continue
		case i > 0 && bits[i-1]:
			want[len(want)-1].To++
		default:
			want = append(want, r(at, at+1))
		}
		total++
	}
	if got := slices.Collect(set.All()); !slices.Equal(got, want) {
		t.Fatalf("set is %v, want %v", got, want)
	}
	if set.Len() != len(want) {
		t.Fatalf("%d ranges, want %d", set.Len(), len(want))
	}
	if set.Total() != total {
		t.Fatalf("%d bytes, want %d", set.Total(), total)
	}
}

func checkQueries(t *testing.T, set *byterange.Set, bits []bool, asked byterange.Range) {
	t.Helper()
	missing := make([]bool, len(bits))
	for _, gap := range set.Missing(asked) {
		if gap.Empty() {
			t.Fatalf("empty gap %v", gap)
		}
		for i := gap.From; i < gap.To; i++ {
			missing[i] = true
		}
	}
	overlaps, contains := false, true
	for i, present := range bits {
		in := asked.From <= int64(i) && int64(i) < asked.To
		if missing[i] != (in && !present) {
			t.Fatalf("byte %d: missing %v, present %v, within %v: %v", i, missing[i], present, asked, in)
		}
		overlaps = overlaps || in && present
		contains = contains && (!in || present)
	}
	if set.Overlaps(asked) != overlaps {
		t.Fatalf("overlaps %v: %v", asked, !overlaps)
	}
	if set.Contains(asked) != contains {
		t.Fatalf("contains %v: %v", asked, !contains)
	}
	end := asked.From
	for end < int64(len(bits)) && bits[end] {
		end++
	}
	if got := set.End(asked.From); got != end {
		t.Fatalf("end from %d is %d, want %d", asked.From, got, end)
	}
}
