package media

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What WriteSRT writes, ffmpeg reads.
func TestFFmpegReadsSRT(t *testing.T) {
	ffmpeg(t)
	cues, err := ParseCaptions([]byte(rollingSRV3))
	if err != nil {
		t.Fatal(err)
	}
	cues = append(cues, Cue{ms(20_000), ms(21_000), "00:00:01,000 --> 00:00:02,000\n\nWölkchen"})
	var srt bytes.Buffer
	if err := WriteSRT(&srt, cues); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.srt")
	if err := os.WriteFile(path, srt.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := run(t, "ffmpeg", "-v", "warning", "-i", path, "-f", "srt", "-"); !sameLines(got, srt.String()) {
		t.Errorf("got\n%s", got)
	}
}
