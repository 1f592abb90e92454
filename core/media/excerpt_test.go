package media

import (
	"errors"
	"io"
	"math"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// clipCase is a stream to take clips from.
type clipCase struct {
	stream []byte
	worst  float64 // difference of a sample to be borne, full scale being 1
}

func clipCases(t testing.TB) map[string]clipCase {
	return map[string]clipCase{
		"opus":     {longOpus(t), 1e-3},
		"aac":      {sample(t, "audio_exact.mp4"), 0},
		"aac elst": {sample(t, "audio_elst.mp4"), 1e-3}, // some of the noise is made up by the decoder
		"aac bare": {sample(t, "audio.mp4"), 1e-3},
		"aac 12 s": {contentOf(t, simulator.AAC.Content()), 0.1},
	}
}

// pcmOf is all samples of a clip, decoded of a file that has only what is wanted
// for it.
func pcmOf(t testing.TB, stream []byte, c Clip) (pcm []float32, rate, channels int) {
	t.Helper()
	e, err := newClipSource([]Head{headOf(stream)}, Options{Clip: c, Output: &memory{}})
	if err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	src := &memory{data: make([]byte, len(stream))}
	copy(src.data[e.From:e.To], stream[e.From:])
	in := newGrowingFile(src, e.Range)
	in.add(e.From, e.To)
	s, err := e.decode(in)
	if err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	for {
		b, err := s.next()
		if errors.Is(err, io.EOF) {
			rate, channels = s.format()
			return pcm, rate, channels
		}
		if err != nil {
			t.Fatalf("%v: %v", c, err)
		}
		pcm = append(pcm, b...)
	}
}

// pcmPart is the samples of a clip, of those of the whole.
func pcmPart(pcm []float32, c Clip, rate, channels int) []float32 {
	from, to := samplesIn(c.From, rate)*int64(channels), int64(len(pcm))
	if c.To > 0 {
		to = min(to, samplesIn(c.To, rate)*int64(channels))
	}
	return pcm[from:to]
}

// The sound of a clip is that of the whole, to the sample.
func TestSoundOfClips(t *testing.T) {
	for name, k := range clipCases(t) {
		whole, rate, channels := pcmOf(t, k.stream, Clip{})
		length := lengthOf(int64(len(whole)/channels), rate)
		starts, _ := bounds(t, k.stream)
		for range 12 {
			c := someClip(length, starts)
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
	}
}

// A clip wants no bytes but those of the fragments that overlap with it or the
// little before it that decoding needs.
func TestSoundClipWantsLittle(t *testing.T) {
	for name, k := range clipCases(t) {
		starts, offs := bounds(t, k.stream)
		size := int64(len(k.stream))
		for range 500 {
			c := someClip(10*time.Second, starts)
			e, err := newClipSource([]Head{headOf(k.stream)}, Options{Clip: c, Output: &memory{}})
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
	opus, aac := opusFixture(t), sample(t, "audio.mp4")
	cut := headOf(opus)
	cut.Bytes = cut.Bytes[:500] // within the Cues
	for name, c := range map[string]struct {
		head Head
		clip Clip
		want error
	}{
		"no cues":         {headOf(webmFile(t, opus, 1, false)), Clip{From: time.Second}, ErrNoIndex},
		"void cues":       {headOf(withoutCues(t, opus)), Clip{From: time.Second}, ErrNoIndex},
		"no sidx":         {headOf(withoutIndex(aac)), Clip{To: time.Second}, ErrNoIndex},
		"behind the end":  {headOf(opus), Clip{From: 12009 * time.Millisecond}, ErrOutside},
		"behind, in MP4":  {headOf(aac), Clip{From: time.Minute, To: time.Hour}, ErrOutside},
		"cut head":        {cut, Clip{To: time.Second}, ErrDamaged},
		"pictures":        {headOf(vp9Fixture(t)), Clip{To: time.Second}, ErrDamaged},
		"pictures in MP4": {headOf(sample(t, "video.mp4")), Clip{To: time.Second}, ErrDamaged},
		"no media":        {Head{Bytes: []byte("<html>Sorry</html>"), Size: 18}, Clip{To: time.Second}, ErrDamaged},
		"no head":         {Head{Size: 5000}, Clip{To: time.Second}, ErrDamaged},
	} {
		if _, err := newClipSource([]Head{c.head}, Options{Clip: c.clip, Output: &memory{}}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A little before the announced end there may be nothing.
	if e, err := newClipSource([]Head{headOf(opus)}, Options{Clip: Clip{From: 12001 * time.Millisecond}, Output: &memory{}}); err != nil {
		t.Error(err)
	} else if err := e.silenceError(); !errors.Is(err, ErrOutside) {
		t.Error(err)
	}
}
