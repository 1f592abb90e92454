package mp4

import (
	"bytes"
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
