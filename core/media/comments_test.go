package media

import (
	"strings"
	"testing"
	"time"
)

// What does not fit is made smaller or left out, the longest first.
func TestCommentsThatDoNotFit(t *testing.T) {
	many := make([]Chapter, 500)
	for i := range many {
		many[i] = Chapter{time.Duration(i) * time.Second, strings.Repeat("x", 1000)}
	}
	huge := append(sample(t, "cover.jpg"), make([]byte, 100<<10)...) // a picture with much behind it
	odd := append([]byte("\xff\xd8\xff"), make([]byte, 100<<10)...)
	for _, m := range []Meta{
		{Title: "t", Cover: huge}, {Title: "t", Cover: odd}, {Title: "t", Chapters: many},
		{Title: strings.Repeat("世", 2000), Artist: strings.Repeat("世", 2000), Album: strings.Repeat("世", 2000), Source: strings.Repeat("世", 2000),
			Link: strings.Repeat("a", 5000), Date: strings.Repeat("1", 2000), Description: strings.Repeat("世", 9000), Cover: huge, Chapters: many},
	} {
		m = normalize(m)
		tags := opusTags(m, minReserve, time.Hour)
		if len(tags) != minReserve {
			t.Errorf("tags of %d bytes", len(tags))
		}
		if title, _ := commentOf(tags, "title"); title != m.Title {
			t.Error("no title")
		}
		if reserve := ReserveOpus(m); int64(len(opusTags(m, int(reserve), time.Hour))) != reserve {
			t.Errorf("reserve of %d", reserve)
		}
	}
}
