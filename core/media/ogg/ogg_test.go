package ogg_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestOpusPacketsAreIdentical(t *testing.T) {
	fixture := mediatest.Content(t, simulator.Opus.Content())
	for name, stream := range map[string][]byte{
		"fixture": fixture, "long": mediatest.RepackWebM(t, fixture, 5, false), "unknown sizes": mediatest.RepackWebM(t, fixture, 2, true),
	} {
		head, want, samples := mediatest.OpusPackets(t, stream)
		file, s := mediatest.Convert(t, ogg.New, ogg.Verify, stream, media.Options{Reserve: ogg.Reserve(mediatest.Meta)}, mediatest.Meta)
		got := mediatest.OggPackets(t, file)
		if got[0] != string(head.Bytes) || strings.Join(got[2:], "|") != strings.Join(want, "|") {
			t.Errorf("%s: packets differ", name)
		}
		if length := bin.SampleTime(int64(samples), opus.Rate); s.Duration != length || s.Tracks[0].Samples != len(want) {
			t.Errorf("%s: %+v instead of %v", name, s, length)
		}
	}
}

// A cover so large that its packet ends with a page, or continues with an empty
// segment, is no special case.
func TestOpusTagsOfAllSizes(t *testing.T) {
	stream := mediatest.Content(t, simulator.Opus.Content())
	const page = 255 * 255 // bytes of packets at most
	for _, reserve := range []int64{0, page - 1, page, page + 1, 3 * page} {
		file, s := mediatest.Convert(t, ogg.New, ogg.Verify, stream, media.Options{Reserve: reserve}, mediatest.Meta)
		if int64(len(file)) != s.Size {
			t.Errorf("%d bytes instead of %d", len(file), s.Size)
		}
	}
}

func TestFFmpegPlaysOpus(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	stream := mediatest.Content(t, simulator.Opus.Content())
	file, s := mediatest.Convert(t, ogg.New, ogg.Verify, stream, media.Options{}, mediatest.Meta)
	got, want := mediatest.Decoded(t, mediatest.WriteFile(t, "out.opus", file)), mediatest.Decoded(t, mediatest.WriteFile(t, "in.webm", stream))
	if !bytes.Equal(got, want) || len(got) != 4*12*48000 || s.Duration != 12*time.Second {
		t.Errorf("%d bytes of sound, %v", len(got), s.Duration)
	}
}
