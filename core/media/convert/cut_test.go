package convert_test

import (
	"math"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

// The sound without cuts is that of the whole to the sample, but for 5 ms behind
// each cut.
func TestSoundWithoutCuts(t *testing.T) {
	const ms = time.Millisecond
	for name, stream := range map[string][]byte{"opus": mediatest.Opus(t), "aac": mediatest.Sample(t, "audio_exact.mp4")} {
		whole, rate, channels := pcmOf(t, stream, media.Clip{})
		for _, cuts := range []media.Cuts{
			{{From: 1001 * ms, To: 1502 * ms}},
			{{To: 700 * ms}, {From: 1001 * ms, To: 1002 * ms}, {From: 1003 * ms, To: 1700 * ms}},
			{{From: 1500 * ms, To: time.Hour}},
		} {
			for _, c := range []media.Clip{{}, {From: 500 * ms, To: 1900 * ms}, {From: 1001 * ms}} {
				got, _, _ := pcmWithout(t, stream, c, cuts)
				begin, end := bin.SamplesIn(c.From, rate), int64(len(whole)/channels)
				if c.To > 0 {
					end = bin.SamplesIn(c.To, rate)
				}
				n, behind := 0, int64(rate) // samples since a cut
				for i := begin; i < end; i++ {
					inside := false
					for _, x := range cuts {
						inside = inside || bin.SamplesIn(x.From, rate) <= i && i < bin.SamplesIn(x.To, rate)
					}
					if behind++; inside {
						behind = 0
						continue
					}
					if (n+1)*channels > len(got) {
						t.Fatalf("%s, %v without %v: only %d samples", name, c, cuts, len(got)/channels)
					}
					for ch := range channels {
						d := math.Abs(float64(got[n*channels+ch] - whole[i*int64(channels)+int64(ch)]))
						if limit := map[bool]float64{true: 1e-3, false: 2}[behind > int64(rate/200)]; d > limit {
							t.Fatalf("%s, %v without %v: sample %d differs by %v", name, c, cuts, n, d)
						}
					}
					n++
				}
				if n*channels != len(got) {
					t.Errorf("%s, %v without %v: %d samples instead of %d", name, c, cuts, len(got)/channels, n)
				}
			}
		}
	}
}
