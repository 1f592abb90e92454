package mp4_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

func TestPacketsAreIdentical(t *testing.T) {
	for _, c := range []struct {
		video, audio string
	}{
		{video: "video.mp4", audio: "audio.mp4"},
		{video: "video_elst.mp4", audio: "audio_elst.mp4"},
		{video: "video_signed.mp4", audio: "audio.mp4"},
		{video: "video.mp4 late", audio: "audio.mp4"},
		{video: "video_vfr.mp4", audio: "audio.mp4"},
		{video: "video_av1.mp4", audio: "audio.mp4"},
		{video: "video_plain.mp4", audio: "audio.mp4"},
		{video: "video.mp4"},
		{audio: "audio_elst.mp4"},
	} {
		var streams [][]byte
		var kinds []string
		if c.video != "" {
			streams, kinds = append(streams, mediatest.Sample(t, c.video)), append(kinds, "video")
		}
		if c.audio != "" {
			streams, kinds = append(streams, mediatest.Sample(t, c.audio)), append(kinds, "audio")
		}
		for _, inOrder := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s+%s/inorder=%v", c.video, c.audio, inOrder), func(t *testing.T) {
				file, sum := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{InOrder: inOrder, Reserve: mp4.Reserve(mediatest.Meta)}, mediatest.Meta)
				moov, tracks := mediatest.TracksOf(t, file)
				if len(tracks) != len(streams)+1 { // and the chapters
					t.Fatalf("%d tracks", len(tracks))
				}
				for i, s := range streams {
					mediatest.SamePackets(t, kinds[i], mediatest.PacketsOf(t, s), tracks[i])
					if sum.Tracks[i].Kind != kinds[i] || sum.Tracks[i].Samples != len(tracks[i]) {
						t.Errorf("summary says %+v", sum.Tracks[i])
					}
				}
				if moov.Mvhd.Duration != uint64(sum.Duration.Milliseconds()) {
					t.Errorf("duration %v", sum.Duration)
				}
			})
		}
	}
}

func TestStartTimes(t *testing.T) {
	audio := mediatest.Sample(t, "audio.mp4")
	for _, c := range []struct {
		video string
		edits string
	}{
		{"video.mp4", "[]"},
		{"video_signed.mp4", "[]"},
		{"video_elst.mp4", "[{10000 1024}]"},
		{"video.mp4 late", "[{580 -1} {10000 1024}]"},
	} {
		file, _ := mediatest.Make(t, mp4.New, mp4.Verify, [][]byte{mediatest.Sample(t, c.video), audio}, media.Options{}, media.Meta{})
		moov, _ := mediatest.TracksOf(t, file)
		got := []string{}
		if e := moov.Trak.Edts; e != nil {
			for _, x := range e.Elst[0].Entries {
				got = append(got, fmt.Sprintf("{%d %d}", x.SegmentDuration, x.MediaTime))
			}
		}
		if fmt.Sprint(got) != c.edits {
			t.Errorf("%s: edits %v, want %v", c.video, got, c.edits)
		}
	}
}

func TestAnyOrder(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	want, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{}, mediatest.Meta)
	for range 20 {
		m := &mediatest.Memory{}
		l, err := mp4.New(m, mediatest.HeadsOf(streams), media.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if state := l.State(); state != nil {
			t.Fatalf("a layout that is not in order has a state of %d bytes", len(state))
		}
		parts := mediatest.CutRanges(l.Ranges(), 0)
		rand.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		mediatest.Feed(t, l, streams, parts)
		if _, err := l.Finish(mediatest.Meta); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(m.Data, want) {
			t.Fatal("another order makes another file")
		}
	}
}

func TestConcurrentWrites(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	want, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{}, mediatest.Meta)
	path := filepath.Join(t.TempDir(), "out.mp4")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l, err := mp4.New(f, mediatest.HeadsOf(streams), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range streams {
		for from := 0; from < len(streams[i]); from += 7000 {
			wg.Go(func() {
				to := min(from+7000, len(streams[i]))
				if err := l.WriteAt(i, streams[i][from:to], int64(from)); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if _, err := l.Finish(mediatest.Meta); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); !bytes.Equal(got, want) {
		t.Error("concurrent writes make another file")
	}
}

func TestResume(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	want, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{}, mediatest.Meta)
	for range 20 {
		m := &mediatest.Memory{}
		l, err := mp4.New(m, mediatest.HeadsOf(streams), media.Options{})
		if err != nil {
			t.Fatal(err)
		}
		parts := mediatest.CutRanges(l.Ranges(), 0)
		at := rand.IntN(len(parts))
		mediatest.Feed(t, l, streams, parts[:at])
		if l, err = mp4.New(m, mediatest.HeadsOf(streams), media.Options{Resume: true}); err != nil {
			t.Fatal(err)
		}
		mediatest.Feed(t, l, streams, parts[at:])
		for range 2 { // finishing may be interrupted as well
			if _, err := l.Finish(mediatest.Meta); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(m.Data, want) {
			t.Fatal("a resumed file differs")
		}
	}
}

func TestReadAt(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	for _, inOrder := range []bool{false, true} {
		l, err := mp4.New(&mediatest.Memory{}, mediatest.HeadsOf(streams), media.Options{InOrder: inOrder})
		if err != nil {
			t.Fatal(err)
		}
		mediatest.Feed(t, l, streams, mediatest.CutRanges(l.Ranges(), 5000))
		for i, s := range streams {
			got := make([]byte, len(s))
			if err := l.ReadAt(i, got, 0); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, s) {
				t.Error("ReadAt returns other bytes than were written")
			}
		}
	}
}

func TestMissingBytes(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	m := &mediatest.Memory{}
	l, err := mp4.New(m, mediatest.HeadsOf(streams), media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := l.Ranges()
	mediatest.Feed(t, l, streams, r[:1])
	mediatest.Feed(t, l, streams, r[2:])
	if _, err := l.Finish(media.Meta{}); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("Finish without a fragment: %v", err)
	}
}

func TestHeadsThatAreRefused(t *testing.T) {
	video := mediatest.Sample(t, "video.mp4")
	for name, h := range map[string]media.Head{
		"no size":     {Bytes: video},
		"empty":       {Size: 100},
		"no moov":     {Bytes: video[:32], Size: int64(len(video))},
		"progressive": mediatest.HeadOf(mediatest.Sample(t, "muxed.mp4")),
		"zeros":       {Bytes: make([]byte, 1000), Size: 1000},
		"too large":   {Bytes: video, Size: 1 << 60},
	} {
		if _, err := mp4.New(&mediatest.Memory{}, []media.Head{h}, media.Options{}); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := mp4.New(&mediatest.Memory{}, nil, media.Options{}); err == nil {
		t.Error("no stream is accepted")
	}
}
