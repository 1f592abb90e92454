package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// webmFile writes a WebM stream of one track from the packets of another, with
// times that go on, times over. Sizes are unknown where they may be.
func webmFile(t testing.TB, stream []byte, times int, unknown bool) []byte {
	t.Helper()
	w, err := newWebMReader(bytes.NewReader(stream), int64(len(stream)))
	if err != nil {
		t.Fatal(err)
	}
	element := func(id uint32, size int64, body []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, id)
		b = append(bytes.TrimLeft(b, "\x00"), 1)
		b = append(b, binary.BigEndian.AppendUint64(nil, uint64(size))[1:]...)
		return append(b, body...)
	}
	sized := func(id uint32, body []byte) []byte { return element(id, int64(len(body)), body) }
	size := func(n int) int64 {
		if unknown {
			return 1<<56 - 1
		}
		return int64(n)
	}
	var blocks []webmBlock
	for {
		b, err := w.next()
		if err != nil {
			break
		}
		b.data = bytes.Clone(b.data)
		blocks = append(blocks, b)
	}
	body := sized(idInfo, sized(idTimestampScale, []byte{0x0f, 0x42, 0x40}))
	body = append(body, sized(idTracks, sized(idTrackEntry, w.tracks[0].entry))...)
	var cluster []byte
	start := int64(0)
	flush := func() {
		if len(cluster) > 0 {
			body = append(body, element(idCluster, size(len(cluster)), cluster)...)
		}
		cluster = nil
	}
	for i := range times * len(blocks) {
		b := blocks[i%len(blocks)]
		at := int64(i) * 20
		if at-start > 10_000 || i == 0 {
			flush()
			start = at
			cluster = sized(idTimestamp, binary.BigEndian.AppendUint64(nil, uint64(at)))
		}
		data := append([]byte{0x81, byte((at - start) >> 8), byte(at - start), 0x80}, b.data...)
		if i == times*len(blocks)-1 && b.discard != 0 {
			data[3] = 0
			group := append(sized(idBlock, data), sized(idDiscardPadding, binary.BigEndian.AppendUint64(nil, uint64(b.discard)))...)
			cluster = append(cluster, sized(idBlockGroup, group)...)
		} else {
			cluster = append(cluster, sized(idSimpleBlock, data)...)
		}
	}
	flush()
	out := sized(idEBML, sized(idDocType, []byte("webm")))
	return append(out, element(idSegment, size(len(body)), body)...)
}

// opusPackets are the packets of a WebM stream.
func opusPackets(t testing.TB, stream []byte) (head opusHead, list []string, samples int) {
	t.Helper()
	r, err := openOpus(bytes.NewReader(stream), int64(len(stream)))
	if err != nil {
		t.Fatal(err)
	}
	for {
		p, err := r.next()
		if err == io.EOF {
			return r.head, list, samples - r.head.preSkip
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(p.data))
		samples += p.samples - p.trim
	}
}

func TestOpusPacketsAreIdentical(t *testing.T) {
	fixture := contentOf(t, simulator.Opus.Content())
	for name, stream := range map[string][]byte{
		"fixture": fixture, "long": webmFile(t, fixture, 5, false), "unknown sizes": webmFile(t, fixture, 2, true),
	} {
		head, want, samples := opusPackets(t, stream)
		file, s := made(t, kind{name, stream, startOpus, VerifyOpus, OggSource}, testMeta)
		var got []string
		o := newOggReader(bytes.NewReader(file), int64(len(file)))
		var rest []byte
		for {
			p, err := o.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := oggHeader + len(p.segments) + len(p.body); n > oggMostBytes {
				t.Errorf("page of %d bytes", n)
			}
			if rest, err = p.packets(rest, func(b []byte) error { got = append(got, string(b)); return nil }); err != nil {
				t.Fatal(err)
			}
		}
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
	for _, room := range []int64{0, oggPageBytes - 1, oggPageBytes, oggPageBytes + 1, 3 * oggPageBytes} {
		start := func(src File, size int64, out File) (Converter, error) {
			return asConverter(NewOpus(src, []Head{{Size: size}}, Options{Output: out, Reserve: room}))
		}
		file, s := made(t, kind{"", stream, start, VerifyOpus, OggSource}, testMeta)
		if int64(len(file)) != s.Size {
			t.Errorf("%d bytes instead of %d", len(file), s.Size)
		}
	}
}

// Whatever happens to a finished file, its check says so.
func TestVerifySound(t *testing.T) {
	for _, k := range kinds(t) {
		file, s := made(t, k, testMeta)
		sound := bytes.LastIndex(file, make([]byte, 1000)) + 1000 // behind the padding of the tags
		spoilt := map[string][]byte{
			"cut": file[:len(file)-1], "cut to half": file[:len(file)/2], "cut to the tags": file[:sound], "longer": append(bytes.Clone(file), 0),
			"empty": nil, "another": []byte("ID3 is not all there is to it"),
			"byte too many": slices.Insert(bytes.Clone(file), sound+5000, 7), "byte too few": slices.Delete(bytes.Clone(file), sound+5000, sound+5001),
			"twice": append(bytes.Clone(file), file...),
		}
		for name, b := range spoilt {
			if err := k.verify(bytes.NewReader(b), int64(len(b)), Summary{}); !errors.Is(err, ErrDamaged) {
				t.Errorf("%s, %s: %v", k.name, name, err)
			}
		}
		for at := 0; at < len(file) && s.Tracks[0].Codec == "opus"; at += 997 { // there are checksums
			b := bytes.Clone(file)
			b[at] ^= 4
			if err := k.verify(bytes.NewReader(b), s.Size, s); !errors.Is(err, ErrDamaged) {
				t.Errorf("byte %d changed: %v", at, err)
			}
		}
		for _, edit := range []func(*Summary){
			func(w *Summary) { w.Size-- },
			func(w *Summary) { w.Duration += 2 * time.Second },
			func(w *Summary) { w.Tracks[0].Samples++ },
			func(w *Summary) { w.Tracks[0].Codec = "aac" },
			func(w *Summary) { w.Tracks = append(w.Tracks, Track{}) },
		} {
			w := s
			w.Tracks = slices.Clone(s.Tracks)
			edit(&w)
			if err := k.verify(bytes.NewReader(file), s.Size, w); !errors.Is(err, ErrDamaged) {
				t.Errorf("%s is taken for %+v", k.name, w)
			}
		}
	}
}

func TestSourceOfSound(t *testing.T) {
	for _, k := range kinds(t) {
		for _, source := range []string{"youtube:aaaaaaaaaaa:251/1750000000000000", "mit Wölkchen 🌥", ""} {
			meta := testMeta
			meta.Source = source
			meta.Description = strings.Repeat("long ", 3000)
			file, s := made(t, k, meta)
			got, err := k.source(bytes.NewReader(file), s.Size)
			if got != source || (err == nil) != (source != "") {
				t.Errorf("%s: source %q, %v", k.name, got, err)
			}
		}
	}
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

func TestMP3Length(t *testing.T) {
	needsMP3(t)
	for name, c := range tunes(t) {
		for quality := MP3V0; quality <= MP3320; quality++ {
			start := func(src File, size int64, out File) (Converter, error) {
				return asConverter(NewMP3(src, []Head{{Size: size}}, Options{Output: out, Quality: quality}))
			}
			file, s := made(t, kind{name, c.stream, start, VerifyMP3, ID3Source}, testMeta)
			samples := int64(math.Round(s.Duration.Seconds() * float64(c.rate)))
			if samples != c.samples {
				t.Errorf("%s: %d samples instead of %d", name, samples, c.samples)
			}
			got, err := inspectMP3(bytes.NewReader(file), s.Size)
			if err != nil || fmt.Sprint(got) != fmt.Sprint(s) {
				t.Errorf("%s: %v, %v instead of %v", name, err, got, s)
			}
			if testing.Short() || name != "opus" && name != "aac elst" {
				break
			}
		}
	}
}
