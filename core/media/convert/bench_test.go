//go:build unix

package convert_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// songs are ten minutes of sound in either form.
func songs(b *testing.B) []struct {
	name   string
	stream []byte
} {
	return []struct {
		name   string
		stream []byte
	}{
		{"opus", mediatest.RepackWebM(b, mediatest.Content(b, simulator.Opus.Content()), 50, false)},
		{"aac", mediatest.Content(b, simulator.Long(simulator.AAC, 10*time.Minute))},
	}
}

func fileIn(b *testing.B, dir, name string) *os.File {
	b.Helper()
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	return f
}

// BenchmarkSong makes files of ten minutes. last-ms is the time from the last
// byte to the finished file when bytes come no faster than they are used, cpu-s
// the processor time in all; "make bench" gives it one processor, as ffmpeg takes
// one.
func BenchmarkSong(b *testing.B) {
	for _, song := range songs(b) {
		for _, k := range []kind{{name: "mp3", start: startMP3, verify: mp3.Verify}, {name: "opus", start: startOpus, verify: ogg.Verify}} {
			if k.name == "mp3" && !mp3.Available || k.name == "opus" && song.name != "opus" {
				continue
			}
			b.Run(song.name+" to "+k.name, func(b *testing.B) {
				k.stream = song.stream
				var last, cpu time.Duration
				for b.Loop() {
					l, c := makeSong(b, k)
					last, cpu = last+l, cpu+c
				}
				b.ReportMetric(float64(last.Microseconds())/1000/float64(b.N), "last-ms")
				b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
			})
		}
	}
}

func makeSong(b *testing.B, k kind) (last, cpu time.Duration) {
	dir := b.TempDir()
	size := int64(len(k.stream))
	out := fileIn(b, dir, "out")
	before := processorTime()
	f, err := k.start(fileIn(b, dir, "src"), size, out)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	const step = 64 << 10
	for at := int64(0); at < size; at += step {
		if err := f.WriteAt(0, k.stream[at:min(at+step, size)], at); err != nil {
			b.Fatal(err)
		}
		for float64(at)/float64(size)-f.Progress() > 0 { // as slow as it is used
			time.Sleep(time.Millisecond)
		}
	}
	start := time.Now()
	meta := mediatest.Meta
	meta.Cover = append(mediatest.Sample(b, "cover.jpg"), make([]byte, 150<<10)...)
	s, err := f.Finish(meta)
	if err != nil {
		b.Fatal(err)
	}
	if err := k.verify(out, s.Size, s); err != nil {
		b.Fatal(err)
	}
	return time.Since(start), processorTime() - before
}

func processorTime() time.Duration {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// BenchmarkFFmpegSong is what ffmpeg takes for the same MP3, after the last byte.
func BenchmarkFFmpegSong(b *testing.B) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		b.Skip("needs ffmpeg")
	}
	for _, song := range songs(b) {
		b.Run(song.name+" to mp3", func(b *testing.B) {
			var cpu time.Duration
			for b.Loop() {
				cmd := exec.Command("ffmpeg", "-v", "error", "-y", "-i", "-", "-c:a", "libmp3lame", "-q:a", "0", filepath.Join(b.TempDir(), "out.mp3"))
				cmd.Stdin = bytes.NewReader(song.stream)
				if out, err := cmd.CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			}
			b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s")
		})
	}
}

// BenchmarkTwoCores makes the same MP3 on all processors it is given, of which
// "make bench" gives it two, and with ffmpeg in turn. times is how many times as
// fast Hilo is, from the first byte, all bytes being there. hilo-bytes and ffmpeg-bytes
// are the sizes of the files, peak-MB the most memory that this process has had, with the
// songs in it.
func BenchmarkTwoCores(b *testing.B) {
	if _, err := exec.LookPath("ffmpeg"); err != nil || !mp3.Available {
		b.Skip("needs ffmpeg and LAME")
	}
	for _, song := range songs(b) {
		b.Run(song.name+" to mp3", func(b *testing.B) {
			k := kind{stream: song.stream, start: startMP3, verify: mp3.Verify}
			in := filepath.Join(b.TempDir(), "in")
			if err := os.WriteFile(in, song.stream, 0o600); err != nil {
				b.Fatal(err)
			}
			theirFile := filepath.Join(b.TempDir(), "out.mp3")
			var size int64
			var ours, theirs time.Duration
			for b.Loop() {
				start := time.Now()
				size = convertAtOnce(b, k)
				ours += time.Since(start)
				start = time.Now()
				if out, err := exec.Command("ffmpeg", "-v", "error", "-y", "-i", in, "-vn", "-c:a", "libmp3lame", "-q:a", "0", theirFile).CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				theirs += time.Since(start)
			}
			b.ReportMetric(ours.Seconds()/float64(b.N), "hilo-s")
			b.ReportMetric(theirs.Seconds()/float64(b.N), "ffmpeg-s")
			b.ReportMetric(theirs.Seconds()/ours.Seconds(), "times")
			info, err := os.Stat(theirFile)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(size), "hilo-bytes")
			b.ReportMetric(float64(info.Size()), "ffmpeg-bytes")
			b.ReportMetric(peakMemory(), "peak-MB")
		})
	}
}

// peakMemory is the most memory that this process has had, in MB.
func peakMemory() float64 {
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Maxrss) / 1024
}

// convertAtOnce returns the size of the file.
func convertAtOnce(b *testing.B, k kind) int64 {
	dir := b.TempDir()
	out := fileIn(b, dir, "out")
	f, err := k.start(fileIn(b, dir, "src"), int64(len(k.stream)), out)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if err := f.WriteAt(0, k.stream, 0); err != nil {
		b.Fatal(err)
	}
	s, err := f.Finish(mediatest.Meta)
	if err != nil {
		b.Fatal(err)
	}
	if err := k.verify(out, s.Size, s); err != nil {
		b.Fatal(err)
	}
	return s.Size
}

// BenchmarkResumedSong continues an MP3 file that was killed at 90 % of the stream, all
// bytes being there then. resumed-s is the time to the finished file, anew-s that without
// what was made before.
func BenchmarkResumedSong(b *testing.B) {
	if !mp3.Available {
		b.Skip("needs LAME")
	}
	for _, song := range songs(b) {
		b.Run(song.name+" to mp3", func(b *testing.B) {
			left := killedAt(b, song.stream, int64(len(song.stream))*9/10)
			var resumed, anew time.Duration
			for b.Loop() {
				out := &mediatest.Memory{Data: bytes.Clone(left)}
				start := time.Now()
				resume(b, song.stream, out)
				resumed += time.Since(start)
				again := &mediatest.Memory{}
				start = time.Now()
				resume(b, song.stream, again)
				anew += time.Since(start)
				if !bytes.Equal(out.Data, again.Data) {
					b.Fatal("another file than without a kill")
				}
			}
			b.ReportMetric(resumed.Seconds()/float64(b.N), "resumed-s")
			b.ReportMetric(anew.Seconds()/float64(b.N), "anew-s")
		})
	}
}

// killedAt is what is left of a file when the first bytes of the stream have been used.
func killedAt(b *testing.B, stream []byte, used int64) []byte {
	out := &mediatest.Memory{}
	l, err := mp3.New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{stream}), media.Options{Output: out})
	if err != nil {
		b.Fatal(err)
	}
	f := l.(media.Converter)
	if err := f.WriteAt(0, stream[:used], 0); err != nil {
		b.Fatal(err)
	}
	for f.Progress() < float64(used-64<<10)/float64(len(stream)) {
		time.Sleep(time.Millisecond)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Data
}

func resume(b *testing.B, stream []byte, out *mediatest.Memory) {
	l, err := mp3.New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{stream}), media.Options{Output: out, Resume: true})
	if err != nil {
		b.Fatal(err)
	}
	defer l.(media.Converter).Close()
	if err := l.WriteAt(0, stream, 0); err != nil {
		b.Fatal(err)
	}
	if _, err := l.Finish(mediatest.Meta); err != nil {
		b.Fatal(err)
	}
}
