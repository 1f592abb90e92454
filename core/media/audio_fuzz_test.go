package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// checked runs what reads finished files. An error must have its class.
func checked(t *testing.T, b []byte) {
	size := int64(len(b))
	for _, inspect := range []func() error{
		func() error { _, err := inspectMP3(bytes.NewReader(b), size); return err },
		func() error { _, err := inspectOpus(bytes.NewReader(b), size); return err },
	} {
		if err := inspect(); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
	}
	_, _ = OggSource(bytes.NewReader(b), size)
	_, _ = ID3Source(bytes.NewReader(b), size)
}

func FuzzVerifyOpus(f *testing.F) {
	short := shortOpus(f, contentOf(f, simulator.Opus.Content()))
	if got, err := inspectOpus(bytes.NewReader(short), int64(len(short))); err != nil || got.Duration <= 0 {
		f.Fatal(err, got)
	}
	f.Add(short)
	f.Fuzz(func(t *testing.T, b []byte) {
		checked(t, b)
		checked(t, withChecksums(b)) // or nothing gets past them
	})
}

// shortOpus is a file of few packets, without padding.
func shortOpus(t testing.TB, stream []byte) []byte {
	r, err := openOpus(bytes.NewReader(stream), int64(len(stream)))
	if err != nil {
		t.Fatal(err)
	}
	file := bytes.NewBuffer(oggPages(r.head.bytes, oggFirst, 0, 0))
	file.Write(oggPages(appendTags([]string{"TITLE=t", sourceKey + "=s"}), 0, 0, 1))
	w := &packetWriter{w: file, page: oggPage{sequence: 2}}
	for range 5 {
		p, err := r.next()
		if err != nil {
			t.Fatal(err)
		}
		if err := w.packet(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// withChecksums makes the checksums of all pages right, and their serials alike.
func withChecksums(b []byte) []byte {
	b = bytes.Clone(b)
	for rest := b; len(rest) > oggHeader; {
		n := oggHeader + int(rest[26])
		if n > len(rest) {
			break
		}
		for _, s := range rest[oggHeader:n] {
			n += int(s)
		}
		if n > len(rest) {
			break
		}
		clear(rest[14:18])
		clear(rest[22:26])
		sum := oggChecksum(0, rest[:n])
		rest[22], rest[23], rest[24], rest[25] = byte(sum), byte(sum>>8), byte(sum>>16), byte(sum>>24)
		rest = rest[n:]
	}
	return b
}

func FuzzVerifyMP3(f *testing.F) {
	tag := id3Tag(Meta{Title: "t", Source: "s", Cover: sample(f, "cover.jpg")[:100]}, 512, time.Second)
	f.Add(tag)
	if CanMP3 {
		file, _ := made(f, kind{"", contentOf(f, simulator.Opus.Content()), startMP3, VerifyMP3, ID3Source}, Meta{})
		at, err := id3Size(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			f.Fatal(err)
		}
		short := slices.Concat(tag, shortMP3(f, file[at:]))
		if got, err := inspectMP3(bytes.NewReader(short), int64(len(short))); err != nil || got.Tracks[0].Samples != 3 {
			f.Fatal(err, got)
		}
		f.Add(short)
	}
	f.Fuzz(checked)
}

// shortMP3 is LAME's frame and three more, as if there were no others.
func shortMP3(t testing.TB, frames []byte) []byte {
	w := newWindow(bytes.NewReader(frames), 4096)
	var at int64
	var first mp3Frame
	for i := range 4 {
		h, _, err := mp3FrameAt(w, at, int64(len(frames)))
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

func FuzzSound(f *testing.F) {
	f.Add(sample(f, "audio.mp4")[:6000])
	f.Add(sample(f, "audio_elst.mp4")[:6000])
	f.Add(webmFile(f, contentOf(f, simulator.Opus.Content()), 1, true)[:3000])
	f.Add(sample(f, "audio_exact.mp4")[:18000])
	f.Add(longStream(f, opusFixture(f), 1)[:3000])
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range []Clip{{}, {0, time.Second}, {4 * time.Second, 0}} {
			if err := listenTo(b, c); err == nil || !errors.Is(err, io.EOF) && !errors.Is(err, ErrDamaged) &&
				(c == Clip{} || !errors.Is(err, ErrNoIndex) && !errors.Is(err, ErrOutside)) {
				t.Fatalf("%v: %v", c, err)
			}
		}
	})
}

// listenTo reads all sound of a clip.
func listenTo(b []byte, c Clip) (err error) {
	defer recoverDamage(&err)
	e, err := newClipSource([]Head{{Bytes: b[:min(len(b), 4096)], Size: int64(len(b))}}, Options{Clip: c, Output: &memory{}})
	if err != nil {
		return err
	}
	in := newGrowingFile(&memory{b: b}, e.Range)
	in.add(0, in.To)
	s, err := e.openSound(in)
	for err == nil {
		_, err = s.next()
	}
	return err
}
