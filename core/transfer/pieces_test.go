package transfer

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/byterange"
)

func TestPlanPieces(t *testing.T) {
	const m = 1 << 20
	tests := []struct {
		name        string
		ranges      []Range
		connections int
		inOrder     bool
		want        []Range
	}{
		{"nothing", ranges(0, 5, 5), 4, false, []Range{}},
		{"tiny stays whole", ranges(0, 0, 100), 4, false, ranges(0, 0, 100)},
		{"small is shared", ranges(0, 0, 2*m), 4, false,
			ranges(0, 0, m/2, 0, m/2, m, 0, m, 3*m/2, 0, 3*m/2, 2*m)},
		{"not below the least", ranges(0, 0, 600<<10), 8, false,
			ranges(0, 0, 200<<10, 0, 200<<10, 400<<10, 0, 400<<10, 600<<10)},
		{"interleaved is joined", ranges(0, 100, 200, 1, 0, 10, 0, 200, 300, 1, 10, 20), 1, false,
			ranges(0, 100, 300, 1, 0, 20)},
		{"in output order", ranges(0, 0, 10*m, 1, 0, m, 0, 10*m, 20*m, 1, m, 2*m), 1, false,
			ranges(0, 0, 10*m, 1, 0, 2*m, 0, 10*m, 20*m)},
		{"holes stay holes", ranges(0, 0, 100, 0, 200, 300), 4, false,
			ranges(0, 0, 100, 0, 200, 300)},
		{"strict order", ranges(0, 0, 15*m, 1, 0, 100, 1, 100, 200, 0, 15*m, 16*m), 1, true,
			ranges(0, 0, 15*m/2, 0, 15*m/2, 15*m, 1, 0, 200, 0, 15*m, 16*m)},
		{"for a reorder buffer", ranges(1, 0, 100, 0, 0, m, 1, 100, 200, 0, m, 3*m, 1, 200, 300), 4, true,
			ranges(1, 0, 300, 0, 0, m/2, 0, m/2, m, 0, m, 3*m/2, 0, 3*m/2, 2*m, 0, 2*m, 5*m/2, 0, 5*m/2, 3*m)},
		{"backwards", ranges(0, 500, 900, 1, 0, 100, 0, 0, 500), 4, true,
			ranges(0, 500, 900, 1, 0, 100, 0, 0, 500)},
	}
	small := Job{Addresses: []Address{{Size: 64 * m}}, Ranges: ranges(0, 0, 2*m), Piece: 512 << 10}
	if got, err := planPieces(small, 2); err != nil || len(got) != 4 {
		t.Errorf("small pieces: %v, %v", got, err)
	}
	uneven := Job{Addresses: []Address{{Size: 64 * m}, {Size: 4 * m}}, Ranges: ranges(0, 0, 64*m, 1, 0, 4*m), InOrder: true}
	if got, err := planPieces(uneven, 4); err != nil || len(got) != 128+16 {
		t.Errorf("a large and a small stream in order: %d pieces, %v", len(got), err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := Job{Addresses: []Address{{Size: 64 * m}, {Size: 64 * m}}, Ranges: tt.ranges, InOrder: tt.inOrder}
			got, err := planPieces(j, tt.connections)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestPlanLosesNothing plans random jobs: the pieces are what is wanted.
func TestPlanLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		j := Job{Addresses: []Address{{Size: 1 << 40}, {Size: 1 << 40}}, InOrder: r.IntN(3) == 0}
		at := []int64{0, 0}
		for range r.IntN(40) {
			s := r.IntN(2)
			from := at[s] + r.Int64N(2)*r.Int64N(1<<20)
			at[s] = from + r.Int64N(1<<uint(1+r.IntN(27)))
			j.Ranges = append(j.Ranges, Range{Stream: s, From: from, To: at[s]})
		}
		if !j.InOrder {
			r.Shuffle(len(j.Ranges), func(a, b int) { j.Ranges[a], j.Ranges[b] = j.Ranges[b], j.Ranges[a] })
		}
		connections := 1 + r.IntN(8)
		pieces, err := planPieces(j, connections)
		if err != nil {
			t.Fatal(err)
		}
		want, got := make([]byterange.Set, 2), make([]byterange.Set, 2)
		for _, x := range j.Ranges {
			want[x.Stream].Add(byterange.Range{From: x.From, To: x.To})
		}
		for _, p := range pieces {
			bytes := byterange.Range{From: p.From, To: p.To}
			if p.From >= p.To || p.To-p.From > MaxRange || got[p.Stream].Overlaps(bytes) {
				t.Fatalf("piece %v", p)
			}
			got[p.Stream].Add(bytes)
		}
		for s := range want {
			got, want := slices.Collect(got[s].All()), slices.Collect(want[s].All())
			if !slices.Equal(got, want) {
				t.Fatalf("stream %d: %v, want %v", s, got, want)
			}
		}
		if j.InOrder && connections == 1 && !slices.Equal(joinRanges(pieces), joinRanges(j.Ranges)) {
			t.Fatal("order is lost")
		}
		if j.InOrder && connections > 1 {
			firstNeeded(t, j.Ranges, pieces)
		}
	}
}

// firstNeeded checks that pieces are for a reorder buffer, in the order in which ranges
// need them first.
func firstNeeded(t *testing.T, ranges, pieces []Range) {
	t.Helper()
	last := 0
	for _, p := range pieces {
		i := slices.IndexFunc(ranges, func(r Range) bool {
			return r.Stream == p.Stream && max(r.From, p.From) < min(r.To, p.To)
		})
		if i < last || p.To-p.From > reorderPiece {
			t.Fatalf("piece %v is needed for range %d, behind one for range %d", p, i, last)
		}
		last = i
	}
}
