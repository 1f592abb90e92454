package mp4_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4"
)

func TestVerify(t *testing.T) {
	file, sum := mediatest.Make(t, mp4.New, mp4.Verify, [][]byte{mediatest.Sample(t, "video.mp4"), mediatest.Sample(t, "audio.mp4")}, media.Options{}, mediatest.Meta)
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
		if err := mp4.Verify(bytes.NewReader(b), int64(len(b)), media.Summary{}); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*media.Summary){
		"size":     func(s *media.Summary) { s.Size++ },
		"duration": func(s *media.Summary) { s.Duration += 2 * time.Second },
		"tracks":   func(s *media.Summary) { s.Tracks = s.Tracks[:1] },
		"kind":     func(s *media.Summary) { s.Tracks[0].Kind = "audio" },
		"codec":    func(s *media.Summary) { s.Tracks[0].Codec = "av01" },
		"level":    func(s *media.Summary) { s.Tracks[0].Coding = "avc1.640033" },
		"samples":  func(s *media.Summary) { s.Tracks[1].Samples++ },
		"length":   func(s *media.Summary) { s.Tracks[1].Duration -= 2 * time.Second },
	} {
		want := sum
		want.Tracks = append([]media.Track(nil), sum.Tracks...)
		change(&want)
		if err := mp4.Verify(bytes.NewReader(file), int64(len(file)), want); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("other %s: %v", name, err)
		}
	}
	want := media.Summary{Duration: 10*time.Second + 80*time.Millisecond, Tracks: []media.Track{{Kind: "video"}, {Kind: "audio"}}}
	if err := mp4.Verify(bytes.NewReader(file), int64(len(file)), want); err != nil {
		t.Error(err)
	}
}

func newCopy(t testing.TB, f media.File, size int64) media.Layout {
	t.Helper()
	l, err := mp4.NewCopy(f, []media.Head{{Size: size}}, media.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestCopy(t *testing.T) {
	stream := mediatest.Sample(t, "muxed.mp4")
	m := &mediatest.Memory{}
	l := newCopy(t, m, int64(len(stream)))
	parts := mediatest.CutRanges(l.Ranges(), 0)
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
	s, err := l.Finish(mediatest.Meta)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Tracks) != 2 || s.Tracks[0].Codec != "avc1" || s.Tracks[1].Codec != "mp4a" || s.Tracks[0].Samples != 77 {
		t.Errorf("%+v", s)
	}
	if err := mp4.Verify(m, s.Size, s); err != nil {
		t.Error(err)
	}
	_, tracks := mediatest.TracksOf(t, m.Data)
	_, want := mediatest.TracksOf(t, stream)
	mediatest.SamePackets(t, "video", want[0], tracks[0])
	mediatest.SamePackets(t, "audio", want[1], tracks[1])
	if !bytes.Contains(m.Data[len(stream):], []byte(mediatest.Meta.Title)) {
		t.Error("the title is not in the file")
	}
	first := bytes.Clone(m.Data)
	if _, err := l.Finish(mediatest.Meta); err != nil || !bytes.Equal(m.Data, first) {
		t.Errorf("a second Finish makes another file: %v", err)
	}

	half := newCopy(t, &mediatest.Memory{Data: bytes.Clone(stream[:len(stream)/2])}, int64(len(stream)))
	if _, err := half.Finish(media.Meta{}); !errors.Is(err, media.ErrDamaged) {
		t.Errorf("Finish of half a file: %v", err)
	}
}

// What a track plays is what its edit list says.
func TestVerifyEdits(t *testing.T) {
	streams := [][]byte{mediatest.Sample(t, "video_elst.mp4"), mediatest.Sample(t, "audio_elst.mp4")}
	for _, o := range []media.Options{{}, {Clip: media.Clip{From: mediatest.MS(1500), To: mediatest.MS(4250)}}} {
		file, sum := mediatest.Make(t, mp4.New, mp4.Verify, streams, o, media.Meta{})
		length := 10 * time.Second
		if o.Clip.To > 0 {
			length = mediatest.MS(2750)
		}
		if sum.Duration != length || sum.Tracks[0].Duration != length || (sum.Tracks[1].Duration-length).Abs() > time.Millisecond {
			t.Errorf("%+v", sum)
		}
		i := bytes.Index(file, []byte("elst")) + 12 // the length
		binary.BigEndian.PutUint32(file[i:], binary.BigEndian.Uint32(file[i:])-101)
		if err := mp4.Verify(bytes.NewReader(file), int64(len(file)), sum); !errors.Is(err, media.ErrDamaged) {
			t.Errorf("%+v: another edit list: %v", o, err)
		}
	}
}
