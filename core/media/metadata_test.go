package media

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestMetaIsBounded(t *testing.T) {
	m := Meta{
		Title:       strings.Repeat("ü", 1000),
		Artist:      "a\x00b\xff\xfec",
		Description: strings.Repeat("x", maxDescription-1) + "日本",
		Cover:       append([]byte("\xff\xd8\xff"), make([]byte, maxCover)...),
	}
	for i := range 600 {
		m.Chapters = append(m.Chapters, Chapter{time.Duration(600-i) * time.Second, strings.Repeat("é", 700)})
	}
	m.Chapters = append(m.Chapters, Chapter{-time.Second, "before"})
	got := normalize(m)
	if len(got.Title) != maxTag || !utf8.ValidString(got.Title) {
		t.Errorf("title of %d bytes", len(got.Title))
	}
	if got.Artist != "ab\uFFFDc" {
		t.Errorf("artist %q", got.Artist)
	}
	if len(got.Description) != maxDescription-1 {
		t.Errorf("description of %d bytes", len(got.Description))
	}
	if got.Cover != nil {
		t.Error("a cover that is too large is kept")
	}
	if len(got.Chapters) != maxChapters || got.Chapters[0].Start != time.Second || len(got.Chapters[0].Title) != maxTag {
		t.Errorf("%d chapters, the first at %v", len(got.Chapters), got.Chapters[0].Start)
	}
	if len(m.Chapters) != 601 || m.Chapters[0].Start != 600*time.Second {
		t.Error("the caller's chapters are changed")
	}
}

// What Room says is enough: the moov stays in front.
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

func TestSubtitlesAreBounded(t *testing.T) {
	var m Meta
	for range maxSubtitles + 1 {
		m.Subtitles = append(m.Subtitles, Subtitle{Name: strings.Repeat("n\x00", 300), Cues: []Cue{{ms(1), ms(0), "x"}, {ms(5), ms(6), "b"}, {ms(1), ms(9), "a"}}})
	}
	got := normalize(m).Subtitles
	if len(got) != maxSubtitles || len(got[0].Name) != maxSubtitleName || cuesOf(got[0].Cues) != "1-5 a\n5-6 b" {
		t.Errorf("%d subtitles, %+v", len(got), got[0])
	}
	if m.Subtitles[0].Cues[0].Text != "x" {
		t.Error("the caller's cues are changed")
	}
}
