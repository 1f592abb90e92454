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

// make makes an MP3 file of a stream, all of which is there.
func (f *killedFile) make(t *testing.T, stream []byte, o media.Options) []byte {
	t.Helper()
	o.Output = f
	l, err := New(&mediatest.Memory{}, mediatest.HeadsOf([][]byte{stream}), o)
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
// have been; also after a power cut, of which not all bytes are on the disk.
func TestResume(t *testing.T) {
	needsMP3(t)
	opus := mediatest.LongOpus(t)
	aac := mediatest.Content(t, simulator.Long(simulator.AAC, 30*time.Second))
	for name, c := range map[string]struct {
		stream []byte
		o      media.Options
	}{
		"opus V0": {opus, media.Options{}}, "opus 320": {opus, media.Options{Quality: media.MP3320}},
		"no index": {mediatest.RepackWebM(t, mediatest.Opus(t), 3, true), media.Options{Quality: media.MP3V2}},
		"aac":      {aac, media.Options{Quality: media.MP3320}},
		"clip":     {aac, media.Options{Clip: media.Clip{From: 3 * time.Second, To: 29 * time.Second}}},
		"cuts":     {aac, media.Options{Cuts: media.Cuts{{From: 4 * time.Second, To: 9 * time.Second}}}},
	} {
		t.Run(name, func(t *testing.T) {
			whole := &killedFile{keep: true}
			want := whole.make(t, c.stream, c.o)
			c.o.Resume = true
			rng := rand.New(rand.NewPCG(1, 2))
			continued := 0
			for i, moment := range whole.moments {
				if i%max(1, len(whole.moments)/6) != 1 {
					continue
				}
				for _, power := range []bool{false, true} {
					if power && testing.Short() {
						continue
					}
					f := &killedFile{Memory: mediatest.Memory{Data: bytes.Clone(moment)}}
					if power && len(moment) > 8192 {
						at := 4096 + rng.IntN(len(moment)-8192)
						clear(f.Data[at:min(len(moment), at+rng.IntN(len(moment)-at))])
					}
					if got := f.make(t, c.stream, c.o); !bytes.Equal(got, want) {
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

// What is left of another file, or of nothing, is not continued.
func TestResumeOfOtherFiles(t *testing.T) {
	needsMP3(t)
	stream := mediatest.LongOpus(t)
	whole := &killedFile{keep: true}
	whole.make(t, stream, media.Options{Quality: media.MP3V2})
	left := whole.moments[len(whole.moments)*2/3]
	want := new(killedFile).make(t, stream, media.Options{})
	rng := rand.New(rand.NewPCG(3, 4))
	for name, b := range map[string][]byte{
		"none": nil, "other quality": left, "zeros": make([]byte, len(left)), "only a record": left[:recordSize],
		"other bytes": slices.Concat(left[:recordSize], mediatest.Mutated(rng, left[recordSize:])), "longer": slices.Concat(left, make([]byte, 10<<20)),
	} {
		f := &killedFile{Memory: mediatest.Memory{Data: bytes.Clone(b)}}
		if got := f.make(t, stream, media.Options{Resume: true}); !bytes.Equal(got, want) {
			t.Errorf("%s: another file", name)
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
