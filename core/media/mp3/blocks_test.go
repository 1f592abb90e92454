package mp3

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/lame"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// tune is sound of chords, plucked strings and noise, seeded, that swells and stops.
func tune(seconds float64, rate, channels int) []float32 {
	r := rand.New(rand.NewPCG(1, 2))
	pcm := make([]float32, int(seconds*float64(rate))*channels)
	for at := 0.0; at < seconds; at += .117 {
		pitch, pan, noise := 110*math.Pow(2, float64(r.IntN(36))/12), r.Float64(), .2*r.Float64()
		loud := .15
		switch int(at) % 7 {
		case 5:
			loud = 0 // digital silence once the last note has ended
		case 6:
			loud = .002
		}
		for i := range int(.5 * float64(rate)) {
			j := (int(at*float64(rate)) + i) * channels
			if j+channels > len(pcm) || loud == 0 {
				break
			}
			t := float64(i) / float64(rate)
			v := noise * r.NormFloat64() * math.Exp(-t*40)
			for h := 1.0; h <= 6; h++ {
				v += math.Sin(2*math.Pi*pitch*h*t) / h * math.Exp(-t*h*3)
			}
			pcm[j] += float32(loud * v * (1 - pan))
			if channels == 2 {
				pcm[j+1] += float32(loud * v * pan)
			}
		}
	}
	return pcm
}

func noise(seconds float64, rate, channels int) []float32 {
	r := rand.New(rand.NewPCG(3, 4))
	pcm := make([]float32, int(seconds*float64(rate))*channels)
	for i := range pcm {
		pcm[i] = float32(r.NormFloat64()) * .2
	}
	return pcm
}

// inPieces returns pcm in pieces of odd sizes, as decoders do.
func inPieces(pcm []float32, channels int) func() ([]float32, error) {
	n := 1
	return func() ([]float32, error) {
		if len(pcm) == 0 {
			return nil, io.EOF
		}
		n = n*7%5003 + 1
		k := min(n*channels, len(pcm))
		p := pcm[:k]
		pcm = pcm[k:]
		return p, nil
	}
}

// memoryWriter is where a whole stream goes.
type memoryWriter struct{ b []byte }

func (m *memoryWriter) Write(p []byte) (int, error) {
	m.b = append(m.b, p...)
	return len(p), nil
}

func inBlocks(t testing.TB, c lame.Config, pcm []float32, frames, parallel int) (file []byte, joints []joint) {
	t.Helper()
	e := newBlockEncoder(c, frames)
	e.inFlight, e.cores = parallel+2, newCoreLimit(parallel)
	e.joined = func(j joint) { joints = append(joints, j) }
	var m memoryWriter
	n, tag, err := e.encode(inPieces(pcm, c.Channels), func(error) {}, &m)
	if err != nil || n != int64(len(pcm)) {
		t.Fatal(n, err)
	}
	copy(m.b, tag)
	return m.b, joints
}

// inOne is what one encoder makes of all.
func inOne(t testing.TB, c lame.Config, pcm []float32) []byte {
	t.Helper()
	e, err := lame.New(c)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	b, err := e.Encode(pcm)
	if err != nil {
		t.Fatal(err)
	}
	file := bytes.Clone(b)
	if b, err = e.Flush(); err != nil {
		t.Fatal(err)
	}
	file = append(file, b...)
	if b, err = e.Tag(); err != nil {
		t.Fatal(err)
	}
	copy(file, b)
	return file
}

// source is sound and what is made of it.
type source struct {
	name   string
	config lame.Config
	pcm    []float32
	serial []byte // by one encoder
	blocks []byte // by several
	joints []joint
}

var (
	makeSources sync.Once
	made        []source
)

// sources are made once for all tests.
func sources(t *testing.T) []source {
	t.Helper()
	makeSources.Do(func() {
		list := plainSources()
		for i := range list {
			s := &list[i]
			s.serial = inOne(t, s.config, s.pcm)
			s.blocks, s.joints = inBlocks(t, s.config, s.pcm, pieceFrames, 4)
		}
		made = list
	})
	if made == nil {
		t.Fatal("the sources could not be made")
	}
	return made
}

func plainSources() (list []source) {
	sounds := map[string][]float32{}
	for _, q := range []struct {
		name string
		c    lame.Config
	}{{"V0", lame.Config{}}, {"V2", lame.Config{Quality: 2}}, {"320", lame.Config{Bitrate: 320}}} {
		for _, s := range []struct {
			name           string
			rate, channels int
			make           func(float64, int, int) []float32
		}{
			{"tune", 48000, 2, tune}, {"tune", 44100, 2, tune}, {"mono", 44100, 1, tune}, {"MPEG 2", 24000, 2, tune},
			{"MPEG 2.5", 11025, 1, tune}, {"noise", 48000, 2, noise},
		} {
			c := q.c
			c.Rate, c.Channels = s.rate, s.channels
			name := fmt.Sprint(s.name, " ", s.rate)
			if sounds[name] == nil {
				sounds[name] = s.make(16, s.rate, s.channels)
			}
			list = append(list, source{name: name + " " + q.name, config: c, pcm: sounds[name]})
		}
	}
	return list
}

// The file is valid, as long as one of one encoder, and nearly as large, whatever
// the number of cores.
func TestBlocks(t *testing.T) {
	needsMP3(t)
	for _, s := range sources(t) {
		want, got := s.serial, s.blocks
		if other, _ := inBlocks(t, s.config, s.pcm, pieceFrames, 1); !bytes.Equal(got, other) {
			t.Errorf("%s: another file with one core", s.name)
		}
		if diff := math.Abs(float64(len(got)-len(want))) / float64(len(want)); diff > .001 {
			t.Errorf("%s: %d bytes instead of %d", s.name, len(got), len(want))
		}
		sum, err := inspectFrames(got)
		wantSum, werr := inspectFrames(want)
		if err != nil || werr != nil || sum.Duration != wantSum.Duration || fmt.Sprint(sum.Tracks) != fmt.Sprint(wantSum.Tracks) {
			t.Errorf("%s: %v, %v instead of %v, %v", s.name, sum, err, wantSum, werr)
		}
		x, _ := readXing(got)
		y, _ := readXing(want)
		if x.delay != y.delay || x.padding != y.padding {
			t.Errorf("%s: delay and padding %v instead of %v", s.name, x, y)
		}
		second := 0
		for _, j := range s.joints {
			if !j.same {
				second++
			}
		}
		if len(s.joints) < 1 || second == len(s.joints) && s.name[:4] != "nois" {
			t.Errorf("%s: %d of %d joints with unlike frames", s.name, second, len(s.joints))
		}
		t.Logf("%s: %d bytes, one encoder %d; %d joints, %d second best", s.name, len(got), len(want), len(s.joints), second)
		acceptedBy(t, s.name, got)
	}
}

// tagged is a file of frames with a tag in front.
func tagged(frames []byte) []byte {
	return append(id3Tag(media.Meta{Title: "t"}, 512, 0), frames...)
}

func inspectFrames(frames []byte) (media.Summary, error) {
	file := tagged(frames)
	return inspect(bytes.NewReader(file), int64(len(file)))
}

// acceptedBy asks the decoders that are installed for complaints.
func acceptedBy(t *testing.T, name string, file []byte) {
	t.Helper()
	path := mediatest.WriteFile(t, "out.mp3", tagged(file)) // mp3val warns of a file without a tag
	for _, args := range [][]string{
		{"ffmpeg", "-v", "warning", "-xerror", "-err_detect", "explode", "-i", path, "-f", "null", "-"},
		{"mpg123", "-q", "-w", "/dev/null", path}, {"mp3val", "-si", path},
	} {
		if _, err := exec.LookPath(args[0]); err != nil {
			t.Logf("%s is not installed", args[0])
			continue
		}
		out, err := exec.Command(args[0], args[1:]...).CombinedOutput()
		complains := len(out) > 0
		if args[0] == "mp3val" { // which always says something
			complains = bytes.Contains(out, []byte("WARNING")) || bytes.Contains(out, []byte("ERROR"))
		}
		if err != nil || complains {
			t.Errorf("%s: %s: %v: %s", name, args[0], err, out)
		}
	}
}

// Sound of very few samples, and of blocks that are just full.
func TestBlocksOfAnyLength(t *testing.T) {
	needsMP3(t)
	c := lame.Config{Rate: 44100, Channels: 1}
	pcm := tune(6, c.Rate, c.Channels)
	for _, n := range []int{1, 500, 1151, 1152, 1153, 49 * 1152, 49*1152 + 1, 98 * 1152, 98*1152 + 2000, 196*1152 - 1} {
		file, _ := inBlocks(t, c, pcm[:n], 49, 2)
		x, err := readXing(file)
		if got := x.frames*1152 - x.delay - x.padding; err != nil || got != n {
			t.Errorf("%d samples instead of %d: %v", got, n, err)
		}
		if _, err := inspectFrames(file); err != nil {
			t.Errorf("%d samples: %v", n, err)
		}
	}
	e := newBlockEncoder(c, blockFrames)
	if n, tag, err := e.encode(inPieces(nil, 1), func(error) {}, io.Discard); n != 0 || tag != nil || err != nil {
		t.Error(n, tag, err)
	}
}

// brokenWriter fails.
type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, mediatest.ErrFull }

// The first failure comes out, of either side.
func TestBlocksFail(t *testing.T) {
	needsMP3(t)
	c := lame.Config{Rate: 44100, Channels: 1}
	pcm := noise(20, c.Rate, c.Channels)
	stopped := make(chan error, 1)
	next := inPieces(pcm, 1)
	_, _, err := newBlockEncoder(c, blockFrames).encode(func() ([]float32, error) {
		if p, err := next(); err == nil {
			return p, nil
		}
		return nil, <-stopped // a decoder that waits for bytes
	}, func(err error) { stopped <- err }, brokenWriter{})
	if !errors.Is(err, mediatest.ErrFull) {
		t.Error(err)
	}
	broken := errors.New("broken")
	next = inPieces(pcm, 1)
	_, _, err = newBlockEncoder(c, blockFrames).encode(func() ([]float32, error) {
		p, err := next()
		if err != nil {
			err = broken
		}
		return p, err
	}, func(error) {}, io.Discard)
	if !errors.Is(err, broken) {
		t.Error(err)
	}
}

// What is heard at the joints is as near to the source as what one encoder makes.
func TestBlocksSound(t *testing.T) {
	needsMP3(t)
	mediatest.NeedFFmpeg(t)
	for _, s := range sources(t) {
		if s.config.Rate < 44100 {
			continue
		}
		serial, got := decodedFloats(t, s.serial), decodedFloats(t, s.blocks)
		if len(got) != len(s.pcm) || len(serial) != len(s.pcm) {
			t.Errorf("%s: %d and %d values of %d", s.name, len(got), len(serial), len(s.pcm))
			continue
		}
		frame := 1152 * s.config.Channels
		skip := 50 * frame // LAME adapts at the start
		if d := louderBy(s.pcm[skip:], got[skip:], serial[skip:], difference); math.Abs(d) > .02 {
			t.Errorf("%s: whole file %.3f dB", s.name, d)
		}
		for _, j := range s.joints {
			if j.absorbed {
				continue
			}
			from, to := max(0, (j.frame-3)*frame), min(len(got), (j.frame+3)*frame)
			if d := louderBy(s.pcm[from:to], got[from:to], serial[from:to], difference); d > .15 {
				t.Errorf("%s: joint at frame %d: error %.2f dB", s.name, j.frame, d)
			}
			if d := louderBy(s.pcm[from:to], got[from:to], serial[from:to], secondDifference(s.config.Channels)); d > .5 {
				t.Errorf("%s: joint at frame %d: second difference %.2f dB", s.name, j.frame, d)
			}
		}
	}
}

// louderBy is how much louder the error of a is than that of b, in dB.
func louderBy(source, a, b []float32, measure func(x, y []float32) float64) float64 {
	const floor = 1e-12
	return 10 * math.Log10((measure(a, source)+floor)/(measure(b, source)+floor))
}

// difference is the energy of x-y.
func difference(x, y []float32) (sum float64) {
	for i := range x {
		d := float64(x[i] - y[i])
		sum += d * d
	}
	return sum
}

// secondDifference is the peak, squared, of the second difference of x-y: a click
// has a high one.
func secondDifference(channels int) func(x, y []float32) float64 {
	return func(x, y []float32) (peak float64) {
		d := func(i int) float64 { return float64(x[i] - y[i]) }
		for i := 2 * channels; i < len(x); i++ {
			v := d(i) - 2*d(i-channels) + d(i-2*channels)
			peak = max(peak, v*v)
		}
		return peak
	}
}

func decodedFloats(t *testing.T, file []byte) (pcm []float32) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "pcm")
	if b, err := exec.Command("ffmpeg", "-v", "error", "-i", mediatest.WriteFile(t, "out.mp3", file), "-f", "f32le", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, b)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for c := range slices.Chunk(b, 4) {
		pcm = append(pcm, math.Float32frombits(binary.LittleEndian.Uint32(c)))
	}
	return pcm
}
