package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"
)

// packet is one sample as a player gets it.
type packet struct {
	dts, cts int64 // cts is the composition offset
	sync     bool
	data     string
}

// packetsOf reads the only track of a fragmented stream.
func packetsOf(t testing.TB, stream []byte) []packet {
	t.Helper()
	f, err := mp4.DecodeFile(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	var list []packet
	for _, seg := range f.Segments {
		for _, frag := range seg.Fragments {
			samples, err := frag.GetFullSamples(f.Init.Moov.Mvex.Trex)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range samples {
				list = append(list, packet{
					int64(s.DecodeTime), int64(s.CompositionTimeOffset), s.Flags&0x10000 == 0, string(s.Data),
				})
			}
		}
	}
	return list
}

// tracksOf reads the tracks of a finished file.
func tracksOf(t testing.TB, file []byte) (*mp4.MoovBox, [][]packet) {
	t.Helper()
	raw := find(append(make([]byte, 8), file...), "moov")
	box, err := mp4.DecodeBox(0, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	moov := box.(*mp4.MoovBox)
	var all [][]packet
	for _, trak := range moov.Traks {
		all = append(all, packetsOfTrak(t, file, trak.Mdia.Minf.Stbl))
	}
	return moov, all
}

func packetsOfTrak(t testing.TB, file []byte, s *mp4.StblBox) []packet {
	t.Helper()
	var list []packet
	chunks := 0
	if s.Co64 != nil {
		chunks = len(s.Co64.ChunkOffset)
	} else {
		chunks = len(s.Stco.ChunkOffset)
	}
	for c := range chunks {
		var off uint64
		if s.Co64 != nil {
			off = s.Co64.ChunkOffset[c]
		} else {
			off = uint64(s.Stco.ChunkOffset[c])
		}
		n := s.Stsc.GetChunk(uint32(c + 1)).NrSamples
		for range n {
			nr := uint32(len(list) + 1)
			dts, _ := s.Stts.GetDecodeTime(nr)
			p := packet{dts: int64(dts), sync: s.Stss == nil || s.Stss.IsSyncSample(nr)}
			if s.Ctts != nil {
				p.cts = int64(s.Ctts.GetCompositionTimeOffset(nr))
			}
			size := uint64(s.Stsz.GetSampleSize(int(nr)))
			p.data = string(file[off : off+size])
			list, off = append(list, p), off+size
		}
	}
	return list
}

// samePackets compares a finished track with its source, whose times begin at
// its first sample's.
func samePackets(t testing.TB, name string, want, got []packet) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d samples instead of %d", name, len(got), len(want))
	}
	for i := range want {
		w := want[i]
		w.dts -= want[0].dts
		if got[i] != w {
			t.Fatalf("%s: sample %d: dts %d cts %d sync %v, %d bytes; want dts %d cts %d sync %v, %d bytes", name, i,
				got[i].dts, got[i].cts, got[i].sync, len(got[i].data), w.dts, w.cts, w.sync, len(w.data))
		}
	}
}

// late returns a stream that starts later, by units of its timescale.
func late(stream []byte, units uint64) []byte {
	stream = bytes.Clone(stream)
	for at := 0; ; {
		i := bytes.Index(stream[at:], []byte("tfdt\x01\x00\x00\x00"))
		if i < 0 {
			return stream
		}
		at += i + 8
		binary.BigEndian.PutUint64(stream[at:], binary.BigEndian.Uint64(stream[at:])+units)
	}
}

// sample reads a file of testdata. "NAME late" starts half a second later.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	name, isLate := strings.CutSuffix(name, " late")
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if isLate {
		b = late(b, 12800/2)
	}
	return b
}

// memory is a File that grows, up to a limit.
type memory struct {
	mu     sync.Mutex
	b      []byte
	writes int64 // bytes
}

const memoryLimit = 64 << 20

func (m *memory) WriteAt(p []byte, off int64) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	end := off + int64(len(p))
	if off < 0 || end > memoryLimit {
		return 0, errors.New("file too large")
	}
	if end > int64(len(m.b)) {
		m.b = append(m.b, make([]byte, end-int64(len(m.b)))...)
	}
	m.writes += int64(len(p))
	return copy(m.b[off:], p), nil
}

func (m *memory) ReadAt(p []byte, off int64) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if off >= int64(len(m.b)) {
		return 0, io.EOF
	}
	n := copy(p, m.b[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (m *memory) Truncate(size int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.b = append(m.b[:min(size, int64(len(m.b)))], make([]byte, max(0, size-int64(len(m.b))))...)
	return nil
}
