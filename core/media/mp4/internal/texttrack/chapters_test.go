package texttrack

import (
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
)

func TestChapterTimes(t *testing.T) {
	for _, c := range []struct {
		name     string
		chapters []media.Chapter
		titles   string
		total    uint32
	}{
		{"none", nil, "", 0},
		{"two", []media.Chapter{{Start: 0, Title: "a"}, {Start: 2 * time.Second, Title: "b"}}, "a,b", 10_000},
		{"begins late", []media.Chapter{{Start: time.Second, Title: "a"}, {Start: 2 * time.Second, Title: "b"}}, "T,a,b", 10_000},
		{"behind the end", []media.Chapter{{Start: 0, Title: "a"}, {Start: 11 * time.Second, Title: "b"}}, "a", 10_000},
		{"same start", []media.Chapter{{Start: 0, Title: "a"}, {Start: 2 * time.Second, Title: "b"}, {Start: 2 * time.Second, Title: "c"}}, "a,c", 10_000},
	} {
		got := Chapters(media.Meta{Title: "T", Chapters: c.chapters}, 10*time.Second)
		if got == nil {
			if c.titles != "" {
				t.Errorf("%s: no track", c.name)
			}
			continue
		}
		var titles []string
		for b, i := got.data, 0; i < len(got.sizes); i++ {
			titles = append(titles, string(b[2:2+int(b[1])]))
			b = b[got.sizes[i]:]
		}
		if s := strings.Join(titles, ","); s != c.titles || got.total != c.total {
			t.Errorf("%s: %s in %d ms", c.name, s, got.total)
		}
	}
}
