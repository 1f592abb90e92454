package mediatest

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"slices"
	"testing"
)

// LongWebM is a long stream of one track: the clusters of a fixture over and over,
// with times that increase, made when they are needed. Its Cues are in front.
type LongWebM struct {
	Head     []byte
	clusters [][]byte // contents without the Timestamp
	Times    []int64  // of the clusters
	length   int64    // of one round, in milliseconds
	rounds   int
}

// NewLongWebM makes a stream of rounds rounds, in which each block is followed
// by as many bytes more as grow says.
func NewLongWebM(t testing.TB, stream []byte, rounds int, length int64, grow int) *LongWebM {
	t.Helper()
	s := &LongWebM{length: length, rounds: rounds}
	f := ReadWebM(t, stream)
	w := &elementWriter{}
	for _, e := range f.Top {
		switch e.ID {
		case elementCluster:
			s.add(t, e.Data, grow)
		case elementTracks:
			w.bytes(elementTracks, e.Data)
		}
	}
	info := &elementWriter{}
	info.master(elementInfo, func(w *elementWriter) {
		w.bytes(elementTimestampScale, []byte{0x0f, 0x42, 0x40})
		w.float(elementDuration, float64(length*int64(rounds)))
	})
	front := slices.Concat(info.b, w.b)
	// Each cue is of one size, so that their places are known in advance.
	n := len(s.clusters) * rounds
	cues := make([]byte, 0, n*32)
	const cue = 2 + 10 + 2 + 3 + 10
	pos := int64(len(front) + 12 + n*cue)
	for i := range n {
		c := &elementWriter{}
		c.id(elementCuePoint)
		c.size(cue-2, 1)
		c.id(elementCueTime)
		c.size(8, 1)
		c.b = binary.BigEndian.AppendUint64(c.b, uint64(s.time(i)))
		c.id(elementCuePositions)
		c.size(13, 1)
		c.id(elementCueTrack)
		c.size(1, 1)
		c.b = append(c.b, 1)
		c.id(elementCueClusterSeek)
		c.size(8, 1)
		c.b = binary.BigEndian.AppendUint64(c.b, uint64(pos))
		cues = append(cues, c.b...)
		pos += int64(len(s.cluster(i)))
	}
	w = &elementWriter{}
	w.master(elementEBML, func(w *elementWriter) { w.text(elementDocType, "webm") })
	w.id(elementSegment)
	w.size(pos, 8)
	w.b = append(w.b, front...)
	w.id(elementCues)
	w.size(int64(len(cues)), 8)
	s.Head = slices.Concat(w.b, cues)
	return s
}

// add keeps a cluster, with larger blocks.
func (s *LongWebM) add(t testing.TB, cluster []byte, grow int) {
	w := &elementWriter{}
	for _, e := range Elements(t, cluster) {
		switch e.ID {
		case elementTimestamp:
			s.Times = append(s.Times, int64(e.Uint()))
		case elementSimpleBlock:
			w.bytes(elementSimpleBlock, append(bytes.Clone(e.Data), make([]byte, grow)...))
		}
	}
	s.clusters = append(s.clusters, w.b)
}

func (s *LongWebM) time(i int) int64 {
	n := len(s.clusters)
	return s.Times[i%n] + int64(i/n)*s.length
}

func (s *LongWebM) cluster(i int) []byte {
	w := &elementWriter{}
	w.bytes(elementTimestamp, binary.BigEndian.AppendUint64(nil, uint64(s.time(i))))
	w.b = append(w.b, s.clusters[i%len(s.clusters)]...)
	c := &elementWriter{}
	c.id(elementCluster)
	c.size(int64(len(w.b)), 4)
	return append(c.b, w.b...)
}

// Write writes the whole stream to a file.
func (s *LongWebM) Write(t testing.TB, path string) int64 {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Write(s.Head); err != nil {
		t.Fatal(err)
	}
	for i := range len(s.clusters) * s.rounds {
		if _, err := f.Write(s.cluster(i)); err != nil {
			t.Fatal(err)
		}
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// elementWriter appends elements of EBML to one buffer.
type elementWriter struct{ b []byte }

func (w *elementWriter) id(id uint32) {
	w.b = append(w.b, bytes.TrimLeft(binary.BigEndian.AppendUint32(nil, id), "\x00")...)
}

// size appends a size in n bytes.
func (w *elementWriter) size(v int64, n int) {
	v |= 1 << (7 * n)
	for n--; n >= 0; n-- {
		w.b = append(w.b, byte(v>>(8*n)))
	}
}

func (w *elementWriter) bytes(id uint32, data []byte) {
	w.id(id)
	w.size(int64(len(data)), 4)
	w.b = append(w.b, data...)
}

func (w *elementWriter) text(id uint32, s string) { w.bytes(id, []byte(s)) }

func (w *elementWriter) float(id uint32, v float64) {
	w.bytes(id, binary.BigEndian.AppendUint64(nil, math.Float64bits(v)))
}

func (w *elementWriter) master(id uint32, body func(w *elementWriter)) {
	content := &elementWriter{}
	body(content)
	w.bytes(id, content.b)
}
