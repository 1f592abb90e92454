package convert_test

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/convert"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func FuzzSound(f *testing.F) {
	f.Add(mediatest.Sample(f, "audio.mp4")[:6000])
	f.Add(mediatest.Sample(f, "audio_elst.mp4")[:6000])
	f.Add(mediatest.RepackWebM(f, mediatest.Content(f, simulator.Opus.Content()), 1, true)[:3000])
	f.Add(mediatest.Sample(f, "audio_exact.mp4")[:18000])
	f.Add(mediatest.LongStream(f, mediatest.Opus(f), 1)[:3000])
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range []media.Clip{{}, {From: 0, To: time.Second}, {From: 4 * time.Second, To: 0}} {
			if err := listenTo(b, c); err == nil || !errors.Is(err, io.EOF) && !errors.Is(err, media.ErrDamaged) &&
				(c == media.Clip{} || !errors.Is(err, media.ErrNoIndex) && !errors.Is(err, media.ErrOutside)) {
				t.Fatalf("%v: %v", c, err)
			}
		}
	})
}

// listenTo reads all sound of a clip.
func listenTo(b []byte, c media.Clip) (err error) {
	defer bin.RecoverDamage(&err)
	e, err := convert.NewSource([]media.Head{{Bytes: b[:min(len(b), 4096)], Size: int64(len(b))}}, media.Options{Clip: c, Output: &mediatest.Memory{}})
	if err != nil {
		return err
	}
	in := bin.NewGrowingFile(&mediatest.Memory{Data: b}, e.Range)
	in.Add(0, in.To)
	s, err := e.Decode(in)
	for err == nil {
		_, err = s.Next()
	}
	return err
}
