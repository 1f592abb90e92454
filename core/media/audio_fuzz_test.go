package media

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func FuzzSound(f *testing.F) {
	f.Add(sample(f, "audio.mp4")[:6000])
	f.Add(sample(f, "audio_elst.mp4")[:6000])
	f.Add(webmFile(f, contentOf(f, simulator.Opus.Content()), 1, true)[:3000])
	f.Add(sample(f, "audio_exact.mp4")[:18000])
	f.Add(longStream(f, opusFixture(f), 1)[:3000])
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range []Clip{{}, {0, time.Second}, {4 * time.Second, 0}} {
			if err := listenTo(b, c); err == nil || !errors.Is(err, io.EOF) && !errors.Is(err, ErrDamaged) &&
				(c == Clip{} || !errors.Is(err, ErrNoIndex) && !errors.Is(err, ErrOutside)) {
				t.Fatalf("%v: %v", c, err)
			}
		}
	})
}

// listenTo reads all sound of a clip.
func listenTo(b []byte, c Clip) (err error) {
	defer recoverDamage(&err)
	e, err := newClipSource([]Head{{Bytes: b[:min(len(b), 4096)], Size: int64(len(b))}}, Options{Clip: c, Output: &memory{}})
	if err != nil {
		return err
	}
	in := newGrowingFile(&memory{data: b}, e.Range)
	in.add(0, in.To)
	s, err := e.decode(in)
	for err == nil {
		_, err = s.next()
	}
	return err
}
