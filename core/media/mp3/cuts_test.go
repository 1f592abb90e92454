package mp3

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// tone returns a WebM with Opus of ffmpeg's: a sine of a frequency, in Hz, of 10 s.
func tone(t *testing.T, hertz int) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tone.webm")
	mediatest.Run(t, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=%d:sample_rate=48000:duration=10", hertz),
		"-c:a", "libopus", "-b:a", "256k", path)
	stream, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return stream
}

// Of a tone from which parts are left out, ffmpeg plays exactly the samples that are
// left. At the joints, which lie anywhere in the wave, it bends at most twice as much as
// the tone itself; a wave that jumps bends a hundred times as much.
func TestCutsOfATone(t *testing.T) {
	needsMP3(t)
	mediatest.NeedFFmpeg(t)
	const ms = time.Millisecond
	cuts := media.Cuts{
		{From: 1234 * ms, To: 2345 * ms}, {From: 3001 * ms, To: 3457 * ms}, {From: 5000 * ms, To: 5003 * ms}, {From: 9500 * ms, To: 20000 * ms},
	}
	meta := media.Meta{Title: "Tone", Chapters: []media.Chapter{{Start: 0, Title: "A"}, {Start: 2 * time.Second, Title: "B"}, {Start: 4 * time.Second, Title: "C"}}}
	for _, hertz := range []int{220, 441, 997} {
		file, s := mediatest.Convert(t, New, Verify, tone(t, hertz), media.Options{Quality: media.MP3V0, Cuts: cuts}, meta)
		const left = 1234 + (3001 - 2345) + (5000 - 3457) + (9500 - 5003) // ms
		if s.Duration != left*ms {
			t.Errorf("%d Hz: lasts %v, not %d ms", hertz, s.Duration, left)
		}
		path := mediatest.WriteFile(t, "out.mp3", file)
		pcm := mediatest.Decoded(t, path)
		if got := len(pcm) / 2; got != left*48 {
			t.Errorf("%d Hz: %d samples played instead of %d", hertz, got, left*48)
		}
		wave := make([]float64, len(pcm)/2)
		for i := range wave {
			wave[i] = float64(int16(binary.LittleEndian.Uint16(pcm[2*i:])))
		}
		bend := func(from, to int) (most float64) {
			for i := max(from, 1); i < to-1; i++ {
				most = max(most, math.Abs(wave[i-1]-2*wave[i]+wave[i+1]))
			}
			return most
		}
		own := bend(48*500, 48*900)
		for _, at := range []int{1234, 1234 + 656, 1234 + 656 + 1543} {
			b := bend(48*(at-20), 48*(at+20))
			t.Logf("%d Hz: bends by %.0f at %d ms, by %.0f elsewhere", hertz, b, at, own)
			if b > 2*own {
				t.Errorf("%d Hz: bends by %.0f at %d ms, by %.0f elsewhere", hertz, b, at, own)
			}
		}
		var p mediatest.Probe
		if err := json.Unmarshal([]byte(mediatest.Run(t, "ffprobe", "-v", "error", "-show_chapters", "-of", "json", path)), &p); err != nil {
			t.Fatal(err)
		}
		var chapters []string
		for _, c := range p.Chapters {
			chapters = append(chapters, c.StartTime+" "+c.Tags["title"])
		}
		if got := strings.Join(chapters, ", "); got != "0.000000 A, 1.234000 B, 2.433000 C" {
			t.Errorf("chapters %s", got)
		}
	}
}
