package mediatest

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Eyevinn/mp4ff/bits"
	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// LongOpus is half a minute of Opus with an index.
func LongOpus(t testing.TB) []byte { return LongStream(t, Opus(t), 3) }

// LongStream repeats a stream of twelve seconds.
func LongStream(t testing.TB, stream []byte, rounds int) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stream")
	NewLongWebM(t, stream, rounds, 12_000, 0).Write(t, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// RandomClip is any part of a video of the given length. Its ends are often near one
// of edges.
func RandomClip(length time.Duration, edges []time.Duration) media.Clip {
	at := func() time.Duration {
		if rand.IntN(2) == 0 {
			near := time.Duration(rand.Int64N(int64(200*time.Millisecond))) - 100*time.Millisecond
			return min(max(edges[rand.IntN(len(edges))]+near, 0), length)
		}
		return time.Duration(rand.Int64N(int64(length)))
	}
	c := media.Clip{From: at(), To: at()}
	if c.From > c.To {
		c = media.Clip{From: c.To, To: c.From}
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
		c = media.Clip{From: c.From.Truncate(time.Millisecond), To: c.To.Truncate(time.Millisecond)}
	}
	return c
}

// Bounds are where the fragments or clusters of a stream begin.
func Bounds(t testing.TB, stream []byte) (starts []time.Duration, offs []int64) {
	t.Helper()
	if bytes.HasPrefix(stream, []byte("\x1A\x45\xDF\xA3")) {
		outer := Elements(t, stream)
		pos := outer[1].At
		for _, e := range Elements(t, outer[1].Data) {
			if e.ID == elementCluster {
				offs = append(offs, int64(pos))
			}
			pos = outer[1].At + e.At + len(e.Data)
		}
		for _, ms := range ReadWebM(t, stream).Starts {
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

// WithoutIndex turns the sidx of a stream into a free box.
func WithoutIndex(stream []byte) []byte {
	return bytes.Replace(stream, []byte("sidx"), []byte("free"), 1)
}

// Convert returns what a converter makes of a stream that arrives in sequence.
func Convert(t testing.TB, start New, verify Verify, stream []byte, o media.Options, meta media.Meta) ([]byte, media.Summary) {
	t.Helper()
	out := &Memory{}
	o.Output = out
	head := media.Head{Size: int64(len(stream))}
	if o.Clip != (media.Clip{}) {
		head = HeadOf(stream)
	}
	f, err := AsConverter(start(&Memory{}, []media.Head{head}, o))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // the output is complete after Finish
	Feed(t, f, [][]byte{stream}, CutRanges(f.Ranges(), 10_000))
	s, err := f.Finish(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(out, int64(len(out.Data)), s); err != nil {
		t.Fatal(err)
	}
	return out.Data, s
}

// OggPackets are the packets of an Ogg file of one stream.
func OggPackets(t testing.TB, file []byte) (list []string) {
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

// AsConverter is the Layout of a format that converts.
func AsConverter(l media.Layout, err error) (media.Converter, error) {
	if err != nil {
		return nil, err
	}
	return l.(media.Converter), nil
}

// Tune is a stream and how much of it is to be heard.
type Tune struct {
	Stream         []byte
	Samples        int64
	Rate, Channels int
	Priming        int // samples before it that ffmpeg plays in a fragmented stream
}

// Tunes are streams of sound, by name.
func Tunes(t testing.TB) map[string]Tune {
	opus := Content(t, simulator.Opus.Content())
	long := Content(t, simulator.Long(simulator.AAC, 31*time.Second)) // two whole fixtures, 300 packets
	return map[string]Tune{
		"opus":     {opus, 12 * 48000, 48000, 2, 0},
		"opus x 3": {RepackWebM(t, opus, 3, true), 36*48000 + 2*(312+648), 48000, 2, 0},
		"aac":      {Content(t, simulator.AAC.Content()), 530224, 44100, 2, 0},
		"aac long": {long, 2*530224 + 300*1024, 44100, 2, 0},
		"aac low":  {Content(t, simulator.AACLow.Content()), 12*22050 + 1024, 22050, 2, 0},
		"aac elst": {Sample(t, "audio_elst.mp4"), 10 * 44100, 44100, 1, 1024},
	}
}

// CountedFile counts the bytes written to a file.
type CountedFile struct {
	*os.File
	N atomic.Int64 // bytes
}

// WriteAt implements io.WriterAt.
func (c *CountedFile) WriteAt(p []byte, off int64) (int, error) {
	c.N.Add(int64(len(p)))
	return c.File.WriteAt(p, off)
}

// CuesOf writes cues as "start-end text" in milliseconds, with / for a line
// break.
func CuesOf(cues []subtitle.Cue) string {
	var lines []string
	for _, c := range cues {
		lines = append(lines, fmt.Sprintf("%d-%d %s", c.Start.Milliseconds(), c.End.Milliseconds(), strings.ReplaceAll(c.Text, "\n", "/")))
	}
	return strings.Join(lines, "\n")
}

// WebMClipStreams are streams of eight seconds or more to take clips from.
func WebMClipStreams(t testing.TB) map[string][][]byte {
	return map[string][][]byte{
		"vp9+opus":   {LongStream(t, VP9(t), 3), LongOpus(t)},
		"opus first": {LongOpus(t), LongStream(t, VP9(t), 3)},
		"av1+opus":   {Sample(t, "video_av1.webm"), Opus(t)},
		"vp9":        {LongStream(t, VP9(t), 3)},
		"opus":       {LongOpus(t)},
	}
}

// WebMStreams are sets of streams that a WebM file can be made of.
func WebMStreams(t testing.TB) map[string][][]byte {
	av1 := Sample(t, "video_av1.webm")
	return map[string][][]byte{
		"vp9+opus":     {VP9(t), Opus(t)},
		"opus first":   {Opus(t), VP9(t)},
		"av1+opus":     {av1, Opus(t)},
		"vp9":          {VP9(t)},
		"av1":          {av1},
		"opus":         {Opus(t)},
		"no sizes":     {VP9(t), RepackWebM(t, Opus(t), 1, true)},
		"long sound":   {VP9(t), RepackWebM(t, Opus(t), 9, false)},
		"without cues": {WithoutCues(t, VP9(t)), WithoutCues(t, Opus(t))},
	}
}
