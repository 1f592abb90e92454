package mediatest

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media/subtitle"
)

// Packet is one sample as a player gets it.
type Packet struct {
	DTS, CTS int64 // cts is the composition offset
	Sync     bool
	Data     string
}

// PacketsOf reads the only track of a fragmented stream.
func PacketsOf(t testing.TB, stream []byte) []Packet {
	t.Helper()
	f, err := mp4.DecodeFile(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	var list []Packet
	for _, seg := range f.Segments {
		for _, frag := range seg.Fragments {
			samples, err := frag.GetFullSamples(f.Init.Moov.Mvex.Trex)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range samples {
				list = append(list, Packet{
					int64(s.DecodeTime), int64(s.CompositionTimeOffset), s.Flags&0x10000 == 0, string(s.Data),
				})
			}
		}
	}
	return list
}

// TracksOf reads the tracks of a finished file.
func TracksOf(t testing.TB, file []byte) (*mp4.MoovBox, [][]Packet) {
	t.Helper()
	raw := topBoxes(t, file)[MoovPosition(t, file)].data
	box, err := mp4.DecodeBox(0, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	moov := box.(*mp4.MoovBox)
	var all [][]Packet
	for _, trak := range moov.Traks {
		all = append(all, packetsOfTrak(t, file, trak.Mdia.Minf.Stbl))
	}
	return moov, all
}

func packetsOfTrak(t testing.TB, file []byte, s *mp4.StblBox) []Packet {
	t.Helper()
	var list []Packet
	var chunks int
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
			p := Packet{DTS: int64(dts), Sync: s.Stss == nil || s.Stss.IsSyncSample(nr)}
			if s.Ctts != nil {
				p.CTS = int64(s.Ctts.GetCompositionTimeOffset(nr))
			}
			size := uint64(s.Stsz.GetSampleSize(int(nr)))
			p.Data = string(file[off : off+size])
			list, off = append(list, p), off+size
		}
	}
	return list
}

// SamePackets compares a finished track with its source, whose times begin at
// its first sample's.
func SamePackets(t testing.TB, name string, want, got []Packet) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d samples instead of %d", name, len(got), len(want))
	}
	for i := range want {
		w := want[i]
		w.DTS -= want[0].DTS
		if got[i] != w {
			t.Fatalf("%s: sample %d: dts %d cts %d sync %v, %d bytes; want dts %d cts %d sync %v, %d bytes", name, i,
				got[i].DTS, got[i].CTS, got[i].Sync, len(got[i].Data), w.DTS, w.CTS, w.Sync, len(w.Data))
		}
	}
}

// WithoutBox returns a stream without its boxes of one kind at the top level.
func WithoutBox(t testing.TB, stream []byte, kind string) []byte {
	t.Helper()
	var out []byte
	for _, b := range topBoxes(t, stream) {
		if b.kind != kind {
			out = append(out, b.data...)
		}
	}
	return out
}

// MoovPosition is how many boxes there are before the moov of a file.
func MoovPosition(t testing.TB, file []byte) int {
	t.Helper()
	for i, b := range topBoxes(t, file) {
		if b.kind == "moov" {
			return i
		}
	}
	t.Fatal("no moov")
	return -1
}

// topBox is a box at the top level, header included.
type topBox struct {
	kind string
	data []byte
}

func topBoxes(t testing.TB, b []byte) (list []topBox) {
	t.Helper()
	for len(b) > 0 {
		n := uint64(0)
		if len(b) >= 8 {
			n = uint64(binary.BigEndian.Uint32(b))
		}
		if n == 1 && len(b) >= 16 {
			n = binary.BigEndian.Uint64(b[8:])
		}
		if n < 8 || n > uint64(len(b)) {
			t.Fatalf("no box %d bytes before the end", len(b))
		}
		list, b = append(list, topBox{string(b[4:8]), b[:n]}), b[n:]
	}
	return list
}

// Subtitles are tracks of all kinds: generated, with cues behind the end of a video
// of ten seconds, of no valid language, without cues.
var Subtitles = []subtitle.Track{
	{Language: "en", Name: "English (auto-generated)", Generated: true, Cues: []subtitle.Cue{{Start: MS(160), End: MS(2240), Text: "good morning"}, {Start: MS(2240), End: MS(9000), Text: "everyone"}}},
	{Language: "pt-BR", Name: "Português (Brasil)", Cues: []subtitle.Cue{
		{Start: 0, End: MS(1500), Text: "Começo\nduas linhas"}, {Start: MS(2000), End: MS(3001), Text: "<meio> & 🌥"}, {Start: MS(3001), End: MS(20_000), Text: "depois do fim"}, {Start: MS(30_000), End: MS(31_000), Text: "nunca"},
	}},
	{Language: "xx-invalid!", Cues: []subtitle.Cue{{Start: MS(40_000), End: MS(41_000), Text: "behind the end"}}},
	{Language: "zh-Hant", Cues: []subtitle.Cue{{Start: MS(500), End: MS(999), Text: "中文"}}},
	{Language: "de"},
}

// SubtitlesOf reads the subtitle tracks of a finished file, as cues.
func SubtitlesOf(t testing.TB, file []byte) (list []subtitle.Track) {
	t.Helper()
	moov, tracks := TracksOf(t, file)
	for i, trak := range moov.Traks {
		if trak.Mdia.Hdlr.HandlerType != "sbtl" {
			continue
		}
		s := subtitle.Track{Language: trak.Mdia.Mdhd.GetLanguage(), Name: trak.Mdia.Hdlr.Name, Generated: trak.Tkhd.Flags&1 == 0}
		for n, p := range tracks[i] {
			end := int64(trak.Mdia.Mdhd.Duration)
			if n+1 < len(tracks[i]) {
				end = tracks[i][n+1].DTS
			}
			if size := int(binary.BigEndian.Uint16([]byte(p.Data))); size != len(p.Data)-2 {
				t.Fatalf("sample of %d bytes says %d", len(p.Data), size)
			}
			if text := p.Data[2:]; text != "" {
				s.Cues = append(s.Cues, subtitle.Cue{Start: MS(int(p.DTS)), End: MS(int(end)), Text: text})
			}
		}
		list = append(list, s)
	}
	return list
}
