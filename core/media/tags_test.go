package media

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestRoomIsEnough(t *testing.T) {
	streams := [][]byte{sample(t, "video.mp4"), sample(t, "audio.mp4")}
	cover := append(sample(t, "cover.jpg"), make([]byte, 200<<10)...)
	large := Meta{Title: strings.Repeat("t", 5000), Description: strings.Repeat("d", 50_000), Cover: cover}
	for i := range 400 {
		large.Chapters = append(large.Chapters, Chapter{time.Duration(i) * 20 * time.Millisecond, strings.Repeat("c", 300)})
	}
	for name, m := range map[string]Meta{"empty": {}, "usual": testMeta, "large": large} {
		room := Reserve(m)
		early := m
		early.Cover = nil
		for _, room := range []int64{room, Reserve(early)} {
			for _, inOrder := range []bool{false, true} {
				file, _ := makeFile(t, streams, Options{Reserve: room, InOrder: inOrder}, m)
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
	streams := [][]byte{sample(t, "video.mp4"), sample(t, "audio.mp4")}
	large := testMeta
	large.Cover = append(sample(t, "cover.png"), make([]byte, 1<<20)...)
	m := &memory{}
	l, err := NewMP4(m, headsOf(streams), Options{})
	if err != nil {
		t.Fatal(err)
	}
	feed(t, l, streams, l.Ranges())
	small, err := l.Finish(testMeta)
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.Clone(m.data)
	s, err := l.Finish(large)
	if err != nil {
		t.Fatal(err)
	}
	if moovAt(t, m.data) != 3 || s.Size < small.Size+1<<20 {
		t.Errorf("the moov is box %d of a file of %d bytes", moovAt(t, m.data), s.Size)
	}
	if err := Verify(m, s.Size, s); err != nil {
		t.Error(err)
	}
	_, tracks := tracksOf(t, m.data)
	samePackets(t, "video", packetsOf(t, streams[0]), tracks[0])
	if _, err := l.Finish(testMeta); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.data, want) {
		t.Error("the file is not as it was after the first Finish")
	}
}

func TestChapterTimes(t *testing.T) {
	for _, c := range []struct {
		name     string
		chapters []Chapter
		titles   string
		total    uint32
	}{
		{"none", nil, "", 0},
		{"usual", []Chapter{{0, "a"}, {2 * time.Second, "b"}}, "a,b", 10_000},
		{"begins late", []Chapter{{time.Second, "a"}, {2 * time.Second, "b"}}, "T,a,b", 10_000},
		{"behind the end", []Chapter{{0, "a"}, {11 * time.Second, "b"}}, "a", 10_000},
		{"same start", []Chapter{{0, "a"}, {2 * time.Second, "b"}, {2 * time.Second, "c"}}, "a,c", 10_000},
	} {
		got := newChapterTrack(Meta{Title: "T", Chapters: c.chapters}, 10*time.Second)
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
