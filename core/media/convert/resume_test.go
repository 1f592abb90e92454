package convert_test

import (
	"errors"
	"io"
	"math"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// What DecodeFrom returns are, bit by bit, the last samples of what Decode does. After
// a jump, AAC may have other noise.
func TestDecodeFrom(t *testing.T) {
	opus, aac := mediatest.LongStream(t, mediatest.Opus(t), 2), mediatest.Content(t, simulator.Long(simulator.AAC, 18*time.Second))
	cuts := media.Cuts{{From: 2 * time.Second, To: 3 * time.Second}, {From: 9 * time.Second, To: 9500 * time.Millisecond}}
	for name, c := range map[string]struct {
		stream []byte
		clip   media.Clip
		cuts   media.Cuts
		noise  float64 // a difference to be borne, full scale being 1
	}{
		"opus": {opus, media.Clip{}, nil, 0}, "aac": {aac, media.Clip{}, nil, 0.1}, "aac without noise": {mediatest.Sample(t, "audio_exact.mp4"), media.Clip{}, nil, 0},
		"clip of opus": {opus, media.Clip{From: 1234 * time.Millisecond, To: 22 * time.Second}, nil, 0},
		"clip of aac":  {aac, media.Clip{From: 3456 * time.Millisecond, To: 17 * time.Second}, nil, 0.1},
		"cuts":         {aac, media.Clip{}, cuts, 0},
		"no index":     {mediatest.RepackWebM(t, mediatest.Opus(t), 1, true), media.Clip{}, nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, rate, channels := pcmWithout(t, c.stream, c.clip, c.cuts)
			source, err := convert.NewSource(mediatest.HeadsOf([][]byte{c.stream}), media.Options{Clip: c.clip, Cuts: c.cuts, Output: &mediatest.Memory{}})
			if err != nil {
				t.Fatal(name, err)
			}
			file := &mediatest.Memory{}
			if _, err := file.WriteAt(c.stream, 0); err != nil {
				t.Fatal(err)
			}
			in := bin.NewGrowingFile(file, source.Range)
			in.Add(source.From, source.To)
			total := int64(len(want) / channels)
			for _, from := range []struct {
				skip int64
				jump bool
			}{{0, true}, {1, false}, {392 * 1152, true}, {392 * 1152, false}, {total - 1, true}} {
				skip, jump := from.skip, from.jump
				if skip >= total {
					continue
				}
				s, err := source.DecodeFrom(in, skip, rate, jump)
				if err != nil {
					t.Fatal(name, err)
				}
				var got []float32
				for err == nil {
					var pcm []float32
					pcm, err = s.Next()
					got = append(got, pcm...)
				}
				if !errors.Is(err, io.EOF) {
					t.Errorf("%s: from %d: %v", name, skip, err)
				}
				w := want[skip*int64(channels):]
				if len(got) != len(w) {
					t.Fatalf("%s: from %d: %d values instead of %d", name, skip, len(got), len(w))
				}
				most := 0.0
				if jump {
					most = c.noise
				}
				for i := range got {
					if d := math.Abs(float64(got[i] - w[i])); d > most {
						t.Fatalf("%s: from %d, jump %v: value %d is %v instead of %v", name, skip, jump, i, got[i], w[i])
					}
				}
			}
		})
	}
}
