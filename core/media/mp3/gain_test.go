package mp3_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp3"
)

// A stream may ask for an output gain of up to 128 dB (RFC 7845 §5.1). LAME aborts the process
// for some sound that loud.
func TestLoudestGain(t *testing.T) {
	if !mp3.Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
	mediatest.NeedFFmpeg(t)
	file := filepath.Join(t.TempDir(), "noise.webm")
	mediatest.Run(t, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "aevalsrc=2*random(0)-1|0:s=48000:d=3", "-c:a", "libopus", "-b:a", "128k", file)
	stream, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head := bytes.Index(stream, []byte("OpusHead"))
	if head < 0 {
		t.Fatal("the stream has no OpusHead")
	}
	binary.LittleEndian.PutUint16(stream[head+16:], math.MaxInt16)
	for _, q := range []media.MP3Quality{media.MP3V0, media.MP3320} {
		_, s := mediatest.Convert(t, mp3.New, mp3.Verify, stream, media.Options{Quality: q}, mediatest.Meta)
		if s.Duration < 3*time.Second || s.Duration > 3100*time.Millisecond {
			t.Errorf("%v long", s.Duration)
		}
	}
}
