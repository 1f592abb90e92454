package webm

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

func TestWebMHead(t *testing.T) {
	stream := mediatest.Content(t, simulator.Opus.Content())
	w, err := newReader(iotest.OneByteReader(bytes.NewReader(stream)), int64(len(stream)))
	if err != nil {
		t.Fatal(err)
	}
	tr := w.tracks[0]
	if w.scale != time.Millisecond || w.duration != 12008*time.Millisecond || len(w.tracks) != 1 || tr.number != 1 || tr.kind != 2 ||
		tr.codec != "A_OPUS" || tr.codecDelay != 6500*time.Microsecond || tr.seekPreRoll != 80*time.Millisecond || len(tr.private) != 19 {
		t.Errorf("%+v", w)
	}
	n, last := 0, block{}
	for {
		b, err := w.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n, last = n+1, b
	}
	if n != 601 || last.time != 12001 || last.discard != 13500*time.Microsecond || last.group == nil {
		t.Errorf("%d blocks, the last at %d, discard %v", n, last.time, last.discard)
	}
}

func TestWebMVideo(t *testing.T) {
	stream := mediatest.Content(t, simulator.VP9x720.Content())
	w, err := newReader(bytes.NewReader(stream), int64(len(stream)))
	if err != nil {
		t.Fatal(err)
	}
	keys, blocks := 0, 0
	for {
		b, err := w.next()
		if err != nil {
			if err != io.EOF {
				t.Error(err)
			}
			break
		}
		if blocks++; b.key {
			keys++
		}
	}
	if w.tracks[0].codec != "V_VP9" || w.tracks[0].kind != 1 || blocks != 360 || keys != 3 {
		t.Errorf("%s: %d blocks, %d of them keys", w.tracks[0].codec, blocks, keys)
	}
}

// ebml writes an element with a size of one byte.
func ebml(id string, body ...string) string {
	b := strings.Join(body, "")
	return id + string([]byte{0x80 | byte(len(b))}) + b
}

const (
	hexEBML, hexSegment, hexTracks, hexEntry, hexCluster = "\x1a\x45\xdf\xa3", "\x18\x53\x80\x67", "\x16\x54\xae\x6b", "\xae", "\x1f\x43\xb6\x75"
	endless                                              = "\xff" // size that is not known
)

// oddStreams are streams whose one block reads as said, or none.
func oddStreams() []struct{ name, stream, want string } {
	doc := ebml(hexEBML, ebml("\x42\x82", "webm"))
	track := ebml(hexTracks, ebml(hexEntry, ebml("\xd7", "\x01"), ebml("\x83", "\x02")))
	time := ebml("\xe7", "\x02")
	block := ebml("\xa3", "\x81\x00\x03\x80", "data")
	group := ebml("\xa0", ebml("\xa1", "\x81\xff\xff\x00", "data"), ebml("\x75\xa2", "\xff\xfe"))
	segment := hexSegment + endless
	return []struct{ name, stream, want string }{
		{"simple", doc + segment + track + ebml(hexCluster, time, block), "5"},
		{"unknown sizes", doc + segment + track + hexCluster + endless + time + block + ebml("\x1c\x53\xbb\x6b", "cues"), "5"},
		{"sizes", doc + ebml(hexSegment, track, ebml(hexCluster, time, block)), "5"},
		{"group", doc + segment + track + ebml(hexCluster, time, group), "1 -2ns"},
		{"rest ignored", doc + ebml(hexSegment, track, ebml(hexCluster, time, block)) + "rubbish", "5"},
		{"void", doc + segment + ebml("\xec", "xyz") + track + ebml(hexCluster, time, ebml("\xec", "x"), ebml("\xab", "x"), block), "5"},
		{"no doc", segment + track, "damaged"},
		{"another doc", ebml(hexEBML, ebml("\x42\x82", "other")) + segment + track + ebml(hexCluster, time, block), "damaged"},
		{"long ids", ebml(hexEBML, ebml("\x42\xf2", "\x08")) + segment + track + ebml(hexCluster, time, block), "damaged"},
		{"no tracks", doc + segment + ebml(hexCluster, time, block), "damaged"},
		{"no cluster", doc + segment + track, "damaged"},
		{"encrypted", doc + segment + ebml(hexTracks, ebml(hexEntry, ebml("\x6d\x80", "x"))) + ebml(hexCluster, time, block), "damaged"},
		{"laced", doc + segment + track + ebml(hexCluster, time, ebml("\xa3", "\x81\x00\x03\x06", "data")), "damaged"},
		{"cut block", doc + segment + track + ebml(hexCluster, time, block)[:14], "damaged"},
		{"short block", doc + segment + track + ebml(hexCluster, ebml("\xa3", "\x81\x00")), "damaged"},
		{"empty block", doc + segment + track + ebml(hexCluster, ebml("\xa3")), "damaged"},
		{"empty group", doc + segment + track + ebml(hexCluster, ebml("\xa0")), "damaged"},
		{"block beyond its cluster", doc + segment + track + ebml(hexCluster, "\xa3\xc0"), "damaged"},
		{"block of unknown size", doc + segment + track + ebml(hexCluster, "\xa3\xff"), "damaged"},
		{"cut segment", (doc + ebml(hexSegment, track, ebml(hexCluster, time, block)))[:40], "damaged"},
		{"huge block", doc + segment + track + hexCluster + endless + "\xa3\x01\x00\x00\x01\x00\x00\x00\x00", "damaged"},
		{"bad id", doc + segment + track + "\x00\x00", "damaged"},
	}
}

func TestWebMOddities(t *testing.T) {
	for _, c := range oddStreams() {
		got := readAllBlocks(t, []byte(c.stream))
		if got != c.want {
			t.Errorf("%s: %q instead of %q", c.name, got, c.want)
		}
	}
}

// readAllBlocks says the times of all blocks, or that the stream is damaged.
func readAllBlocks(t testing.TB, stream []byte) string {
	w, err := newReader(bytes.NewReader(stream), int64(len(stream)))
	var text []string
	for err == nil {
		var b block
		if b, err = w.next(); err == nil {
			s := time.Duration(b.time).String()
			if s = strings.TrimSuffix(s, "ns"); b.discard != 0 {
				s += " " + b.discard.String()
			}
			text = append(text, s)
		}
	}
	switch {
	case err == io.EOF:
		return strings.Join(text, ", ")
	case errors.Is(err, media.ErrDamaged):
		return "damaged"
	}
	t.Fatalf("error without a class: %v", err)
	return ""
}

func FuzzWebM(f *testing.F) {
	for _, c := range oddStreams() {
		f.Add([]byte(c.stream))
	}
	f.Add(mediatest.Content(f, simulator.Opus.Content())[:3000])
	f.Fuzz(func(t *testing.T, b []byte) {
		readAllBlocks(t, b)
		r, err := OpenOpus(bytes.NewReader(b), int64(len(b)))
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, io.EOF) && !errors.Is(err, media.ErrDamaged) {
			t.Fatal(err)
		}
	})
}
