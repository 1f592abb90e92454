package convert_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/media/mediatest"
)

func TestFFmpegReadsSoundTags(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	for _, k := range kinds(t) {
		for _, cover := range []string{"cover.jpg", "cover.png"} {
			meta := mediatest.Meta
			meta.Cover = mediatest.Sample(t, cover)
			meta.Number = 3
			meta.Source = "youtube:x"
			file, s := made(t, k, meta)
			path := mediatest.WriteFile(t, "out."+s.Tracks[0].Codec, file)
			var p struct {
				mediatest.Probe
				Streams []struct {
					CodecName string `json:"codec_name"`
					Width     int
					Tags      map[string]string
				}
			}
			text := mediatest.Run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_chapters", "-show_streams", path)
			if err := json.Unmarshal([]byte(text), &p); err != nil {
				t.Fatal(err)
			}
			tags := map[string]string{}
			for _, list := range []map[string]string{p.Format.Tags, p.Streams[0].Tags} {
				for key, value := range list {
					tags[strings.ToLower(key)] = value
				}
			}
			date, comment, description := tags["date"], meta.Link, meta.Description // ffmpeg makes its own of TYER and TDAT
			if s.Tracks[0].Codec == "opus" {
				date, comment, description = meta.Date, meta.Description, "" // and calls DESCRIPTION comment
			}
			for key, want := range map[string]string{
				"title": meta.Title, "artist": meta.Artist, "album": meta.Album, "track": "3", "date": date, "comment": comment,
				"description": description, "hilo_source": meta.Source,
			} {
				if tags[key] != want {
					t.Errorf("%s, %s: %q instead of %q", k.name, key, tags[key], want)
				}
			}
			if !strings.HasPrefix(tags["date"], "2026") {
				t.Errorf("%s: date %q", k.name, tags["date"])
			}
			if len(p.Chapters) != 3 || p.Chapters[1].StartTime != "3.000000" || p.Chapters[1].EndTime != "7.500000" || p.Chapters[1].Tags["title"] != meta.Chapters[1].Title {
				t.Errorf("%s, chapters: %+v", k.name, p.Chapters)
			}
			last := p.Streams[len(p.Streams)-1]
			if last.CodecName != map[string]string{"cover.jpg": "mjpeg", "cover.png": "png"}[cover] || last.Width != 64 {
				t.Errorf("%s, cover: %+v", k.name, last)
			}
		}
	}
}
