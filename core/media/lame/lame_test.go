package lame

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"
)

func TestWithoutCgo(t *testing.T) {
	if Available {
		t.Skip("this build has LAME")
	}
	if _, err := New(Config{Rate: 44100, Channels: 2}); !errors.Is(err, ErrMissing) {
		t.Error(err)
	}
}

func TestEncode(t *testing.T) {
	if !Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
	for _, c := range []struct {
		Config
		low, high int // bytes for a second
		tag       string
	}{
		{Config{Rate: 48000, Channels: 2}, 8_000, 40_000, "Xing"},
		{Config{Rate: 44100, Channels: 1}, 4_000, 40_000, "Xing"},
		{Config{Rate: 44100, Channels: 2, Quality: 9}, 2_000, 12_000, "Xing"},
		{Config{Rate: 44100, Channels: 2, Bitrate: 320}, 40_000, 45_000, "Info"},
		{Config{Rate: 22050, Channels: 2}, 4_000, 30_000, "Xing"},
	} {
		pcm := make([]float32, c.Rate*c.Channels)
		for i := range pcm {
			pcm[i] = 1.5 * float32(math.Sin(float64(i)/20)*math.Sin(float64(i*i)/1e6)) // louder than full scale
		}
		e, err := New(c.Config)
		if err != nil {
			t.Fatal(err)
		}
		var file []byte
		for n := 1; len(pcm) > 0; n = n%3001 + 37 { // odd sizes
			k := min(n*c.Channels, len(pcm))
			b, err := e.Encode(pcm[:k])
			if err != nil {
				t.Fatal(err)
			}
			file, pcm = append(file, b...), pcm[k:]
		}
		b, err := e.Flush()
		if err != nil {
			t.Fatal(err)
		}
		file = append(file, b...)
		tag, err := e.Tag()
		if err != nil || !bytes.Contains(tag, []byte(c.tag)) || !bytes.Contains(tag, []byte("LAME3.")) || !bytes.Equal(tag[:2], file[:2]) {
			t.Errorf("%+v: tag %v, %q", c.Config, err, tag)
		}
		if len(file) < c.low || len(file) > c.high {
			t.Errorf("%+v: %d bytes", c.Config, len(file))
		}
		if b, err := e.Encode(nil); err != nil || len(b) > 0 {
			t.Errorf("nothing becomes %d bytes, %v", len(b), err)
		}
		e.Close()
		e.Close()
	}
}

// LAME aborts the process for samples that are no numbers, and for some that are very loud.
func TestEncodeAnySamples(t *testing.T) {
	if !Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
	for _, c := range []Config{{Rate: 48000, Channels: 2}, {Rate: 48000, Channels: 2, Bitrate: 320}, {Rate: 44100, Channels: 1}} {
		for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat32, 1e6, 1e5} {
			e, err := New(c)
			if err != nil {
				t.Fatal(err)
			}
			pcm, bounded := make([]float32, c.Rate*c.Channels), make([]float32, c.Rate*c.Channels)
			for i := range pcm {
				pcm[i] = float32(math.Sin(float64(i) / 20))
				if bounded[i] = pcm[i]; i%50 == 0 {
					pcm[i] = float32(v)
					bounded[i] = float32(min(max(v, -loudest), loudest))
					if v != v {
						bounded[i] = 0
					}
				}
			}
			given := slices.Clone(pcm)
			got, err := e.Encode(pcm)
			if err != nil {
				t.Fatal(err)
			}
			e.Close()
			if e, err = New(c); err != nil {
				t.Fatal(err)
			}
			want, err := e.Encode(bounded)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%v is not encoded as its bound is: %v", v, err)
			}
			e.Close()
			for i := range pcm {
				if math.Float32bits(pcm[i]) != math.Float32bits(given[i]) {
					t.Fatalf("%v: what is given was changed", v)
				}
			}
		}
	}
}

func TestRefused(t *testing.T) {
	if !Available {
		t.Skip("this build has no LAME, as cgo is off")
	}
	for _, c := range []Config{{Rate: 48000}, {Rate: 48000, Channels: 6}, {Rate: 96000, Channels: 2}, {Rate: 44000, Channels: 2}, {Channels: 1}} {
		if e, err := New(c); err == nil {
			t.Errorf("%+v is accepted", c)
			e.Close()
		}
	}
}
