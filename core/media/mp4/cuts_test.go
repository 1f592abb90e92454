package mp4

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

func cutStreams(t *testing.T) [][]byte {
	return [][]byte{mediatest.Sample(t, "video_elst.mp4"), mediatest.Sample(t, "audio_exact.mp4")}
}

// Fragments of which nothing is left are not fetched, and the edit list of the picture
// has an entry for each part; the sound has no gaps. Whatever the order in which bytes arrive, also after a
// restart, the file is the same to the byte.
func TestCuts(t *testing.T) {
	streams := cutStreams(t)
	all := int64(len(streams[0]) + len(streams[1]))
	for _, c := range []struct {
		cuts  string
		saved int64 // bytes at least
	}{
		{"2000-8000", all / 4}, // with the key frame before and what the index may be off
		{"1000-1500", 0},
		{"0-4100,6000-9000", all / 2},
	} {
		t.Run(c.cuts, func(t *testing.T) {
			cuts, err := media.ParseCuts(c.cuts)
			if err != nil {
				t.Fatal(err)
			}
			meta := mediatest.Meta
			meta.Subtitles = mediatest.Subtitles
			o := media.Options{Cuts: cuts, Reserve: Reserve(meta)}
			file, sum := mediatest.Make(t, New, Verify, streams, o, meta)
			parts := len(cuts.Parts(media.Clip{}))
			for i, e := range editsOf(t, file)[:2] {
				if i == 0 && len(e) != parts || i == 1 && len(e) != 1 {
					t.Errorf("track %d: edits %v", i, e)
				}
			}
			want := mediatest.MS(10_000) - cuts.Length()
			if d := (sum.Duration - want).Abs(); d > mediatest.MS(40) {
				t.Errorf("lasts %v instead of %v", sum.Duration, want)
			}
			m := &mediatest.Memory{}
			l, err := New(m, mediatest.HeadsOf(streams), o)
			if err != nil {
				t.Fatal(err)
			}
			if saved := all - l.Total(); saved < c.saved {
				t.Errorf("%d of %d bytes are not fetched, less than %d", saved, all, c.saved)
			}
			t.Logf("%d of %d bytes are not fetched", all-l.Total(), all)
			ranges := mediatest.CutRanges(l.Ranges(), 0)
			half := len(ranges) / 2
			mediatest.Feed(t, l, streams, ranges[half:])
			o.Resume = true
			if l, err = New(m, mediatest.HeadsOf(streams), o); err != nil {
				t.Fatal(err)
			}
			mediatest.Feed(t, l, streams, ranges[:half])
			if l.Total() != bin.TotalBytes(l.Ranges()) {
				t.Errorf("total of %d bytes", l.Total())
			}
			if _, err := l.Finish(meta); err != nil || !bytes.Equal(m.Data, file) {
				t.Errorf("another file: %v", err)
			}
		})
	}
}

// What is shorter than a packet of sound, cut or left, changes nothing else: the file is made, and
// the sound that is left out lasts as long as the pictures that are.
func TestNarrowCuts(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video_elst.mp4"), mediatest.Sample(t, "audio_low.mp4")}
	for asked, want := range map[string]int{
		"10-20,21-30,50-51,4000-6000": 2,
		"1000-1001":                   0,
		"1000-1024":                   0,
		"1000-1060":                   1,
		"1000-2000,2001-3000":         1,
		"1-9999":                      1, // all but the first and the last moment
		"5000-9990,9999-10001":        2,
		"9970-9980,9990-9999":         0,
	} {
		cuts, err := media.ParseCuts(asked)
		if err != nil {
			t.Fatal(err)
		}
		_, sum := mediatest.Make(t, New, Verify, streams, media.Options{Cuts: cuts}, media.Meta{})
		if len(sum.Cuts) != want {
			t.Errorf("%s: makes the cuts %v, not %d", asked, sum.Cuts, want)
		}
		for _, c := range sum.Cuts {
			if packets := (c.To - c.From).Seconds() * 22050 / 1024; c.To < mediatest.MS(9990) && math.Abs(packets-math.Round(packets)) > 0.001 {
				t.Errorf("%s: leaves out %v packets", asked, packets)
			}
		}
		if d := sum.Tracks[0].Duration - sum.Tracks[1].Duration; d.Abs() > mediatest.MS(47) {
			t.Errorf("%s: tracks last %v and %v", asked, sum.Tracks[0].Duration, sum.Tracks[1].Duration)
		}
	}
}

// Chapters and subtitles are those of what is left.
func TestCutsOfMeta(t *testing.T) {
	cuts, _ := media.ParseCuts("1000-2500")
	meta := mediatest.Meta
	meta.Subtitles = mediatest.Subtitles
	file, sum := mediatest.Make(t, New, Verify, cutStreams(t), media.Options{Cuts: cuts}, meta)
	if sum.Cuts.String() != "998-2507" {
		t.Fatalf("makes the cuts %v", sum.Cuts)
	}
	got := mediatest.SubtitlesOf(t, file)
	if len(got) != 3 || mediatest.CuesOf(got[1].Cues) != "0-998 Começo/duas linhas\n998-1491 <meio> & 🌥\n1491-8490 depois do fim" {
		t.Errorf("subtitles %+v", got)
	}
	want := sum.Cuts.Meta(meta)
	_, tracks := mediatest.TracksOf(t, file)
	var starts []int64
	for _, x := range tracks[len(tracks)-1] {
		starts = append(starts, x.DTS)
	}
	var chapters []int64
	for _, x := range want.Chapters {
		chapters = append(chapters, x.Start.Milliseconds())
	}
	if fmt.Sprint(starts) != fmt.Sprint(chapters) {
		t.Errorf("chapters at %v instead of %v", starts, chapters)
	}
}

func TestCutsThatCannotBe(t *testing.T) {
	streams := cutStreams(t)
	for name, c := range map[string]struct {
		cuts string
		o    media.Options
		err  error
	}{
		"in order":        {"1-2000", media.Options{InOrder: true}, media.ErrNoIndex},
		"nothing is left": {"0-9000", media.Options{Clip: media.Clip{To: mediatest.MS(5000)}}, media.ErrOutside},
		"all of it":       {"0-90000", media.Options{}, media.ErrOutside},
	} {
		o := c.o
		o.Cuts, _ = media.ParseCuts(c.cuts)
		if _, err := New(&mediatest.Memory{}, mediatest.HeadsOf(streams), o); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A byte may be in two parts, but not in two different samples.
func TestVerifyOfRepeats(t *testing.T) {
	cuts, _ := media.ParseCuts("1234-1700")
	file, sum := mediatest.Make(t, New, Verify, cutStreams(t), media.Options{Cuts: cuts}, media.Meta{})
	moov, tracks := mediatest.TracksOf(t, file)
	if len(tracks[0]) <= len(mediatest.PacketsOf(t, cutStreams(t)[0]))-12 {
		t.Fatal("no sample is repeated")
	}
	stco := moov.Traks[0].Mdia.Minf.Stbl.Stco
	at := bytes.Index(file, []byte("stco")) + 12 + 4*(len(stco.ChunkOffset)-1)
	file[at+3] += 2 // the last chunk begins within a sample of another part, or outside
	if err := Verify(bytes.NewReader(file), sum.Size, sum); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("moved chunk: %v", err)
	}
}
