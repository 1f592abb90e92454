package mp3

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// framesOfID3 reads a tag another way than the program does.
func framesOfID3(t testing.TB, file []byte) map[string][]string {
	t.Helper()
	if string(file[:5]) != "ID3\x03\x00" {
		t.Fatalf("no tag but %q", file[:5])
	}
	end := 10 + int(file[6])<<21 + int(file[7])<<14 + int(file[8])<<7 + int(file[9])
	frames := map[string][]string{}
	for b := file[10:end]; len(b) > 10 && b[0] != 0; {
		id, n := string(b[:4]), int(binary.BigEndian.Uint32(b[4:]))
		frames[id] = append(frames[id], string(b[10:10+n]))
		b = b[10+n:]
	}
	return frames
}

// textOf reads a text behind an encoding byte.
func textOf(s string) string {
	if s[0] == 0 {
		var runes []rune
		for _, c := range []byte(s[1:]) {
			runes = append(runes, rune(c))
		}
		return string(runes)
	}
	var units []uint16
	for b := []byte(s[3:]); len(b) > 1; b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}

func TestID3(t *testing.T) {
	meta := mediatest.Meta
	meta.Artist, meta.Number, meta.Source = "Café", 7, "x"
	meta.AlbumArtist, meta.Total, meta.Disc = "Band", 12, 1
	meta.Cover = mediatest.Sample(t, "cover.png")
	frames := framesOfID3(t, id3Tag(metadata.Normalize(meta), 64<<10, 12*time.Second))
	for id, want := range map[string]string{
		"TIT2": meta.Title, "TPE1": "Café", "TPE2": "Band", "TALB": "Album", "TRCK": "7/12", "TPOS": "1", "TYER": "2026", "TDAT": "2311", "TSSE": "Hilo",
	} {
		if len(frames[id]) != 1 || textOf(frames[id][0]) != want {
			t.Errorf("%s: %q", id, frames[id])
		}
	}
	for id, want := range map[string]string{
		"WOAS": meta.Link, "COMM": "\x00eng\x00" + meta.Link,
		"APIC": "\x00image/png\x00\x03\x00" + string(meta.Cover), "CTOC": "toc\x00\x03\x03chp0\x00chp1\x00chp2\x00",
	} {
		if len(frames[id]) != 1 || frames[id][0] != want {
			t.Errorf("%s: %.100q", id, frames[id])
		}
	}
	chapters := frames["CHAP"]
	if len(chapters) != 3 || !strings.HasPrefix(chapters[1], "chp1\x00\x00\x00\x0b\xb8\x00\x00\x1d\x4c\xff\xff\xff\xff\xff\xff\xff\xffTIT2") ||
		!strings.HasPrefix(chapters[2], "chp2\x00\x00\x00\x1d\x4c\x00\x00\x2e\xe0") || textOf(chapters[1][31:]) != meta.Chapters[1].Title {
		t.Errorf("chapters %q", chapters)
	}
	if len(frames["TXXX"]) != 2 || frames["TXXX"][1] != "\x00description\x00"+meta.Description {
		t.Errorf("TXXX %q", frames["TXXX"])
	}
	for date, want := range map[string]string{"": "0 0", "2026": "1 0", "12": "0 0", "2026-13-40": "1 0"} {
		frames := framesOfID3(t, id3Tag(media.Meta{Date: date}, 1000, 0))
		if got := fmt.Sprint(len(frames["TYER"]), len(frames["TDAT"])); got != want {
			t.Errorf("date %q: %s", date, got)
		}
	}
}

// What does not fit is made smaller or left out, the longest first.
func TestTagsThatDoNotFit(t *testing.T) {
	many := make([]media.Chapter, metadata.MaxChapters)
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
		tag := id3Tag(m, metadata.MinReserve, time.Hour)
		if len(tag) != metadata.MinReserve {
			t.Errorf("tag of %d bytes", len(tag))
		}
		frames := framesOfID3(t, tag)
		if textOf(frames["TIT2"][0]) != m.Title {
			t.Error("no title")
		}
		if cover := frames["APIC"]; (len(cover) > 0) != (len(m.Cover) > 0 && m.Title == "t" && m.Cover[3] != 0) {
			t.Errorf("%d covers", len(cover))
		}
		if reserve := Reserve(m); int64(len(id3Frames(m, time.Hour))) > reserve && len(m.Cover) > 0 {
			t.Errorf("reserve of %d", reserve)
		}
	}
}
