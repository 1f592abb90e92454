package mp4

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

func TestRoomIsEnough(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	cover := append(mediatest.Sample(t, "cover.jpg"), make([]byte, 200<<10)...)
	large := media.Meta{Title: strings.Repeat("t", 5000), Description: strings.Repeat("d", 50_000), Cover: cover}
	for i := range 400 {
		large.Chapters = append(large.Chapters, media.Chapter{Start: time.Duration(i) * 20 * time.Millisecond, Title: strings.Repeat("c", 300)})
	}
	for name, m := range map[string]media.Meta{"empty": {}, "usual": mediatest.Meta, "large": large} {
		room := Reserve(m)
		early := m
		early.Cover = nil
		for _, room := range []int64{room, Reserve(early)} {
			for _, inOrder := range []bool{false, true} {
				file, _ := makeFile(t, streams, media.Options{Reserve: room, InOrder: inOrder}, m)
				if moovAt(t, file) != 1 {
					t.Errorf("%s: the moov is not in front with room %d", name, room)
				}
			}
		}
	}
}

// moovAt returns how many boxes are before the moov.
func moovAt(t *testing.T, file []byte) int {
	t.Helper()
	list, err := split(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range list {
		if b.kind == "moov" {
			return i
		}
	}
	t.Fatal("no moov")
	return -1
}

// What does not fit into the room goes behind the media, and a second Finish
// with less leaves nothing of it.
func TestNoRoom(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	large := mediatest.Meta
	large.Cover = append(mediatest.Sample(t, "cover.png"), make([]byte, 1<<20)...)
	m := &mediatest.Memory{}
	l, err := New(m, mediatest.HeadsOf(streams), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	mediatest.Feed(t, l, streams, l.Ranges())
	small, err := l.Finish(mediatest.Meta)
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(m.Data)
	s, err := l.Finish(large)
	if err != nil {
		t.Fatal(err)
	}
	if moovAt(t, m.Data) != 3 || s.Size < small.Size+1<<20 {
		t.Errorf("the moov is box %d of a file of %d bytes", moovAt(t, m.Data), s.Size)
	}
	if err := Verify(m, s.Size, s); err != nil {
		t.Error(err)
	}
	_, tracks := tracksOf(t, m.Data)
	samePackets(t, "video", packetsOf(t, streams[0]), tracks[0])
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Data, want) {
		t.Error("the file is not as it was after the first Finish")
	}
}

func TestChapterTimes(t *testing.T) {
	for _, c := range []struct {
		name     string
		chapters []media.Chapter
		titles   string
		total    uint32
	}{
		{"none", nil, "", 0},
		{"usual", []media.Chapter{{Start: 0, Title: "a"}, {Start: 2 * time.Second, Title: "b"}}, "a,b", 10_000},
		{"begins late", []media.Chapter{{Start: time.Second, Title: "a"}, {Start: 2 * time.Second, Title: "b"}}, "T,a,b", 10_000},
		{"behind the end", []media.Chapter{{Start: 0, Title: "a"}, {Start: 11 * time.Second, Title: "b"}}, "a", 10_000},
		{"same start", []media.Chapter{{Start: 0, Title: "a"}, {Start: 2 * time.Second, Title: "b"}, {Start: 2 * time.Second, Title: "c"}}, "a,c", 10_000},
	} {
		got := newChapterTrack(media.Meta{Title: "T", Chapters: c.chapters}, 10*time.Second)
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
