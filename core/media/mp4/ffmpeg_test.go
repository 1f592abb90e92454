package mp4_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

func TestFFmpegReads(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	for _, c := range []struct{ video, audio, entries string }{
		{"video.mp4", "audio.mp4", "pts_time,dts_time,size,flags,data_hash"},
		{"video_elst.mp4", "audio_elst.mp4", "pts_time,dts_time,size,flags,data_hash"},
		{"video.mp4 late", "audio.mp4", "pts_time,dts_time,size,flags,data_hash"},
		{"video_vfr.mp4", "audio.mp4", "pts_time,dts_time,size,flags,data_hash"},
		{"video_av1.mp4", "audio.mp4", "pts_time,dts_time,size,flags,data_hash"},
		{"video_signed.mp4", "audio.mp4", "size,flags,data_hash"}, // ffmpeg shifts the fragmented source
	} {
		for _, inOrder := range []bool{false, true} {
			if inOrder && c.video != "video.mp4" {
				continue // the packets are compared without ffmpeg too
			}
			dir := t.TempDir()
			streams := [][]byte{mediatest.Sample(t, c.video), mediatest.Sample(t, c.audio)}
			meta := mediatest.Meta
			meta.Cover = mediatest.Sample(t, "cover.jpg")
			file, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{InOrder: inOrder, Reserve: mp4.Reserve(meta)}, meta)
			out, video, audio := filepath.Join(dir, "out.mp4"), filepath.Join(dir, "v.mp4"), filepath.Join(dir, "a.mp4")
			for path, b := range map[string][]byte{out: file, video: streams[0], audio: streams[1]} {
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got, want := mediatest.ProbePackets(t, out, "v", c.entries), mediatest.ProbePackets(t, video, "v", c.entries); got != want {
				t.Errorf("%s: video packets differ:\n%.300s\n%.300s", c.video, got, want)
			}
			if got, want := mediatest.ProbePackets(t, out, "a", c.entries), mediatest.ProbePackets(t, audio, "a", c.entries); got != want {
				t.Errorf("%s: audio packets differ:\n%.300s\n%.300s", c.video, got, want)
			}
			mediatest.Run(t, "ffprobe", "-v", "warning", out)
			mediatest.Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", out, "-map", "0:v:0", "-map", "0:a:0", "-f", "null", "-")
		}
	}
}

func TestFFmpegReadsTags(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	for _, cover := range []string{"cover.jpg", "cover.png"} {
		for _, video := range []bool{true, false} {
			streams := [][]byte{mediatest.Sample(t, "audio.mp4")}
			if video {
				streams = [][]byte{mediatest.Sample(t, "video.mp4"), streams[0]}
			}
			meta := mediatest.Meta
			meta.Cover = mediatest.Sample(t, cover)
			file, _ := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Reserve: mp4.Reserve(meta)}, meta)
			path := filepath.Join(t.TempDir(), "out.m4a")
			if err := os.WriteFile(path, file, 0o600); err != nil {
				t.Fatal(err)
			}
			var p mediatest.Probe
			text := mediatest.Run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_chapters", "-show_streams", path)
			if err := json.Unmarshal([]byte(text), &p); err != nil {
				t.Fatal(err)
			}
			for key, want := range map[string]string{
				"title": meta.Title, "artist": meta.Artist, "album": meta.Album, "date": meta.Date, "comment": meta.Link,
				"description": meta.Description, "synopsis": meta.Description, "encoder": "Hilo",
			} {
				if p.Format.Tags[key] != want {
					t.Errorf("%s: %q instead of %q", key, p.Format.Tags[key], want)
				}
			}
			if len(p.Chapters) != 3 || p.Chapters[1].StartTime != "3.000000" || p.Chapters[1].EndTime != "7.500000" || p.Chapters[1].Tags["title"] != meta.Chapters[1].Title {
				t.Errorf("chapters: %+v", p.Chapters)
			}
			last := p.Streams[len(p.Streams)-1]
			if last.CodecName != map[string]string{"cover.jpg": "mjpeg", "cover.png": "png"}[cover] || last.Width != 64 {
				t.Errorf("cover: %+v", last)
			}
		}
	}
}

func TestFFmpegReadsTaggedCopy(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	stream := mediatest.Sample(t, "muxed.mp4")
	meta := mediatest.Meta
	meta.Cover = mediatest.Sample(t, "cover.jpg")
	m := &mediatest.Memory{Data: stream}
	if _, err := newCopy(t, m, int64(len(stream))).Finish(meta); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.mp4")
	if err := os.WriteFile(path, m.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	const entries = "pts_time,dts_time,size,flags,data_hash"
	for _, kind := range []string{"v", "a"} {
		if got, want := mediatest.ProbePackets(t, path, kind, entries), mediatest.ProbePackets(t, mediatest.WriteFile(t, "muxed.mp4", mediatest.Sample(t, "muxed.mp4")), kind, entries); got != want {
			t.Errorf("packets differ:\n%.300s\n%.300s", got, want)
		}
	}
	text := mediatest.Run(t, "ffprobe", "-v", "warning", "-of", "default=nw=1", "-show_entries", "format_tags:chapter_tags", path)
	for _, want := range []string{"TAG:title=" + meta.Title, "TAG:artist=" + meta.Artist, "TAG:title=Anfang"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}
