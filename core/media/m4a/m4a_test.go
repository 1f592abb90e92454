package m4a_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/m4a"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// muxed returns the project's progressive file.
func muxed(t testing.TB) []byte { return mediatest.Content(t, simulator.Muxed.Content()) }

// start starts a converter into out.
func start(t testing.TB, out *mediatest.Memory, stream []byte, o media.Options) media.Converter {
	t.Helper()
	o.Output = out
	l, err := m4a.New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{stream}), o)
	if err != nil {
		t.Fatal(err)
	}
	c := l.(media.Converter)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestSoundOfAMuxedFile(t *testing.T) {
	stream := muxed(t)
	meta := media.Meta{Title: "A title", Artist: "An artist", Source: "example:1"}
	var first []byte
	for _, o := range []media.Options{{Reserve: mp4.Reserve(meta)}, {}} {
		for shuffled := range 2 {
			out := &mediatest.Memory{}
			c := start(t, out, stream, o)
			parts := mediatest.CutRanges(c.Ranges(), 0)
			if shuffled == 1 {
				rand.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
			}
			mediatest.Feed(t, c, [][]byte{stream}, parts)
			s, err := c.Finish(meta)
			if err != nil {
				t.Fatal(err)
			}
			if err := mp4.Verify(out, s.Size, s); err != nil {
				t.Fatal(err)
			}
			if got, err := mp4.Source(out, s.Size); got != "example:1" || err != nil {
				t.Errorf("source %q, %v", got, err)
			}
			if len(s.Tracks) != 1 || s.Tracks[0].Kind != "audio" || (s.Duration-12*time.Second).Abs() > 100*time.Millisecond {
				t.Errorf("got %+v", s)
			}
			_, want := mediatest.TracksOf(t, stream)
			_, got := mediatest.TracksOf(t, out.Data)
			sound := want[len(want)-1]
			if len(got) != 1 || len(sound) < 500 {
				t.Fatalf("%d tracks, the source has %d packets", len(got), len(sound))
			}
			mediatest.SamePackets(t, "sound", sound, got[0])
			if first == nil {
				first = out.Data
			} else if shuffled == 1 && o.Reserve > 0 && !bytes.Equal(first, out.Data) {
				t.Error("another order makes another file")
			}
		}
	}
}

// TestDecodersHearTheSame compares what FFmpeg decodes of the file and of its
// source.
func TestDecodersHearTheSame(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	stream, out := muxed(t), &mediatest.Memory{}
	c := start(t, out, stream, media.Options{})
	mediatest.Feed(t, c, [][]byte{stream}, c.Ranges())
	if _, err := c.Finish(media.Meta{Title: "x"}); err != nil {
		t.Fatal(err)
	}
	want := mediatest.Decoded(t, mediatest.WriteFile(t, "source.mp4", stream))
	got := mediatest.Decoded(t, mediatest.WriteFile(t, "sound.m4a", out.Data))
	if !bytes.Equal(got, want) {
		t.Errorf("%d bytes decoded, want %d; likeness %.3f", len(got), len(want), mediatest.Likeness(got, want))
	}
}

func TestNoClips(t *testing.T) {
	_, err := m4a.New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{muxed(t)}), media.Options{Output: &mediatest.Memory{}, Clip: media.Clip{From: time.Second}})
	if !errors.Is(err, media.ErrNoIndex) {
		t.Errorf("got %v", err)
	}
}

// convert makes a file of any bytes, which all arrive.
func convert(t testing.TB, stream []byte) (media.Summary, *mediatest.Memory, error) {
	t.Helper()
	out := &mediatest.Memory{}
	l, err := m4a.New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{stream}), media.Options{Output: out})
	if err != nil {
		return media.Summary{}, nil, err
	}
	c := l.(media.Converter)
	defer c.Close()
	for _, r := range c.Ranges() {
		if err := c.WriteAt(0, stream[r.From:r.To], r.From); err != nil {
			return media.Summary{}, nil, err
		}
	}
	s, err := c.Finish(media.Meta{Title: "x"})
	return s, out, err
}

func TestOtherStreamsAreDamaged(t *testing.T) {
	stream := muxed(t)
	for name, b := range map[string][]byte{
		"fragmented":  mediatest.Content(t, simulator.AAC.Content()),
		"WebM":        mediatest.Opus(t),
		"cut":         stream[:len(stream)/2],
		"picture":     bytes.ReplaceAll(stream, []byte("soun"), []byte("text")),
		"no packets":  bytes.ReplaceAll(stream, []byte("stsz"), []byte("free")),
		"no chunks":   bytes.ReplaceAll(stream, []byte("stco"), []byte("free")),
		"no times":    bytes.ReplaceAll(stream, []byte("stts"), []byte("free")),
		"moov behind": append(bytes.Clone(stream[:32]), stream[len(stream)/2:]...),
	} {
		if _, _, err := convert(t, b); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzConvert feeds any bytes. A file that is made must be whole.
func FuzzConvert(f *testing.F) {
	stream := muxed(f)
	f.Add(stream[:min(len(stream), 40<<10)])
	f.Add(stream)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 {
			return
		}
		s, out, err := convert(t, b)
		switch {
		case err != nil && !errors.Is(err, media.ErrDamaged):
			t.Fatal(err)
		case err == nil && s.Size != int64(len(out.Data)):
			t.Fatalf("file of %d bytes, said %d", len(out.Data), s.Size)
		}
	})
}

// The sound of a muxed stream is copied while the stream arrives.
func ExampleNew() {
	content := simulator.Muxed.Content()
	stream, err := io.ReadAll(io.NewSectionReader(content, 0, content.Size()))
	if err != nil {
		log.Fatal(err)
	}
	meta := media.Meta{Title: "Test sound", Source: "example:1"}
	file := &mediatest.Memory{}
	layout, err := m4a.New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{stream}), media.Options{Output: file, Reserve: mp4.Reserve(meta)})
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range layout.Ranges() {
		if err := layout.WriteAt(r.Track, stream[r.From:r.To], r.From); err != nil {
			log.Fatal(err)
		}
	}
	sum, err := layout.Finish(meta)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(sum.Tracks), sum.Tracks[0].Kind, sum.Tracks[0].Codec)
	fmt.Println(mp4.Verify(file, sum.Size, sum))
	// Output:
	// 1 audio mp4a
	// <nil>
}
