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

// clipCase is a stream to take clips from.
type clipCase struct {
	stream []byte
	worst  float64 // difference of a sample to be borne, full scale being 1
}

func clipCases(t testing.TB) map[string]clipCase {
	return map[string]clipCase{
		"opus":     {mediatest.LongStream(t, mediatest.Opus(t), 2), 1e-3},
		"aac":      {mediatest.Sample(t, "audio_exact.mp4"), 0},
		"aac elst": {mediatest.Sample(t, "audio_elst.mp4"), 1e-3}, // some of the noise is made up by the decoder
		"aac bare": {mediatest.Sample(t, "audio.mp4"), 1e-3},
		"aac 12 s": {mediatest.Content(t, simulator.AAC.Content()), 0.1},
	}
}

// pcmOf is all samples of a clip, decoded of a file that has only what is wanted
// for it.
func pcmOf(t testing.TB, stream []byte, c media.Clip) (pcm []float32, rate, channels int) {
	t.Helper()
	return pcmWithout(t, stream, c, nil)
}

// pcmWithout is pcmOf with parts left out.
func pcmWithout(t testing.TB, stream []byte, c media.Clip, cuts media.Cuts) (pcm []float32, rate, channels int) {
	t.Helper()
	e, err := convert.NewSource([]media.Head{mediatest.HeadOf(stream)}, media.Options{Clip: c, Cuts: cuts, Output: &mediatest.Memory{}})
	if err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	src := &mediatest.Memory{Data: make([]byte, len(stream))}
	copy(src.Data[e.From:e.To], stream[e.From:])
	in := bin.NewGrowingFile(src, e.Range)
	in.Add(e.From, e.To)
	s, err := e.Decode(in)
	if err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	for {
		b, err := s.Next()
		if errors.Is(err, io.EOF) {
			rate, channels = s.Format()
			return pcm, rate, channels
		}
		if err != nil {
			t.Fatalf("%v: %v", c, err)
		}
		pcm = append(pcm, b...)
	}
}

// pcmPart is the samples of a clip, of those of the whole.
func pcmPart(pcm []float32, c media.Clip, rate, channels int) []float32 {
	from, to := bin.SamplesIn(c.From, rate)*int64(channels), int64(len(pcm))
	if c.To > 0 {
		to = min(to, bin.SamplesIn(c.To, rate)*int64(channels))
	}
	return pcm[from:to]
}

// The sound of a clip is that of the whole, to the sample.
func TestSoundOfClips(t *testing.T) {
	for name, k := range clipCases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, rate, channels := pcmOf(t, k.stream, media.Clip{})
			length := bin.SampleTime(int64(len(whole)/channels), rate)
			starts, _ := mediatest.Bounds(t, k.stream)
			for range 8 {
				c := mediatest.RandomClip(length, starts)
				got, _, _ := pcmOf(t, k.stream, c)
				want := pcmPart(whole, c, rate, channels)
				if len(got) != len(want) {
					t.Fatalf("%s, %v: %d samples instead of %d", name, c, len(got)/channels, len(want)/channels)
				}
				for i := range got {
					if d := math.Abs(float64(got[i] - want[i])); d > k.worst {
						t.Fatalf("%s, %v: sample %d is %v instead of %v", name, c, i/channels, got[i], want[i])
					}
				}
			}
		})
	}
}

// A clip wants no bytes but those of the fragments that overlap with it or the
// little before it that decoding needs.
func TestSoundClipWantsLittle(t *testing.T) {
	for name, k := range clipCases(t) {
		starts, offs := mediatest.Bounds(t, k.stream)
		size := int64(len(k.stream))
		for range 500 {
			c := mediatest.RandomClip(10*time.Second, starts)
			e, err := convert.NewSource([]media.Head{mediatest.HeadOf(k.stream)}, media.Options{Clip: c, Output: &mediatest.Memory{}})
			if err != nil {
				t.Fatal(err)
			}
			from, to := offs[0], size
			for i, at := range starts {
				if at <= c.From-200*time.Millisecond {
					from = offs[i]
				}
				if c.To > 0 && at >= c.To+100*time.Millisecond {
					to = offs[i]
					break
				}
			}
			if e.From < from || e.To > to || e.From >= e.To {
				t.Errorf("%s, %v: bytes %d to %d are wanted instead of %d to %d", name, c, e.From, e.To, from, to)
			}
		}
	}
}

func TestSoundClipsThatCannotBe(t *testing.T) {
	opus, aac := mediatest.Opus(t), mediatest.Sample(t, "audio.mp4")
	cut := mediatest.HeadOf(opus)
	cut.Bytes = cut.Bytes[:500] // within the Cues
	for name, c := range map[string]struct {
		head media.Head
		clip media.Clip
		want error
	}{
		"no cues":         {mediatest.HeadOf(mediatest.RepackWebM(t, opus, 1, false)), media.Clip{From: time.Second}, media.ErrNoIndex},
		"void cues":       {mediatest.HeadOf(mediatest.WithoutCues(t, opus)), media.Clip{From: time.Second}, media.ErrNoIndex},
		"no sidx":         {mediatest.HeadOf(mediatest.WithoutIndex(aac)), media.Clip{To: time.Second}, media.ErrNoIndex},
		"behind the end":  {mediatest.HeadOf(opus), media.Clip{From: 12009 * time.Millisecond}, media.ErrOutside},
		"behind, in MP4":  {mediatest.HeadOf(aac), media.Clip{From: time.Minute, To: time.Hour}, media.ErrOutside},
		"cut head":        {cut, media.Clip{To: time.Second}, media.ErrDamaged},
		"pictures":        {mediatest.HeadOf(mediatest.VP9(t)), media.Clip{To: time.Second}, media.ErrDamaged},
		"pictures in MP4": {mediatest.HeadOf(mediatest.Sample(t, "video.mp4")), media.Clip{To: time.Second}, media.ErrDamaged},
		"no media":        {media.Head{Bytes: []byte("<html>Sorry</html>"), Size: 18}, media.Clip{To: time.Second}, media.ErrDamaged},
		"no head":         {media.Head{Size: 5000}, media.Clip{To: time.Second}, media.ErrDamaged},
	} {
		if _, err := convert.NewSource([]media.Head{c.head}, media.Options{Clip: c.clip, Output: &mediatest.Memory{}}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A little before the announced end there may be nothing.
	if e, err := convert.NewSource([]media.Head{mediatest.HeadOf(opus)}, media.Options{Clip: media.Clip{From: 12001 * time.Millisecond}, Output: &mediatest.Memory{}}); err != nil {
		t.Error(err)
	} else if err := e.SilenceError(); !errors.Is(err, media.ErrOutside) {
		t.Error(err)
	}
}
