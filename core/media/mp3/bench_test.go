package mp3

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media/lame"
)

// BenchmarkTwoCores encodes ten minutes of sound that needs no decoding, from a file of
// samples to a file, on all processors it is given, of which "make bench" gives it two, and
// with ffmpeg in turn. times is how many times as fast Hilo is, hilo-bytes and ffmpeg-bytes
// are the sizes of the files.
func BenchmarkTwoCores(b *testing.B) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		b.Skip("needs ffmpeg")
	}
	c := lame.Config{Rate: 48000, Channels: 2}
	dir := b.TempDir()
	in, own, theirFile := filepath.Join(dir, "in"), filepath.Join(dir, "own.mp3"), filepath.Join(dir, "ffmpeg.mp3")
	writeSamples(b, in, tune(600, c.Rate, c.Channels))
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		encodeFile(b, c, in, own)
		ours += time.Since(start)
		start = time.Now()
		if out, err := exec.Command("ffmpeg", "-v", "error", "-y", "-f", "f32le", "-ar", strconv.Itoa(c.Rate), "-ac", strconv.Itoa(c.Channels), "-i", in,
			"-c:a", "libmp3lame", "-q:a", "0", theirFile).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		theirs += time.Since(start)
	}
	b.ReportMetric(ours.Seconds()/float64(b.N), "hilo-s")
	b.ReportMetric(theirs.Seconds()/float64(b.N), "ffmpeg-s")
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "times")
	for name, file := range map[string]string{"hilo-bytes": own, "ffmpeg-bytes": theirFile} {
		info, err := os.Stat(file)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size()), name)
	}
}

func writeSamples(b *testing.B, path string, pcm []float32) {
	b.Helper()
	raw := make([]byte, 0, 4*len(pcm))
	for _, v := range pcm {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		b.Fatal(err)
	}
}

// encodeFile makes an MP3 file of a file of samples.
func encodeFile(b *testing.B, c lame.Config, in, out string) {
	b.Helper()
	src, err := os.Open(in)
	if err != nil {
		b.Fatal(err)
	}
	defer src.Close()
	dst, err := os.Create(out)
	if err != nil {
		b.Fatal(err)
	}
	defer dst.Close()
	raw := make([]byte, 8*960)
	pcm := make([]float32, len(raw)/4)
	r, w := bufio.NewReaderSize(src, 1<<16), bufio.NewWriterSize(dst, 1<<16)
	_, tag, err := newBlockEncoder(c, blockFrames).encode(func() ([]float32, error) {
		n, err := io.ReadFull(r, raw)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, err
		}
		for i := range n / 4 {
			pcm[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
		}
		return pcm[:n/4], nil
	}, func(error) {}, w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		_, err = dst.WriteAt(tag, 0)
	}
	if err != nil {
		b.Fatal(err)
	}
}
