package webm_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/webm"
)

func TestVerifyWebMFindsDamage(t *testing.T) {
	file, sum := mediatest.Make(t, webm.New, webm.Verify, [][]byte{mediatest.VP9(t), mediatest.Opus(t)}, media.Options{}, mediatest.Meta)
	check := func(b []byte) error { return webm.Verify(bytes.NewReader(b), int64(len(b)), sum) }
	if err := check(file); err != nil {
		t.Fatal(err)
	}
	cluster := bytes.Index(file, []byte{0x1F, 0x43, 0xB6, 0x75})
	for name, b := range map[string][]byte{
		"empty":       nil,
		"cut":         file[:len(file)-1],
		"longer":      append(bytes.Clone(file), 0xEC, 0x80),
		"no cluster":  append(append(bytes.Clone(file[:cluster]), 0xEC), file[cluster+1:]...),
		"wrong cue":   changedCue(t, file),
		"other track": bytes.Replace(file, []byte{0xA3, 0x44, 0xD7, 0x81}, []byte{0xA3, 0x44, 0xD7, 0x83}, 1),
		"MP4":         mediatest.Sample(t, "video.mp4"),
	} {
		if err := check(b); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, change := range []func(s *media.Summary){
		func(s *media.Summary) { s.Size++ },
		func(s *media.Summary) { s.Duration += 2 * time.Second },
		func(s *media.Summary) { s.Tracks = s.Tracks[:1] },
		func(s *media.Summary) { s.Tracks[1].Samples++ },
		func(s *media.Summary) { s.Tracks[0].Codec = "av1" },
	} {
		want := sum
		want.Tracks = slices.Clone(sum.Tracks)
		change(&want)
		if err := webm.Verify(bytes.NewReader(file), int64(len(file)), want); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%+v: %v", want, err)
		}
	}
}

// changedCue makes the last cue point elsewhere.
func changedCue(t testing.TB, file []byte) []byte {
	b := bytes.Clone(file)
	for _, e := range mediatest.ReadWebM(t, b).Top {
		if e.ID == 0x1C53BB6B {
			e.Data[len(e.Data)-1]++
		}
	}
	return b
}

func TestFFmpegReadsWebM(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	for name, streams := range mediatest.WebMStreams(t) {
		if name == "opus first" || name == "no sizes" {
			continue // ffprobe numbers the streams otherwise; times are made up
		}
		t.Run(name, func(t *testing.T) {
			file, sum := mediatest.Make(t, webm.New, webm.Verify, streams, media.Options{Reserve: webm.Reserve(mediatest.Meta)}, mediatest.Meta)
			path := mediatest.WriteFile(t, "out.webm", file)
			text := mediatest.Run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_chapters", "-show_streams", path)
			var p mediatest.Probe
			if err := json.Unmarshal([]byte(text), &p); err != nil {
				t.Fatal(err)
			}
			for key, want := range map[string]string{
				"TITLE": mediatest.Meta.Title, "ARTIST": mediatest.Meta.Artist, "ALBUM": mediatest.Meta.Album, "DATE": mediatest.Meta.Date,
				"COMMENT": mediatest.Meta.Link, "DESCRIPTION": mediatest.Meta.Description, "ENCODER": "Hilo",
			} {
				if got := p.Format.Tags[key]; got != want {
					t.Errorf("%s: %q instead of %q in %v", key, got, want, p.Format.Tags)
				}
			}
			if want := fmt.Sprintf("%.6f", sum.Duration.Seconds()); p.Format.Duration != want {
				t.Errorf("lasts %s instead of %s", p.Format.Duration, want)
			}
			if len(p.Chapters) != 3 || p.Chapters[1].StartTime != "3.000000" || p.Chapters[1].Tags["title"] != mediatest.Meta.Chapters[1].Title {
				t.Errorf("chapters: %+v", p.Chapters)
			}
			for i, s := range streams {
				kind := sum.Tracks[i].Kind[:1]
				source := mediatest.WriteFile(t, "source.webm", s)
				const entries = "pts_time,size,flags,data_hash"
				if got, want := mediatest.ProbePackets(t, path, kind, entries), mediatest.ProbePackets(t, source, kind, entries); got != want {
					t.Errorf("packets of stream %d differ:\n%.300s\n%.300s", i, got, want)
				}
			}
			mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-f", "null", "-")
			for _, at := range []string{"7", "3.3"} {
				mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-ss", at, "-i", path, "-f", "null", "-")
			}
			if _, err := exec.LookPath("mkvmerge"); err == nil {
				mediatest.Run(t, "mkvmerge", "-q", "-o", filepath.Join(t.TempDir(), "x.mkv"), path)
			}
		})
	}
}

func TestSourceOfWebM(t *testing.T) {
	meta := mediatest.Meta
	meta.Source = "youtube:aaaaaaaaaaa:248/1:251/2"
	file, _ := mediatest.Make(t, webm.New, webm.Verify, [][]byte{mediatest.VP9(t), mediatest.Opus(t)}, media.Options{}, meta)
	if s, err := webm.Source(bytes.NewReader(file), int64(len(file))); err != nil || s != meta.Source {
		t.Errorf("%q, %v", s, err)
	}
	for _, b := range [][]byte{mediatest.VP9(t), file[:100], file[:40]} {
		if s, err := webm.Source(bytes.NewReader(b), int64(len(b))); err == nil {
			t.Errorf("source %q of a file that has none", s)
		}
	}
}

func TestMadeOfWebM(t *testing.T) {
	streams := mediatest.WebMClipStreams(t)["vp9+opus"]
	meta := mediatest.Meta
	meta.Source = "youtube:aaaaaaaaaaa:248/1:251/2"
	clip := media.Clip{From: 7 * time.Second, To: 33 * time.Second}
	cuts, err := media.ParseCuts("3003-9111,12345-29000")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []media.Options{{Clip: clip}, {Cuts: cuts}, {Clip: clip, Cuts: cuts}, {Cuts: media.Cuts{{From: 3003 * time.Millisecond, To: 3103 * time.Millisecond}}}} {
		file, sum := mediatest.Make(t, webm.New, webm.Verify, streams, o, meta)
		got, err := webm.Made(bytes.NewReader(file), int64(len(file)))
		if err != nil || got.Start != sum.Start || !slices.Equal(got.Cuts, sum.Cuts) {
			t.Errorf("%v: %v, %v instead of %v, %v: %v", o, got.Start, got.Cuts, sum.Start, sum.Cuts, err)
		}
		if s, err := webm.Source(bytes.NewReader(file), int64(len(file))); err != nil || s != meta.Source {
			t.Errorf("%q, %v", s, err)
		}
	}
	whole, _ := mediatest.Make(t, webm.New, webm.Verify, streams, media.Options{}, meta)
	for _, b := range [][]byte{whole, streams[0]} {
		if s, err := webm.Made(bytes.NewReader(b), int64(len(b))); !errors.Is(err, media.ErrNoSource) {
			t.Errorf("%v, %v of a whole video", s, err)
		}
	}
}
