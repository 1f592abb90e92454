package mp4_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

// picture is one as a player shows it.
type picture struct {
	at  int64 // in units of the timescale
	sum string
}

// pictures decodes the pictures of a file.
func pictures(t *testing.T, path string) (list []picture) {
	t.Helper()
	text := mediatest.Run(t, "ffmpeg", "-nostdin", "-v", "warning", "-xerror", "-i", path, "-map", "0:v:0",
		"-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "framemd5", "-")
	for line := range strings.Lines(text) {
		part := strings.Split(strings.TrimSpace(line), ",")
		if len(part) != 6 || strings.HasPrefix(line, "#") {
			continue
		}
		at, err := strconv.ParseInt(strings.TrimSpace(part[2]), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		// Of AV1, ffmpeg 5.1 also decodes what an edit list skips.
		if at >= 0 {
			list = append(list, picture{at, part[5]})
		}
	}
	return list
}

// sound decodes the sound of a file.
func soundOf(t *testing.T, path string) []int16 {
	t.Helper()
	b := mediatest.Run(t, "ffmpeg", "-nostdin", "-v", "warning", "-xerror", "-i", path, "-map", "0:a:0", "-f", "s16le", "-")
	list := make([]int16, len(b)/2)
	for i := range list {
		list[i] = int16(binary.LittleEndian.Uint16([]byte(b[2*i:])))
	}
	return list
}

// What ffmpeg plays of a clip is what it plays of the whole file then, from the
// picture on that is on display when the clip begins.
func TestFFmpegPlaysMP4Clips(t *testing.T) {
	t.Parallel()
	mediatest.NeedFFmpeg(t)
	const videoScale, rate = 12800, 44100
	for _, c := range []struct {
		video, audio string
		clip         media.Clip
	}{
		{"video.mp4", "audio.mp4", media.Clip{From: mediatest.MS(3210), To: mediatest.MS(7777)}},
		{"video.mp4", "audio.mp4", media.Clip{From: mediatest.MS(5), To: mediatest.MS(900)}},
		{"video.mp4 late", "audio.mp4", media.Clip{From: mediatest.MS(210), To: mediatest.MS(4000)}},
		{"video_elst.mp4", "audio_elst.mp4", media.Clip{From: mediatest.MS(4000), To: mediatest.MS(6000)}},
		{"video_elst.mp4", "audio_elst.mp4", media.Clip{From: mediatest.MS(4033), To: 0}},
		{"video_signed.mp4", "audio.mp4", media.Clip{From: mediatest.MS(3210), To: mediatest.MS(3290)}},
		{"video_vfr.mp4", "audio_elst.mp4", media.Clip{From: mediatest.MS(3333), To: mediatest.MS(7777)}},
		{"video_av1.mp4", "audio.mp4", media.Clip{From: mediatest.MS(1234), To: mediatest.MS(3333)}},
		{"video.mp4", "", media.Clip{From: mediatest.MS(2100), To: mediatest.MS(2139)}},
		{"", "audio.mp4", media.Clip{From: mediatest.MS(4021), To: mediatest.MS(9000)}},
		{"", "audio_elst.mp4", media.Clip{From: mediatest.MS(1), To: 0}},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			var streams [][]byte
			for _, name := range []string{c.video, c.audio} {
				if name != "" {
					streams = append(streams, mediatest.Sample(t, name))
				}
			}
			dir := t.TempDir()
			whole, part := filepath.Join(dir, "whole.mp4"), filepath.Join(dir, "part.mp4")
			meta := mediatest.Meta
			meta.Subtitles = mediatest.Subtitles
			file, all := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{}, meta)
			clip, sum := mediatest.Make(t, mp4.New, mp4.Verify, streams, media.Options{Clip: c.clip}, meta)
			for path, b := range map[string][]byte{whole: file, part: clip} {
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			to := all.Duration
			if c.clip.To > 0 {
				to = c.clip.To
			}
			text := mediatest.Run(t, "ffprobe", "-v", "warning", "-show_entries", "format=duration", "-of", "csv=p=0", part)
			if s, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err != nil ||
				(time.Duration(s*float64(time.Second))-(to-c.clip.From)).Abs() > 40*time.Millisecond || sum.Duration.Seconds() > s+0.001 {
				t.Errorf("lasts %s, %+v", text, sum)
			}
			if c.video != "" {
				from, to := c.clip.From.Nanoseconds()*videoScale/1e9, to.Nanoseconds()*videoScale/1e9
				samePictures(t, clipped(pictures(t, whole), from, to), pictures(t, part))
			}
			if c.audio != "" {
				want, got := soundOf(t, whole), soundOf(t, part)
				from := int((2*c.clip.From.Nanoseconds()*rate/1e9 + 1) / 2)
				want = want[from:min(len(want), int((2*to.Nanoseconds()*rate/1e9+1)/2))]
				sameSound(t, want, got)
			}
		})
	}
}

// clipped is what is shown between two times.
func clipped(all []picture, from, to int64) (list []picture) {
	for _, p := range all {
		if p.at <= from {
			list = []picture{{0, p.sum}}
		} else if p.at < to {
			list = append(list, picture{p.at - from, p.sum})
		}
	}
	return list
}

func samePictures(t *testing.T, want, got []picture) {
	t.Helper()
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("%d pictures instead of %d", len(got), len(want))
	}
	for i, w := range want {
		// What comes late waits for a whole millisecond.
		if d := got[i].at - w.at; got[i].sum != w.sum || d != 0 && (want[0].at == 0 || i > 0) {
			t.Fatalf("picture %d: %v instead of %v", i, got[i], w)
		}
	}
}

// sameSound compares sound, which ffmpeg does not end within a frame.
func sameSound(t *testing.T, want, got []int16) {
	t.Helper()
	if len(got) < len(want) || len(got) > len(want)+1024 {
		t.Fatalf("%d samples instead of %d", len(got), len(want))
	}
	for i, w := range want {
		if d := int(got[i]) - int(w); d < -32 || d > 32 {
			t.Fatalf("sample %d is %d instead of %d", i, got[i], w)
		}
	}
}
