package ogg_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// Cuts leave out whole packets, as many as come closest to them together, so that every
// packet is heard within 10 ms of when it should be.
func TestOpusCuts(t *testing.T) {
	stream := mediatest.Content(t, simulator.Opus.Content())
	head, all, _ := mediatest.OpusPackets(t, stream)
	for _, c := range []struct {
		clip media.Clip
		cuts string
	}{
		{media.Clip{}, "3000-6000"},
		{media.Clip{}, "0-1011"},
		{media.Clip{}, "1011-1022,2013-2444,3333-3444,5555-6666"},
		{media.Clip{}, "11000-30000"},
		{media.Clip{From: 2 * time.Second, To: 8 * time.Second}, "1000-2500,4000-5000"},
	} {
		cuts, err := media.ParseCuts(c.cuts)
		if err != nil {
			t.Fatal(err)
		}
		file, s := mediatest.Convert(t, ogg.New, ogg.Verify, stream, media.Options{Clip: c.clip, Cuts: cuts}, mediatest.Meta)
		length := time.Duration(0)
		for _, p := range cuts.Parts(c.clip) {
			if p.To == 0 {
				p.To = max(12*time.Second, p.From)
			}
			length += p.To - p.From
		}
		if d := (s.Duration - length).Abs(); d > 10*time.Millisecond {
			t.Errorf("%v: lasts %v instead of %v", c, s.Duration, length)
		}
		packets, last := mediatest.OggPackets(t, file), -1
		preSkip := func(head []byte) time.Duration {
			return time.Duration(int(head[10])+int(head[11])<<8) * time.Second / 48000
		}
		for i, p := range packets[2:] {
			last += 1 + slices.Index(all[last+1:], p)
			if all[last] != p {
				t.Fatalf("%v: packet %d is none of the stream's", c, i)
			}
			at := time.Duration(i)*20*time.Millisecond - preSkip([]byte(packets[0]))
			want := cuts.At(time.Duration(last)*20*time.Millisecond-preSkip(head.Bytes)) - cuts.At(c.clip.From)
			if d := (at - want).Abs(); d > 10*time.Millisecond && at >= 0 {
				t.Errorf("%v: packet %d is heard at %v instead of %v", c, last, at, want)
			}
		}
	}
}

// At a joint the decoder does not click: in a tone, no step from one sample to the next is much
// larger than the tone's own.
func TestOpusCutsOfATone(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	path := filepath.Join(t.TempDir(), "tone.webm")
	mediatest.Run(t, "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=frequency=441:sample_rate=48000:duration=10", "-c:a", "libopus", "-b:a", "128k", path)
	stream, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cuts, _ := media.ParseCuts("1234-2345,3001-3457,6000-7003")
	file, _ := mediatest.Convert(t, ogg.New, ogg.Verify, stream, media.Options{Cuts: cuts}, media.Meta{})
	pcm := mediatest.Run(t, "ffmpeg", "-nostdin", "-v", "warning", "-xerror", "-i", mediatest.WriteFile(t, "cut.opus", file), "-f", "s16le", "-ac", "1", "-")
	step := func(from, to int) (most int) {
		for i := from + 1; i < to; i++ {
			a, b := int(int16(uint16(pcm[2*i-2])|uint16(pcm[2*i-1])<<8)), int(int16(uint16(pcm[2*i])|uint16(pcm[2*i+1])<<8))
			most = max(most, a-b, b-a)
		}
		return most
	}
	var steps []string
	own := step(4800, 48000)
	for _, x := range cuts {
		at := int(cuts.At(x.From) * 48 / time.Millisecond)
		got := step(at-1440, at+1440)
		steps = append(steps, fmt.Sprint(got))
		if got > 2*own {
			t.Errorf("step of %d at %v, elsewhere %d", got, x.From, own)
		}
	}
	t.Logf("largest steps %s, elsewhere %d", strings.Join(steps, ", "), own)
}
