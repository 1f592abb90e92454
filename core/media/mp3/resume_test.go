package mp3

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// killedFile is a file that keeps what it was after each of its writes.
type killedFile struct {
	mediatest.Memory
	mu      sync.Mutex
	writes  int64 // bytes
	moments [][]byte
	keep    bool
}

func (f *killedFile) WriteAt(p []byte, off int64) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.Memory.WriteAt(p, off)
	if f.writes += int64(n); f.keep {
		f.moments = append(f.moments, bytes.Clone(f.Data))
	}
	return n, err
}

// make makes an MP3 file, in blocks of a length, of a stream, all of which is there.
func (f *killedFile) make(t *testing.T, stream []byte, o media.Options, block int) []byte {
	t.Helper()
	o.Output = f
	l, err := newConverter(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{stream}), o, block)
	if err != nil {
		t.Fatal(err)
	}
	defer l.(media.Converter).Close()
	for _, r := range l.Ranges() {
		if err := l.WriteAt(0, stream[r.From:r.To], r.From); err != nil {
			t.Fatal(err)
		}
	}
	s, err := l.Finish(mediatest.Meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(f, s.Size, s); err != nil {
		t.Fatal(err)
	}
	return bytes.Clone(f.Data[:s.Size])
}

// A file whose making was killed at any moment is continued, and is then what it would
// have been; also after a power cut, of which not all bytes are on the disk. Blocks are
// short, so that songs of 12 s have several.
func TestResume(t *testing.T) {
	needsMP3(t)
	const block = 147
	opus := mediatest.Opus(t)
	aac := mediatest.Content(t, simulator.AAC.Content())
	for name, c := range map[string]struct {
		stream []byte
		o      media.Options
	}{
		"opus V0": {opus, media.Options{}}, "opus 320": {opus, media.Options{Quality: media.MP3320}},
		"no index": {mediatest.RepackWebM(t, opus, 1, true), media.Options{Quality: media.MP3V2}},
		"aac":      {aac, media.Options{Quality: media.MP3320}},
		"clip":     {aac, media.Options{Clip: media.Clip{From: time.Second, To: 11500 * time.Millisecond}}},
		"cuts":     {aac, media.Options{Cuts: media.Cuts{{From: 4 * time.Second, To: 5500 * time.Millisecond}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole := &killedFile{keep: true}
			want := whole.make(t, c.stream, c.o, block)
			c.o.Resume = true
			rng := rand.New(rand.NewPCG(1, 2))
			continued := 0
			for i, moment := range whole.moments {
				if i%max(1, len(whole.moments)/4) != 1 && i != len(whole.moments)-1 {
					continue
				}
				for _, power := range []bool{false, true} {
					if power && (testing.Short() || i < len(whole.moments)/3) {
						continue // before, there is little to lose
					}
					f := &killedFile{Memory: mediatest.Memory{Data: bytes.Clone(moment)}}
					if power && len(moment) > 8192 {
						at := 4096 + rng.IntN(len(moment)-8192)
						clear(f.Data[at:min(len(moment), at+rng.IntN(len(moment)-at))])
					}
					if got := f.make(t, c.stream, c.o, block); !bytes.Equal(got, want) {
						t.Fatalf("killed after write %d of %d, power cut %v: another file, of %d bytes instead of %d", i, len(whole.moments), power, len(got), len(want))
					}
					if f.writes < whole.writes*3/4 {
						continued++
					}
				}
			}
			if continued < 2 {
				t.Errorf("%d were continued", continued)
			}
			t.Logf("%d moments, %d continued with less than 3/4 of the work", len(whole.moments), continued)
			at, err := id3Size(bytes.NewReader(want), int64(len(want)))
			if err != nil {
				t.Fatal(err)
			}
			acceptedBy(t, name, want[at:])
		})
	}
}

// What is left of a file is continued, that of another file, or of nothing, is not; here
// in blocks of the usual length.
func TestResumeOfOtherFiles(t *testing.T) {
	needsMP3(t)
	stream := mediatest.LongStream(t, mediatest.Opus(t), 2)
	whole := &killedFile{keep: true}
	whole.make(t, stream, media.Options{Quality: media.MP3V2}, blockFrames)
	left := whole.moments[len(whole.moments)*2/3]
	same := &killedFile{keep: true}
	want := same.make(t, stream, media.Options{}, blockFrames)
	rng := rand.New(rand.NewPCG(3, 4))
	for name, b := range map[string][]byte{
		"this file": same.moments[len(same.moments)*2/3], "none": nil, "other quality": left, "zeros": make([]byte, len(left)), "only a record": left[:recordSize],
		"other bytes": slices.Concat(left[:recordSize], mediatest.Mutated(rng, left[recordSize:])), "longer": slices.Concat(left, make([]byte, 10<<20)),
	} {
		f := &killedFile{Memory: mediatest.Memory{Data: bytes.Clone(b)}}
		if got := f.make(t, stream, media.Options{Resume: true}, blockFrames); !bytes.Equal(got, want) {
			t.Errorf("%s: another file", name)
		}
		if continued := f.writes < same.writes*3/4; continued != (name == "this file") {
			t.Errorf("%s: continued %v", name, continued)
		}
	}
}

func TestMarks(t *testing.T) {
	var m marks
	for i := range int64(1000) {
		m.add(mark{(i + 1) * 10, uint32(i)})
		if len(m) > maxMarks || m[len(m)-1].bytes != (i+1)*10 {
			t.Fatal(len(m), m[len(m)-1])
		}
		got, err := readRecord(m.record(7), 7)
		if err != nil || !slices.Equal(got, m) {
			t.Fatal(got, err)
		}
	}
	if m[0].bytes > 2500 {
		t.Errorf("the first mark is at %d of 10000", m[0].bytes)
	}
	for i := range m[1:] {
		if d := m[i+1].bytes - m[i].bytes; d > 1000 {
			t.Errorf("%d bytes are between two marks", d)
		}
	}
	if _, err := readRecord(m.record(7), 8); err == nil {
		t.Error("a record of another recipe")
	}
}
