package metadata

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

func TestMetaIsBounded(t *testing.T) {
	m := media.Meta{
		Title:       strings.Repeat("ü", 1000),
		Artist:      "a\x00b\xff\xfec",
		Description: strings.Repeat("x", maxDescription-1) + "日本",
		Cover:       append([]byte("\xff\xd8\xff"), make([]byte, maxCover)...),
	}
	for i := range 600 {
		m.Chapters = append(m.Chapters, media.Chapter{Start: time.Duration(600-i) * time.Second, Title: strings.Repeat("é", 700)})
	}
	m.Chapters = append(m.Chapters, media.Chapter{Start: -time.Second, Title: "before"})
	got := Normalize(m)
	if len(got.Title) != MaxTag || !utf8.ValidString(got.Title) {
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
	if len(got.Chapters) != MaxChapters || got.Chapters[0].Start != time.Second || len(got.Chapters[0].Title) != MaxTag {
		t.Errorf("%d chapters, the first at %v", len(got.Chapters), got.Chapters[0].Start)
	}
	if len(m.Chapters) != 601 || m.Chapters[0].Start != 600*time.Second {
		t.Error("the caller's chapters are changed")
	}
}

func TestCutMeta(t *testing.T) {
	const s = time.Second
	m := media.Meta{
		Chapters:  []media.Chapter{{Start: 0, Title: "a"}, {Start: 3 * s, Title: "b"}, {Start: 5 * s, Title: "c"}},
		Subtitles: []subtitle.Track{{Language: "de", Cues: []subtitle.Cue{{Start: 0, End: s, Text: "x"}}}, {Language: "es", Cues: []subtitle.Cue{{Start: 4 * s, End: 6 * s, Text: "x"}}}},
	}
	for _, c := range []struct {
		from, to  time.Duration
		want      []media.Chapter
		subtitles int
	}{
		{0, 0, m.Chapters, 2},
		{0, 3 * s, []media.Chapter{{Start: 0, Title: "a"}}, 1},
		{1 * s, 4 * s, []media.Chapter{{Start: 0, Title: "a"}, {Start: 2 * s, Title: "b"}}, 0},
		{3 * s, 5 * s, []media.Chapter{{Start: 0, Title: "b"}}, 1},
		{9 * s, 0, []media.Chapter{{Start: 0, Title: "c"}}, 0},
	} {
		got := Clip(m, c.from, c.to)
		if !slices.Equal(got.Chapters, c.want) || len(got.Subtitles) != c.subtitles {
			t.Errorf("%v to %v: %v instead of %v, %d subtitles", c.from, c.to, got.Chapters, c.want, len(got.Subtitles))
		}
	}
}

func TestSubtitlesAreBounded(t *testing.T) {
	var m media.Meta
	for range maxSubtitles + 1 {
		m.Subtitles = append(m.Subtitles, subtitle.Track{Name: strings.Repeat("n\x00", 300), Cues: []subtitle.Cue{{Start: mediatest.MS(1), End: mediatest.MS(0), Text: "x"}, {Start: mediatest.MS(5), End: mediatest.MS(6), Text: "b"}, {Start: mediatest.MS(1), End: mediatest.MS(9), Text: "a"}}})
	}
	got := Normalize(m).Subtitles
	if len(got) != maxSubtitles || len(got[0].Name) != maxSubtitleName || mediatest.CuesOf(got[0].Cues) != "1-5 a\n5-6 b" {
		t.Errorf("%d subtitles, %+v", len(got), got[0])
	}
	if m.Subtitles[0].Cues[0].Text != "x" {
		t.Error("the caller's cues are changed")
	}
}
