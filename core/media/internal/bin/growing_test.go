package bin

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/byterange"
)

func TestGrowingFile(t *testing.T) {
	for range 200 {
		a := NewGrowingFile(nil, byterange.Range{To: 100})
		var there [100]bool
		for range 30 {
			from := rand.Int64N(100)
			to := min(from+rand.Int64N(12), 100)
			a.Add(from, to)
			for i := from; i < to; i++ {
				there[i] = true
			}
			var want []byterange.Range
			for i := int64(0); i < 100; i++ {
				if n := len(want); there[i] && n > 0 && want[n-1].To == i {
					want[n-1].To++
				} else if there[i] {
					want = append(want, byterange.Range{From: i, To: i + 1})
				}
			}
			if got := slices.Collect(a.stored.All()); !slices.Equal(got, want) {
				t.Fatalf("%v instead of %v", got, want)
			}
		}
	}
}
