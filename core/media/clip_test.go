package media

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func TestCutMeta(t *testing.T) {
	const s = time.Second
	m := Meta{
		Chapters:  []Chapter{{0, "a"}, {3 * s, "b"}, {5 * s, "c"}},
		Subtitles: []Subtitle{{Language: "de", Cues: []Cue{{0, s, "x"}}}, {Language: "es", Cues: []Cue{{4 * s, 6 * s, "x"}}}},
	}
	for _, c := range []struct {
		from, to  time.Duration
		want      []Chapter
		subtitles int
	}{
		{0, 0, m.Chapters, 2},
		{0, 3 * s, []Chapter{{0, "a"}}, 1},
		{1 * s, 4 * s, []Chapter{{0, "a"}, {2 * s, "b"}}, 0},
		{3 * s, 5 * s, []Chapter{{0, "b"}}, 1},
		{9 * s, 0, []Chapter{{0, "c"}}, 0},
	} {
		got := clipMeta(m, c.from, c.to)
		if !slices.Equal(got.Chapters, c.want) || len(got.Subtitles) != c.subtitles {
			t.Errorf("%v to %v: %v instead of %v, %d subtitles", c.from, c.to, got.Chapters, c.want, len(got.Subtitles))
		}
	}
}

func TestClipsThatAreNone(t *testing.T) {
	const s = time.Second
	for _, c := range []Clip{{-s, 0}, {0, -s}, {2 * s, s}, {s, s}} {
		if err := c.Validate(0); err == nil || errors.Is(err, ErrOutside) {
			t.Errorf("%v: %v", c, err)
		}
	}
	if err := (Clip{3 * s, 0}).Validate(3 * s); !errors.Is(err, ErrOutside) {
		t.Error(err)
	}
	for _, c := range []Clip{{0, 0}, {0, s}, {s, 0}, {2 * s, 9 * s}} {
		if err := c.Validate(3 * s); err != nil {
			t.Errorf("%v: %v", c, err)
		}
	}
}
