package simulator_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestLongIsValid(t *testing.T) {
	tests := []struct {
		name    string
		content simulator.Content
		length  time.Duration
		within  time.Duration // one sample
		decode  bool          // let ffmpeg decode it, too
	}{
		{"video", simulator.Long(simulator.H264x360, 61*time.Second), 61 * time.Second, time.Second / 30, true},
		{"video shorter than the fixture", simulator.Long(simulator.H264x144, 7*time.Second), 7 * time.Second, time.Second / 30, true},
		{"video of whole loops", simulator.Long(simulator.H264x144, 24*time.Second), 24 * time.Second, time.Second / 30, true},
		{"boosted", simulator.LongAt(simulator.H264x360, 30*time.Second, 3_000_000), 30 * time.Second, time.Second / 30, true},
		{"av1", simulator.Long(simulator.AV1x2160, 20*time.Second), 20 * time.Second, time.Second / 30, false},
		{"audio", simulator.Long(simulator.AAC, 100*time.Second), 100 * time.Second, 1024 * time.Second / 44100, true},
		{"low audio", simulator.Long(simulator.AACLow, 33*time.Second), 33 * time.Second, 1024 * time.Second / 22050, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := readAll(t, tt.content)
			if got := mediaLength(t, b); got < tt.length || got > tt.length+tt.within+time.Millisecond {
				t.Errorf("%v long, want %v", got, tt.length)
			}
			probe(t, b, tt.decode)
		})
	}
}

// mediaLength parses a fragmented file and checks that its index, times and
// sequence numbers fit.
func mediaLength(t *testing.T, b []byte) time.Duration {
	t.Helper()
	f, err := mp4.DecodeFile(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	scale := f.Init.Moov.Trak.Mdia.Mdhd.Timescale
	sidx := f.Sidx
	if sidx == nil || sidx.Timescale != scale {
		t.Fatalf("sidx %+v", sidx)
	}
	var time64, offset uint64
	init, index, ok := simulator.Ranges(simulator.Bytes(b))
	if !ok || init[1]+1 != index[0] {
		t.Fatalf("ranges %v %v %v", init, index, ok)
	}
	offset = uint64(index[1] + 1)
	n := 0
	for _, s := range f.Segments {
		for _, g := range s.Fragments {
			if g.Moof.Mfhd.SequenceNumber != uint32(n+1) || g.Moof.StartPos != offset {
				t.Fatalf("fragment %d: sequence %d at %d, want at %d", n, g.Moof.Mfhd.SequenceNumber, g.Moof.StartPos, offset)
			}
			if got := g.Moof.Traf.Tfdt.BaseMediaDecodeTime(); got != time64 {
				t.Fatalf("fragment %d at time %d, want %d", n, got, time64)
			}
			samples, err := g.GetFullSamples(f.Init.Moov.Mvex.Trex)
			if err != nil {
				t.Fatal(err)
			}
			var ticks uint64
			for _, s := range samples {
				ticks += uint64(s.Dur)
			}
			ref := sidx.SidxRefs[n]
			if uint64(ref.SubSegmentDuration) != ticks || ref.StartsWithSAP != 1 {
				t.Fatalf("fragment %d has %d ticks, index says %+v", n, ticks, ref)
			}
			time64 += ticks
			offset += uint64(ref.ReferencedSize)
			n++
		}
	}
	if n != len(sidx.SidxRefs) || offset != uint64(len(b)) {
		t.Fatalf("%d fragments up to %d, index has %d, file %d bytes", n, offset, len(sidx.SidxRefs), len(b))
	}
	return time.Duration(float64(time64) / float64(scale) * float64(time.Second))
}

// probe checks that ffprobe and ffmpeg, when they are installed, report no problem.
func probe(t *testing.T, b []byte, decode bool) {
	t.Helper()
	tool, err := exec.LookPath("ffprobe")
	if err != nil {
		t.Log("ffprobe is not installed: not checked")
		return
	}
	name := filepath.Join(t.TempDir(), "x.mp4")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	quiet(t, tool, "-v", "warning", "-count_packets", "-show_entries", "stream=nb_read_packets", name)
	if ffmpeg, err := exec.LookPath("ffmpeg"); err == nil && decode {
		quiet(t, ffmpeg, "-v", "warning", "-xerror", "-t", "14", "-i", name, "-f", "null", "-")
	}
}

// quiet runs a command, which must succeed without output on standard error.
func quiet(t *testing.T, command string, args ...string) {
	t.Helper()
	var said bytes.Buffer
	c := exec.Command(command, args...)
	c.Stderr = &said
	if err := c.Run(); err != nil || said.Len() > 0 {
		t.Errorf("%s: %v %s", filepath.Base(command), err, said.String())
	}
}

// TestLongReadsAnywhere compares reads at random places with the whole.
func TestLongReadsAnywhere(t *testing.T) {
	for name, c := range map[string]simulator.Content{
		"plain":   simulator.Long(simulator.AAC, 50*time.Second),
		"boosted": simulator.LongAt(simulator.H264x144, 20*time.Second, 400_000),
		"noise":   simulator.Noise(7, 100_003),
	} {
		t.Run(name, func(t *testing.T) {
			whole := readAll(t, c)
			random := rand.New(rand.NewPCG(1, 2))
			for range 2000 {
				from := random.Int64N(c.Size())
				p := make([]byte, random.IntN(5000)+1)
				n, err := c.ReadAt(p, from)
				if n < len(p) != (err == io.EOF) || !bytes.Equal(p[:n], whole[from:from+int64(n)]) {
					t.Fatalf("at %d: %d of %d, %v", from, n, len(p), err)
				}
			}
			if n, err := c.ReadAt(make([]byte, 1), c.Size()); n != 0 || err != io.EOF {
				t.Errorf("at the end: %d %v", n, err)
			}
		})
	}
}

func TestLongBitrate(t *testing.T) {
	const length = 1000 * time.Second
	for _, want := range []int{4_000_000, 20_000_000} {
		c := simulator.LongAt(simulator.H264x1080, length, want)
		got := float64(c.Size()) * 8 / length.Seconds()
		if got < 0.98*float64(want) || got > 1.02*float64(want) {
			t.Errorf("%.0f bits per second, want %d", got, want)
		}
	}
}

func TestLongPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"webm":       func() { simulator.Long(simulator.Opus, time.Minute) },
		"muxed":      func() { simulator.Long(simulator.Muxed, time.Minute) },
		"no fixture": func() { simulator.Long("nothing.mp4", time.Minute) },
		"boosted audio": func() {
			simulator.LongAt(simulator.AAC, time.Minute, 1_000_000)
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

// BenchmarkLong reads 500 MB of H.264.
func BenchmarkLong(b *testing.B) {
	c := simulator.LongAt(simulator.H264x1080, 400*time.Second, 10_000_000)
	p := make([]byte, 64<<10)
	b.SetBytes(c.Size())
	for b.Loop() {
		for at := int64(0); at < c.Size(); {
			n, err := c.ReadAt(p, at)
			if err != nil && err != io.EOF {
				b.Fatal(err)
			}
			at += int64(n)
		}
	}
}

func ExampleLong() {
	video := simulator.LongAt(simulator.H264x1080, 10*time.Minute, 8_000_000)
	audio := simulator.Long(simulator.AAC, 10*time.Minute)
	fmt.Println(video.Size()>>20, "MiB of picture,", audio.Size()>>20, "MiB of sound")
	// Output: 572 MiB of picture, 5 MiB of sound
}
