package subtitle_test

import (
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/subtitle"
)

func TestCutCues(t *testing.T) {
	s := func(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
	all := []subtitle.Cue{{s(0), s(2), "a"}, {s(2), s(4), "b"}, {s(9), s(12), "c"}}
	for _, tt := range []struct {
		from, to float64
		want     []subtitle.Cue
	}{
		{0, 0, all},
		{3, 0, []subtitle.Cue{{0, s(1), "b"}, {s(6), s(9), "c"}}},
		{0, 2, []subtitle.Cue{{0, s(2), "a"}}},
		{1, 10, []subtitle.Cue{{0, s(1), "a"}, {s(1), s(3), "b"}, {s(8), s(9), "c"}}},
		{5, 8, nil},
		{12, 0, nil},
	} {
		if got := subtitle.Cut(all, s(tt.from), s(tt.to)); !slices.Equal(got, tt.want) {
			t.Errorf("from %v to %v: %v", tt.from, tt.to, got)
		}
	}
}
