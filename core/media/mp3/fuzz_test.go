package mp3

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/lame"
	"github.com/hilo-app/hilo/core/media/mediatest"
)

func FuzzVerifyMP3(f *testing.F) {
	tag := id3Tag(media.Meta{Title: "t", Source: "s", Cover: mediatest.Sample(f, "cover.jpg")[:100]}, 512, time.Second)
	f.Add(tag)
	if Available {
		file, _ := mediatest.Convert(f, New, Verify, mediatest.Opus(f), media.Options{}, media.Meta{})
		at, err := id3Size(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			f.Fatal(err)
		}
		short := slices.Concat(tag, shortMP3(f, file[at:]))
		if got, err := inspect(bytes.NewReader(short), int64(len(short))); err != nil || got.Tracks[0].Samples != 3 {
			f.Fatal(err, got)
		}
		f.Add(short)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := inspect(bytes.NewReader(b), int64(len(b))); err != nil && !errors.Is(err, media.ErrDamaged) {
			t.Fatal(err)
		}
		_, _ = Source(bytes.NewReader(b), int64(len(b)))
	})
}

// shortMP3 is LAME's frame and three more, as if there were no others.
func shortMP3(t testing.TB, frames []byte) []byte {
	w := bin.NewWindow(bytes.NewReader(frames), 4096)
	var at int64
	var first frameHeader
	for i := range 4 {
		h, _, err := frameAt(w, at, int64(len(frames)))
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

// FuzzFrames takes any bytes out of the bit reservoir. What is accepted and fits
// when placed anew is the same frames again.
func FuzzFrames(f *testing.F) {
	f.Add([]byte("\xff\xfb\x90\x64\x00\x00"), uint16(3))
	if Available {
		for _, c := range []lame.Config{{Rate: 44100, Channels: 2}, {Rate: 44100, Channels: 1, Bitrate: 320}, {Rate: 22050, Channels: 2}, {Rate: 8000, Channels: 1}} {
			f.Add(inOne(f, c, noise(.3, c.Rate, c.Channels)), uint16(100))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, cut uint16) {
		var whole, parts frameReader
		_, err := whole.Write(b)
		at := min(len(b), int(cut))
		_, perr := parts.Write(b[:at])
		if perr == nil {
			_, perr = parts.Write(b[at:])
		}
		if (err == nil) != (perr == nil) || err != nil && !errors.Is(err, media.ErrDamaged) {
			t.Fatal(err, perr)
		}
		if len(whole.frames) != len(parts.frames) {
			t.Fatal(len(whole.frames), len(parts.frames))
		}
		if err != nil || len(whole.frames) == 0 {
			return
		}
		var m memoryWriter
		w := frameWriter{reservoirRules: reservoirRules{streamFormat: whole.format}, out: &m}
		if w.add(whole.frames, nil) != nil {
			return // LAME would not have filled the reservoir so
		}
		w.holes = nil
		if err := w.flush(); err != nil {
			t.Fatal(err)
		}
		again := frameReader{format: whole.format, tagSize: 1}
		if _, err := again.Write(m.b); err != nil || len(again.frames) != len(whole.frames) {
			t.Fatal(err, len(again.frames), len(whole.frames))
		}
		for i := range again.frames {
			if !again.frames[i].same(&whole.frames[i]) {
				t.Fatalf("frame %d is another", i)
			}
		}
	})
}

// FuzzPart reads any bytes as what an earlier start has left, with a record that fits
// them. What can be continued is the same frames again.
func FuzzPart(f *testing.F) {
	const start = 4096
	if Available {
		for _, c := range []lame.Config{{Rate: 44100, Channels: 2}, {Rate: 44100, Channels: 1, Bitrate: 320}, {Rate: 22050, Channels: 2}} {
			f.Add(inOne(f, c, noise(.5, c.Rate, c.Channels)), uint32(0))
			f.Add(append(make([]byte, 500), inOne(f, c, noise(.3, c.Rate, c.Channels))...), uint32(1000))
		}
	}
	f.Add([]byte("\xff\xfb\x90\x64\x00\x00"), uint32(3))
	f.Fuzz(func(t *testing.T, b []byte, end uint32) {
		file := &mediatest.Memory{Data: append(make([]byte, start), b...)}
		p := part{file: file}
		if p.skipTag(start) != nil {
			return
		}
		frames := file.Data[min(p.at, int64(len(file.Data))):]
		frames = frames[:len(frames)-int(end)%(len(frames)+1)]
		copy(file.Data, marks{{int64(len(frames)), crc32.Checksum(frames, castagnoli)}}.record(5))
		q, err := readPart(file, start, 5)
		if err != nil {
			if !errors.Is(err, media.ErrDamaged) && !errors.Is(err, errNoRecord) {
				t.Fatal(err)
			}
			return
		}
		n := q.count()
		if n == 0 {
			return
		}
		if at, _ := q.same(q.reader.frames, q.first); at != n {
			t.Fatalf("%d frames instead of %d", at, n)
		}
		w, err := q.writer(n, false)
		if err != nil {
			if !errors.Is(err, media.ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		var m memoryWriter
		if w.out = &m; w.flush() != nil {
			t.Fatal("not written")
		}
		if kept := q.offsets[n] - int64(len(w.pending)); w.written != kept || kept > int64(len(frames)) {
			t.Fatalf("%d bytes are kept of %d", kept, len(frames))
		}
	})
}
