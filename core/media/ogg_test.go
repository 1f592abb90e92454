package media

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestOpusPacketsAreIdentical(t *testing.T) {
	fixture := contentOf(t, simulator.Opus.Content())
	for name, stream := range map[string][]byte{
		"fixture": fixture, "long": webmFile(t, fixture, 5, false), "unknown sizes": webmFile(t, fixture, 2, true),
	} {
		head, want, samples := opusPackets(t, stream)
		file, s := converted(t, NewOpus, VerifyOpus, stream, Options{Reserve: ReserveOpus(testMeta)}, testMeta)
		got := oggPackets(t, file)
		if got[0] != string(head.bytes) || strings.Join(got[2:], "|") != strings.Join(want, "|") {
			t.Errorf("%s: packets differ", name)
		}
		if length := lengthOf(int64(samples), opusRate); s.Duration != length || s.Tracks[0].Samples != len(want) {
			t.Errorf("%s: %+v instead of %v", name, s, length)
		}
	}
}

// A cover so large that its packet ends with a page, or goes on with an empty
// segment, is no special case.
func TestOpusTagsOfAllSizes(t *testing.T) {
	stream := contentOf(t, simulator.Opus.Content())
	const page = 255 * 255 // bytes of packets at most
	for _, reserve := range []int64{0, page - 1, page, page + 1, 3 * page} {
		file, s := converted(t, NewOpus, VerifyOpus, stream, Options{Reserve: reserve}, testMeta)
		if int64(len(file)) != s.Size {
			t.Errorf("%d bytes instead of %d", len(file), s.Size)
		}
	}
}

func TestFFmpegPlaysOpus(t *testing.T) {
	ffmpeg(t)
	stream := contentOf(t, simulator.Opus.Content())
	file, s := converted(t, NewOpus, VerifyOpus, stream, Options{}, testMeta)
	got, want := decoded(t, written(t, "out.opus", file)), decoded(t, written(t, "in.webm", stream))
	if !bytes.Equal(got, want) || len(got) != 4*12*48000 || s.Duration != 12*time.Second {
		t.Errorf("%d bytes of sound, %v", len(got), s.Duration)
	}
}
