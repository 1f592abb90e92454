package download_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/download"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The pattern of a download names its file, and the same file is found under that
// name when it is downloaded again.
func TestPatternNamesTheFile(t *testing.T) {
	for name, c := range map[string]struct {
		pattern, title, want string
		wish                 format.Wish
	}{
		"all words":          {"{number} - {title} ({channel}, {date}) {list} [{quality}] {id}", "Bridges", "007 - Bridges (Practice, 2026-11-23) All of them [1080p] aaaaaaaaaaa.mp4", wish},
		"none":               {"", "Bridges", "Bridges.mp4", wish},
		"of another version": {"{mood}", "Bridges", "Bridges.mp4", wish},
		"a long title":       {"{number} {title} {id}", strings.Repeat("é", 300), "007 " + strings.Repeat("é", 96) + " aaaaaaaaaaa.mp4", wish},
		"a clip":             {"{number} {title}", "Bridges", "007 Bridges (0.02-0.04).mp4", format.Wish{Kind: format.Video, Clip: format.Clip{From: 2 * time.Second, To: 4 * time.Second}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			v := s.video("first", "1", simulator.H264x1080)
			v.Title, v.Published = c.title, time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
			for again := range 2 {
				r := newRow(s.dir, c.wish)
				r.status.Pattern, r.status.Place = c.pattern, status.Place{List: "All of them", Number: 7, Total: 230}
				file, err := download.Run(t.Context(), s.tools(), r, v)
				if err != nil || filepath.Base(file) != c.want {
					t.Fatalf("%q, %v; want %q", file, err, c.want)
				}
				if known := r.status.Note == status.NoteAlready; known != (again == 1) {
					t.Errorf("run %d: note %q", again, r.status.Note)
				}
			}
			s.wantFiles(c.want)
		})
	}
}

// A file of an album says of which artist it is, and which track of how many.
func TestAlbumTags(t *testing.T) {
	s := newStage(t)
	v := s.video("first", "1", simulator.H264x1080)
	v.Author = "A Guest - Topic"
	r := newRow(s.dir, format.Wish{Kind: format.Audio, Format: format.M4A})
	r.status.Album, r.status.Track = "The Album", 3
	r.status.Place = status.Place{List: "The Album", Total: 12, Artist: "The Band - Topic", Disc: 1}
	file, err := download.Run(t.Context(), s.tools(), r, v)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"aARTdata:The Band", "\xa9ARTdata:A Guest", "\xa9albdata:The Album", "trkndata:\x00\x00\x00\x03\x00\x0c", "diskdata:\x00\x00\x00\x01",
	} {
		kind, value, _ := strings.Cut(want, "data:")
		at := bytes.Index(got, []byte(kind+"\x00\x00\x00"))
		if at < 0 || !bytes.HasPrefix(got[at+20:], []byte(value)) { // behind the sizes, "data", type and locale
			t.Errorf("no %q", want)
		}
	}
}
