package convert

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// testProcessors are spare in so many of ten cases.
type testProcessors struct {
	spare int
	cold  bool // decoders do not warm up, so that blocks begin wrong
	used  atomic.Int64
	all   atomic.Int64
}

func (s *testProcessors) Spare() bool { return rand.IntN(10) < s.spare }
func (s *testProcessors) Acquire()    { s.used.Add(1); s.all.Add(1) }
func (s *testProcessors) Release()    { s.used.Add(-1) }

// arrivingFile is a file of which a step more is present whenever the last byte that is
// present has been read.
type arrivingFile struct {
	mediatest.Memory
	in   *bin.GrowingFile
	to   int64
	step int64
}

func (f *arrivingFile) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) >= f.to {
		f.arrive()
	}
	return f.Memory.ReadAt(p, off)
}

func (f *arrivingFile) arrive() {
	f.in.Add(f.to, f.to+f.step)
	f.to += f.step
}

// decodeAll is all samples of a stream, of which a step arrives at a time, and of its blocks
// those that were decoded by the decoder of the one before.
func decodeAll(t testing.TB, stream []byte, o media.Options, p Processors, step int) (pcm []float32, redone int, err error) {
	t.Helper()
	o.Output = &mediatest.Memory{}
	e, err := NewSource(mediatest.HeadsOf([][]byte{stream}), o)
	if err != nil {
		t.Fatal(err)
	}
	e.Processors = p
	f := &arrivingFile{Memory: mediatest.Memory{Data: stream}, to: e.From, step: int64(step)}
	f.in = bin.NewGrowingFile(f, e.Range)
	f.arrive()
	s, err := e.Decode(f.in)
	if p, ok := p.(*testProcessors); ok && p.cold && err == nil {
		s.decoder.(*opusSound).batch.warmUp = 0
	}
	for err == nil {
		var x []float32
		x, err = s.Next()
		pcm = append(pcm, x...)
	}
	if s != nil && p != nil {
		redone = s.decoder.(*opusSound).batch.redone
	}
	return pcm, redone, err
}

// opusStreams are streams with sound of all modes of Opus, and with packets of all
// lengths, if ffmpeg is installed.
func opusStreams(t *testing.T) map[string][]byte {
	t.Helper()
	short := mediatest.Opus(t)
	song := mediatest.LongStream(t, short, 2)
	noise := append([]byte(nil), short...)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 60 { // in packets
		noise[len(noise)/4+i*1000] ^= byte(1 + rng.IntN(255))
	}
	broken := append([]byte(nil), song...)
	for i := range 5000 {
		broken[len(broken)/2+i] = byte(rng.IntN(256))
	}
	list := map[string][]byte{
		"song": song, "no index": mediatest.RepackWebM(t, short, 1, true), "noise": noise, "broken": broken,
	}
	if mediatest.NeedFFmpeg(t); testing.Short() {
		return list
	}
	const sound = "aevalsrc=exprs='0.3*sin(2*PI*t*(200+60*mod(t,5)))*(0.6+0.4*sin(7*t))+0.1*(random(0)-0.5)|0.3*sin(2*PI*t*330)':s=48000:d=12"
	const gaps = "aevalsrc=exprs='gt(mod(t,6),2)*0.4*sin(2*PI*t*440)':s=48000:d=12"
	for name, args := range map[string]string{
		"silk": sound + " -ac 1 -b:a 10k -application voip", "silk 60 ms": sound + " -ac 1 -b:a 12k -application voip -frame_duration 60",
		"hybrid": sound + " -b:a 28k -application voip", "celt 2.5 ms": sound + " -b:a 128k -application lowdelay -frame_duration 2.5",
		"gaps": gaps + " -ac 1 -b:a 64k", "hybrid gaps": gaps + " -ac 2 -b:a 24k -application voip",
	} {
		path := filepath.Join(t.TempDir(), "out.webm")
		mediatest.Run(t, "ffmpeg", append(append(strings.Fields("-v error -f lavfi -i"), strings.Fields(args)...), "-c:a", "libopus", path)...)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		list[name] = b
	}
	return list
}

// What is decoded in blocks is, bit by bit, what one decoder makes, however bytes come
// and whenever processors are spare; errors come at the same place.
func TestOpusInBlocks(t *testing.T) {
	cuts := media.Cuts{{From: 2 * time.Second, To: 3 * time.Second}, {From: 9 * time.Second, To: 9500 * time.Millisecond}}
	for name, stream := range opusStreams(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := []media.Options{{}}
			if name == "song" {
				options = append(options, media.Options{Clip: media.Clip{From: 1234 * time.Millisecond, To: 22 * time.Second}}, media.Options{Cuts: cuts})
			}
			for i, o := range options {
				want, _, werr := decodeAll(t, stream, o, nil, len(stream))
				for _, c := range []struct {
					spare, step int
					cold        bool
				}{{10, len(stream), false}, {10, len(stream), true}, {5, len(stream)/2 + 1, false}, {10, len(stream)/20 + 1, false}} {
					if (c.cold || c.step < len(stream)) && (i > 0 || name != "song") {
						continue
					}
					p := &testProcessors{spare: c.spare, cold: c.cold}
					got, redone, err := decodeAll(t, stream, o, p, c.step)
					if fmt.Sprint(err) != fmt.Sprint(werr) || len(got) != len(want) {
						t.Fatalf("%v, step %d: %d values and %v instead of %d and %v", o, c.step, len(got), err, len(want), werr)
					}
					for v := range got {
						if math.Float32bits(got[v]) != math.Float32bits(want[v]) {
							t.Fatalf("%v, step %d: value %d is %v instead of %v", o, c.step, v, got[v], want[v])
						}
					}
					if n := p.used.Load(); n != 0 {
						t.Errorf("%d processors are still in use", n)
					}
					n := p.all.Load()
					if n == 0 && c.step == len(stream) && c.spare == 10 && len(want) > 11*opus.Rate*2 {
						t.Errorf("no block was decoded apart")
					}
					if name == "song" && (redone > 0) != c.cold {
						t.Errorf("cold %v: %d of %d blocks were decoded again", c.cold, redone, n)
					}
					t.Logf("spare %d, step %d: %d blocks apart, %d of them in vain; %v", c.spare, c.step, n, redone, errors.Is(err, io.EOF))
				}
			}
		})
	}
}

// BenchmarkOpusInBlocks decodes ten minutes of Opus on one processor, and in blocks on up to three.
func BenchmarkOpusInBlocks(b *testing.B) {
	stream := mediatest.RepackWebM(b, mediatest.Opus(b), 50, false)
	for name, p := range map[string]Processors{"one": nil, "blocks": &testProcessors{spare: 10}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := decodeAll(b, stream, media.Options{}, p, len(stream)); !errors.Is(err, io.EOF) {
					b.Fatal(err)
				}
			}
		})
	}
}

// Blocks are decoded into 8 MB at most.
func TestOpusInBlocksMemory(t *testing.T) {
	stream := mediatest.LongStream(t, mediatest.Opus(t), 2)
	e, err := NewSource(mediatest.HeadsOf([][]byte{stream}), media.Options{Output: &mediatest.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	e.Processors = &testProcessors{spare: 10}
	in := bin.NewGrowingFile(&mediatest.Memory{Data: stream}, e.Range)
	in.Add(0, int64(len(stream)))
	s, err := e.Decode(in)
	for err == nil {
		_, err = s.Next()
	}
	if !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	size := 0
	for _, m := range s.decoder.(*opusSound).batch.memory {
		size += 4 * (cap(m[0]) + cap(m[1]))
	}
	if size < 5_000_000 || size > 8_100_000 {
		t.Errorf("%d bytes", size)
	}
}
