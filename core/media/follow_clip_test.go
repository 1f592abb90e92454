package media

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// clipKind is a file that is made of a clip.
type clipKind struct {
	name   string
	stream []byte
	start  func(src File, h Head, out File, c Clip) (Converter, error)
	kind
}

func clipKinds(t testing.TB) []clipKind {
	toOpus := func(src File, h Head, out File, c Clip) (Converter, error) {
		return asConverter(NewOpus(src, []Head{h}, Options{Output: out, Reserve: ReserveOpus(testMeta), Clip: c}))
	}
	toMP3 := func(src File, h Head, out File, c Clip) (Converter, error) {
		return asConverter(NewMP3(src, []Head{h}, Options{Output: out, Reserve: ReserveMP3(testMeta), Clip: c}))
	}
	list := []clipKind{{"opus", longOpus(t), toOpus, kind{verify: VerifyOpus}}}
	if CanMP3 {
		list = append(list,
			clipKind{"mp3 of opus", longOpus(t), toMP3, kind{verify: VerifyMP3}},
			clipKind{"mp3 of aac", sample(t, "audio_exact.mp4"), toMP3, kind{verify: VerifyMP3}})
	}
	return list
}

// madeClip is a clip made of the head and of the wanted bytes only, which come in
// any order, some of them before a restart.
func madeClip(t testing.TB, k clipKind, c Clip) ([]byte, Summary) {
	t.Helper()
	h := headOf(k.stream)
	src, out := &memory{}, &memory{}
	begin := func() Converter {
		f, err := k.start(src, h, out, c)
		if err != nil {
			t.Fatalf("%s, %v: %v", k.name, c, err)
		}
		return f
	}
	f := begin()
	if err := f.WriteAt(0, h.Bytes, 0); err != nil {
		t.Fatal(err)
	}
	parts := cutRanges(f.Ranges(), 3000)
	rand.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	half := len(parts) / 2
	feed(t, f, [][]byte{k.stream}, parts[:half])
	if half > 0 { // all may be in the head
		f.Close()
		f = begin()
		f.Stored([]Range{{0, 0, int64(len(h.Bytes))}, {0, f.Ranges()[0].To, h.Size}}) // what is not wanted is of no account
		f.Stored(parts[:half])
	}
	defer f.Close()
	feed(t, f, [][]byte{k.stream}, parts[half:])
	s, err := f.Finish(testMeta)
	if err != nil {
		t.Fatalf("%s, %v: %v", k.name, c, err)
	}
	if err := k.verify(out, int64(len(out.data)), s); err != nil {
		t.Fatalf("%s, %v: %v", k.name, c, err)
	}
	if p := f.Progress(); p != 1 {
		t.Errorf("%s, %v: progress %v at the end", k.name, c, p)
	}
	if n := f.Total(); n != f.Ranges()[0].To-f.Ranges()[0].From {
		t.Errorf("%s, %v: %d bytes in all", k.name, c, n)
	}
	return out.data, s
}

// A clip is as long as it was asked for, to the sample.
func TestSoundClips(t *testing.T) {
	for _, k := range clipKinds(t) {
		whole, rate, channels := pcmOf(t, k.stream, Clip{})
		length := lengthOf(int64(len(whole)/channels), rate)
		starts, _ := bounds(t, k.stream)
		for range 10 {
			c := someClip(length, starts)
			c.To = min(c.To, c.From+3*time.Second)
			_, s := madeClip(t, k, c)
			want := len(pcmPart(whole, c, rate, channels)) / channels
			if s.Start != c.From || s.Duration != lengthOf(int64(want), rate) {
				t.Errorf("%s, %v: from %v, %v long, instead of %d samples", k.name, c, s.Start, s.Duration, want)
			}
		}
	}
}

// A clip of Opus has packets of the stream, one after the other, and few before
// the music.
func TestOpusClipPackets(t *testing.T) {
	k := clipKinds(t)[0]
	_, all, samples := opusPackets(t, k.stream)
	starts, _ := bounds(t, k.stream)
	for range 100 {
		c := someClip(lengthOf(int64(samples), opusRate), starts)
		file, _ := madeClip(t, k, c)
		got := oggPackets(t, file)
		head, err := readOpusHead([]byte(got[0]))
		if err != nil {
			t.Fatal(err)
		}
		const packet, delay = 960, 312 // samples, of all packets and of the encoder
		first := (samplesIn(c.From, opusRate) + delay - int64(head.preSkip)) / packet
		if got = got[2:]; !slices.Equal(got, all[first:][:len(got)]) {
			t.Fatalf("%v: the packets are not those from %d on", c, first)
		}
		least := min(samplesIn(opusPreroll, opusRate), samplesIn(c.From, opusRate))
		if n := int64(head.preSkip); n < least || n > least+packet+delay {
			t.Errorf("%v: %d samples before the music", c, n)
		}
	}
}

func TestSoundClipChapters(t *testing.T) {
	meta := testMeta
	meta.Chapters = []Chapter{{0, "first"}, {5 * time.Second, "second"}, {7 * time.Second, "third"}, {9 * time.Second, "fourth"}}
	for _, k := range clipKinds(t) {
		out := &memory{}
		f, err := k.start(&memory{}, headOf(k.stream), out, Clip{6 * time.Second, 9 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		feed(t, f, [][]byte{k.stream}, f.Ranges())
		if _, err := f.Finish(meta); err != nil {
			t.Fatal(err)
		}
		f.Close()
		want, none := []string{"CHAPTER001=00:00:00.000", "CHAPTER001NAME=second", "CHAPTER002=00:00:01.000", "CHAPTER002NAME=third"}, "CHAPTER003"
		if k.name != "opus" { // from 0 to 1000 ms, and on to 3000 ms
			want, none = []string{"chp0\x00\x00\x00\x00\x00\x00\x00\x03\xe8\xff", "chp1\x00\x00\x00\x03\xe8\x00\x00\x0b\xb8\xff"}, "chp2"
		}
		for _, text := range want {
			if !bytes.Contains(out.data, []byte(text)) {
				t.Errorf("%s: no %q", k.name, text)
			}
		}
		if bytes.Contains(out.data, []byte(none)) {
			t.Errorf("%s: there is %q", k.name, none)
		}
	}
}

// A clip of which something is missing is not finished.
func TestSoundClipIncomplete(t *testing.T) {
	for _, k := range clipKinds(t) {
		f, err := k.start(&memory{}, headOf(k.stream), &memory{}, Clip{5 * time.Second, 9 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		parts := cutRanges(f.Ranges(), 1000)
		feed(t, f, [][]byte{k.stream}, parts[1:])
		if _, err := f.Finish(testMeta); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), fmt.Sprint(parts[0].From)) {
			t.Errorf("%s: %v", k.name, err)
		}
		f.Close()
	}
}

// An index that lies makes no other clip, or none.
func TestSoundClipByWrongIndex(t *testing.T) {
	stream := longOpus(t)
	c := Clip{15 * time.Second, 20 * time.Second}
	want, _ := madeClip(t, clipKinds(t)[0], c)
	i := bytes.Index(stream, []byte{0x1C, 0x53, 0xBB, 0x6B})
	for at := i + 12; at < i+12+27*4; at++ {
		b := bytes.Clone(stream)
		b[at] += byte(rand.IntN(255)) + 1
		out := &memory{}
		f, err := clipKinds(t)[0].start(&memory{}, headOf(b), out, c)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNoIndex) {
				t.Error(err)
			}
			continue
		}
		err = f.WriteAt(0, b, 0)
		if err == nil {
			_, err = f.Finish(testMeta)
		}
		if err == nil && !bytes.Equal(out.data, want) || err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrOutside) {
			t.Errorf("byte %d: %v", at, err)
		}
		f.Close()
	}
}

func TestFFmpegPlaysSoundClips(t *testing.T) {
	ffmpeg(t)
	kinds := clipKinds(t)
	if CanMP3 {
		kinds = append(kinds, clipKind{"mp3 of aac of 12 s", contentOf(t, simulator.AAC.Content()), kinds[2].start, kinds[2].kind})
	}
	for _, k := range kinds {
		pcm, rate, channels := pcmOf(t, k.stream, Clip{})
		starts, _ := bounds(t, k.stream)
		for range 4 {
			c := someClip(lengthOf(int64(len(pcm)/channels), rate), starts)
			if file, s := madeClip(t, k, c); s.Duration > 500*time.Millisecond { // else codecs are too unlike
				want := pcmPart(pcm, c, rate, channels)
				got := decoded(t, written(t, "out."+s.Tracks[0].Codec, file))
				if len(got) != 2*len(want) {
					t.Errorf("%s, %v: %d samples are played instead of %d", k.name, c, len(got)/2/channels, len(want)/channels)
				}
				if l := likeness(sixteen(want), got); l < 25 {
					t.Errorf("%s, %v: %.1f dB alike", k.name, c, l)
				}
			}
		}
	}
}

// sixteen is sound as ffmpeg has it with 16 bits.
func sixteen(pcm []float32) (b []byte) {
	for _, x := range pcm {
		v := int16(max(min(x*(1<<15), 1<<15-1), -1<<15))
		b = append(b, byte(v), byte(v>>8))
	}
	return b
}
