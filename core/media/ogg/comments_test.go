package ogg

import (
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// What does not fit is made smaller or left out, the longest first.
func TestCommentsThatDoNotFit(t *testing.T) {
	many := make([]media.Chapter, 500)
	for i := range many {
		many[i] = media.Chapter{Start: time.Duration(i) * time.Second, Title: strings.Repeat("x", 1000)}
	}
	huge := append(mediatest.Sample(t, "cover.jpg"), make([]byte, 100<<10)...) // a picture with much behind it
	odd := append([]byte("\xff\xd8\xff"), make([]byte, 100<<10)...)
	for _, m := range []media.Meta{
		{Title: "t", Cover: huge}, {Title: "t", Cover: odd}, {Title: "t", Chapters: many},
		{Title: strings.Repeat("世", 2000), Artist: strings.Repeat("世", 2000), Album: strings.Repeat("世", 2000), Source: strings.Repeat("世", 2000),
			Link: strings.Repeat("a", 5000), Date: strings.Repeat("1", 2000), Description: strings.Repeat("世", 9000), Cover: huge, Chapters: many},
	} {
		m = metadata.Normalize(m)
		tags := opusTags(m, metadata.MinReserve, time.Hour)
		if len(tags) != metadata.MinReserve {
			t.Errorf("tags of %d bytes", len(tags))
		}
		if title, _ := commentOf(tags, "title"); title != m.Title {
			t.Error("no title")
		}
		if reserve := Reserve(m); int64(len(opusTags(m, int(reserve), time.Hour))) != reserve {
			t.Errorf("reserve of %d", reserve)
		}
	}
}

// An entry of an album says which it is of how many, and whose album that is.
func TestAlbumComments(t *testing.T) {
	m := metadata.Normalize(media.Meta{Title: "t", Artist: "A Guest", AlbumArtist: "The Band", Number: 7, Total: 12, Disc: 1})
	tags := opusTags(m, metadata.MinReserve, time.Hour)
	for key, want := range map[string]string{"ARTIST": "A Guest", "ALBUMARTIST": "The Band", "TRACKNUMBER": "7", "TRACKTOTAL": "12", "DISCNUMBER": "1"} {
		if got, _ := commentOf(tags, key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
}
