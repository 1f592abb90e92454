package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Eyevinn/mp4ff/bits"
	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// longOpus is half a minute of Opus with an index.
func longOpus(t testing.TB) []byte { return longStream(t, opusFixture(t), 3) }

// longStream is a practice file of twelve seconds over and over.
func longStream(t testing.TB, stream []byte, rounds int) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stream")
	newLongWebM(t, stream, rounds, 12_000, 0).write(t, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// someClip is any part of so much, or one with an edge that is special.
func someClip(length time.Duration, edges []time.Duration) Clip {
	at := func() time.Duration {
		if rand.IntN(2) == 0 {
			near := time.Duration(rand.Int64N(int64(200*time.Millisecond))) - 100*time.Millisecond
			return min(max(edges[rand.IntN(len(edges))]+near, 0), length)
		}
		return time.Duration(rand.Int64N(int64(length)))
	}
	c := Clip{at(), at()}
	if c.From > c.To {
		c = Clip{c.To, c.From}
	}
	c.From = min(c.From, length-50*time.Millisecond)
	switch {
	case rand.IntN(8) == 0 && c.From >= time.Millisecond: // else it would be no clip
		c.To = 0
	case rand.IntN(8) == 0:
		c.To = length + time.Hour
	default:
		c.To = max(c.To, c.From+40*time.Millisecond)
	}
	if rand.IntN(3) > 0 {
		c = Clip{c.From.Truncate(time.Millisecond), c.To.Truncate(time.Millisecond)}
	}
	return c
}

// bounds are where the fragments or clusters of a stream begin.
func bounds(t testing.TB, stream []byte) (starts []time.Duration, offs []int64) {
	t.Helper()
	if bytes.HasPrefix(stream, []byte("\x1A\x45\xDF\xA3")) {
		outer := plainElements(t, stream)
		pos := outer[1].at
		for _, e := range plainElements(t, outer[1].data) {
			if e.id == elementCluster {
				offs = append(offs, int64(pos))
			}
			pos = outer[1].at + e.at + len(e.data)
		}
		for _, ms := range readPlain(t, stream).starts {
			starts = append(starts, time.Duration(ms)*time.Millisecond)
		}
		return starts, offs
	}
	at := bytes.Index(stream, []byte("sidx")) - 4
	end := at + int(binary.BigEndian.Uint32(stream[at:]))
	box, err := mp4.DecodeBoxSR(0, bits.NewFixedSliceReader(stream[at:end]))
	if err != nil {
		t.Fatal(err)
	}
	sidx := box.(*mp4.SidxBox)
	off, start := int64(end)+int64(sidx.FirstOffset), sidx.EarliestPresentationTime
	for _, r := range sidx.SidxRefs {
		starts = append(starts, time.Duration(start*uint64(time.Second)/uint64(sidx.Timescale)))
		offs = append(offs, off)
		off, start = off+int64(r.ReferencedSize), start+uint64(r.SubSegmentDuration)
	}
	return starts, offs
}

// withoutIndex turns the sidx of a stream into a free box.
func withoutIndex(stream []byte) []byte {
	return bytes.Replace(stream, []byte("sidx"), []byte("free"), 1)
}

// converted is what a converter makes of a stream that comes in order.
func converted(t testing.TB, start starter, verify verifier, stream []byte, o Options, meta Meta) ([]byte, Summary) {
	t.Helper()
	out := &memory{}
	o.Output = out
	f, err := asConverter(start(&memory{}, []Head{{Size: int64(len(stream))}}, o))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	feed(t, f, [][]byte{stream}, cutRanges(f.Ranges(), 10_000))
	s, err := f.Finish(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(out, int64(len(out.data)), s); err != nil {
		t.Fatal(err)
	}
	return out.data, s
}

// starter is the function New of a format.
type starter func(file File, heads []Head, o Options) (Layout, error)

// verifier is the function Verify of a format.
type verifier func(r io.ReaderAt, size int64, want Summary) error

// oggPackets are the packets of an Ogg file of one stream.
func oggPackets(t testing.TB, file []byte) (list []string) {
	t.Helper()
	var packet []byte
	for len(file) > 0 {
		if len(file) < 27 || string(file[:4]) != "OggS" {
			t.Fatalf("no page %d bytes before the end", len(file))
		}
		lacing := file[27 : 27+int(file[26])]
		file = file[27+len(lacing):]
		for _, n := range lacing {
			packet = append(packet, file[:n]...)
			file = file[n:]
			if n < 255 {
				list, packet = append(list, string(packet)), nil
			}
		}
	}
	return list
}

// asConverter is the Layout of a format that converts.
func asConverter(l Layout, err error) (Converter, error) {
	if err != nil {
		return nil, err
	}
	return l.(Converter), nil
}

// tune is a stream and what of it is music.
type tune struct {
	stream         []byte
	samples        int64
	rate, channels int
	priming        int // samples before it that ffmpeg plays in a fragmented stream
}

func tunes(t testing.TB) map[string]tune {
	opus := contentOf(t, simulator.Opus.Content())
	long := contentOf(t, simulator.Long(simulator.AAC, 31*time.Second)) // two whole fixtures, 300 packets
	return map[string]tune{
		"opus":     {opus, 12 * 48000, 48000, 2, 0},
		"opus x 3": {webmFile(t, opus, 3, true), 36*48000 + 2*(312+648), 48000, 2, 0},
		"aac":      {contentOf(t, simulator.AAC.Content()), 530224, 44100, 2, 0},
		"aac long": {long, 2*530224 + 300*1024, 44100, 2, 0},
		"aac low":  {contentOf(t, simulator.AACLow.Content()), 12*22050 + 1024, 22050, 2, 0},
		"aac elst": {sample(t, "audio_elst.mp4"), 10 * 44100, 44100, 1, 1024},
	}
}

// counted counts the bytes written to a file.
type counted struct {
	*os.File
	n atomic.Int64 // bytes
}

func (c *counted) WriteAt(p []byte, off int64) (int, error) {
	c.n.Add(int64(len(p)))
	return c.File.WriteAt(p, off)
}

// cuesOf writes cues as "start-end text" in milliseconds, with / for a line
// break.
func cuesOf(cues []Cue) string {
	var lines []string
	for _, c := range cues {
		lines = append(lines, fmt.Sprintf("%d-%d %s", c.Start.Milliseconds(), c.End.Milliseconds(), strings.ReplaceAll(c.Text, "\n", "/")))
	}
	return strings.Join(lines, "\n")
}
