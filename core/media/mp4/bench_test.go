package mp4

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
	"github.com/hilo-app/hilo/core/media/mp4/internal/progressive"
)

// synthetic is a long stream: the init segment of a sample and fragments of
// equal samples, made when they are asked for.
type synthetic struct {
	head     []byte
	moof     []byte // with the tfdt of fragment 0
	tfdt     int    // where in moof that is
	mdat     []byte
	duration uint32 // of a fragment
	n        int    // fragments
}

// newSynthetic makes a stream of n fragments of samples samples of size bytes
// and duration units.
func newSynthetic(t testing.TB, name string, n, samples, size int, duration uint32) *synthetic {
	init := bmff.Find(append(make([]byte, 8), mediatest.Sample(t, name)...), "moov")
	s := &synthetic{duration: duration * uint32(samples), n: n}
	moof := &bmff.Builder{}
	moof.Box("moof", func() {
		moof.Full("mfhd", 0, 0, func() { moof.U32(1) })
		moof.Box("traf", func() {
			moof.Full("tfhd", 0, 0x20000|0x8, func() { moof.U32(1, duration) })
			moof.Full("tfdt", 1, 0, func() { s.tfdt = len(moof.B); moof.U64(0) })
			moof.Full("trun", 0, 0x1|0x4|0x200|0x800, func() {
				moof.U32(uint32(samples), uint32(len(moof.B)+12+8*samples+8), 0) // count, data offset, first sample is sync
				for i := range samples {
					moof.U32(uint32(size), uint32(i%3)*duration)
				}
			})
		})
	})
	mdat := &bmff.Builder{}
	mdat.Box("mdat", func() {
		for i := range samples {
			mdat.U32(uint32(size - 4)) // one NAL unit
			mdat.U8(0x41)
			mdat.Bytes(bytes.Repeat([]byte{byte(i)}, size-5))
		}
	})
	s.moof, s.mdat = moof.B, mdat.B
	refs := make([]ref, n)
	for i := range refs {
		refs[i] = ref{size: uint32(len(s.moof) + len(s.mdat)), duration: s.duration}
	}
	_, timescale := refsOf(t, mediatest.Sample(t, name))
	s.head = append(bytes.Clone(init), sidxBox(timescale, 0, refs...)...)
	return s
}

func (s *synthetic) size() int64 {
	return int64(len(s.head)) + int64(s.n)*int64(len(s.moof)+len(s.mdat))
}

// write puts the moofs, mdat headers and last bytes, or with whole all bytes, in
// any order.
func (s *synthetic) write(t testing.TB, put func(p []byte, off int64) error, whole bool) {
	off := int64(len(s.head))
	for i := range s.n {
		w := &bmff.Builder{}
		w.U64(uint64(i) * uint64(s.duration))
		copy(s.moof[s.tfdt:], w.B)
		rest := s.mdat
		if !whole {
			rest = rest[:8]
		}
		last := s.mdat[len(s.mdat)-1:]
		for at, b := range map[int64][]byte{
			off: s.moof, off + int64(len(s.moof)): rest, off + int64(len(s.moof)+len(s.mdat)) - 1: last,
		} {
			if err := put(b, at); err != nil {
				t.Fatal(err)
			}
		}
		off += int64(len(s.moof) + len(s.mdat))
	}
}

// film is a video of 5 s fragments at 25 frames a second and its sound.
func film(t testing.TB, bytes int64) []*synthetic {
	n := int(bytes / 5_000_000)
	return []*synthetic{
		newSynthetic(t, "video.mp4", n, 125, 40_000, 512),
		newSynthetic(t, "audio.mp4", n/2, 430, 370, 1024),
	}
}

func layOut(t testing.TB, film []*synthetic) (media.Layout, *mediatest.CountedFile) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	c := &mediatest.CountedFile{File: f}
	var heads []media.Head
	for _, s := range film {
		heads = append(heads, media.Head{Bytes: s.head, Size: s.size()})
	}
	l, err := New(c, heads, media.Options{Reserve: Reserve(mediatest.Meta)})
	if err != nil || l.InOrder() {
		t.Fatal(err)
	}
	return l, c
}

// Finishing must not take memory in proportion to the media. The files have
// holes where the media would be.
func TestMemory(t *testing.T) {
	for _, size := range []int64{100e6, 2e9, 6e9} {
		streams := film(t, size)
		l, _ := layOut(t, streams)
		for i, s := range streams {
			s.write(t, func(p []byte, off int64) error { return l.WriteAt(i, p, off) }, false)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s, err := l.Finish(mediatest.Meta)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Fatal(err)
		}
		m := l.(*layout)
		if err := Verify(m.file, s.Size, s); err != nil {
			t.Error(err)
		}
		top, err := progressive.ReadTop(m.file, s.Size)
		if err != nil {
			t.Fatal(err)
		}
		large := bmff.Find(top.Moov, "trak", "mdia", "minf", "stbl", "co64") != nil
		if large != (size > 1<<32) || len(m.plan.mdat) != map[bool]int{false: 8, true: 16}[large] {
			t.Errorf("%d bytes: co64 %v, mdat header of %d bytes", s.Size, large, len(m.plan.mdat))
		}
		t.Logf("%d MB, %d samples: Finish allocates %.1f MB", s.Size/1e6, s.Tracks[0].Samples+s.Tracks[1].Samples,
			float64(after.TotalAlloc-before.TotalAlloc)/1e6)
		if after.TotalAlloc-before.TotalAlloc > 64<<20 {
			t.Error("that is too much")
		}
	}
}

// BenchmarkFinish measures from the last byte to the finished file.
func BenchmarkFinish(b *testing.B) {
	for _, c := range []struct {
		name string
		size int64
	}{{"100MB", 100e6}, {"500MB", 500e6}} {
		b.Run(c.name, func(b *testing.B) {
			streams := film(b, c.size)
			l, f := layOut(b, streams)
			for i, s := range streams {
				s.write(b, func(p []byte, off int64) error { return l.WriteAt(i, p, off) }, true)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
			received := f.N.Load()
			var sum media.Summary
			b.ReportAllocs()
			for b.Loop() {
				f.N.Store(0)
				var err error
				if sum, err = l.Finish(mediatest.Meta); err != nil {
					b.Fatal(err)
				}
				if err := Verify(f, sum.Size, sum); err != nil {
					b.Fatal(err)
				}
				if err := f.Sync(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(received+f.N.Load())/float64(sum.Size), "written/byte")
		})
	}
}

// BenchmarkFFmpegCopy is what merging with ffmpeg takes instead.
func BenchmarkFFmpegCopy(b *testing.B) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		b.Skip("needs ffmpeg")
	}
	dir := b.TempDir()
	for i, s := range film(b, 500e6) {
		f, err := os.Create(filepath.Join(dir, []string{"v.mp4", "a.mp4"}[i]))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Write(s.head); err != nil {
			b.Fatal(err)
		}
		s.write(b, func(p []byte, off int64) error { _, err := f.WriteAt(p, off); return err }, true)
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		cmd := exec.Command("ffmpeg", "-nostdin", "-v", "error", "-y", "-i", "v.mp4", "-i", "a.mp4", "-c", "copy", "out.mp4")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}
