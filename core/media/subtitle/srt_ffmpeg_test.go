package subtitle_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/subtitle"
)

// What WriteSRT writes, ffmpeg reads.
func TestFFmpegReadsSRT(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	cues, err := subtitle.Parse([]byte(rollingSRV3))
	if err != nil {
		t.Fatal(err)
	}
	cues = append(cues, subtitle.Cue{mediatest.MS(20_000), mediatest.MS(21_000), "00:00:01,000 --> 00:00:02,000\n\nWölkchen"})
	var srt bytes.Buffer
	if err := subtitle.WriteSRT(&srt, cues); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.srt")
	if err := os.WriteFile(path, srt.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := mediatest.Run(t, "ffmpeg", "-v", "warning", "-i", path, "-f", "srt", "-"); !mediatest.SameLines(got, srt.String()) {
		t.Errorf("got\n%s", got)
	}
}
