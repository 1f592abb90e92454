package mp4_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// Cues keep their times whatever the other tracks' edit lists say, and end with
// the movie.
func TestSubtitles(t *testing.T) {
	for _, c := range []struct {
		video, audio string
		end          int
	}{
		{"video.mp4", "audio.mp4", 10_000},
		{"video_elst.mp4", "audio_elst.mp4", 10_000},
		{"video.mp4 late", "audio.mp4", 10_580},
		{"", "audio.mp4", 10_000},
	} {
		for _, inOrder := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s+%s/inorder=%v", c.video, c.audio, inOrder), func(t *testing.T) {
				streams := [][]byte{mediatest.Sample(t, c.audio)}
				if c.video != "" {
					streams = [][]byte{mediatest.Sample(t, c.video), streams[0]}
				}
				meta := mediatest.Meta
				meta.Subtitles = mediatest.Subtitles
				file, sum := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{InOrder: inOrder, Reserve: mp4.Reserve(meta)}, meta)
				if len(sum.Tracks) != len(streams) || mediatest.MoovPosition(t, file) != 1 {
					t.Errorf("%+v; the moov is box %d", sum.Tracks, mediatest.MoovPosition(t, file))
				}
				if end := int(sum.Duration.Milliseconds()); end < c.end-100 || end > c.end+100 {
					t.Errorf("%v long", sum.Duration)
				}
				end := sum.Duration.Milliseconds()
				var got []string
				for _, s := range mediatest.SubtitlesOf(t, file) {
					got = append(got, fmt.Sprintf("%s %s %v\n%s", s.Language, s.Name, s.Generated, mediatest.CuesOf(s.Cues)))
				}
				want := []string{
					"eng English (auto-generated) true\n160-2240 good morning\n2240-9000 everyone",
					fmt.Sprintf("por Português (Brasil) false\n0-1500 Começo/duas linhas\n2000-3001 <meio> & 🌥\n3001-%d depois do fim", end),
					"zho Subtitles true\n500-999 中文",
				}
				if strings.Join(got, "\n\n") != strings.Join(want, "\n\n") {
					t.Errorf("got\n%s", strings.Join(got, "\n\n"))
				}
			})
		}
	}
}

// The chapters' track is still the one that the first track refers to.
func TestSubtitlesAndChapters(t *testing.T) {
	meta := mediatest.Meta
	meta.Subtitles = mediatest.Subtitles
	file, _ := mediatest.Make(t, mp4.New, mp4.Verify, [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}, media.Options{}, meta)
	moov, tracks := mediatest.TracksOf(t, file)
	if len(tracks) != 6 || moov.Mvhd.NextTrackID != 7 || moov.Traks[5].Mdia.Hdlr.HandlerType != "text" {
		t.Fatalf("%d tracks, the next is %d", len(tracks), moov.Mvhd.NextTrackID)
	}
	if !bytes.Contains(file, []byte("tref\x00\x00\x00\x0cchap\x00\x00\x00\x06")) {
		t.Error("the chapters are not referred to")
	}
	if got := tracks[5][1].Data; !strings.Contains(got, mediatest.Meta.Chapters[1].Title) {
		t.Errorf("chapter %q", got)
	}
	for _, trak := range moov.Traks[2:5] {
		if trak.Tkhd.AlternateGroup != 3 || trak.Tkhd.Width == 0 || trak.Tkhd.Height != moov.Traks[0].Tkhd.Height {
			t.Errorf("%+v", trak.Tkhd)
		}
	}
	if !bytes.Contains(file, []byte("elng\x00\x00\x00\x00pt-BR\x00")) {
		t.Error("the country is lost")
	}
}

// Subtitles that arrive after the reserve was computed go behind the media, and a
// second Finish without them makes the file it would have made.
func TestSubtitlesWithoutReserve(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}
	want, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Reserve: mp4.Reserve(mediatest.Meta)}, mediatest.Meta)
	meta := mediatest.Meta
	long := subtitle.Track{Language: "fr"}
	for i := range 9000 {
		long.Cues = append(long.Cues, subtitle.Cue{Start: mediatest.MS(i), End: mediatest.MS(i + 1), Text: strings.Repeat("é", 100+i%2)})
	}
	meta.Subtitles = append([]subtitle.Track{long}, mediatest.Subtitles...)
	m := &mediatest.Memory{}
	l, err := mp4.New(m, mediatest.HeadsOf(streams), media.Options{Reserve: mp4.Reserve(mediatest.Meta)})
	if err != nil {
		t.Fatal(err)
	}
	mediatest.Feed(t, l, streams, l.Ranges())
	s, err := l.Finish(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := mp4.Verify(m, s.Size, s); err != nil {
		t.Error(err)
	}
	if got := mediatest.SubtitlesOf(t, m.Data); mediatest.MoovPosition(t, m.Data) != 3 || len(got) != 4 || mediatest.CuesOf(got[0].Cues) != mediatest.CuesOf(long.Cues) {
		t.Errorf("moov is box %d, %d subtitles", mediatest.MoovPosition(t, m.Data), len(got))
	}
	if _, err := l.Finish(mediatest.Meta); err != nil || !bytes.Equal(m.Data, want) {
		t.Errorf("another file without them: %v", err)
	}
	if file, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Reserve: mp4.Reserve(meta)}, meta); mediatest.MoovPosition(t, file) != 1 {
		t.Error("the reserve is not enough")
	}
}

func TestSubtitlesOfCopy(t *testing.T) {
	stream := mediatest.Sample(t, "muxed.mp4")
	meta := mediatest.Meta
	meta.Subtitles = mediatest.Subtitles
	m := &mediatest.Memory{Data: bytes.Clone(stream)}
	l := newCopy(t, m, int64(len(stream)))
	s, err := l.Finish(meta)
	if err != nil || len(s.Tracks) != 2 {
		t.Fatalf("%+v, %v", s, err)
	}
	if err := mp4.Verify(m, int64(len(m.Data)), s); err != nil {
		t.Error(err)
	}
	got := mediatest.SubtitlesOf(t, m.Data)
	if len(got) != 3 || !strings.HasPrefix(mediatest.CuesOf(got[1].Cues), "0-1500 Começo/duas linhas\n2000-3001 <meio>") {
		t.Errorf("%+v", got)
	}
	moov, _ := mediatest.TracksOf(t, m.Data)
	for i, trak := range moov.Traks {
		if trak.Tkhd.TrackID >= moov.Mvhd.NextTrackID || trak.Tkhd.Duration > moov.Mvhd.Duration {
			t.Errorf("track %d: %+v in %+v", i, trak.Tkhd, moov.Mvhd)
		}
	}
	first := bytes.Clone(m.Data)
	if _, err := l.Finish(meta); err != nil || !bytes.Equal(m.Data, first) {
		t.Errorf("a second Finish makes another file: %v", err)
	}
	if _, err := l.Finish(media.Meta{}); err != nil || len(mediatest.SubtitlesOf(t, m.Data)) != 0 {
		t.Errorf("subtitles that were not asked for: %v", err)
	}
}

func TestFFmpegReadsSubtitles(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	muxed := mediatest.Sample(t, "muxed.mp4")
	for _, c := range []struct{ video, audio string }{
		{"video.mp4", "audio.mp4"},
		{"video_elst.mp4", "audio_elst.mp4"},
		{"video.mp4 late", "audio.mp4"},
		{"", "audio.mp4"},
		{"", ""}, // a copy
	} {
		meta := mediatest.Meta
		meta.Subtitles = mediatest.Subtitles
		meta.Cover = mediatest.Sample(t, "cover.jpg")
		m := &mediatest.Memory{Data: bytes.Clone(muxed)}
		length := time.Duration(0)
		if c.audio == "" {
			s, err := newCopy(t, m, int64(len(muxed))).Finish(meta)
			if err != nil {
				t.Fatal(err)
			}
			length = s.Duration
		} else {
			streams := [][]byte{mediatest.Sample(t, c.audio)}
			if c.video != "" {
				streams = [][]byte{mediatest.Sample(t, c.video), streams[0]}
			}
			file, s := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Reserve: mp4.Reserve(meta)}, meta)
			m.Data, length = file, s.Duration
		}
		path := filepath.Join(t.TempDir(), "out.mp4")
		if err := os.WriteFile(path, m.Data, 0o600); err != nil {
			t.Fatal(err)
		}
		mediatest.Run(t, "ffprobe", "-v", "warning", path)
		for i, s := range []subtitle.Track{mediatest.Subtitles[0], mediatest.Subtitles[1], mediatest.Subtitles[3]} {
			//  the players' styles when it is not asked for text only.
			got := mediatest.Run(t, "ffmpeg", "-v", "warning", "-i", path, "-map", fmt.Sprintf("0:s:%d", i), "-c:s", "text", "-f", "srt", "-")
			var cues []subtitle.Cue
			for _, cue := range s.Cues {
				if cue.End = min(cue.End, length.Truncate(time.Millisecond)); cue.Start < cue.End {
					cues = append(cues, cue)
				}
			}
			var want strings.Builder
			if err := subtitle.WriteSRT(&want, cues); err != nil {
				t.Fatal(err)
			}
			if !mediatest.SameLines(got, want.String()) {
				t.Errorf("%s+%s, subtitle %d:\n%s\nwant\n%s", c.video, c.audio, i, got, want.String())
			}
		}
		text := mediatest.Run(t, "ffprobe", "-v", "warning", "-select_streams", "s", "-show_entries", "stream=codec_name:stream_tags=language,handler_name:stream_disposition=default", "-of", "csv=p=0", path)
		if want := "mov_text,0,eng,English (auto-generated)\nmov_text,1,por,Português (Brasil)\nmov_text,0,zho,Subtitles\n"; !strings.HasPrefix(text, want) {
			t.Errorf("streams:\n%s", text)
		}
	}
}
