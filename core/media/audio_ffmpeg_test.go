package media

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// decoded is the sound of a file as ffmpeg plays it: 16 bits, interleaved.
func decoded(t testing.TB, path string) []byte {
	t.Helper()
	return []byte(run(t.(*testing.T), "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:a:0", "-f", "s16le", "-"))
}

// likeness is how much louder a sound is than its difference from another, in dB.
func likeness(a, b []byte) float64 {
	var signal, noise float64
	for i := 0; i+1 < min(len(a), len(b)); i += 2 {
		x := float64(int16(binary.LittleEndian.Uint16(a[i:])))
		y := float64(int16(binary.LittleEndian.Uint16(b[i:])))
		signal += x * x
		noise += (x - y) * (x - y)
	}
	return 10 * math.Log10(signal/max(noise, 1))
}

// The sound begins and ends at the same sample in a player that knows LAME's
// tag, and is the same but for what MP3 loses.
func TestFFmpegPlaysMP3(t *testing.T) {
	needsMP3(t)
	ffmpeg(t)
	for name, c := range tunes(t) {
		file, s := made(t, kind{name, c.stream, startMP3, VerifyMP3, ID3Source}, testMeta)
		if name == "aac long" {
			continue // ffmpeg plays what is not music between the fixtures
		}
		got, want := decoded(t, written(t, "out.mp3", file)), decoded(t, written(t, "in", c.stream))
		samples := int64(math.Round(s.Duration.Seconds() * float64(c.rate)))
		if int64(len(got)) != 2*int64(c.channels)*samples {
			t.Errorf("%s: %d bytes played of %d samples", name, len(got), samples)
		}
		want = want[2*c.priming*c.channels:]
		if l := likeness(want, got); l < 25 || math.IsNaN(l) {
			t.Errorf("%s: %.1f dB alike", name, l)
		} else {
			t.Logf("%s: %.1f dB alike", name, l)
		}
	}
}

func TestFFmpegPlaysOpus(t *testing.T) {
	ffmpeg(t)
	stream := contentOf(t, simulator.Opus.Content())
	file, s := made(t, kind{"", stream, startOpus, VerifyOpus, OggSource}, testMeta)
	got, want := decoded(t, written(t, "out.opus", file)), decoded(t, written(t, "in.webm", stream))
	if !bytes.Equal(got, want) || len(got) != 4*12*48000 || s.Duration != 12*time.Second {
		t.Errorf("%d bytes of sound, %v", len(got), s.Duration)
	}
}

func TestFFmpegReadsSoundTags(t *testing.T) {
	ffmpeg(t)
	for _, k := range kinds(t) {
		for _, cover := range []string{"cover.jpg", "cover.png"} {
			meta := testMeta
			meta.Cover = sample(t, cover)
			meta.Number = 3
			meta.Source = "youtube:x"
			file, s := made(t, k, meta)
			path := written(t, "out."+s.Tracks[0].Codec, file)
			var p struct {
				probe
				Streams []struct {
					CodecName string `json:"codec_name"`
					Width     int
					Tags      map[string]string
				}
			}
			text := run(t, "ffprobe", "-v", "warning", "-of", "json", "-show_format", "-show_chapters", "-show_streams", path)
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
