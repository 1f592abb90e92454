package mp4

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/mediatest"
	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// generated is a fragmented stream of nonsense with all that a test has to know
// of it. Times are in units of the timescale.
type generated struct {
	stream    []byte
	index     int // where its media begin
	kind      string
	timescale int64
	packets   []mediatest.Packet // in the order of decoding
	lengths   []int64            // of each
	frags     [][2]int           // of packets, from and up to but not including
	offsets   []int64            // of the fragments in the stream, and its end
	keys      []bool             // whether a fragment begins with one
	mediaTime int64              // what its edit list skips
	steady    bool               // all packets last equally long
}

func (g *generated) at(i int) int64 { return g.packets[i].DTS + g.packets[i].CTS }

// head is the stream's first bytes, with the first fragment or without it.
func (g *generated) head(rng *rand.Rand) media.Head {
	n := g.index
	if rng.IntN(3) > 0 {
		n = int(g.offsets[1])
	}
	return media.Head{Bytes: g.stream[:n], Size: int64(len(g.stream))}
}

// newGenerated makes up a stream that lasts some 10 seconds and starts at about
// as many.
func newGenerated(t testing.TB, rng *rand.Rand, kind string, start int64) *generated {
	g := &generated{kind: kind, steady: true}
	name, group, reordered, before := "audio", 1, false, int64(0)
	length := int64(1024)
	g.timescale = mediatest.OneOf[int64](rng, 44100, 48000, 24000)
	if kind == "vide" {
		name, group = "video", mediatest.OneOf(rng, 1, 7, 24, 50)
		g.timescale = mediatest.OneOf[int64](rng, 12800, 30000, 90000, 1000, 600)
		length = g.timescale / mediatest.OneOf[int64](rng, 24, 25, 30, 60, 7)
		reordered, g.steady = rng.IntN(3) > 0, rng.IntN(3) > 0
		if reordered {
			before = mediatest.OneOf(rng, 2*length, 0) // negative offsets need no delay
		}
	}
	// The times at which the pictures appear, in the order of display.
	shown := []int64{start * g.timescale}
	for last := shown[0]; last < shown[0]+10*g.timescale; shown = append(shown, last) {
		d := length
		if !g.steady {
			d = length/2 + rng.Int64N(length)
		}
		last += d
	}
	for i := range len(shown) - 1 {
		place := i
		if reordered { // I P B B P B B
			place = i / group * group
			if n := i - place; n > 0 {
				place += displayed(n, min(group, len(shown)-1-place)-1)
			}
		}
		data := make([]byte, 4+rng.IntN(40))
		binary.BigEndian.PutUint32(data, uint32(i)|1<<31)
		g.packets = append(g.packets, mediatest.Packet{DTS: shown[i], CTS: shown[place] + before - shown[i], Sync: i%group == 0, Data: string(data)})
		g.lengths = append(g.lengths, shown[i+1]-shown[i])
	}
	if rng.IntN(2) == 0 {
		name += "_elst"
		g.mediaTime = mediatest.OneOf(rng, 0, before, g.timescale/40)
	}
	g.fragment(rng, group)
	g.write(t, rng, name+".mp4", group)
	return g
}

// displayed is where among n pictures the one is shown that is decoded as number
// i, which counts from 1.
func displayed(i, n int) int {
	first := (i-1)/3*3 + 1
	last := min(first+2, n)
	if i == first {
		return last
	}
	return i - 1
}

// fragment cuts the stream into fragments of some groups of pictures, sometimes
// within a group.
func (g *generated) fragment(rng *rand.Rand, group int) {
	n := group * (1 + rng.IntN(3)) * max(1, 60/group)
	if rng.IntN(4) == 0 && group > 20 {
		n = group + group/2
	}
	for at := 0; at < len(g.packets); at += n {
		g.frags = append(g.frags, [2]int{at, min(at+n, len(g.packets))})
	}
}

func (g *generated) write(t testing.TB, rng *rand.Rand, name string, group int) {
	list, err := bmff.Split(mediatest.Sample(t, name))
	if err != nil {
		t.Fatal(err)
	}
	var init []byte
	for _, b := range list[:2] {
		init = append(init, b.Bytes...)
	}
	binary.BigEndian.PutUint32(init[bytes.Index(init, []byte("mdhd"))+16:], uint32(g.timescale))
	if i := bytes.Index(init, []byte("elst")); i > 0 {
		binary.BigEndian.PutUint32(init[i+16:], uint32(g.mediaTime))
	}
	body := &bmff.Builder{}
	var refs []ref
	for i, f := range g.frags {
		at := len(body.B)
		g.writeFragment(body, i)
		first, end := f[0], g.packets[f[1]-1].DTS+g.lengths[f[1]-1]
		r := ref{size: uint32(len(body.B) - at), duration: uint32(end - g.packets[first].DTS), noKey: first%group != 0}
		g.keys = append(g.keys, !r.noKey)
		refs = append(refs, r)
	}
	begin := g.packets[0].DTS
	switch rng.IntN(3) { // indexes count as they like
	case 0:
		begin = max(0, g.at(0)-g.mediaTime)
	case 1:
		begin = max(0, begin-g.mediaTime)
		refs[0].duration -= uint32(max(0, g.mediaTime-g.packets[0].DTS))
	}
	index := sidxFrom(uint32(g.timescale), uint32(begin), refs...)
	g.stream = slices.Concat(init, index, body.B)
	g.index = len(init) + len(index)
	for off, i := int64(g.index), 0; ; i++ {
		g.offsets = append(g.offsets, off)
		if i == len(refs) {
			break
		}
		off += int64(refs[i].size)
	}
}

func (g *generated) writeFragment(w *bmff.Builder, i int) {
	packets := g.packets[g.frags[i][0]:g.frags[i][1]]
	w.Box("moof", func() {
		at := len(w.B) - 8
		w.Full("mfhd", 0, 0, func() { w.U32(uint32(i + 1)) })
		w.Box("traf", func() {
			w.Full("tfhd", 0, 0x20000, func() { w.U32(1) })
			w.Full("tfdt", 1, 0, func() { w.U64(uint64(packets[0].DTS)) })
			w.Full("trun", 1, 0x1|0x100|0x200|0x400|0x800, func() {
				w.U32(uint32(len(packets)), uint32(len(w.B)-at+8+16*len(packets)+8))
				for n, p := range packets {
					flags := uint32(0x10000)
					if p.Sync {
						flags = 0
					}
					w.U32(uint32(g.lengths[g.frags[i][0]+n]), uint32(len(p.Data)), flags, uint32(int32(p.CTS)))
				}
			})
		})
	})
	w.Box("mdat", func() {
		for _, p := range packets {
			w.Text(p.Data)
		}
	})
}
