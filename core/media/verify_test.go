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
	first := binary.BigEndian.Uint32(file[at("stco")+8:])
	for name, change := range map[string]func([]byte) []byte{
		"cut":                  func(b []byte) []byte { return b[:len(b)-1] },
		"longer":               func(b []byte) []byte { return append(b, 0) },
		"empty":                func([]byte) []byte { return nil },
		"no moov":              func(b []byte) []byte { copy(b[at("moov")-4:], "free"); return b },
		"not an mp4":           func(b []byte) []byte { copy(b[4:], "RIFF"); return b },
		"chunk behind the end": patch(at("stco")+8, 1<<31),
		"chunk in the moov":    patch(at("stco")+8, 100),
		"a byte too early":     func(b []byte) []byte { b[at("stco")+15]--; return b },
		"a byte too late":      func(b []byte) []byte { b[at("stco")+15]++; return b },
		"chunk twice":          patch(at("stco")+12, first),
		"chunks overlap":       patch(at("stco")+12, first+1),
		"of another track":     patch(bytes.LastIndex(file, []byte("stco"))+12, first),
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
	want := Summary{Duration: 10*time.Second + 80*time.Millisecond, Tracks: []Track{{Kind: "video"}, {Kind: "audio"}}}
	if err := Verify(bytes.NewReader(file), int64(len(file)), want); err != nil {
		t.Error(err)
	}
}

func newCopy(t testing.TB, f File, size int64) Layout {
	t.Helper()
	l, err := NewCopy(f, []Head{{Size: size}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCopy(t *testing.T) {
	stream := sample(t, "muxed.mp4")
	m := &memory{}
	l := newCopy(t, m, int64(len(stream)))
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
	_, tracks := tracksOf(t, m.data)
	_, want := tracksOf(t, stream)
	samePackets(t, "video", want[0], tracks[0])
	samePackets(t, "audio", want[1], tracks[1])
	if !bytes.Contains(m.data[len(stream):], []byte(testMeta.Title)) {
		t.Error("the title is not in the file")
	}
	first := bytes.Clone(m.data)
	if _, err := l.Finish(testMeta); err != nil || !bytes.Equal(m.data, first) {
		t.Errorf("a second Finish makes another file: %v", err)
	}

	half := newCopy(t, &memory{data: bytes.Clone(stream[:len(stream)/2])}, int64(len(stream)))
	if _, err := half.Finish(Meta{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("Finish of half a file: %v", err)
	}
}

// What a track plays is what its edit list says.
func TestVerifyEdits(t *testing.T) {
	streams := [][]byte{sample(t, "video_elst.mp4"), sample(t, "audio_elst.mp4")}
	for _, o := range []Options{{}, {Clip: Clip{ms(1500), ms(4250)}}} {
		file, sum := makeFile(t, streams, o, Meta{})
		length := 10 * time.Second
		if o.Clip.To > 0 {
			length = ms(2750)
		}
		if sum.Duration != length || sum.Tracks[0].Duration != length || (sum.Tracks[1].Duration-length).Abs() > time.Millisecond {
			t.Errorf("%+v", sum)
		}
		i := bytes.Index(file, []byte("elst")) + 12 // the length
		binary.BigEndian.PutUint32(file[i:], binary.BigEndian.Uint32(file[i:])-101)
		if err := Verify(bytes.NewReader(file), int64(len(file)), sum); !errors.Is(err, ErrDamaged) {
			t.Errorf("%+v: another edit list: %v", o, err)
		}
	}
}
