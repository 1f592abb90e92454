package convert_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/opus"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp3"
	"github.com/hilo-app/hilo/core/media/ogg"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// clipKind is a file that is made of a clip.
type clipKind struct {
	name   string
	stream []byte
	start  func(src media.File, h media.Head, out media.File, c media.Clip) (media.Converter, error)
	kind
}

func clipKinds(t testing.TB) []clipKind {
	toOpus := func(src media.File, h media.Head, out media.File, c media.Clip) (media.Converter, error) {
		return mediatest.AsConverter(ogg.New(src, []media.Head{h}, media.Options{Output: out, Reserve: ogg.Reserve(mediatest.Meta), Clip: c}))
	}
	toMP3 := func(src media.File, h media.Head, out media.File, c media.Clip) (media.Converter, error) {
		return mediatest.AsConverter(mp3.New(src, []media.Head{h}, media.Options{Output: out, Reserve: mp3.Reserve(mediatest.Meta), Clip: c}))
	}
	list := []clipKind{{"opus", mediatest.LongOpus(t), toOpus, kind{verify: ogg.Verify}}}
	if mp3.Available {
		list = append(list,
			clipKind{"mp3 of opus", mediatest.LongOpus(t), toMP3, kind{verify: mp3.Verify}},
			clipKind{"mp3 of aac", mediatest.Sample(t, "audio_exact.mp4"), toMP3, kind{verify: mp3.Verify}})
	}
	return list
}

// madeClip is a clip made of the head and of the wanted bytes only, which come in
// any order, some of them before a restart.
func madeClip(t testing.TB, k clipKind, c media.Clip) ([]byte, media.Summary) {
	t.Helper()
	h := mediatest.HeadOf(k.stream)
	src, out := &mediatest.Memory{}, &mediatest.Memory{}
	begin := func() media.Converter {
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
	parts := mediatest.CutRanges(f.Ranges(), 3000)
	rand.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	half := len(parts) / 2
	mediatest.Feed(t, f, [][]byte{k.stream}, parts[:half])
	if half > 0 { // all may be in the head
		f.Close()
		f = begin()
		f.Stored([]media.Range{{Track: 0, From: 0, To: int64(len(h.Bytes))}, {Track: 0, From: f.Ranges()[0].To, To: h.Size}}) // what is not wanted is of no account
		f.Stored(parts[:half])
	}
	defer f.Close()
	mediatest.Feed(t, f, [][]byte{k.stream}, parts[half:])
	s, err := f.Finish(mediatest.Meta)
	if err != nil {
		t.Fatalf("%s, %v: %v", k.name, c, err)
	}
	if err := k.verify(out, int64(len(out.Data)), s); err != nil {
		t.Fatalf("%s, %v: %v", k.name, c, err)
	}
	if p := f.Progress(); p != 1 {
		t.Errorf("%s, %v: progress %v at the end", k.name, c, p)
	}
	if n := f.Total(); n != f.Ranges()[0].To-f.Ranges()[0].From {
		t.Errorf("%s, %v: %d bytes in all", k.name, c, n)
	}
	return out.Data, s
}

// A clip is as long as it was asked for, to the sample.
func TestSoundClips(t *testing.T) {
	for _, k := range clipKinds(t) {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			whole, rate, channels := pcmOf(t, k.stream, media.Clip{})
			length := bin.SampleTime(int64(len(whole)/channels), rate)
			starts, _ := mediatest.Bounds(t, k.stream)
			for range 6 {
				c := mediatest.RandomClip(length, starts)
				c.To = min(c.To, c.From+3*time.Second)
				_, s := madeClip(t, k, c)
				want := len(pcmPart(whole, c, rate, channels)) / channels
				if s.Start != c.From || s.Duration != bin.SampleTime(int64(want), rate) {
					t.Errorf("%s, %v: from %v, %v long, instead of %d samples", k.name, c, s.Start, s.Duration, want)
				}
			}
		})
	}
}

// A clip of Opus has packets of the stream, one after the other, and few before
// the sound.
func TestOpusClipPackets(t *testing.T) {
	k := clipKinds(t)[0]
	_, all, samples := mediatest.OpusPackets(t, k.stream)
	starts, _ := mediatest.Bounds(t, k.stream)
	for range 40 {
		c := mediatest.RandomClip(bin.SampleTime(int64(samples), opus.Rate), starts)
		file, _ := madeClip(t, k, c)
		got := mediatest.OggPackets(t, file)
		head, err := opus.ReadHead([]byte(got[0]))
		if err != nil {
			t.Fatal(err)
		}
		const packet, delay = 960, 312 // samples, of all packets and of the encoder
		first := (bin.SamplesIn(c.From, opus.Rate) + delay - int64(head.PreSkip)) / packet
		if got = got[2:]; !slices.Equal(got, all[first:][:len(got)]) {
			t.Fatalf("%v: the packets are not those from %d on", c, first)
		}
		least := min(bin.SamplesIn(opus.Preroll, opus.Rate), bin.SamplesIn(c.From, opus.Rate))
		if n := int64(head.PreSkip); n < least || n > least+packet+delay {
			t.Errorf("%v: %d samples before the sound", c, n)
		}
	}
}

func TestSoundClipChapters(t *testing.T) {
	meta := mediatest.Meta
	meta.Chapters = []media.Chapter{{Start: 0, Title: "first"}, {Start: 5 * time.Second, Title: "second"}, {Start: 7 * time.Second, Title: "third"}, {Start: 9 * time.Second, Title: "fourth"}}
	for _, k := range clipKinds(t) {
		out := &mediatest.Memory{}
		f, err := k.start(&mediatest.Memory{}, mediatest.HeadOf(k.stream), out, media.Clip{From: 6 * time.Second, To: 9 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		mediatest.Feed(t, f, [][]byte{k.stream}, f.Ranges())
		if _, err := f.Finish(meta); err != nil {
			t.Fatal(err)
		}
		f.Close()
		want, none := []string{"CHAPTER001=00:00:00.000", "CHAPTER001NAME=second", "CHAPTER002=00:00:01.000", "CHAPTER002NAME=third"}, "CHAPTER003"
		if k.name != "opus" { // from 0 to 1000 ms, and on to 3000 ms
			want, none = []string{"chp0\x00\x00\x00\x00\x00\x00\x00\x03\xe8\xff", "chp1\x00\x00\x00\x03\xe8\x00\x00\x0b\xb8\xff"}, "chp2"
		}
		for _, text := range want {
			if !bytes.Contains(out.Data, []byte(text)) {
				t.Errorf("%s: no %q", k.name, text)
			}
		}
		if bytes.Contains(out.Data, []byte(none)) {
			t.Errorf("%s: there is %q", k.name, none)
		}
	}
}

// A clip of which something is missing is not finished.
func TestSoundClipIncomplete(t *testing.T) {
	for _, k := range clipKinds(t) {
		f, err := k.start(&mediatest.Memory{}, mediatest.HeadOf(k.stream), &mediatest.Memory{}, media.Clip{From: 5 * time.Second, To: 9 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		parts := mediatest.CutRanges(f.Ranges(), 1000)
		mediatest.Feed(t, f, [][]byte{k.stream}, parts[1:])
		if _, err := f.Finish(mediatest.Meta); !errors.Is(err, media.ErrDamaged) || !strings.Contains(err.Error(), fmt.Sprint(parts[0].From)) {
			t.Errorf("%s: %v", k.name, err)
		}
		f.Close()
	}
}

// A false index makes the same clip, or none.
func TestSoundClipByWrongIndex(t *testing.T) {
	stream := mediatest.LongOpus(t)
	c := media.Clip{From: 15 * time.Second, To: 20 * time.Second}
	want, _ := madeClip(t, clipKinds(t)[0], c)
	i := bytes.Index(stream, []byte{0x1C, 0x53, 0xBB, 0x6B})
	for at := i + 12; at < i+12+27*4; at++ {
		b := bytes.Clone(stream)
		b[at] += byte(rand.IntN(255)) + 1
		out := &mediatest.Memory{}
		f, err := clipKinds(t)[0].start(&mediatest.Memory{}, mediatest.HeadOf(b), out, c)
		if err != nil {
			if !errors.Is(err, media.ErrDamaged) && !errors.Is(err, media.ErrNoIndex) {
				t.Error(err)
			}
			continue
		}
		err = f.WriteAt(0, b, 0)
		if err == nil {
			_, err = f.Finish(mediatest.Meta)
		}
		if err == nil && !bytes.Equal(out.Data, want) || err != nil && !errors.Is(err, media.ErrDamaged) && !errors.Is(err, media.ErrOutside) {
			t.Errorf("byte %d: %v", at, err)
		}
		f.Close()
	}
}

func TestFFmpegPlaysSoundClips(t *testing.T) {
	mediatest.NeedFFmpeg(t)
	kinds := clipKinds(t)
	if mp3.Available {
		kinds = append(kinds, clipKind{"mp3 of aac of 12 s", mediatest.Content(t, simulator.AAC.Content()), kinds[2].start, kinds[2].kind})
	}
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			pcm, rate, channels := pcmOf(t, k.stream, media.Clip{})
			starts, _ := mediatest.Bounds(t, k.stream)
			for range 2 {
				c := mediatest.RandomClip(bin.SampleTime(int64(len(pcm)/channels), rate), starts)
				if file, s := madeClip(t, k, c); s.Duration > 500*time.Millisecond { // else codecs are too unlike
					want := pcmPart(pcm, c, rate, channels)
					got := mediatest.Decoded(t, mediatest.WriteFile(t, "out."+s.Tracks[0].Codec, file))
					if len(got) != 2*len(want) {
						t.Errorf("%s, %v: %d samples are played instead of %d", k.name, c, len(got)/2/channels, len(want)/channels)
					}
					if l := mediatest.Likeness(sixteen(want), got); l < 25 {
						t.Errorf("%s, %v: %.1f dB alike", k.name, c, l)
					}
				}
			}
		})
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
