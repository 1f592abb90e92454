package e2e

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// Elements of WebM (RFC 9559).
const (
	idEBML        = 0x1A45DFA3
	idSegment     = 0x18538067
	idInfo        = 0x1549A966
	idTracks      = 0x1654AE6B
	idCues        = 0x1C53BB6B
	idCluster     = 0x1F43B675
	idTimestamp   = 0xE7
	idSimpleBlock = 0xA3
)

// longWebM makes a WebM of many megabytes from a fixture with one track. It
// repeats the clusters rounds times with increasing timestamps, and makes each
// block padding bytes longer. The Cues precede the clusters, as in YouTube's files.
func longWebM(f simulator.Fixture, rounds, padding int) simulator.Content {
	src := make([]byte, f.Content().Size())
	if _, err := f.Content().ReadAt(src, 0); err != nil && err != io.EOF {
		panic(err)
	}
	type cluster struct {
		time int64
		rest []byte
	}
	var loop []cluster
	var tracks []byte
	for _, e := range elements(findElement(elements(src), idSegment)) {
		switch e.id {
		case idTracks:
			tracks = element(idTracks, e.body)
		case idCluster:
			var c cluster
			for _, e := range elements(e.body) {
				switch e.id {
				case idTimestamp:
					c.time = int64(uintOf(e.body))
				case idSimpleBlock:
					c.rest = append(c.rest, element(idSimpleBlock, append(bytes.Clone(e.body), make([]byte, padding)...))...)
				}
			}
			loop = append(loop, c)
		}
	}
	turn := simulator.FixtureLength.Milliseconds() + 30 // no packet of one round overlaps the next round
	length := float64(turn * int64(rounds))
	info := element(idInfo, slices.Concat(element(0x2AD7B1, bigEndian(uint64(time.Millisecond))), element(0x4489, floatBytes(length))))
	front := slices.Concat(info, tracks)
	count := rounds * len(loop)
	cueSize := len(cue(0, 0))
	at := len(front) + 12 + count*cueSize
	var cues, clusters []byte
	for i := range count {
		c := loop[i%len(loop)]
		t := uint64(c.time + int64(i/len(loop))*turn)
		cues = append(cues, cue(t, uint64(at+len(clusters)))...)
		clusters = append(clusters, element(idCluster, append(element(idTimestamp, bigEndian(t)), c.rest...))...)
	}
	body := slices.Concat(front, element(idCues, cues), clusters)
	return simulator.Bytes(append(element(idEBML, element(0x4282, []byte("webm"))), element(idSegment, body)...))
}

// cue returns a CuePoint of track 1.
func cue(time, at uint64) []byte {
	return element(0xBB, slices.Concat(element(0xB3, bigEndian(time)), element(0xB7, slices.Concat(element(0xF7, []byte{1}), element(0xF1, bigEndian(at))))))
}

type ebml struct {
	id   uint64
	body []byte
}

// elements parses the content of a master element. An element of unknown size
// extends to the end.
func elements(b []byte) (list []ebml) {
	for len(b) > 0 {
		id, n := vint(b, false)
		size, m := vint(b[n:], true)
		b = b[n+m:]
		size = min(size, uint64(len(b)))
		list = append(list, ebml{id, b[:size]})
		b = b[size:]
	}
	return list
}

func findElement(list []ebml, id uint64) []byte {
	for _, e := range list {
		if e.id == id {
			return e.body
		}
	}
	panic("no such element")
}

func vint(b []byte, size bool) (v uint64, n int) {
	n = 1
	for mask := byte(0x80); b[0]&mask == 0; mask >>= 1 {
		n++
	}
	for i := range n {
		v = v<<8 | uint64(b[i])
	}
	if size {
		v &^= 1 << (7 * n)
	}
	return v, n
}

// element returns an element whose size field has 8 bytes.
func element(id uint64, body []byte) []byte {
	b := bytes.TrimLeft(bigEndian(id), "\x00")
	return append(append(b, bigEndian(1<<56|uint64(len(body)))...), body...)
}

func bigEndian(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func floatBytes(f float64) []byte {
	var b bytes.Buffer
	_ = binary.Write(&b, binary.BigEndian, f)
	return b.Bytes()
}

func uintOf(b []byte) (n uint64) {
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}
