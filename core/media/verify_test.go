package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"
)

func TestVerify(t *testing.T) {
	file, sum := makeFile(t, [][]byte{sample(t, "video.mp4"), sample(t, "audio.mp4")}, Options{}, testMeta)
	at := func(kind string) int { return bytes.Index(file, []byte(kind)) + 4 }
	patch := func(off int, v uint32) func([]byte) []byte {
		return func(b []byte) []byte { binary.BigEndian.PutUint32(b[off:], v); return b }
	}
	for name, change := range map[string]func([]byte) []byte{
		"cut":                  func(b []byte) []byte { return b[:len(b)-1] },
		"longer":               func(b []byte) []byte { return append(b, 0) },
		"empty":                func([]byte) []byte { return nil },
		"no moov":              func(b []byte) []byte { copy(b[at("moov")-4:], "free"); return b },
		"not an mp4":           func(b []byte) []byte { copy(b[4:], "RIFF"); return b },
		"chunk behind the end": patch(at("stco")+8, 1<<31),
		"chunk in the moov":    patch(at("stco")+8, 100),
		"sample too large":     patch(at("stsz")+12, 1<<30),
		"durations missing":    patch(at("stts")+8, 1),
		"sync samples":         patch(at("stss")+8, 1<<20),
		"offsets missing":      patch(at("ctts")+8, 7),
		"chunk map":            patch(at("stsc")+12, 7),
		"no stsz":              func(b []byte) []byte { copy(b[at("stsz")-4:], "zzzz"); return b },
	} {
		b := change(bytes.Clone(file))
		if err := Verify(bytes.NewReader(b), int64(len(b)), Summary{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*Summary){
		"size":     func(s *Summary) { s.Size++ },
		"duration": func(s *Summary) { s.Duration += 2 * time.Second },
		"tracks":   func(s *Summary) { s.Tracks = s.Tracks[:1] },
		"kind":     func(s *Summary) { s.Tracks[0].Kind = "audio" },
		"codec":    func(s *Summary) { s.Tracks[0].Codec = "av01" },
		"samples":  func(s *Summary) { s.Tracks[1].Samples++ },
		"length":   func(s *Summary) { s.Tracks[1].Duration -= 2 * time.Second },
	} {
		want := sum
		want.Tracks = append([]Track(nil), sum.Tracks...)
		change(&want)
		if err := Verify(bytes.NewReader(file), int64(len(file)), want); !errors.Is(err, ErrDamaged) {
			t.Errorf("other %s: %v", name, err)
		}
	}
	want := Summary{Duration: 10 * time.Second, Tracks: []Track{{Kind: "video"}, {Kind: "audio"}}}
	if err := Verify(bytes.NewReader(file), int64(len(file)), want); err != nil {
		t.Error(err)
	}
}

func TestCopy(t *testing.T) {
	stream := sample(t, "muxed.mp4")
	m := &memory{}
	l := NewCopy(m, int64(len(stream)))
	parts := cutRanges(l.Ranges(), 0)
	for i := range parts { // from the end
		p := parts[len(parts)-1-i]
		if err := l.WriteAt(0, stream[p.From:p.To], p.From); err != nil {
			t.Fatal(err)
		}
	}
	got := make([]byte, 100)
	if err := l.ReadAt(0, got, 50); err != nil || !bytes.Equal(got, stream[50:150]) {
		t.Error("ReadAt returns other bytes")
	}
	if err := l.WriteAt(0, got, int64(len(stream))); err == nil {
		t.Error("bytes behind the end are accepted")
	}
	s, err := l.Finish(testMeta)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Tracks) != 2 || s.Tracks[0].Codec != "avc1" || s.Tracks[1].Codec != "mp4a" || s.Tracks[0].Samples != 77 {
		t.Errorf("%+v", s)
	}
	if err := Verify(m, s.Size, s); err != nil {
		t.Error(err)
	}
	_, tracks := tracksOf(t, m.b)
	_, want := tracksOf(t, stream)
	samePackets(t, "video", want[0], tracks[0])
	samePackets(t, "audio", want[1], tracks[1])
	if !bytes.Contains(m.b[len(stream):], []byte(testMeta.Title)) {
		t.Error("the title is not in the file")
	}
	first := bytes.Clone(m.b)
	if _, err := l.Finish(testMeta); err != nil || !bytes.Equal(m.b, first) {
		t.Errorf("a second Finish makes another file: %v", err)
	}

	half := NewCopy(&memory{b: bytes.Clone(stream[:len(stream)/2])}, int64(len(stream)))
	if _, err := half.Finish(Meta{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("Finish of half a file: %v", err)
	}
}
