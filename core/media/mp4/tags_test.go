package mp4_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

func TestReserveIsEnough(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	cover := append(mediatest.Sample(t, "cover.jpg"), make([]byte, 200<<10)...)
	large := media.Meta{Title: strings.Repeat("t", 5000), Description: strings.Repeat("d", 50_000), Cover: cover}
	for i := range 400 {
		large.Chapters = append(large.Chapters, media.Chapter{Start: time.Duration(i) * 20 * time.Millisecond, Title: strings.Repeat("c", 300)})
	}
	for name, m := range map[string]media.Meta{"empty": {}, "full": mediatest.Meta, "large": large} {
		reserve := mp4.Reserve(m)
		early := m
		early.Cover = nil
		for _, reserve := range []int64{reserve, mp4.Reserve(early)} {
			for _, inOrder := range []bool{false, true} {
				file, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Reserve: reserve, InOrder: inOrder}, m)
				if mediatest.MoovPosition(t, file) != 1 {
					t.Errorf("%s: the moov is not in front with reserve %d", name, reserve)
				}
			}
		}
	}
}

// An entry of an album has its number of how many, its disc and the artist of the
// album, where players look for them.
func TestAlbumTags(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "audio.mp4")}
	m := mediatest.Meta
	m.AlbumArtist, m.Number, m.Total, m.Disc = "The Band", 7, 300, 2
	file, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Reserve: mp4.Reserve(m)}, m)
	for name, want := range map[string]string{
		"album artist": "aART\x00\x00\x00\x18data\x00\x00\x00\x01\x00\x00\x00\x00The Band",
		"track":        "trkn\x00\x00\x00\x18data\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x01\x2c\x00\x00",
		"disc":         "disk\x00\x00\x00\x16data\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00",
	} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("no %s", name)
		}
	}
}

// mediatest.MoovPosition returns how many boxes are before the moov.
// What does not fit into the reserve goes behind the media, and a second Finish
// with less leaves nothing of it.
func TestNoReserve(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	large := mediatest.Meta
	large.Cover = append(mediatest.Sample(t, "cover.png"), make([]byte, 1<<20)...)
	m := &mediatest.Memory{}
	l, err := mp4.New(m, mediatest.HeadsOf(streams), media.Options{})
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
	if mediatest.MoovPosition(t, m.Data) != 3 || s.Size < small.Size+1<<20 {
		t.Errorf("the moov is box %d of a file of %d bytes", mediatest.MoovPosition(t, m.Data), s.Size)
	}
	if err := mp4.Verify(m, s.Size, s); err != nil {
		t.Error(err)
	}
	_, tracks := mediatest.TracksOf(t, m.Data)
	mediatest.SamePackets(t, "video", mediatest.PacketsOf(t, streams[0]), tracks[0])
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Data, want) {
		t.Error("the file is not as it was after the first Finish")
	}
}
