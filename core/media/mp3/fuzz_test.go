package mp3

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

func FuzzVerifyMP3(f *testing.F) {
	tag := id3Tag(media.Meta{Title: "t", Source: "s", Cover: mediatest.Sample(f, "cover.jpg")[:100]}, 512, time.Second)
	f.Add(tag)
	if Available {
		file, _ := mediatest.Convert(f, New, Verify, mediatest.Opus(f), media.Options{}, media.Meta{})
		at, err := id3Size(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			f.Fatal(err)
		}
		short := slices.Concat(tag, shortMP3(f, file[at:]))
		if got, err := inspect(bytes.NewReader(short), int64(len(short))); err != nil || got.Tracks[0].Samples != 3 {
			f.Fatal(err, got)
		}
		f.Add(short)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := inspect(bytes.NewReader(b), int64(len(b))); err != nil && !errors.Is(err, media.ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = Source(bytes.NewReader(b), int64(len(b)))
	})
}

// shortMP3 is LAME's frame and three more, as if there were no others.
func shortMP3(t testing.TB, frames []byte) []byte {
	w := bin.NewWindow(bytes.NewReader(frames), 4096)
	var at int64
	var first frameHeader
	for i := range 4 {
		h, _, err := frameAt(w, at, int64(len(frames)))
		if err != nil {
			t.Fatal(err)
		}
		if at += int64(h.size); i == 0 {
			first = h
		}
	}
	b := bytes.Clone(frames[:at])
	binary.BigEndian.PutUint32(b[first.side+8:], 3)
	binary.BigEndian.PutUint32(b[first.side+12:], uint32(at))
	return b
}
