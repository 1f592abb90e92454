package mp4

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

func TestClip(t *testing.T) {
	for _, c := range []struct {
		video, audio string
		clip         media.Clip
		edits        string
	}{
		{"video.mp4", "audio.mp4", media.Clip{From: mediatest.MS(3210), To: mediatest.MS(7777)}, "[{4567 15488}] [{4567 1273}]"}, // within a group of pictures
		{"video.mp4", "audio.mp4", media.Clip{From: 0, To: mediatest.MS(2500)}, "[{80 -1} {2420 1024}] [{2500 0}]"},              // from the first picture
		{"video.mp4", "audio.mp4", media.Clip{From: mediatest.MS(2080), To: mediatest.MS(2120)}, "[{40 1024}] [{40 1616}]"},      // a single picture
		{"video.mp4", "audio.mp4", media.Clip{From: mediatest.MS(9000), To: 0}, "[{1080 12800}] [{1024 1636}]"},                  // to the end
		{"video.mp4", "audio.mp4", media.Clip{From: mediatest.MS(9000), To: time.Hour}, "[{1080 12800}] [{1024 1636}]"},
		{"video_elst.mp4", "audio_elst.mp4", media.Clip{From: mediatest.MS(4000), To: mediatest.MS(6000)}, "[{2000 1024}] [{2000 1296}]"}, // from key frame to key frame
		{"video_elst.mp4", "audio_elst.mp4", media.Clip{From: 0, To: mediatest.MS(1)}, "[{1 1024}] [{1 1024}]"},
		{"video_signed.mp4", "audio.mp4", media.Clip{From: mediatest.MS(4100), To: mediatest.MS(5900)}, "[{1800 1280}] [{1800 1610}]"},
		{"video_vfr.mp4", "audio.mp4", media.Clip{From: mediatest.MS(3333), To: mediatest.MS(6666)}, ""},
		{"video_av1.mp4", "audio.mp4", media.Clip{From: mediatest.MS(2100), To: mediatest.MS(3900)}, "[{1800 1280}] [{1800 1474}]"}, // within one fragment
		{"video_av1.mp4", "", media.Clip{From: mediatest.MS(1), To: mediatest.MS(3999)}, "[{3998 13}]"},
		{"", "audio.mp4", media.Clip{From: mediatest.MS(4020), To: mediatest.MS(4030)}, "[{10 1154}]"}, // the first frame of a fragment
		{"", "audio_elst.mp4", media.Clip{From: mediatest.MS(3210), To: 0}, "[{6790 1273}]"},
	} {
		t.Run(fmt.Sprintf("%s+%s %v", c.video, c.audio, c.clip), func(t *testing.T) {
			var streams [][]byte
			var sources []*timedStream
			for _, name := range []string{c.video, c.audio} {
				if name != "" {
					streams, sources = append(streams, mediatest.Sample(t, name)), append(sources, timedSample(t, name))
				}
			}
			file, sum := mediatest.Make(t, New, Verify, streams, media.Options{Clip: c.clip, Reserve: Reserve(media.Meta{})}, media.Meta{})
			if mediatest.MoovPosition(t, file) != 1 {
				t.Error("the moov is not in front")
			}
			_, tracks := mediatest.TracksOf(t, file)
			edits := editsOf(t, file)
			got := ""
			for i, s := range sources {
				holdsClip(t, s, c.clip, edits[i], tracks[i])
				got += fmt.Sprintf(" %v", edits[i])
			}
			if c.edits != "" && got != " "+c.edits {
				t.Errorf("edits%s", got)
			}
			if sum.Start != c.clip.From {
				t.Errorf("%+v", sum)
			}
		})
	}
}

func TestClipsThatCannotBe(t *testing.T) {
	video, audio := mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")
	for name, c := range map[string]struct {
		stream []byte
		o      media.Options
		err    error
	}{
		"in order":     {video, media.Options{Clip: media.Clip{From: mediatest.MS(1), To: 0}, InOrder: true}, media.ErrNoIndex},
		"no index":     {mediatest.WithoutBox(t, video, "sidx"), media.Options{Clip: media.Clip{From: mediatest.MS(1), To: 0}}, media.ErrNoIndex},
		"odd index":    {indexes(t, "video.mp4")["first wrong"].stream, media.Options{Clip: media.Clip{From: 0, To: mediatest.MS(1)}}, media.ErrNoIndex},
		"hierarchical": {indexes(t, "video.mp4")["hierarchical"].stream, media.Options{Clip: media.Clip{From: 0, To: mediatest.MS(1)}}, media.ErrNoIndex},
		"behind":       {video, media.Options{Clip: media.Clip{From: mediatest.MS(10_200), To: 0}}, media.ErrOutside},
		"far behind":   {video, media.Options{Clip: media.Clip{From: math.MaxInt64 - 1, To: math.MaxInt64}}, media.ErrOutside},
		"backwards":    {video, media.Options{Clip: media.Clip{From: mediatest.MS(2), To: mediatest.MS(1)}}, nil},
		"negative":     {video, media.Options{Clip: media.Clip{From: -1, To: mediatest.MS(1)}}, nil},
	} {
		_, err := New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{c.stream, audio}), c.o)
		if err == nil || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An index that leads somewhere else comes to light at Finish.
func TestLyingIndexOfClip(t *testing.T) {
	s := mediatest.Sample(t, "video.mp4")
	refs, ts := refsOf(t, s)
	for name, c := range map[string]struct {
		change func([]ref)
		clip   media.Clip
	}{
		"sizes":      {func(r []ref) { r[2].size += 8; r[3].size -= 8 }, media.Clip{From: mediatest.MS(5000), To: mediatest.MS(7000)}},
		"late":       {func(r []ref) { r[1].duration -= ts * 3 / 2; r[4].duration += ts * 3 / 2 }, media.Clip{From: mediatest.MS(5000), To: mediatest.MS(6000)}},
		"ends early": {func(r []ref) { r[1].duration += ts * 2; r[4].duration -= ts * 2 }, media.Clip{From: mediatest.MS(3000), To: mediatest.MS(5900)}},
	} {
		changed := slices.Clone(refs)
		c.change(changed)
		stream := withIndex(t, s, sidxBox(ts, 0, changed...))
		l, err := New(&mediatest.Memory{}, []media.Head{{Bytes: stream[:2000], Size: int64(len(stream))}}, media.Options{Clip: c.clip})
		if err != nil {
			t.Fatal(name, err)
		}
		mediatest.Feed(t, l, [][]byte{stream}, l.Ranges())
		if _, err := l.Finish(media.Meta{}); !errors.Is(err, media.ErrIndex) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Sound that ends before the picture, and a picture that begins after the sound,
// leave their tracks something to show.
func TestClipWhereATrackIsSilent(t *testing.T) {
	video, audio := mediatest.Sample(t, "video.mp4 late"), mediatest.Sample(t, "audio.mp4")
	for _, c := range []struct {
		clip  media.Clip
		edits string
	}{
		{media.Clip{From: mediatest.MS(10_200), To: mediatest.MS(10_400)}, "[[{200 21760}] [{1 1703}]]"},
		{media.Clip{From: mediatest.MS(100), To: mediatest.MS(300)}, "[[{199 -1} {1 1024}] [{200 1338}]]"},
	} {
		file, sum := mediatest.Make(t, New, Verify, [][]byte{video, audio}, media.Options{Clip: c.clip}, media.Meta{})
		if got := fmt.Sprint(editsOf(t, file)); got != c.edits || sum.Duration != c.clip.To-c.clip.From {
			t.Errorf("%v: edits %s, %+v", c.clip, got, sum)
		}
	}
}

// Times are those of the whole video until they are written.
func TestClipOfMeta(t *testing.T) {
	meta := mediatest.Meta
	meta.Subtitles = mediatest.Subtitles
	file, _ := mediatest.Make(t, New, Verify, [][]byte{mediatest.Sample(t, "video_elst.mp4"), mediatest.Sample(t, "audio_elst.mp4")}, media.Options{Clip: media.Clip{From: mediatest.MS(2500), To: mediatest.MS(7000)}}, meta)
	_, tracks := mediatest.TracksOf(t, file)
	last := tracks[len(tracks)-1]
	if len(last) != 2 || last[1].DTS != 500 || last[0].Data[2:8] != "Anfang" {
		t.Errorf("chapters %v", last)
	}
	if !bytes.Contains(file, []byte("chpl\x01\x00\x00\x00\x00\x00\x00\x00\x02")) {
		t.Error("chapters for Nero's players")
	}
	got := mediatest.SubtitlesOf(t, file)
	if len(got) != 2 || mediatest.CuesOf(got[1].Cues) != "0-501 <meio> & 🌥\n501-4500 depois do fim" {
		t.Errorf("subtitles %+v", got)
	}
}

// A clip is laid out from bytes that hold more than it, and reads them back.
func TestClipTakesAnyBytes(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	o := media.Options{Clip: media.Clip{From: mediatest.MS(4500), To: mediatest.MS(5000)}}
	want, _ := mediatest.Make(t, New, Verify, streams, o, mediatest.Meta)
	m := &mediatest.Memory{}
	l, err := New(m, mediatest.HeadsOf(streams), o)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range streams {
		if err := l.WriteAt(i, s, 0); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Finish(mediatest.Meta); err != nil || !bytes.Equal(m.Data, want) {
		t.Errorf("another file: %v", err)
	}
	for _, r := range l.Ranges() {
		got := make([]byte, r.To-r.From)
		if err := l.ReadAt(r.Track, got, r.From); err != nil || !bytes.Equal(got, streams[r.Track][r.From:r.To]) {
			t.Errorf("%v cannot be read back: %v", r, err)
		}
	}
	if l.Total() != bin.TotalBytes(l.Ranges()) || l.Total() > int64(len(streams[0])+len(streams[1]))/2 {
		t.Errorf("%d bytes for half a second", l.Total())
	}
}
